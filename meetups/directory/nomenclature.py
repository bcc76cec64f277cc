"""Professions of the ANS nomenclatures, and the care pathways that a new installation starts with.

Source: Agence du numérique en santé, terminologies TRE_G15, TRE_R95, TRE_R94, TRE_R85 and TRE_R356. A code is
unique only inside its table (R94 and R356 both have 45, for example), so the key is (table, code). Labels are
ours: lower case, epicene or doubled, in everyday words. A missing profession stays possible as free text.
"""

from dataclasses import dataclass
from typing import NamedTuple

from meetups.directory.families import ProfessionFamily as Family


@dataclass(frozen=True, slots=True)
class ProfessionEntry:
    """One profession; ``table`` and ``code`` are the ANS ones, ``label`` is what a screen shows."""

    table: str
    code: str
    label: str
    family: Family

    @property
    def key(self) -> tuple[str, str]:
        return (self.table, self.code)


class PathwayEntry(NamedTuple):
    """A care pathway: ``description`` is one sentence for somebody without any training."""

    slug: str
    name: str
    description: str


_HEALTH = (
    ("10", "médecin", Family.MEDICINE),
    ("21", "pharmacienne ou pharmacien", Family.PHARMACY),
    ("26", "audioprothésiste", Family.OTHER),
    ("28", "opticienne ou opticien", Family.OTHER),
    ("31", "assistante ou assistant dentaire", Family.OTHER),
    ("32", "physicienne ou physicien médical", Family.OTHER),
    ("35", "aide-soignante ou aide-soignant", Family.CARE_ASSISTANTS),
    ("36", "ambulancière ou ambulancier", Family.TRANSPORT),
    ("37", "auxiliaire de puériculture", Family.CARE_ASSISTANTS),
    ("38", "préparatrice ou préparateur en pharmacie hospitalière", Family.PHARMACY),
    ("39", "préparatrice ou préparateur en pharmacie", Family.PHARMACY),
    ("40", "dentiste", Family.MEDICINE),
    ("50", "sage-femme", Family.MEDICINE),
    ("60", "infirmière ou infirmier", Family.NURSING),
    ("69", "infirmière ou infirmier en psychiatrie", Family.NURSING),
    ("70", "kinésithérapeute", Family.REHABILITATION),
    ("80", "pédicure-podologue", Family.REHABILITATION),
    ("81", "orthoprothésiste", Family.OTHER),
    ("82", "podo-orthésiste", Family.OTHER),
    ("83", "orthopédiste-orthésiste", Family.OTHER),
    ("84", "oculariste", Family.OTHER),
    ("85", "épithésiste", Family.OTHER),
    ("86", "technicienne ou technicien de laboratoire", Family.OTHER),
    ("91", "orthophoniste", Family.REHABILITATION),
    ("92", "orthoptiste", Family.REHABILITATION),
    ("94", "ergothérapeute", Family.REHABILITATION),
    ("95", "diététicienne ou diététicien", Family.REHABILITATION),
    ("96", "psychomotricienne ou psychomotricien", Family.REHABILITATION),
    ("98", "manipulatrice ou manipulateur en radiologie", Family.OTHER),
)

_TITLE_HOLDERS = (
    ("71", "ostéopathe", Family.OTHER),
    ("72", "psychothérapeute", Family.PSYCHOLOGY),
    ("73", "chiropractrice ou chiropracteur", Family.OTHER),
    ("93", "psychologue", Family.PSYCHOLOGY),
    ("97", "conseillère ou conseiller en génétique", Family.OTHER),
)

_SOCIAL = (
    ("41", "assistante sociale ou assistant social", Family.SOCIAL),
    ("42", "auxiliaire de vie", Family.HOME_HELP),
    ("43", "technicienne ou technicien de l’intervention sociale et familiale", Family.HOME_HELP),
    ("44", "conseillère ou conseiller en économie sociale et familiale", Family.SOCIAL),
    ("45", "médiatrice familiale ou médiateur familial", Family.SOCIAL),
    ("46", "assistante familiale ou assistant familial", Family.SOCIAL),
    ("47", "aide médico-psychologique", Family.SOCIAL),
    ("48", "monitrice éducatrice ou moniteur éducateur", Family.SOCIAL),
    ("49", "éducatrice ou éducateur de jeunes enfants", Family.SOCIAL),
    ("51", "éducatrice spécialisée ou éducateur spécialisé", Family.SOCIAL),
    ("52", "éducatrice ou éducateur technique", Family.SOCIAL),
    ("53", "accompagnante ou accompagnant éducatif et social", Family.SOCIAL),
)

