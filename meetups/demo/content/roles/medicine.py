"""General practitioners and geriatricians."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "gp": (
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="médecin généraliste",
            masculine="médecin généraliste",
            mission=(
                "Je suis des familles entières, du nourrisson à l’arrière-grand-mère. J’essaie de garder une "
                "vue d’ensemble et d’éviter les examens de trop."
            ),
            call_me_for=(
                "une personne que nous suivons ensemble et qui change",
                "une ordonnance à revoir parce qu’elle ne tient pas dans la vraie vie",
                "décider à plusieurs : rester à la maison ou pas",
                "une chute, même sans blessure",
                "un proche à bout de forces",
            ),
            not_for=(
                "une urgence vitale (plutôt : le 15)",
                "trouver une aide à la maison (plutôt : l’équipe d’appui aux parcours)",
                "un transport demandé la veille sans motif de santé",
            ),
            methods=(
                "Quinze à vingt minutes par consultation, des visites à domicile le mardi et le jeudi après-midi."
            ),
            constraints=("Le téléphone sonne sans arrêt le matin. Un message écrit me permet de répondre mieux."),
            limits=(
                "Je ne prends presque plus de nouvelles personnes, sauf à deux pas du cabinet ou si vous m’appelez."
            ),
            channels=(
                ("Par messagerie sécurisée, lue chaque soir. Si c’est pour aujourd’hui, dites-le au secrétariat."),
                "Un SMS professionnel entre 12 h 30 et 14 h, je rappelle.",
            ),
        ),
        RoleDraft(
            setting=Kind.HEALTH_HOUSE,
            feminine="médecin généraliste",
            masculine="médecin généraliste",
            mission=(
                "Je soigne dans une maison de santé de montagne, avec une équipe. Une partie de mon travail "
                "est de faire circuler l’information."
            ),
            call_me_for=(
                "organiser une petite réunion autour d’une situation",
                "un retour d’hôpital sans compte rendu",
                "une personne sans médecin traitant qui va mal",
                "un doute sur un médicament",
                "un certificat pour une demande d’aide",
            ),
            not_for=(
                "la vaccination quand la pharmacie peut la faire (plutôt : la pharmacie)",
                "un renouvellement le jour même (plutôt : l’infirmière ou l’infirmier en pratique avancée)",
                "une place en établissement (plutôt : l’équipe d’appui aux parcours)",
            ),
            methods=(
                "Réunion d’équipe le jeudi à 13 h, ouverte à qui suit la même personne. J’appelle plutôt que "
                "d’écrire de longues lettres."
            ),
            constraints=(
                "En saison de ski, les fractures remplissent les journées. Les consultations longues se prévoient."
            ),
            limits="Je ne fais pas de visite au-delà du col en hiver.",
            channels=(
                "Par le secrétariat, qui sait m’interrompre. Dites que vous êtes du réseau.",
                "Par messagerie sécurisée, ou par téléphone entre 13 h et 14 h.",
            ),
        ),
        RoleDraft(
            setting=Kind.SOLO,
            feminine="médecin généraliste remplaçante",
            masculine="médecin généraliste remplaçant",
            mission=(
                "Je remplace dans plusieurs cabinets du secteur. J’arrive sans connaître les gens : ce que "
                "vous savez d’eux m’est précieux."
            ),
            call_me_for=(
                "me raconter en deux minutes une situation compliquée",
                "une décision qui ne peut pas attendre le retour de ma ou mon collègue",
                "une visite à domicile pour une personne qui ne peut plus descendre",
                "monter un projet dans un coin sans médecin",
            ),
            not_for=(
                "un suivi sur des mois (plutôt : le médecin traitant)",
                "un dossier administratif ancien (plutôt : le secrétariat du cabinet)",
                "une urgence vitale (plutôt : le 15)",
            ),
            methods="Je laisse un mot détaillé au cabinet à chaque fin de remplacement.",
            constraints=("Je change de cabinet toutes les deux ou trois semaines, mais mon numéro reste le même."),
            limits="Je ne change pas un traitement de fond sans en parler au médecin traitant.",
            channels=(
                "Par SMS, toujours. Je rappelle entre deux consultations.",
                "Par messagerie sécurisée, lue midi et soir.",
            ),
            weight=1,
        ),
    ),
    "geriatrician": (
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="gériatre",
            masculine="gériatre",
            mission=(
                "Je prends le temps de comprendre ce qui compte pour une personne âgée, puis je trie avec "
                "elle ce qui l’aide et ce qui la fatigue."
            ),
            call_me_for=(
                "des chutes répétées ou une perte de poids",
                "une ordonnance trop longue",
                "une mémoire qui inquiète les proches",
                "un avis par téléphone pour éviter les urgences",
            ),
            not_for=(
                "une aide à la maison (plutôt : l’équipe d’appui aux parcours)",
                "un renouvellement (plutôt : le médecin traitant)",
                "une fracture ou un malaise brutal (plutôt : le 15)",
            ),
            methods=("Un bilan d’une demi-journée, avec toute une équipe. Le compte rendu part sous une semaine."),
            constraints="Six semaines d’attente pour un bilan, mais l’avis par téléphone est du jour même.",
            limits="Je conseille, et le médecin traitant décide avec la personne.",
            channels=(
                "La ligne d’avis, de 9 h à 18 h. Je décroche ou je rappelle dans l’heure.",
                "Par messagerie sécurisée pour les bilans, par téléphone pour un avis.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="gériatre, équipe mobile",
            masculine="gériatre, équipe mobile",
            mission=(
                "Je vais avec mon équipe dans les EHPAD et au domicile, quand se déplacer à l’hôpital ferait "
                "plus de mal que de bien."
            ),
            call_me_for=(
                "une agitation que personne ne comprend",
                "une décision difficile : opérer, nourrir, hospitaliser",
                "soutenir une équipe d’EHPAD",
                "une situation bloquée au domicile",
            ),
            not_for=(
                "une visite dans la journée",
                "le suivi courant (plutôt : le médecin traitant)",
                "une mesure de protection (plutôt : l’assistance sociale)",
            ),
            methods=(
                "Une visite à deux métiers, une heure et demie sur place, puis un appel à toutes les "
                "personnes concernées."
            ),
            constraints="Nous couvrons trois vallées : comptez dix jours, selon la route.",
            limits="Nous venons une ou deux fois, pas plus. Le reste vous appartient.",
            channels=(
                "Par téléphone au secrétariat de l’équipe, le matin.",
                "Par messagerie sécurisée. Trois lignes suffisent pour commencer.",
            ),
        ),
    ),
}
