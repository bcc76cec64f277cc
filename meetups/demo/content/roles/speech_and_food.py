"""Speech therapists and dietitians."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "speech_therapist": (
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="orthophoniste",
            masculine="orthophoniste",
            mission=(
                "J’aide des enfants à parler, à lire et à compter, et leurs parents à ne plus s’en inquiéter "
                "tous les soirs."
            ),
            call_me_for=(
                "un enfant de deux ans qui ne dit rien",
                "une lecture qui ne démarre pas",
                "un bégaiement",
                "un bébé qui mange mal les morceaux",
            ),
            not_for=(
                "l’écriture à la main (plutôt : l’ergothérapie)",
                "un bilan d’intelligence (plutôt : une ou un psychologue)",
                "du soutien scolaire",
            ),
            methods=(
                "Un bilan, puis des séances d’une demi-heure. Je donne aux parents deux jeux à la fois, pas plus."
            ),
            constraints="Presque un an d’attente. Les tout-petits et les bégaiements passent avant.",
            limits="Je ne garde pas une place pour un enfant qui ne vient pas.",
            channels=(
                "Par courriel, je réponds le vendredi.",
                "Par SMS, ou par téléphone de 8 h 15 à 8 h 45.",
            ),
            weight=4,
            pathways=(
                "enfants-adolescents",
                "premiers-jours",
                "handicap",
            ),
        ),
        RoleDraft(
            setting=Kind.HEALTH_HOUSE,
            feminine="orthophoniste, adultes",
            masculine="orthophoniste, adultes",
            mission=(
                "Je travaille avec des adultes qui ont perdu la parole, la mémoire des mots ou une déglutition sûre."
            ),
            call_me_for=(
                "une toux pendant les repas",
                "des mots qui manquent depuis un accident vasculaire",
                "une voix qui s’éteint",
                "trouver comment communiquer sans parole",
            ),
            not_for=(
                "un régime (plutôt : la diététique)",
                "les dents et les appareils (plutôt : le cabinet dentaire)",
                "une fausse route grave (plutôt : le 15)",
            ),
            methods=(
                "Je me déplace si la personne ne peut pas venir. J’essaie les textures avec l’équipe qui "
                "donne le repas."
            ),
            constraints=(
                "Une ordonnance de bilan est demandée. Trois semaines pour une déglutition, plus pour le reste."
            ),
            limits="Certaines pertes ne reviennent pas. On cherche alors d’autres chemins.",
            channels=(
                "Par téléphone entre 13 h et 14 h.",
                "Par messagerie sécurisée, ou par le secrétariat de la maison de santé.",
            ),
            weight=2,
            pathways=(
                "retour-a-domicile",
                "grand-age",
                "maladies-chroniques",
            ),
        ),
    ),
    "dietitian": (
        RoleDraft(
            setting=Kind.HEALTH_HOUSE,
            feminine="diététicienne",
            masculine="diététicien",
            mission=(
                "Je pars de ce que les gens aiment et de ce qu’ils peuvent acheter. On change une chose à la fois."
            ),
            call_me_for=(
                "un poids qui baisse chez une personne âgée",
                "un diabète découvert depuis peu",
                "des repas livrés qui finissent à la poubelle",
                "un enfant dont le poids fait souffrir",
            ),
            not_for=(
                "un trouble pour avaler (plutôt : l’orthophonie)",
                "un régime minute avant l’été",
                "faire les courses (plutôt : le service d’aide à domicile)",
            ),
            methods="Une heure au début, une demi-heure ensuite. J’aime venir voir la cuisine.",
            constraints=(
                "Les consultations sont rarement remboursées. Les ateliers de la maison de santé sont gratuits."
            ),
            limits="Je n’interdis pas d’aliment, et je ne pèse pas quelqu’un qui ne le veut pas.",
            channels=(
                "Par courriel, ou par SMS pour fixer un appel.",
                "Par téléphone le mardi et le jeudi, de 12 h 30 à 14 h.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="diététicienne à l’hôpital",
            masculine="diététicien à l’hôpital",
            mission=(
                "Je nourris au mieux des personnes affaiblies, et je prépare des menus qui tiendront à la maison."
            ),
            call_me_for=(
                "une alimentation par sonde qui commence à domicile",
                "des compléments que personne ne boit",
                "une texture à adapter",
                "des repas pendant un traitement contre un cancer",
            ),
            not_for=(
                "un suivi en ville sur des mois (plutôt : la diététique en maison de santé)",
                "le portage de repas (plutôt : la mairie)",
                "régler une pompe (plutôt : le cabinet infirmier)",
            ),
            methods="Je goûte ce que je conseille. La fiche de sortie tient sur une page, avec des photos.",
            constraints="Je passe dans quatre services. Le matin est pris par les menus.",
            limits="Je ne fais pas manger quelqu’un à tout prix.",
            channels=(
                "Par téléphone de 14 h à 16 h 30.",
                "Par messagerie sécurisée, réponse sous deux jours.",
            ),
            weight=2,
            pathways=(
                "cancer",
                "maladies-chroniques",
                "grand-age",
            ),
        ),
    ),
}
