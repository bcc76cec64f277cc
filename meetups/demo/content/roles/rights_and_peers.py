"""Guardians, peer health mediators and activity leaders."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "guardian": (
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="mandataire à la protection des majeurs",
            masculine="mandataire à la protection des majeurs",
            mission=(
                "Un juge m’a confié la protection de personnes qui ne peuvent plus s’occuper seules de leurs "
                "affaires. Je veille aussi à leurs envies."
            ),
            call_me_for=(
                "une dépense de santé à accepter",
                "un contrat ou un démarchage qui vous étonne",
                "un changement de lieu de vie",
                "dire que la personne va moins bien",
            ),
            not_for=(
                "un accord pour un soin à la place de la personne quand elle peut le donner",
                "les courses et les visites (plutôt : le service d’aide à domicile)",
                "ouvrir une mesure (plutôt : l’assistance sociale)",
            ),
            methods=("Une visite par mois au moins. Je demande son avis à la personne, même sur de petites choses."),
            constraints="Certaines décisions passent par le juge : quelques semaines.",
            limits="Je ne paie pas une facture sans devis accepté.",
            channels=(
                "Par téléphone le matin, par courriel pour les devis.",
                "Par courriel. Pour une urgence, l’accueil de l’association me joint.",
            ),
        ),
        RoleDraft(
            setting=Kind.SOLO,
            feminine="mandataire à la protection des majeurs",
            masculine="mandataire à la protection des majeurs",
            mission=(
                "Je protège les droits et l’argent de personnes vulnérables, chez elles ou en établissement, "
                "avec leur avis à chaque étape."
            ),
            call_me_for=(
                "savoir si une personne est protégée et pour quoi",
                "préparer une entrée en établissement",
                "un achat de matériel",
                "un conflit d’argent dans la famille",
            ),
            not_for=(
                "une décision médicale urgente (plutôt : le 15)",
                "une conduite à un rendez-vous (plutôt : le transport accompagné)",
                "un conseil d’héritage (plutôt : une étude notariale)",
            ),
            methods=("Je rends compte par écrit une fois par an, et je rencontre les équipes chaque trimestre."),
            constraints=("Personne ne prend le relais pendant mes congés : je préviens toujours un mois avant."),
            limits="Je n’ai pas accès au dossier médical, et n’en ai pas besoin.",
            channels=(
                "Par courriel, lu deux fois par jour.",
                "Par téléphone de 14 h à 16 h, sauf le mercredi.",
            ),
        ),
    ),
    "peer_mediator": (
        RoleDraft(
            setting=Kind.MENTAL_HEALTH_CENTRE,
            feminine="médiatrice de santé pair",
            masculine="médiateur de santé pair",
            mission=(
                "J’ai traversé des troubles psychiques et j’en ai fait mon métier. Je montre qu’aller mieux "
                "est possible."
            ),
            call_me_for=(
                "une personne qui ne croit plus en rien",
                "un traitement refusé",
                "préparer ce qu’il faudra faire en cas de crise",
                "un regard sur votre accueil",
            ),
            not_for=(
                "convaincre de prendre un médicament",
                "un danger immédiat (plutôt : le 15)",
                "une psychothérapie (plutôt : une ou un psychologue)",
            ),
            methods="On marche, on parle, on ne prend pas de notes. Un groupe ouvert le vendredi à 15 h.",
            constraints="Je travaille à mi-temps, du mercredi au vendredi.",
            limits="Je parle de mon expérience, pas à la place de la personne.",
            channels=(
                "Par SMS, du mercredi au vendredi.",
                "Par le secrétariat du centre.",
            ),
            pathways=("sante-mentale",),
        ),
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="médiatrice de santé pair, addictions",
            masculine="médiateur de santé pair, addictions",
            mission="Je connais l’alcool et la honte de l’intérieur. J’aide à pousser la première porte.",
            call_me_for=(
                "une personne qui dit qu’elle arrêtera demain",
                "une sortie de cure",
                "un entourage qui ne sait plus quoi faire",
                "accompagner à un premier groupe",
            ),
            not_for=(
                "un sevrage brutal (plutôt : le médecin traitant)",
                "une personne violente (plutôt : le 15 ou le 17)",
                "un contrôle",
            ),
            methods="Un café dans un lieu sans alcool, autant de fois qu’il faut.",
            constraints="Je couvre toute une vallée, en train et en car.",
            limits="Je ne cherche pas les gens qui ne veulent pas me voir.",
            channels=(
                "Par téléphone ou par SMS, de 10 h à 20 h.",
                "Par SMS, je rappelle le jour même.",
            ),
            weight=2,
            pathways=(
                "addictions",
                "sante-mentale",
            ),
        ),
    ),
    "activity_leader": (
        RoleDraft(
            setting=Kind.EHPAD,
            feminine="animatrice en EHPAD",
            masculine="animateur en EHPAD",
            mission=(
                "Je fais entrer la vie du village dans la maison, et sortir les résidents de la maison vers "
                "le village."
            ),
            call_me_for=(
                "une école, une chorale, un chien à inviter",
                "redonner une place à une personne effacée",
                "une sortie adaptée en fauteuil",
                "connaître l’histoire et les goûts de quelqu’un",
            ),
            not_for=(
                "les soins (plutôt : l’équipe infirmière)",
                "une rééducation (plutôt : la kinésithérapie)",
                "un spectacle imposé",
            ),
            methods="Le programme se décide le lundi avec les résidents, et change si le soleil sort.",
            constraints="Je travaille sans collègue : il me faut des bras pour chaque sortie.",
            limits="Ne rien faire est aussi un droit.",
            channels=(
                "Par téléphone le matin.",
                "Par courriel, avec plaisir et avec des idées.",
            ),
            pathways=("grand-age",),
        ),
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="animatrice de réseau de visites",
            masculine="animateur de réseau de visites",
            mission=(
                "J’organise des visites de bénévoles chez des personnes seules, et des goûters où l’on fait "
                "connaissance."
            ),
            call_me_for=(
                "une personne qui ne voit plus personne",
                "trouver un bénévole pour un trajet",
                "un goûter ou un repas partagé près de chez elle",
                "signaler une porte qui ne s’ouvre plus",
            ),
            not_for=(
                "un soin ou une toilette (plutôt : le service de soins infirmiers à domicile)",
                "une garde de nuit",
                "une aide payée (plutôt : le service d’aide à domicile)",
            ),
            methods="Je présente chaque bénévole moi-même. On essaie trois fois avant de dire oui.",
            constraints="Les bénévoles sont rares l’été.",
            limits="Les bénévoles ne donnent ni médicaments ni conseils de santé.",
            channels=(
                "Par téléphone l’après-midi, de 14 h à 18 h.",
                "Par courriel, réponse sous trois jours.",
            ),
            weight=2,
            pathways=(
                "grand-age",
                "precarite",
            ),
        ),
    ),
}
