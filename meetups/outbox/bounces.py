"""Mails that say that a mail of ours did not arrive (RFC 3464), and those that say so in their own words."""

import re
from dataclasses import dataclass
from email.message import Message

from meetups.outbox import mime
from meetups.outbox.arrived import Headers, addresses_in

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_IDENTIFIER = re.compile(r"^[ \t>]*Message-ID:\s*(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_DAEMON = re.compile(r"mailer[-_]?daemon@|mail[-_]daemon@", re.IGNORECASE)
# The worst first, when one report speaks of several recipients.
_ACTIONS = ("failed", "delayed", "expanded", "relayed", "delivered")


@dataclass(frozen=True)
class Bounce:
    """What is known of a mail that did not arrive; anything unknown is empty.

    ``status`` is the enhanced code (RFC 3463) such as ``5.1.1``; ``action`` that of RFC 3464, 2.3.3: failed, delayed,
    delivered, relayed or expanded; ``recipient`` in lower case; ``envelope_id`` what ENVID asked to give back.
    """

    status: str
    action: str
    recipient: str
    original_message_id: str
    envelope_id: str = ""


def is_report(message: Message) -> bool:
    """Whether it is a delivery status notification, also one whose report type is not announced."""
    return _status_part(message) is not None


def looks_like_one(headers: Headers) -> bool:
    """The usual signs of a server that writes without RFC 3464: qmail, Exim and their kin."""
    sender = " ".join(address for _, address in headers.mailboxes("From"))
    is_postmaster = sender.startswith("postmaster@") and headers.first("Return-Path") == "<>"
    return bool(_DAEMON.search(sender)) or is_postmaster or bool(headers.all("X-Failed-Recipients"))


def read_bounce(message: Message, headers: Headers, words: str) -> Bounce:
    """The report inside ``message``, else what its ``words`` let one guess."""
    part = _status_part(message)
    groups = [Headers(group) for group in mime.children(part)] if part else []
    recipients = [group for group in groups if group.all("Action") or group.all("Final-Recipient")]
    if not recipients:
        return _guessed(message, headers, words)
    worst = min(recipients, key=lambda group: _severity(_action(group)))
    addresses = worst.addresses("Original-Recipient", "Final-Recipient")
    return Bounce(
        status=_found(_STATUS, worst.first("Status") or worst.first("Diagnostic-Code")),
        action=_action(worst),
        recipient=next(iter(addresses), ""),
        original_message_id=_original_message_id(message),
        envelope_id=next((group.words("Original-Envelope-Id") for group in groups[:1]), ""),
    )


def _guessed(message: Message, headers: Headers, words: str) -> Bounce:
    ours = {*headers.addresses("To", "Delivered-To"), *(address for _, address in headers.mailboxes("From"))}
    named = [*headers.addresses("X-Failed-Recipients"), *addresses_in([words])]
    recipient = next((address.strip("'*") for address in named if address not in ours), "")
    return Bounce(_found(_STATUS, words), "", recipient, _original_message_id(message))


def _status_part(message: Message) -> Message | None:
    for part, enclosed in mime.parts(message):
        if not enclosed and part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            return part
    return None


def _action(group: Headers) -> str:
    return next(iter(group.first("Action").lower().split()), "")


def _severity(action: str) -> int:
    return _ACTIONS.index(action) if action in _ACTIONS else len(_ACTIONS)


def _original_message_id(message: Message) -> str:
    """In the mail or the headers that are given back, or in the text where old servers copy them."""
    for part, enclosed in mime.parts(message):
        if enclosed and (found := Headers(part).identifiers("Message-ID")):
            return found[0]
        if part.get_content_maintype() == "text" and (copied := _found(_IDENTIFIER, mime.text(part))):
            return copied
    return ""


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
