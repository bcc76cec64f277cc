"""Medical secretaries, pathway coordinators and managers of home help sectors."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "medical_secretary": (
        RoleDraft(
            setting=Kind.HEALTH_HOUSE,
            feminine="secrétaire médicale",
            masculine="secrétaire médical",
            mission=(
                "Je suis la voix au téléphone et le visage à l’accueil. Je trouve de la place, et je sens "
                "quand il ne faut pas attendre."
            ),
            call_me_for=(
                "un rendez-vous pour une personne qui ne peut pas appeler",
                "faire passer un message le jour même",
                "un papier qui manque",
                "savoir qui travaille aujourd’hui",
            ),
            not_for=(
                "un conseil de santé (plutôt : l’équipe infirmière)",
                "un résultat au téléphone (plutôt : le médecin)",
                "une urgence vitale (plutôt : le 15)",
            ),
            methods=(
                "Je rappelle toujours, même pour dire non. Je garde deux créneaux par jour pour les appels du réseau."
            ),
            constraints="De 8 h à 10 h, deux lignes sonnent en même temps.",
            limits="Je ne dis rien d’un dossier à qui ne suit pas la personne.",
            channels=(
                "Par téléphone après 10 h. Dites « réseau », je comprendrai.",
                "Par courriel, lu trois fois par jour.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="secrétaire à l’hôpital",
            masculine="secrétaire à l’hôpital",
            mission=(
                "Je fais partir les comptes rendus, j’organise les rendez-vous et je retrouve ce que l’on "
                "croyait perdu."
            ),
            call_me_for=(
                "un compte rendu qui n’arrive pas",
                "regrouper deux rendez-vous le même jour",
                "un bon de transport",
                "trouver le bon numéro dans l’hôpital",
            ),
            not_for=(
                "avancer une opération (plutôt : l’équipe médicale)",
                "une facture (plutôt : le bureau des entrées)",
                "un avis médical",
            ),
            methods="J’envoie par messagerie sécurisée, et par courrier à qui n’en a pas.",
            constraints="Dix jours pour un compte rendu, deux pour une lettre de sortie.",
            limits="Je ne peux pas créer un créneau, mais je préviens dès qu’un se libère.",
            channels=(
                "Par téléphone de 9 h à 12 h et de 14 h à 16 h.",
                "Par courriel du service, réponse dans la journée.",
            ),
        ),
    ),
    "pathway_coordinator": (
        RoleDraft(
            setting=Kind.COORDINATION,
            feminine="coordonnatrice de parcours",
            masculine="coordonnateur de parcours",
            mission=(
                "Quand une situation est compliquée et que plus personne ne sait par où commencer, je viens "
                "faire le tour avec la personne."
            ),
            call_me_for=(
                "trop d’intervenants, ou plus aucun",
                "un maintien à domicile qui ne tient plus",
                "trouver la bonne aide au bon endroit",
                "réunir tout le monde une heure",
                "une place d’hébergement temporaire",
            ),
            not_for=(
                "une urgence dans la journée (plutôt : le 15)",
                "un seul soin à mettre en place (plutôt : le cabinet infirmier)",
                "financer une aide (plutôt : l’assistance sociale)",
            ),
            methods="Une visite à deux métiers, une page de plan, puis un point tous les mois.",
            constraints="Dix jours pour une première visite. Le médecin traitant est prévenu.",
            limits="J’appuie, je ne remplace pas les personnes déjà en place.",
            channels=(
                "Par téléphone de 9 h à 17 h, une personne répond toujours.",
                "Par messagerie sécurisée ou par courriel, réponse sous deux jours.",
            ),
        ),
        RoleDraft(
            setting=Kind.COORDINATION,
            feminine="coordonnatrice de CPTS",
            masculine="coordonnateur de CPTS",
            mission=(
                "Je relie les professionnels d’un même bassin : qui fait quoi, qui peut remplacer qui, quels "
                "projets avancer ensemble."
            ),
            call_me_for=(
                "trouver un médecin traitant à quelqu’un",
                "lancer une petite action à plusieurs",
                "savoir vers qui se tourner dans le secteur",
                "une installation ou un remplacement",
            ),
            not_for=(
                "suivre une personne (plutôt : l’équipe d’appui aux parcours)",
                "un litige entre collègues",
                "un avis médical",
            ),
            methods="Des groupes de travail courts, à midi, avec un relevé d’une page.",
            constraints="Je travaille avec des gens très occupés : les réponses viennent souvent le soir.",
            limits="Je propose des règles communes, je ne les impose pas.",
            channels=(
                "Par courriel ou par téléphone, de 8 h 30 à 18 h.",
                "Par SMS, pour caler un appel de dix minutes.",
            ),
        ),
    ),
    "sector_manager": (
        RoleDraft(
            setting=Kind.HOME_HELP,
            feminine="responsable de secteur d’aide à domicile",
            masculine="responsable de secteur d’aide à domicile",
            mission=(
                "J’organise les passages de vingt aides à domicile. Je cherche la bonne personne pour chaque "
                "maison, et je veille sur l’équipe."
            ),
            call_me_for=(
                "mettre en place une aide, ou la renforcer",
                "prévenir d’une hospitalisation ou d’un retour",
                "inviter une aide à domicile à une réunion",
                "un désaccord ou un malentendu chez quelqu’un",
            ),
            not_for=(
                "un soin (plutôt : le service de soins infirmiers à domicile)",
                "l’attribution d’une allocation (plutôt : l’équipe du département)",
                "un passage dans l’heure",
            ),
            methods="Une visite avant de commencer, et un point avec l’équipe toutes les deux semaines.",
            constraints=(
                "Les plannings se bouclent le jeudi pour la semaine d’après. L’été et l’hiver, il manque du monde."
            ),
            limits="Je n’envoie pas une personne seule là où il en faut deux.",
            channels=(
                "Par téléphone de 8 h à 12 h. L’astreinte prend le relais jusqu’à 21 h.",
                "Par courriel pour les plannings, par téléphone pour le reste.",
            ),
            weight=4,
        ),
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="responsable de secteur, aide aux familles",
            masculine="responsable de secteur, aide aux familles",
            mission=(
                "Je reçois les demandes des familles et j’organise la venue d’une aide. J’essaie que ce soit "
                "toujours la même."
            ),
            call_me_for=(
                "une naissance qui s’annonce difficile",
                "un parent malade",
                "savoir quelles aides existent",
                "faire se rencontrer nos équipes",
            ),
            not_for=(
                "une garde d’enfant en urgence",
                "un avis sur l’éducation (plutôt : la PMI)",
                "un soin (plutôt : la puéricultrice ou le puériculteur)",
            ),
            methods="Je rencontre la famille chez elle, et je repasse au bout d’un mois.",
            constraints="Le financement se décide ailleurs : une à trois semaines.",
            limits="Quand je n’ai personne, je le dis tout de suite.",
            channels=(
                "Par téléphone de 9 h à 12 h 30.",
                "Par SMS ou par courriel, réponse le jour même.",
            ),
            weight=1,
            pathways=(
                "premiers-jours",
                "enfants-adolescents",
                "handicap",
            ),
        ),
    ),
}
