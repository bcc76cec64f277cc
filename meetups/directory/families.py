"""Families of professions: what a legend, a table mix and a badge show beside the profession itself.

Members stand in the alphabetical order of their labels, because that is the only order screens may use:
a family is never placed by rank. Care assistants, secretaries and coordination, and transport have families
of their own, so that nobody disappears under nurses or doctors.
"""

from enum import StrEnum


class ProfessionFamily(StrEnum):
    """The value is also the ``data-famille`` of the style sheet."""

    SOCIAL = "social"
    HOME_HELP = "domicile"
    CARE_ASSISTANTS = "soutien"
    OTHER = "autre"
    MEDICINE = "medecine"
    PHARMACY = "pharmacie"
    PSYCHOLOGY = "psycho"
    REHABILITATION = "reeduc"
    COORDINATION = "coordination"
    NURSING = "soins"
    TRANSPORT = "transport"

    @property
    def label(self) -> str:
        """The French name, readable aloud."""
        return _LABELS[self]

    @property
    def icon(self) -> str:
        """A bootstrap-icons name, always shown beside a word."""
        return _ICONS[self]


_LABELS = {
    ProfessionFamily.SOCIAL: "Accompagnement social",
    ProfessionFamily.HOME_HELP: "Aide à domicile",
    ProfessionFamily.CARE_ASSISTANTS: "Aides-soignantes et aides-soignants",
    ProfessionFamily.OTHER: "Autres métiers",
    ProfessionFamily.MEDICINE: "Médecine, sages-femmes",
    ProfessionFamily.PHARMACY: "Pharmacie",
    ProfessionFamily.PSYCHOLOGY: "Psychologie",
    ProfessionFamily.REHABILITATION: "Rééducation",
    ProfessionFamily.COORDINATION: "Secrétariat et coordination",
    ProfessionFamily.NURSING: "Soins infirmiers",
    ProfessionFamily.TRANSPORT: "Transport",
}

_ICONS = {
    ProfessionFamily.SOCIAL: "people",
    ProfessionFamily.HOME_HELP: "house-heart",
    ProfessionFamily.CARE_ASSISTANTS: "person-heart",
    ProfessionFamily.OTHER: "briefcase",
    ProfessionFamily.MEDICINE: "clipboard2-pulse",
    ProfessionFamily.PHARMACY: "capsule",
    ProfessionFamily.PSYCHOLOGY: "chat-heart",
    ProfessionFamily.REHABILITATION: "person-arms-up",
    ProfessionFamily.COORDINATION: "headset",
    ProfessionFamily.NURSING: "bandaid",
    ProfessionFamily.TRANSPORT: "truck-front",
}
