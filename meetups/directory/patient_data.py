"""Text that seems to speak of a person who is cared for: warned about before it is kept, never refused.

Nothing here is certain: seeing too much costs one more tap, seeing too little costs somebody's secret.
"""

import re
from enum import StrEnum


class PatientTrace(StrEnum):
    """What a text seems to hold."""

    SOCIAL_SECURITY_NUMBER = "social_security_number"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"

    @property
    def label(self) -> str:
        """The end of « Nous y lisons… »."""
        return {
            PatientTrace.SOCIAL_SECURITY_NUMBER: "ce qui ressemble à un numéro de sécurité sociale",
            PatientTrace.NAME_AND_BIRTH_DATE: "un nom de famille et une date de naissance",
        }[self]


_BETWEEN = r"[\s.\-_/]{0,3}"
_SEX_AND_YEAR = rf"[12]{_BETWEEN}\d\d"
# Months above 12 say that the true one was unknown (INSEE: 20 to 42, 50 to 99).
_MONTH = r"(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)"
_DEPARTMENT = r"(?:\d\d|2[ABab])"
_REST = rf"\d{{3}}{_BETWEEN}\d{{3}}"
_KEY = rf"(?:{_BETWEEN}\d{{1,2}})?"
_SOCIAL_SECURITY_NUMBER = re.compile(
    rf"(?<!\d){_SEX_AND_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DEPARTMENT}{_BETWEEN}{_REST}{_KEY}(?!\d)"
)

_TITLE = r"(?:Mme|Mlle|Mr|M|Madame|Mademoiselle|Monsieur)"
_TITLED_NAME = re.compile(rf"(?<!\w){_TITLE}(?:\.\s*|\s+)[A-ZÀ-ÖØ-Þ]")
_MONTH_NAME = r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_FULL_DATE = re.compile(
    rf"(?<!\d){_DAY}\s?[/.\-]\s?(?:0?[1-9]|1[0-2])\s?[/.\-]\s?(?:{_YEAR}|\d\d)(?!\d)"
    rf"|(?<!\d){_DAY}(?:er)?\s+{_MONTH_NAME}\s+{_YEAR}(?!\d)"
    rf"|\bnée?\s+en\s+{_YEAR}(?!\d)",
    re.IGNORECASE,
)


def patient_traces(text: str) -> list[PatientTrace]:
    """What ``text`` seems to hold about a person who is cared for; empty when nothing does.

    A social security number is 13 digits, 15 with its key, 1 or 2 first, spaced in any way (INSEE, NIR; 2A and 2B
    are Corsica). A date counts only beside a name: « Mme D. » or « Monsieur Durand ».
    """
    found = []
    if _SOCIAL_SECURITY_NUMBER.search(text):
        found.append(PatientTrace.SOCIAL_SECURITY_NUMBER)
    if _TITLED_NAME.search(text) and _FULL_DATE.search(text):
        found.append(PatientTrace.NAME_AND_BIRTH_DATE)
    return found
