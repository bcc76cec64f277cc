"""Home care workers and family support workers."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "life_auxiliary": (
        RoleDraft(
            setting=Kind.HOME_HELP,
            feminine="auxiliaire de vie",
            masculine="auxiliaire de vie",
            mission=(
                "J’aide à se lever, à se laver, à manger et à bouger chez soi, sans aller plus vite que la personne."
            ),
            call_me_for=(
                "un doute sur l’état de quelqu’un le matin",
                "essayer un lève-personne, un lit, un fauteuil avant de le garder",
                "caler nos heures de passage pour ne pas arriver en même temps",
                "un repas qui n’est pas mangé, un poids qui baisse",
                "soulager un proche quelques heures",
            ),
            not_for=(
                "les pansements et les injections (plutôt : le cabinet infirmier)",
                "faire marcher après une opération (plutôt : le cabinet de kinésithérapie)",
                "remplir une demande d’aide (plutôt : l’assistance sociale)",
            ),
            methods=(
                "Je laisse faire tout ce qui peut l’être, même si c’est long. Je transmets par le cahier et, "
                "si c’est urgent, par téléphone."
            ),
            constraints=("Je commence à 7 h et je coupe de 14 h à 17 h. Les week-ends, c’est une semaine sur deux."),
            limits=("À deux quand il faut porter. Je ne fais pas de geste de soin, même si la famille insiste."),
            channels=(
                "Par SMS à tout moment, par téléphone entre 14 h et 17 h.",
                "Appelez mon service, qui sait chez qui je suis et me fait passer le message.",
            ),
            weight=5,
            pathways=(
                "grand-age",
                "retour-a-domicile",
                "maladies-chroniques",
                "soins-palliatifs",
            ),
        ),
        RoleDraft(
            setting=Kind.HOME_HELP,
            feminine="auxiliaire de vie, soirées et week-ends",
            masculine="auxiliaire de vie, soirées et week-ends",
            mission=(
                "J’interviens le soir et le week-end, quand les autres services sont fermés. J’aide au "
                "repas, au coucher, et je rassure."
            ),
            call_me_for=(
                "une sortie d’hôpital un vendredi",
                "savoir comment se passent les soirées et les nuits",
                "une personne qui s’agite à la tombée du jour",
                "laisser une consigne claire pour le week-end",
            ),
            not_for=(
                "poser ou vider une perfusion (plutôt : l’hospitalisation à domicile)",
                "une chute avec douleur (plutôt : le 15)",
                "modifier le plan d’aide (plutôt : mon service d’aide à domicile)",
            ),
            methods=(
                "Je garde les mêmes gestes dans le même ordre : cela apaise. Je note l’heure du coucher et "
                "ce qui a été mangé."
            ),
            constraints="J’enchaîne les maisons de 17 h 30 à 21 h. Il me reste peu de temps entre deux.",
            limits="Je ne reste pas dormir. Si je m’inquiète, j’appelle l’astreinte de mon service.",
            channels=(
                "Par téléphone entre 15 h et 17 h, en semaine comme le samedi.",
                "Par SMS : je lis avant de partir, vers 17 h.",
            ),
            weight=2,
            pathways=(
                "grand-age",
                "retour-a-domicile",
                "soins-palliatifs",
            ),
        ),
        RoleDraft(
            setting=Kind.DISABILITY,
            feminine="auxiliaire de vie sociale",
            masculine="auxiliaire de vie sociale",
            mission=(
                "J’accompagne des adultes en situation de handicap chez eux et dehors : les gestes du "
                "quotidien, les courses, les loisirs."
            ),
            call_me_for=(
                "préparer un rendez-vous médical et y accompagner la personne",
                "expliquer comment elle communique et ce qui la fatigue",
                "adapter une consigne en images ou en mots faciles",
                "tester une aide technique dans la vraie vie",
            ),
            not_for=(
                ("les soins et les appareils respiratoires sans qu’on m’ait montré (plutôt : le cabinet infirmier)"),
                "gérer l’argent de la personne (plutôt : sa ou son mandataire)",
                "un entretien d’évaluation (plutôt : l’équipe du service)",
            ),
            methods=(
                "Je demande toujours à la personne avant de parler d’elle. Je prends le temps d’une réponse, "
                "même lente."
            ),
            constraints="Chaque sortie se prévoit quelques jours avant, à cause du transport adapté.",
            limits="Je ne parle pas à la place de la personne, et je n’ai pas accès à son dossier médical.",
            channels=(
                "Par SMS ou par courriel, je réponds sous deux jours.",
                "Par téléphone le mardi et le jeudi matin, au service.",
            ),
            weight=2,
            pathways=("handicap",),
        ),
    ),
    "family_worker": (
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="technicienne de l’intervention sociale et familiale",
            masculine="technicien de l’intervention sociale et familiale",
            mission=(
                "J’aide des parents chez eux quand la vie déborde : une naissance, une maladie, une "
                "séparation. On fait ensemble, le temps de souffler."
            ),
            call_me_for=(
                "une grossesse qui oblige à rester couchée avec d’autres enfants à la maison",
                "un retour de maternité compliqué",
                "l’épuisement d’un parent",
                "remettre des repères : repas, devoirs, coucher",
            ),
            not_for=(
                "garder les enfants sans leurs parents sur la durée (plutôt : un mode de garde)",
                "le suivi du poids du bébé (plutôt : la PMI ou la sage-femme)",
                "le ménage seul (plutôt : un service d’aide à domicile)",
            ),
            methods=(
                "Deux à trois demi-journées par semaine pendant quelques mois, avec un but choisi par la famille."
            ),
            constraints="Il faut un accord de financement avant de commencer : une à trois semaines.",
            limits="Je dis aux parents ce que j’écris sur leur situation et à qui je le transmets.",
            channels=(
                "Par téléphone entre 12 h et 14 h, ou par courriel.",
                "Le plus sûr est d’appeler l’association, qui me joint dans la journée.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOME_HELP,
            feminine="technicienne de l’intervention sociale et familiale",
            masculine="technicien de l’intervention sociale et familiale",
            mission=(
                "Je viens à la maison soutenir les familles dont un parent ou un enfant est malade. Je "
                "m’occupe du quotidien pour que chacun tienne."
            ),
            call_me_for=(
                "un traitement lourd chez un parent de jeunes enfants",
                "un enfant en situation de handicap dont les parents s’essoufflent",
                "accompagner une démarche qui fait peur : école, mairie, rendez-vous",
                "l’arrivée de jumeaux",
            ),
            not_for=(
                "les soins de l’enfant malade (plutôt : la puéricultrice ou le puériculteur)",
                "une aide en urgence le soir même",
                "une thérapie familiale (plutôt : une ou un psychologue)",
            ),
            methods=(
                "Je propose, je montre une fois, puis je laisse la main. Un point avec la famille toutes les "
                "trois semaines."
            ),
            constraints="Je couvre une vallée entière : je ne peux pas être au même endroit tous les jours.",
            limits="Je m’arrête quand la famille peut continuer seule. C’est prévu dès le début.",
            channels=(
                "Par SMS dans la journée, je rappelle le soir même avant 18 h.",
                "Par courriel, avec deux ou trois créneaux où vous rappeler.",
            ),
        ),
    ),
}
