"""Nurses who coordinate or who practise in advanced roles."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "nurse_coordinator": (
        RoleDraft(
            setting=Kind.SSIAD,
            feminine="infirmière coordonnatrice",
            masculine="infirmier coordonnateur",
            mission=(
                "J’organise les tournées d’un service de soins à domicile. Je visite chaque personne avant "
                "de commencer, puis je reste le numéro à appeler."
            ),
            call_me_for=(
                "une demande de toilette ou de soins à domicile",
                "un passage qui ne convient plus",
                "monter à plusieurs un retour d’hôpital difficile",
                "un désaccord entre services, avant qu’il ne grossisse",
            ),
            not_for=(
                "une aide au ménage (plutôt : le service d’aide à domicile)",
                "un soin technique isolé (plutôt : le cabinet infirmier)",
                "une entrée en EHPAD (plutôt : l’équipe d’appui aux parcours)",
            ),
            methods=(
                "Une visite d’une heure chez la personne, avec les proches s’ils le veulent. Je dis oui ou "
                "non sous trois jours."
            ),
            constraints=("Le nombre de places est compté. Il y a presque toujours une liste d’attente en hiver."),
            limits="Je ne promets pas une heure de passage à la minute près.",
            channels=(
                "Par téléphone de 8 h 30 à 12 h, tous les jours de semaine.",
                "Par messagerie sécurisée pour les demandes, par téléphone si c’est pour demain.",
            ),
        ),
        RoleDraft(
            setting=Kind.EHPAD,
            feminine="infirmière coordonnatrice en EHPAD",
            masculine="infirmier coordonnateur en EHPAD",
            mission=(
                "Je fais tenir ensemble les soins, les repas, les animations et les visites, pour que la "
                "journée ait du sens pour chacun."
            ),
            call_me_for=(
                "préparer une arrivée ou un séjour temporaire",
                "un résident qui rentre de l’hôpital",
                "venir en stage ou découvrir la maison",
                "organiser une consultation sur place",
            ),
            not_for=(
                "une place dans l’heure",
                "les questions de facture (plutôt : l’accueil de l’établissement)",
                "un changement d’ordonnance (plutôt : le médecin traitant)",
            ),
            methods=(
                "Un point d’équipe tous les matins à 9 h 15. Vous êtes les bienvenus si vous suivez quelqu’un ici."
            ),
            constraints="Je remplace souvent sur le terrain quand il manque quelqu’un.",
            limits="Une entrée ne se décide jamais sur un coin de table : nous en parlons à trois.",
            channels=(
                "Par téléphone de 14 h à 17 h. Le matin, l’accueil prend le message.",
                "Par courriel, avec une réponse sous deux jours.",
            ),
            weight=2,
            pathways=(
                "grand-age",
                "soins-palliatifs",
            ),
        ),
    ),
    "advanced_nurse": (
        RoleDraft(
            setting=Kind.HEALTH_HOUSE,
            feminine="infirmière en pratique avancée",
            masculine="infirmier en pratique avancée",
            mission=(
                "Je suis au long cours des personnes qui ont une maladie chronique, en alternance avec leur "
                "médecin traitant."
            ),
            call_me_for=(
                "un diabète ou une insuffisance cardiaque qui se dérègle",
                "une personne qui a perdu le fil de son suivi",
                "revoir ensemble un traitement trop compliqué",
                "un avis avant d’appeler l’hôpital",
            ),
            not_for=(
                "un premier diagnostic (plutôt : le médecin généraliste)",
                "les soins tous les jours à domicile (plutôt : le cabinet infirmier)",
                "un certificat (plutôt : le médecin traitant)",
            ),
            methods=(
                "Des consultations de quarante minutes, un plan écrit que la personne garde, un mot à tout "
                "le monde après."
            ),
            constraints="Le médecin traitant et la personne doivent être d’accord pour que je commence.",
            limits="Je renouvelle et j’adapte certains traitements. Au-delà, je passe la main le jour même.",
            channels=(
                "Par téléphone de 12 h à 13 h, ou par messagerie sécurisée.",
                "Par le secrétariat de la maison de santé, qui me trouve toujours.",
            ),
            pathways=(
                "maladies-chroniques",
                "grand-age",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="infirmière en pratique avancée, cancérologie",
            masculine="infirmier en pratique avancée, cancérologie",
            mission=(
                "J’accompagne des personnes sous traitement contre un cancer entre deux rendez-vous à "
                "l’hôpital. Je surveille, je rassure, j’ajuste."
            ),
            call_me_for=(
                "un effet du traitement qui inquiète à la maison",
                "une fatigue ou une douleur qui monte",
                "des comprimés difficiles à prendre comme prévu",
                "préparer la fin des traitements et la reprise",
            ),
            not_for=(
                "une fièvre élevée la nuit (plutôt : le 15)",
                "les résultats d’imagerie (plutôt : l’équipe médicale du service)",
                "les soins à domicile (plutôt : le cabinet infirmier)",
            ),
            methods="Un appel programmé chaque semaine au début, puis tous les mois.",
            constraints=(
                "Je suis joignable du lundi au jeudi. Le vendredi, une collègue ou un collègue prend le relais."
            ),
            limits="Je ne modifie pas un protocole de chimiothérapie.",
            channels=(
                "Par téléphone de 9 h à 17 h, du lundi au jeudi.",
                "Par messagerie sécurisée : je réponds sous une journée.",
            ),
            weight=2,
            pathways=("cancer",),
        ),
    ),
}
