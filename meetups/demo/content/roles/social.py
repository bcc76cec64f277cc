"""Social workers and home economics advisers."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "social_worker": (
        RoleDraft(
            setting=Kind.SOCIAL_CENTRE,
            feminine="assistante sociale de secteur",
            masculine="assistant social de secteur",
            mission=(
                "Je reçois toute personne du secteur qui a un souci d’argent, de logement, de famille ou de "
                "droits. On démêle ensemble."
            ),
            call_me_for=(
                "des factures qui s’empilent",
                "des droits à ouvrir ou à renouveler",
                "un logement indigne ou une menace d’expulsion",
                "une personne âgée que quelqu’un semble exploiter",
                "une aide financière pour des travaux",
            ),
            not_for=(
                "un hébergement pour ce soir (plutôt : le 115)",
                "choisir un service d’aide (plutôt : l’équipe d’appui aux parcours)",
                "porter plainte à la place de la personne",
            ),
            methods=(
                "Un premier rendez-vous sous dix jours, au bureau ou à domicile. La personne est toujours au "
                "courant de votre appel."
            ),
            constraints="Les dossiers avancent au rythme des caisses : trois mois, parfois six.",
            limits="Le secret me lie. Je vous dirai si cela avance, pas toujours comment.",
            channels=(
                "Par téléphone le matin, de 9 h à 12 h.",
                "Par courriel sans nom de famille, je rappelle sous deux jours.",
            ),
            weight=5,
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="assistante sociale à l’hôpital",
            masculine="assistant social à l’hôpital",
            mission=(
                "J’aide les personnes hospitalisées et leurs proches à préparer la suite : le retour, les "
                "droits, un autre lieu de vie."
            ),
            call_me_for=(
                "une sortie qui bloque",
                "une personne seule, sans personne à prévenir",
                "une aide à la maison à mettre en place vite",
                "faire le lien avec le secteur",
            ),
            not_for=(
                "la date de sortie (plutôt : le service)",
                "un suivi après la sortie (plutôt : l’assistance sociale de secteur)",
                "une ambulance (plutôt : le secrétariat du service)",
            ),
            methods=(
                "Je vois la personne dans sa chambre et j’appelle, devant elle, celles et ceux qui l’aident déjà."
            ),
            constraints=("J’apprends souvent la sortie deux jours avant. Plus tôt vous m’appelez, mieux c’est."),
            limits="Je ne place pas quelqu’un contre son avis.",
            channels=(
                "Par téléphone de 10 h à 16 h.",
                "Par courriel ou par téléphone, du lundi au vendredi.",
            ),
            pathways=(
                "retour-a-domicile",
                "grand-age",
                "precarite",
                "cancer",
            ),
        ),
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="assistante sociale, accueil de jour",
            masculine="assistant social, accueil de jour",
            mission=("J’accueille des personnes sans domicile ou très isolées. Un café d’abord, les papiers ensuite."),
            call_me_for=(
                "une personne qui sort de l’hôpital sans logement",
                "des soins arrêtés faute de droits",
                "trouver une ou un interprète",
                "accompagner jusqu’à la porte d’une consultation",
            ),
            not_for=(
                "un lit pour ce soir (plutôt : le 115)",
                "un soin (plutôt : la permanence de soins de l’hôpital)",
                "une personne agitée et dangereuse (plutôt : le 15)",
            ),
            methods="Sans rendez-vous le matin. L’après-midi, j’accompagne dehors.",
            constraints=("Les gens n’ont pas toujours de téléphone : je passe des messages de la main à la main."),
            limits="J’avance au pas de la personne, même quand l’urgence nous presse.",
            channels=(
                "Par téléphone l’après-midi, ou passez boire un café le matin.",
                "Par SMS, je réponds entre deux portes.",
            ),
            weight=2,
            pathways=(
                "precarite",
                "addictions",
                "sante-mentale",
            ),
        ),
    ),
    "home_economics_adviser": (
        RoleDraft(
            setting=Kind.SOCIAL_CENTRE,
            feminine="conseillère en économie sociale et familiale",
            masculine="conseiller en économie sociale et familiale",
            mission=(
                "J’aide des personnes et des familles à tenir leur budget, leur logement et leurs repas, sans honte."
            ),
            call_me_for=(
                "un frigo vide en fin de mois",
                "un dossier de surendettement",
                "un logement trop froid ou trop cher",
                "apprendre à gérer un budget après une séparation",
            ),
            not_for=(
                "gérer les comptes à la place (plutôt : une mesure de protection)",
                "un don d’argent immédiat (plutôt : une association d’entraide)",
                "un régime alimentaire (plutôt : la diététique)",
            ),
            methods="Six à dix rencontres, papiers sur la table, avec une calculette et du café.",
            constraints="Je me déplace dans les mairies du secteur, une demi-journée par mois dans chacune.",
            limits="Je conseille, la personne décide.",
            channels=(
                "Par téléphone le lundi et le jeudi matin.",
                "Par courriel, réponse sous deux jours.",
            ),
        ),
        RoleDraft(
            setting=Kind.DISABILITY,
            feminine="conseillère en économie sociale et familiale",
            masculine="conseiller en économie sociale et familiale",
            mission=(
                "J’accompagne des adultes en situation de handicap vers un logement à eux, et tout ce qui va avec."
            ),
            call_me_for=(
                "un premier appartement",
                "des courriers qui ne sont plus ouverts",
                "une allocation à renouveler",
                "trouver un équipement adapté à petit prix",
            ),
            not_for=(
                "les soins (plutôt : le cabinet infirmier)",
                "un emploi (plutôt : le service d’insertion)",
                "le ménage (plutôt : le service d’aide à domicile)",
            ),
            methods=("On fait une fois ensemble, une fois côte à côte, une fois en m’appelant seulement si besoin."),
            constraints="Chaque suivi demande une décision officielle : six mois en moyenne.",
            limits="Je n’ouvre pas le courrier sans la personne.",
            channels=(
                "Par SMS ou par téléphone, de 9 h à 17 h.",
                "Par courriel, réponse dans la semaine.",
            ),
        ),
    ),
}
