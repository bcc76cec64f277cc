"""French first names inside a sentence."""

import unicodedata

_MUTE = "EOUY"
"""Vowels before which a first H is not heard: « d’Hélène », « d’Hugo », but « de Hassan », « de Hind »."""


def of_person(name: str) -> str:
    """« d’Alice », « d’Émile », « d’Hélène », « d’Yves », « de Yasmine », « de Karim »."""
    plain = unicodedata.normalize("NFD", name).upper()
    letters = "".join(letter for letter in plain if letter.isalpha())
    first, second = letters[:1], letters[1:2]
    if first == "Y":
        elides = bool(second) and second not in "AEIOU"
    else:
        elides = first in set("AEIOUŒÆ") or (first == "H" and second != "" and second in _MUTE)
    return f"d’{name}" if elides else f"de {name}"
