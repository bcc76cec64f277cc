"""Pure decisions about signing in: what an address, a code and a safe way back look like, and when a session ends."""

import re
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from meetups.errors import DomainError

CODE_DIGITS = 8
"""Ten possible values a digit: at 25 tries an hour and an address, four centuries for all of them."""
CODE_LIFE = timedelta(minutes=10)
"""ASVS 6.5.5."""
MAX_ATTEMPTS = 5
MAX_CODES = 5
CODES_WINDOW = timedelta(hours=1)
SAME_GESTURE = timedelta(minutes=1)
"""The same form sent again this soon by the same browser is a double click, and gets the same answer."""

SESSION_LIFE = timedelta(days=30)
SESSION_IDLE = timedelta(days=14)
ORGANISER_SESSION_LIFE = timedelta(days=14)
ORGANISER_SESSION_IDLE = timedelta(hours=24)
"""Over 20 hours, so that nobody needs a warning or a way to ask for more time (WCAG 2.2, 2.2.1)."""

HOME = "/"


class InvalidAddress(DomainError):
    """What was typed is not an address; the text says what is missing."""


class InvalidFirstName(DomainError):
    """What was typed cannot stand in a mail as a first name; the text says what to write."""


class InvalidCode(DomainError):
    """What was typed cannot be a code; it was not tried."""


def normalise_email(text: str) -> str:
    """The address in lower case, its domain in ASCII, as we keep and compare it.

    Raises ``InvalidAddress``. Addresses with accents before the @ are refused: many mail servers still are unable
    to carry them (RFC 6531), and here they are nearly always a slip.
    """
    address = text.strip()
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise InvalidAddress(_what_is_wrong(address)) from None
    return str(found.ascii_email).lower()


def _what_is_wrong(address: str) -> str:
    name, _, domain = address.rpartition("@")
    if not address:
        return "Écrivez votre adresse, comme lucie@exemple.fr"
    if "@" not in address:
        return "Il manque le signe @, comme dans lucie@exemple.fr"
    if any(character.isspace() for character in address):
        return "Il y a un espace dans l’adresse : écrivez-la d’un seul tenant, comme lucie@exemple.fr"
    if "@" in name:
        return "Il y a un signe @ de trop : il en faut un seul, comme dans lucie@exemple.fr"
    if not name:
        return "Il manque le début de l’adresse, avant le signe @, comme dans lucie@exemple.fr"
    if "." not in domain.strip("."):
        return "Il manque la fin de l’adresse, après le signe @, comme dans lucie@exemple.fr"
    if not name.isascii():
        return "Il y a un accent avant le signe @ : essayez sans, comme dans lucie@exemple.fr"
    return "Un signe nous échappe dans cette adresse. Vérifiez-la, elle ressemble à lucie@exemple.fr"


LONGEST_FIRST_NAME = 40
_BESIDE_LETTERS = frozenset(" '’-‑.")
_LIKE_A_SITE = re.compile(r"\.\w{2}")
"""Mail programs make a link of « exemple.fr », without any « www »."""


def check_first_name(name: str) -> None:
    """Raises ``InvalidFirstName`` unless ``name`` is letters, with what first names put between them.

    Anyone may have a mail sent to anyone's address with this name in it: it must carry no link and no message.
    """
    if not name:
        raise InvalidFirstName("Écrivez votre prénom : à table, c’est par lui qu’on se présente.")
    if len(name) > LONGEST_FIRST_NAME:
        raise InvalidFirstName("C’est un peu long pour un prénom : gardez celui que l’on vous donne.")
    is_letters = all(_is_letter(character) or character in _BESIDE_LETTERS for character in name)
    if not is_letters or not any(map(str.isalpha, name)) or _LIKE_A_SITE.search(name):
        raise InvalidFirstName("Écrivez votre prénom avec des lettres, comme Lucie ou Jean-Éric.")


def _is_letter(character: str) -> bool:
    return character.isalpha() or unicodedata.category(character) in {"Mn", "Mc"}


def normalise_code(text: str) -> str:
    """The digits of a typed or pasted code, whatever separates them. Raises ``InvalidCode``."""
    code = "".join(character for character in text if not character.isspace() and character not in ".-‑–")
    if not code:
        return _refuse_code("Écrivez les huit chiffres reçus par courriel")
    if not (code.isascii() and code.isdigit()):
        return _refuse_code("Le code ne contient que des chiffres, comme 1234 5678")
    if len(code) != CODE_DIGITS:
        return _refuse_code(f"Le code compte huit chiffres, et il y en a {len(code)} ici")
    return code


def _refuse_code(why: str) -> str:
    raise InvalidCode(why)


def readable_code(code: str) -> str:
    """« 1234 5678 », in two halves that the eye can hold, never parted at the end of a line."""
    return f"{code[:4]}\u00a0{code[4:]}"


def session_life(*, is_organiser: bool) -> timedelta:
    """The longest that a session lasts, however busy (ASVS 7.3.2)."""
    return ORGANISER_SESSION_LIFE if is_organiser else SESSION_LIFE


def is_idle(seen_at: datetime, now: datetime, *, is_organiser: bool) -> bool:
    """Whether a browser stayed away too long, and must sign in again (ASVS 7.3.1)."""
    return now - seen_at >= (ORGANISER_SESSION_IDLE if is_organiser else SESSION_IDLE)


def safe_next(target: str | None) -> str:
    """``target`` when it is a path of ours, else the home page (ASVS 3.7.2).

    Browsers drop tabs and line ends inside a URL and read ``\\`` as ``/``: ``\\t//evil`` and ``/\\evil`` both leave
    for another site, so anything of the kind is refused rather than repaired.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return HOME
    if "\\" in target or any(character.isspace() or not character.isprintable() for character in target):
        return HOME
    try:
        parts = urlsplit(target)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else target
