"""Home helpers, who are often the first visit of the day."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "home_helper": (
        RoleDraft(
            setting=Kind.HOME_HELP,
            feminine="aide à domicile",
            masculine="aide à domicile",
            mission=(
                "Je passe chez les personnes âgées pour que la maison reste propre, le frigo rempli et la "
                "journée moins longue."
            ),
            call_me_for=(
                "savoir comment la personne va vraiment le matin",
                "vérifier qu’il y a de quoi manger avant un retour d’hôpital",
                "ouvrir la porte et rester un moment le jour d’une première visite",
                "un logement qui devient encombré ou froid",
                "repérer ce qui a changé depuis la semaine dernière",
            ),
            not_for=(
                "les pansements et les piqûres (plutôt : le cabinet infirmier)",
                "préparer les médicaments (plutôt : la pharmacie ou le cabinet infirmier)",
                "changer les heures de passage (plutôt : mon service d’aide à domicile)",
            ),
            methods=(
                "Je fais les choses avec la personne, pas à sa place. J’écris un mot dans le cahier de "
                "liaison à chaque passage."
            ),
            constraints=(
                "Mes passages durent une heure, parfois deux. Je ne réponds pas au téléphone quand je suis "
                "chez quelqu’un."
            ),
            limits=(
                "Je ne porte pas une personne sans aide, et je ne donne pas de médicament qui n’est pas déjà préparé."
            ),
            channels=(
                "Un SMS à toute heure, je réponds entre deux maisons. Pour parler, plutôt après 17 h.",
                "Par téléphone entre 13 h et 14 h, ou un mot dans le cahier de liaison.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOME_HELP,
            feminine="aide à domicile, tournée du matin",
            masculine="aide à domicile, tournée du matin",
            mission=(
                "J’aide au lever, au petit déjeuner et au ménage, dans les hameaux où peu de monde passe. Je "
                "suis souvent la première visite de la journée."
            ),
            call_me_for=(
                "prévenir d’une sortie d’hôpital, même la veille",
                "me dire ce qu’il faut surveiller : la boisson, le sommeil, la fatigue",
                "les courses, le linge, un repas tout prêt à réchauffer",
                "trouver l’heure où la personne est au mieux pour vous recevoir",
            ),
            not_for=(
                "la toilette d’une personne alitée (plutôt : le service de soins infirmiers à domicile)",
                "conduire quelqu’un à un rendez-vous avec ma voiture (plutôt : le transport accompagné)",
                "les dossiers d’aide (plutôt : l’assistance sociale du secteur)",
            ),
            methods=(
                "Je regarde, j’écoute, et je préviens. Quand quelque chose m’inquiète, j’appelle mon service "
                "le jour même."
            ),
            constraints=(
                "La route compte : l’hiver, dix kilomètres peuvent prendre une demi-heure. Mon planning "
                "change le vendredi."
            ),
            limits="Je ne reste pas la nuit, et je ne suis pas là le dimanche.",
            channels=(
                ("Appelez-moi entre 11 h 30 et 13 h. Le reste du temps, laissez un message : j’écoute le soir."),
                ("Je n’ai pas de courriel au travail. Passez par mon service, qui me transmet tout dans la journée."),
            ),
        ),
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="aide à domicile",
            masculine="aide à domicile",
            mission=(
                "J’aide des familles et des personnes seules dans la vie de tous les jours : le ménage, la "
                "cuisine, les papiers à trier, une sortie au marché."
            ),
            call_me_for=(
                "redonner envie de cuisiner après un deuil ou une maladie",
                "accompagner à pied chez la coiffeuse, au marché, à la pharmacie",
                "dire si un matériel installé sert vraiment",
                "passer plus souvent quand un proche part quelques jours",
                "parler d’une personne qui ne sort plus",
            ),
            not_for=(
                "les soins, même petits (plutôt : le cabinet infirmier)",
                "les gros travaux et le jardin",
                "décider d’une aide de plus (plutôt : l’équipe du département)",
            ),
            methods=(
                "J’y vais doucement. La première fois, on boit un café et on choisit ensemble par quoi commencer."
            ),
            constraints="Je partage mon temps entre six maisons par jour, à vélo quand la route le permet.",
            limits=("J’entre chez les gens avec leur accord. Si la porte reste fermée, je préviens et j’attends."),
            channels=(
                "Par SMS le matin, par téléphone après 16 h 30.",
                "Un appel à l’association entre 8 h et 9 h : on me passe le message avant la tournée.",
            ),
        ),
        RoleDraft(
            setting=Kind.SOLO,
            feminine="aide à domicile, emploi direct",
            masculine="aide à domicile, emploi direct",
            mission=(
                "Je travaille directement chez quatre personnes du même village. Je les connais bien et "
                "elles me font confiance."
            ),
            call_me_for=(
                "comprendre les habitudes de la personne avant de les changer",
                "une consigne à tenir tous les jours : boire, marcher, s’asseoir au bon endroit",
                "être là pendant votre visite si la personne le souhaite",
                "garder un œil après une chute",
            ),
            not_for=(
                ("lever une personne qui ne tient pas debout (plutôt : le service de soins infirmiers à domicile)"),
                "les médicaments (plutôt : le cabinet infirmier)",
                "remplacer une collègue absente hors de mon village",
            ),
            methods=("Je note ce que je vois dans un carnet que la personne garde. Vous pouvez y écrire aussi."),
            constraints="Je travaille sans équipe : quand je suis malade, il n’y a personne derrière moi.",
            limits=("Je dis quand je ne sais pas faire, et je préfère qu’on me montre plutôt que d’improviser."),
            channels=(
                "Par téléphone, le soir entre 18 h et 19 h. Je rappelle si je n’ai pas pu répondre.",
                "Un SMS suffit. Je lis mieux les messages courts.",
            ),
            weight=1,
        ),
    ),
}
