"""Invented people: names, telephone numbers and addresses that can reach nobody."""

import random
import re
import unicodedata
from typing import Literal

from meetups.demo.content.first_names import MEN, MIXED, WOMEN
from meetups.demo.content.last_names import LAST_NAMES, OTHER, SAVOYARD

Gender = Literal["feminine", "masculine"]

MAIL_DOMAINS = ("courriel.example", "poste-des-alpes.example", "boite-aux-lettres.example", "lac-et-cimes.example")

# Reserved by ARCEP for works of fiction: nobody will ever be given them.
FICTION_MOBILE = "063998"
FICTION_SOUTH_EAST = "046571"

_UNDECOMPOSED = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ı": "i", "ł": "l", "Ł": "L", "ø": "o"})


def person_name(rng: random.Random, women: float = 0.78) -> tuple[str, str]:
    """(first name, family name). ``women`` is the share of women, from 0 to 1; one person in twenty has a
    first name that both carry, one in twelve a double family name.
    """
    pool = MIXED if rng.random() < 0.05 else WOMEN if rng.random() < women else MEN
    first = rng.choice(pool)
    if rng.random() < 1 / 12:
        return first, f"{rng.choice(SAVOYARD)}-{rng.choice(OTHER)}"
    return first, rng.choice(LAST_NAMES)


def gender_of(first: str, rng: random.Random) -> Gender:
    """How this person says their profession; drawn for a first name that both carry."""
    if first in WOMEN:
        return "feminine"
    if first in MEN:
        return "masculine"
    return rng.choice(("feminine", "masculine"))


def email_for(first: str, last: str, n: int) -> str:
    """An ASCII address in a reserved domain (RFC 2606, section 3), unique as long as ``n`` is."""
    return f"{_ascii(first)}.{_ascii(last)}.{n}@{MAIL_DOMAINS[n % len(MAIL_DOMAINS)]}"


def phone(rng: random.Random, *, mobile: bool | None = None) -> str:
    """A number reserved for fiction, as the directory keeps numbers; ``mobile`` None: three in four are mobiles."""
    if mobile is None:
        mobile = rng.random() < 0.75
    prefix = FICTION_MOBILE if mobile else FICTION_SOUTH_EAST
    return f"{prefix}{rng.randrange(100):02d}{rng.randrange(100):02d}"


def _ascii(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.translate(_UNDECOMPOSED)).lower()
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z]+", "-", letters.replace("’", "")).strip("-")
