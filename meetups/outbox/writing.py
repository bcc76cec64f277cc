"""A mail as a row of the outbox: its identity, its addresses, its frozen bytes."""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.config import Settings
from meetups.installation import find_installation
from meetups.outbox import headers
from meetups.outbox.addresses import bounce_address, reply_address
from meetups.outbox.message import CalendarPart, Email, compose
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.web.links import settings

PRODUCT = "Parenthèse Réseau"
BAD_ADDRESS = "Cette adresse ne peut pas recevoir de courriel : vérifiez-la avec la personne."
SUSPENDED = "Cette adresse nous a renvoyé un courriel : plus rien n’y part tant que vous ne l’avez pas rétablie."
LONGEST_NAME = 32
"""What may stand before the @ of MAIL_FROM for a sub-address to fit in 64 characters (RFC 5321, 4.5.3.1.1)."""


@dataclass(frozen=True)
class Mail:
    """One mail to one person, as a feature's ``emails.py`` writes it.

    ``dedupe_key`` names the event that is told: a key already in the outbox sends nothing more. ``about`` is the
    public id of the meetup, ``concerns`` that of the invitation; ``replies_to`` the dedupe key of the earlier mail
    that this one follows. ``in_thread``: it follows the first mail that concerns the same invitation, if any.
    """

    kind: MailKind
    dedupe_key: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    about: str | None = None
    concerns: str | None = None
    calendar: CalendarPart | None = None
    replies_to: str | None = None
    in_thread: bool = False
    from_name: str | None = None
    reply_to: str | None = None
    unsubscribe_url: str | None = None


class Writer:
    """Makes rows of mails, with what all of them share read once."""

    def __init__(self, session: Session, now: datetime) -> None:
        installation = find_installation(session)
        self._session = session
        self._threads: dict[str, str] = {}
        self._settings = settings()
        self._association = installation.association if installation else ""
        self._now = now

    def new_row(self, mail: Mail, *, not_before: datetime, suspended: bool) -> dict[str, Any]:
        """The columns of a mail that is new."""
        public_id = mail_id(mail.dedupe_key)
        return {
            "public_id": public_id,
            "dedupe_key": mail.dedupe_key,
            "message_id": message_id(mail.dedupe_key),
            "envelope_from": self._envelope_from(public_id),
            "created_at": self._now,
            "not_before": not_before,
            "attempts": 0,
            **self.words(mail, public_id, suspended=suspended),
        }

    def words(self, mail: Mail, public_id: str, *, suspended: bool) -> dict[str, Any]:
        """The columns that may be written again while the mail waits: what it says, and to whom.

        A recipient that no mail can carry, or a suspended one, makes a row that has already failed.
        """
        mime = self.mime(mail, public_id)
        error = BAD_ADDRESS if mime is None else SUSPENDED if suspended else None
        return {
            "kind": mail.kind,
            "recipient": mail.recipient,
            "domain": mail.recipient.rpartition("@")[2].lower(),
            "subject": headers.clean_words(mail.subject),
            "mime": mime,
            "about": mail.about,
            "concerns": mail.concerns,
            "state": MailState.FAILED if error else MailState.PENDING,
            "last_error": error,
        }

    def mime(self, mail: Mail, public_id: str) -> bytes | None:
        """The bytes that leave, the same when they are written again; ``None`` when the address is impossible."""
        try:
            headers.mailbox("To", mail.recipient)
        except headers.InvalidHeader:
            return None
        earlier = self._earlier(mail)
        return compose(
            Email(
                subject=mail.subject,
                text=mail.text,
                html=mail.html,
                to=mail.recipient,
                to_name=mail.recipient_name,
                from_address=self._settings.mail_from,
                from_name=self._from_name(mail),
                message_id=message_id(mail.dedupe_key),
                date=self._now,
                reply_to=mail.reply_to or self._reply_to(public_id),
                calendar=mail.calendar,
                in_reply_to=earlier,
                references=(earlier,) if earlier else (),
                unsubscribe_url=mail.unsubscribe_url,
            )
        )

    def find_threads(self, mails: Iterable[Mail]) -> None:
        """Look up, in one query, what those of these mails that are part of a thread will follow."""
        concerned = {mail.concerns for mail in mails if mail.in_thread and mail.concerns}
        if not concerned:
            return
        on_their_way = OutgoingEmail.state.in_((MailState.PENDING, MailState.SENT))
        first = select(func.min(OutgoingEmail.id)).where(OutgoingEmail.concerns.in_(concerned), on_their_way)
        rows = self._session.execute(
            select(OutgoingEmail.concerns, OutgoingEmail.message_id).where(
                OutgoingEmail.id.in_(first.group_by(OutgoingEmail.concerns))
            )
        )
        self._threads = {concerns or "": found for concerns, found in rows}

    def _earlier(self, mail: Mail) -> str | None:
        if mail.replies_to:
            return message_id(mail.replies_to)
        if not mail.in_thread:
            return None
        first = self._threads.get(mail.concerns or "")
        return None if first == message_id(mail.dedupe_key) else first

    def _from_name(self, mail: Mail) -> str:
        sender = mail.from_name or self._association
        return f"{sender} via {PRODUCT}" if sender else PRODUCT

    def _envelope_from(self, public_id: str) -> str:
        values = self._settings
        if not has_subaddresses(values):
            return values.mail_from
        return bounce_address(values.secret_key.encode(), values.mail_from, public_id)

    def _reply_to(self, public_id: str) -> str | None:
        values = self._settings
        if not has_subaddresses(values):
            return None
        return reply_address(values.secret_key.encode(), values.mail_from, public_id)


def has_subaddresses(values: Settings) -> bool:
    """Whether each mail has addresses of its own to come back to; else bounces are matched by Message-ID."""
    return values.mail_subaddress and len(values.mail_from.rpartition("@")[0]) <= LONGEST_NAME


def message_id(dedupe_key: str) -> str:
    """The Message-ID of the mail with this key, the same for every copy of it: ``<32 hexadecimal digits@host>``."""
    return f"<{_digest('message-id', dedupe_key).hex()[:32]}@{_host(settings())}>"


def mail_id(dedupe_key: str) -> str:
    """The public id of the mail with this key: its addresses carry it, so that it is known before its row exists."""
    return base64.urlsafe_b64encode(_digest("mail", dedupe_key)[:9]).decode()


def _digest(purpose: str, dedupe_key: str) -> bytes:
    return hmac.digest(settings().secret_key.encode(), f"{purpose} {dedupe_key}".encode(), "sha256")


def _host(values: Settings) -> str:
    """An address literal needs brackets there (RFC 5322, 3.4.1)."""
    return f"[IPv6:{values.host}]" if ":" in values.host else values.host
