"""Telephone numbers as people type them, kept in one spelling."""

import re

from meetups.errors import DomainError

_BETWEEN_DIGITS = re.compile(r"[\s./‑–-]|\(0\)")
"""« +33 (0)6 39 98 00 12 »: the zero between brackets is not dialled from abroad."""
_NATIONAL = re.compile(r"0[1-9][0-9]{8}")
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")
"""ITU-T E.164: fifteen digits at most, the country's included."""


class InvalidPhone(DomainError):
    """What was typed cannot be called; the text shows a number that can."""

    def __init__(self) -> None:
        super().__init__(
            "Nous ne reconnaissons pas ce numéro : il compte dix chiffres, comme 06 39 98 00 12. "
            "Pour un numéro d’un autre pays, commencez par +, comme +41 22 555 01 23."
        )


def normalise_phone(text: str) -> str:
    """Ten national digits, « 0639980012 », or « +41225550123 » for another country. Raises ``InvalidPhone``."""
    digits = _BETWEEN_DIGITS.sub("", text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+33"):
        digits = f"0{digits[3:].removeprefix('0')}"
    if _NATIONAL.fullmatch(digits) or _ABROAD.fullmatch(digits):
        return digits
    raise InvalidPhone


def is_mobile(phone: str) -> bool:
    """Whether a text message may arrive: a mobile number of France, or a number of another country."""
    digits = _BETWEEN_DIGITS.sub("", phone).replace("+33", "0", 1)
    return digits.startswith(("06", "07", "+"))
