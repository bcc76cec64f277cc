"""Care assistants and gerontology care assistants."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "care_assistant": (
        RoleDraft(
            setting=Kind.SSIAD,
            feminine="aide-soignante à domicile",
            masculine="aide-soignant à domicile",
            mission=(
                "Je vais chez les gens pour la toilette, l’habillage et le confort, et pour qu’ils gardent "
                "leurs forces le plus longtemps possible."
            ),
            call_me_for=(
                "une peau qui rougit, un talon qui fait mal",
                "une personne qui refuse la toilette",
                "organiser le lever les premiers jours après l’hôpital",
                "savoir ce que la personne fait encore seule",
                "une perte de poids ou d’appétit",
            ),
            not_for=(
                "les injections et les prises de sang (plutôt : le cabinet infirmier)",
                "le ménage et les courses (plutôt : le service d’aide à domicile)",
                ("une place libre tout de suite (plutôt : l’infirmière coordonnatrice ou l’infirmier coordonnateur)"),
            ),
            methods=(
                "Je prends le temps de prévenir avant chaque geste. Je note chaque jour l’état de la peau et "
                "ce qui a été mangé."
            ),
            constraints=("Une dizaine de passages le matin, trente à quarante minutes chacun. La neige décale tout."),
            limits="Je ne pose pas de diagnostic : je décris ce que je vois et je le transmets le jour même.",
            channels=(
                "Par téléphone entre 13 h et 14 h, quand je rentre au bureau.",
                "Un message à l’équipe avant 7 h : il est lu avant le départ des tournées.",
            ),
            weight=4,
            pathways=(
                "grand-age",
                "retour-a-domicile",
                "handicap",
                "maladies-chroniques",
                "soins-palliatifs",
            ),
        ),
        RoleDraft(
            setting=Kind.EHPAD,
            feminine="aide-soignante en EHPAD",
            masculine="aide-soignant en EHPAD",
            mission=(
                "J’accompagne des résidentes et des résidents dans leur journée : se lever, se laver, "
                "manger, rire un peu, se reposer."
            ),
            call_me_for=(
                "connaître les habitudes de quelqu’un avant une hospitalisation",
                "préparer une arrivée : ce que la personne aime, ce qui l’apaise",
                "un changement de comportement",
                "installer au mieux pour le repas",
            ),
            not_for=(
                "modifier un traitement (plutôt : le médecin traitant)",
                "les tarifs et les places (plutôt : l’accueil de l’établissement)",
                "annoncer une nouvelle à la famille sans l’équipe",
            ),
            methods=(
                "Nous travaillons par petits groupes de résidents, toujours les mêmes. Je transmets à l’oral "
                "et par écrit à chaque relève."
            ),
            constraints="Le matin est très dense jusqu’à 11 h. Les horaires tournent, un week-end sur deux.",
            limits=(
                "Je parle de ce que je vois à l’instant où je le vois. Pour l’histoire complète, il faut "
                "toute l’équipe."
            ),
            channels=(
                "En appelant l’étage entre 14 h et 15 h, au moment des transmissions.",
                "Par le téléphone de l’équipe, l’après-midi de préférence.",
            ),
            weight=4,
            pathways=(
                "grand-age",
                "soins-palliatifs",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="aide-soignante à l’hôpital",
            masculine="aide-soignant à l’hôpital",
            mission=(
                "Je prends soin des personnes hospitalisées, jour après jour, jusqu’à leur départ. Je suis "
                "là au moment où l’on reparle de la maison."
            ),
            call_me_for=(
                "savoir comment la personne se lève, marche et mange dans le service",
                "les objets, les lunettes, les appareils à ne pas oublier au départ",
                "ce qui a marché pour la mettre en confiance",
                "prévoir l’heure de sortie pour que quelqu’un soit à la maison",
            ),
            not_for=(
                "les résultats d’examens (plutôt : l’équipe médicale du service)",
                "une demande de place en rééducation (plutôt : le service social de l’hôpital)",
                "l’ordonnance de sortie (plutôt : le secrétariat)",
            ),
            methods=("Je fais participer la personne à chaque soin, pour voir avec elle ce qui tiendra à la maison."),
            constraints=(
                "Des journées de douze heures, puis deux ou trois jours de repos : je ne suis pas là tous les jours."
            ),
            limits="Je ne décide pas du jour de sortie, mais je dis quand il me paraît trop tôt.",
            channels=(
                "Le téléphone du service, plutôt entre 15 h et 17 h. Demandez-moi par mon prénom.",
                "Par téléphone en début d’après-midi. Si je suis en repos, l’équipe prend le message.",
            ),
            pathways=(
                "retour-a-domicile",
                "grand-age",
                "cancer",
            ),
        ),
    ),
    "gerontology_assistant": (
        RoleDraft(
            setting=Kind.SSIAD,
            feminine="assistante de soins en gérontologie",
            masculine="assistant de soins en gérontologie",
            mission=(
                "Je viens à domicile, une fois par semaine, chez des personnes qui ont des troubles de la "
                "mémoire. On s’appuie sur ce qui marche encore."
            ),
            call_me_for=(
                "un début de maladie d’Alzheimer ou une maladie proche",
                "un proche qui ne sait plus comment s’y prendre",
                "des repas, une toilette, une sortie devenus difficiles",
                "des repères à poser dans la maison",
            ),
            not_for=(
                "la toilette de tous les jours (plutôt : le service de soins infirmiers à domicile)",
                "poser un diagnostic (plutôt : la consultation mémoire)",
                "une présence de nuit (plutôt : un service d’aide à domicile)",
            ),
            methods=(
                "Une douzaine de séances d’une heure, autour d’activités choisies. Le proche est invité à "
                "participer ou à en profiter pour sortir."
            ),
            constraints="Une ordonnance est nécessaire, et il y a souvent un mois d’attente.",
            limits="L’accompagnement a une fin. Je la prépare avec la famille pour qu’un relais existe.",
            channels=(
                "Par téléphone le lundi et le vendredi matin, au bureau de l’équipe.",
                "Par courriel à l’équipe : nous le lisons chaque matin.",
            ),
        ),
        RoleDraft(
            setting=Kind.EHPAD,
            feminine="assistante de soins en gérontologie",
            masculine="assistant de soins en gérontologie",
            mission=(
                "J’anime un petit lieu de vie de jour, dans un EHPAD, pour des personnes que l’agitation ou "
                "l’inquiétude isolent."
            ),
            call_me_for=(
                "comprendre ce qui déclenche une agitation",
                "trouver une activité qui apaise",
                "préparer une entrée en douceur dans l’établissement",
                "échanger des idées avec une équipe du domicile",
            ),
            not_for=(
                "changer un traitement (plutôt : le médecin traitant)",
                "un séjour d’urgence (plutôt : l’accueil de l’établissement)",
                "les soins infirmiers",
            ),
            methods=(
                "Douze personnes au plus, la cuisine ouverte, le jardin quand il fait beau. On part toujours "
                "de l’histoire de chacun."
            ),
            constraints="Le lieu est ouvert du lundi au vendredi, de 10 h à 17 h.",
            limits="Je n’attache pas, je ne force pas. Si rien n’apaise, j’appelle l’équipe.",
            channels=(
                "Par téléphone avant 10 h ou après 17 h.",
                "Venez nous voir un après-midi, un appel la veille suffit.",
            ),
        ),
    ),
}
