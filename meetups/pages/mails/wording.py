"""Why a mail did not leave, or an address is suspended, in plain words."""

import re

from flask_babel import gettext

from meetups.outbox.suspensions import is_about_recipient
from meetups.pages.opening.reasons import plain_reason

_SERVER = re.compile(r"\d{3}\b(?: (5\.\d+\.\d+)\b)?")


def reason(said: str | None) -> tuple[str, str]:
    """A sentence in French, and what the server said, to be shown beside it: empty when the sentence is our own."""
    if not said:
        return "", ""
    server = _SERVER.match(said)
    if said.endswith(".") and not server:
        return said, ""
    code = (server and server[1]) or ""
    return about_recipient(code) if is_about_recipient(code) else plain_reason(said), said


def about_recipient(code: str) -> str:
    """What is wrong with an address, from the enhanced status code of its refusal (RFC 3463, 3.2 and 3.3)."""
    return {
        "5.1.1": gettext("Cette adresse n’existe pas, ou plus."),
        "5.1.2": gettext("Ce qui suit l’arobase n’existe pas : une faute de frappe, peut-être."),
        "5.1.3": gettext("L’adresse est mal écrite."),
        "5.1.6": gettext("La boîte a déménagé."),
        "5.1.10": gettext("Ce domaine ne reçoit aucun courriel."),
        "5.2.1": gettext("La boîte est fermée."),
    }.get(code, gettext("Son serveur refuse tout courriel pour cette adresse."))
