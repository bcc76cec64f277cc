"""Physiotherapists and adapted physical activity teachers."""

from meetups.demo.content.roles.draft import RoleDraft, RoleDrafts
from meetups.demo.content.structures import StructureKind as Kind

ROLES: RoleDrafts = {
    "physiotherapist": (
        RoleDraft(
            setting=Kind.PRACTICE,
            feminine="kinésithérapeute",
            masculine="kinésithérapeute",
            mission=(
                "J’aide à bouger de nouveau après une opération, une chute ou une longue maladie. Le but, "
                "c’est ce que la personne veut refaire."
            ),
            call_me_for=(
                "une personne qui ne se lève plus comme avant",
                "des chutes, même sans gravité",
                "apprendre un transfert sans se faire mal au dos",
                "un encombrement, une gêne pour respirer qui traîne",
                "savoir si un déambulateur est le bon",
            ),
            not_for=(
                "aménager un logement (plutôt : l’ergothérapie)",
                ("faire marcher quelqu’un tous les jours pour l’occuper (plutôt : l’activité physique adaptée)"),
                "une douleur brutale après une chute (plutôt : le 15)",
            ),
            methods=(
                "Une demi-heure au cabinet, deux fois par semaine, et des exercices faciles à refaire avec vous."
            ),
            constraints=("Je garde le mercredi pour le domicile, dans un rayon de dix kilomètres à vol d’oiseau."),
            limits="Il me faut en général une ordonnance. Je préfère moins de séances, mais utiles.",
            channels=(
                "Par SMS dans la journée, par téléphone entre 12 h 30 et 13 h 30.",
                "Par messagerie sécurisée, ou un mot dans le cahier de la maison.",
            ),
            weight=5,
        ),
        RoleDraft(
            setting=Kind.SOLO,
            feminine="kinésithérapeute à domicile",
            masculine="kinésithérapeute à domicile",
            mission=(
                "Je travaille seulement à domicile, chez des personnes âgées ou fatiguées. On se sert de "
                "l’escalier, de la cuisine et du jardin."
            ),
            call_me_for=(
                "un retour d’hôpital après une fracture",
                "une peur de tomber",
                "montrer à l’équipe comment lever la personne",
                "reprendre la marche jusqu’à la boîte aux lettres",
            ),
            not_for=(
                "une rééducation sur machines (plutôt : un cabinet équipé)",
                "du massage de bien-être",
                "une séance le week-end",
            ),
            methods="Je viens aux heures où quelqu’un est là, pour que les gestes se partagent.",
            constraints=("Beaucoup de route : je regroupe par vallée, le matin d’un côté, l’après-midi de l’autre."),
            limits="Je m’arrête quand les progrès s’arrêtent, et je le dis clairement.",
            channels=(
                "Par SMS, c’est le plus rapide.",
                "Par téléphone entre deux visites : si je ne réponds pas, je conduis.",
            ),
            weight=2,
            pathways=(
                "grand-age",
                "retour-a-domicile",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="kinésithérapeute en soins de suite",
            masculine="kinésithérapeute en soins de suite",
            mission=(
                "Je rééduque des personnes hospitalisées quelques semaines. Je pense au retour chez elles "
                "dès le premier jour."
            ),
            call_me_for=(
                "savoir ce que la personne sait refaire avant sa sortie",
                "préparer la suite avec le cabinet de ville",
                "le choix d’une aide pour marcher",
                "venir voir une séance",
            ),
            not_for=(
                "une place dans le service (plutôt : le secrétariat d’admission)",
                "des séances après la sortie (plutôt : un cabinet de kinésithérapie)",
                "des travaux au domicile (plutôt : l’ergothérapie)",
            ),
            methods=("Une séance par jour, en petit groupe ou à deux. La fiche d’exercices part avec la personne."),
            constraints="Les sorties se concentrent le mardi et le vendredi.",
            limits="Je ne peux pas promettre une place en ville : je peux seulement prévenir tôt.",
            channels=(
                "Par téléphone au plateau de rééducation, de 13 h à 14 h.",
                "Par messagerie sécurisée, réponse sous deux jours.",
            ),
            weight=2,
            pathways=(
                "retour-a-domicile",
                "grand-age",
            ),
        ),
    ),
    "adapted_activity_teacher": (
        RoleDraft(
            setting=Kind.ASSOCIATION,
            feminine="enseignante en activité physique adaptée",
            masculine="enseignant en activité physique adaptée",
            mission=(
                "Je redonne le goût de bouger à des personnes malades, âgées ou fatiguées, en petit groupe "
                "et sans compétition."
            ),
            call_me_for=(
                "une reprise après un cancer ou un infarctus",
                "un groupe de marche douce près de chez la personne",
                "la suite, quand la rééducation est finie",
                "une idée pour quelqu’un qui ne sort plus",
            ),
            not_for=(
                "soigner une douleur (plutôt : la kinésithérapie)",
                "un certificat (plutôt : le médecin traitant)",
                "un entraînement sportif",
            ),
            methods="Une rencontre, quelques petits tests, puis douze séances par groupes de huit.",
            constraints="Il faut une salle de plain-pied : les mairies nous aident beaucoup.",
            limits="J’adapte, je ralentis, et j’arrête si le souffle manque.",
            channels=(
                "Par SMS ou par courriel, réponse dans la journée.",
                "Par téléphone le matin, sauf le mercredi.",
            ),
        ),
        RoleDraft(
            setting=Kind.HOSPITAL,
            feminine="enseignante en activité physique adaptée",
            masculine="enseignant en activité physique adaptée",
            mission=(
                "Je fais bouger des personnes hospitalisées en psychiatrie ou en soins de suite, et je les "
                "aide à continuer après."
            ),
            call_me_for=(
                "trouver une activité dans la commune de la personne",
                "une prise de poids sous traitement",
                "un sommeil à retrouver par le mouvement",
                "accompagner une première séance dehors",
            ),
            not_for=(
                "rééduquer une articulation (plutôt : la kinésithérapie)",
                "une activité le dimanche",
                "le financement d’une licence (plutôt : l’assistance sociale)",
            ),
            methods="Dehors dès que possible : marche, vélo, raquettes. La personne choisit.",
            constraints="Les groupes ont lieu l’après-midi, de 14 h à 16 h.",
            limits="Je ne pousse pas quelqu’un qui dit non.",
            channels=(
                "Par téléphone le matin.",
                "Par courriel, avec une réponse sous deux jours.",
            ),
        ),
    ),
}
