"""Special educators, and educational and social helpers."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "special_educator": (
        RoleDraft(
            setting=Kind.DISABILITY,
            feminine="éducatrice spécialisée",
            masculine="éducateur spécialisé",
            mission=(
                "J’accompagne des adultes en situation de handicap dans leurs projets : habiter, travailler, "
                "aimer, partir en vacances."
            ),
            call_me_for=(
                "un rendez-vous de santé qui angoisse",
                "une crise qui revient sans raison claire",
                "des mots faciles pour expliquer un soin",
                "une vie sociale qui se rétrécit",
            ),
            not_for=(
                "la toilette et les repas (plutôt : le service d’aide à domicile)",
                "un traitement (plutôt : le médecin traitant)",
                "un placement en urgence",
            ),
            methods=(
                "Un projet écrit avec la personne, relu tous les six mois. Je viens aux rendez-vous si elle "
                "le demande."
            ),
            constraints="Trente suivis en même temps : je réponds vite, je me déplace moins vite.",
            limits="Je n’oblige pas. Je reviens, autrement.",
            channels=(
                "Par SMS, ou par téléphone entre 13 h et 14 h.",
                "Par courriel au service, lu chaque matin.",
            ),
            weight=4,
            pathways=(
                "handicap",
                "sante-mentale",
            ),
        ),
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="éducatrice spécialisée, adolescents",
            masculine="éducateur spécialisé, adolescents",
            mission=(
                "Je vais vers les jeunes là où ils sont : au pied des immeubles, à la gare, en bas des "
                "pistes. Je les aide à se soigner aussi."
            ),
            call_me_for=(
                "un jeune qui ne vient plus aux rendez-vous",
                "une consommation qui inquiète",
                "accompagner une première consultation",
                "une rupture avec la famille",
            ),
            not_for=(
                "un danger pour un enfant (plutôt : le 119)",
                "surveiller quelqu’un",
                "un soin (plutôt : la maison des adolescents)",
            ),
            methods="Sans dossier et sans rendez-vous. Je garde le lien pendant des mois s’il le faut.",
            constraints="Je travaille de 14 h à 22 h.",
            limits="Le jeune choisit ce que je vous dis de lui.",
            channels=(
                "Par SMS, de 14 h à 22 h.",
                "Par téléphone en début d’après-midi.",
            ),
            weight=2,
            pathways=(
                "enfants-adolescents",
                "addictions",
                "precarite",
            ),
        ),
    ),
    "educational_helper": (
        RoleDraft(
            setting=Kind.DISABILITY,
            feminine="accompagnante éducative et sociale",
            masculine="accompagnant éducatif et social",
            mission=(
                "Je partage le quotidien d’adultes très dépendants dans un foyer : le lever, les repas, les "
                "sorties, les fous rires."
            ),
            call_me_for=(
                "comprendre un regard, un cri, un geste",
                "préparer une hospitalisation et tenir la main à l’entrée",
                "signaler une douleur que la personne ne dit pas",
                "les positions qui soulagent",
            ),
            not_for=(
                "les médicaments par sonde (plutôt : l’équipe infirmière)",
                "les démarches officielles (plutôt : l’assistance sociale)",
                "un avis sans avoir vu la personne",
            ),
            methods="Une fiche « moi à l’hôpital » suit chaque personne, avec des photos.",
            constraints="Je suis auprès du groupe : je rappelle quand une ou un collègue prend le relais.",
            limits="Je ne pars pas en consultation si le foyer n’a personne d’autre.",
            channels=(
                "Par téléphone au foyer, de 13 h 30 à 15 h.",
                "Par un message à l’équipe, transmis à chaque relève.",
            ),
            pathways=("handicap",),
        ),
        RoleDraft(
            setting=Kind.HOME_HELP,
            feminine="accompagnante éducative et sociale à domicile",
            masculine="accompagnant éducatif et social à domicile",
            mission=(
                "J’aide des personnes à garder leurs capacités et leurs relations : cuisiner à deux, "
                "téléphoner, sortir, se souvenir."
            ),
            call_me_for=(
                "une personne qui se replie",
                "soutenir un enfant à la maison en dehors de l’école",
                "un relais pour un proche aidant",
                "faire passer une consigne en douceur",
            ),
            not_for=(
                "un soin infirmier (plutôt : le cabinet infirmier)",
                "un ménage complet (plutôt : une aide à domicile)",
                "un bilan (plutôt : l’ergothérapie ou la psychologie)",
            ),
            methods="Un petit objectif par mois, noté au mur de la cuisine.",
            constraints="Deux heures par passage, trois passages par semaine au plus.",
            limits="J’arrête une activité dès qu’elle devient une corvée.",
            channels=(
                "Par SMS entre deux passages.",
                "Par mon service, le matin avant 9 h.",
            ),
            weight=2,
            pathways=(
                "handicap",
                "grand-age",
                "enfants-adolescents",
            ),
        ),
    ),
}