_ROLES = (
    ("307", "mandataire à la protection des majeurs", Family.SOCIAL),
    ("330", "coordonnatrice ou coordonnateur de parcours", Family.COORDINATION),
    ("331", "secrétaire médicale ou médical", Family.COORDINATION),
    ("332", "assistante médicale ou assistant médical", Family.COORDINATION),
    ("333", "responsable de secteur d’aide à domicile", Family.COORDINATION),
    ("359", "responsable d’établissement", Family.COORDINATION),
    ("361", "enseignante ou enseignant en activité physique adaptée", Family.REHABILITATION),
    ("368", "animatrice ou animateur", Family.SOCIAL),
    ("371", "aide à domicile qualifiée ou qualifié", Family.HOME_HELP),
    ("372", "aide à domicile", Family.HOME_HELP),
    ("375", "conseillère ou conseiller conjugal et familial", Family.SOCIAL),
)

_SPECIFIC = (
    ("04", "art-thérapeute", Family.PSYCHOLOGY),
    ("05", "neuropsychologue", Family.PSYCHOLOGY),
    ("08", "médiatrice ou médiateur de santé pair", Family.SOCIAL),
    ("14", "puéricultrice ou puériculteur", Family.NURSING),
    ("19", "médecin coordonnatrice ou coordonnateur", Family.MEDICINE),
    ("20", "infirmière coordonnatrice ou infirmier coordonnateur", Family.NURSING),
    ("45", "assistante ou assistant de soins en gérontologie", Family.CARE_ASSISTANTS),
    ("81", "gériatre", Family.MEDICINE),
    ("86", "infirmière ou infirmier en pratique avancée", Family.NURSING),
    ("90", "médecin généraliste", Family.MEDICINE),
)

PROFESSIONS: tuple[ProfessionEntry, ...] = tuple(
    ProfessionEntry(table, code, label, family)
    for table, rows in (
        ("TRE_G15", _HEALTH),
        ("TRE_R95", _TITLE_HOLDERS),
        ("TRE_R94", _SOCIAL),
        ("TRE_R85", _ROLES),
        ("TRE_R356", _SPECIFIC),
    )
    for code, label, family in rows
)

CARE_PATHWAYS: tuple[PathwayEntry, ...] = (
    PathwayEntry(
        "addictions",
        "Addictions",
        "Alcool, tabac, médicaments, jeux ou autres produits : accompagner sans juger, à tout âge.",
    ),
    PathwayEntry(
        "cancer",
        "Cancer",
        "De l’annonce à l’après : les traitements, la fatigue, le retour à la vie de tous les jours.",
    ),
    PathwayEntry(
        "enfants-adolescents",
        "Enfants et adolescents",
        "De trois ans à la majorité : grandir, apprendre, aller bien à l’école et à la maison.",
    ),
    PathwayEntry(
        "grand-age",
        "Grand âge",
        "Bien vieillir là où l’on a choisi de vivre, avec l’aide et les soins qu’il faut.",
    ),
    PathwayEntry(
        "handicap",
        "Handicap",
        "Vivre, se soigner et sortir de chez soi avec un handicap, visible ou non.",
    ),
    PathwayEntry(
        "maladies-chroniques",
        "Maladies chroniques",
        "Diabète, cœur, poumons, reins : vivre longtemps avec une maladie qui se soigne chaque jour.",
    ),
    PathwayEntry(
        "precarite",
        "Précarité et accès aux soins",
        "Se soigner quand on manque de droits, d’argent, de logement ou de mots en français.",
    ),
    PathwayEntry(
        "premiers-jours",
        "1 000 premiers jours",
        "De la grossesse aux trois ans de l’enfant : les parents, la naissance, les tout-petits.",
    ),
    PathwayEntry(
        "retour-a-domicile",
        "Retour à domicile après l’hôpital",
        "Préparer la sortie et les premières semaines à la maison, pour ne pas y retourner trop vite.",
    ),
    PathwayEntry(
        "sante-mentale",
        "Santé mentale",
        "Souffrance psychique, troubles durables, moments de crise : soigner et vivre avec les autres.",
    ),
    PathwayEntry(
        "soins-palliatifs",
        "Soins palliatifs",
        "Soulager et accompagner une personne très malade et ses proches, à la maison ou ailleurs.",
    ),
)
