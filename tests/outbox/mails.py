"""Mails for tests, and ways out that remember what left."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from typing import Any

from sqlalchemy.orm import Session

from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.outbox.services import Mail, enqueue
from tests.factories import NOW


def a_mail(key: str = "code:1", recipient: str = "ines@sante.example", **given: Any) -> Mail:
    """A mail to Inès unless said otherwise."""
    values: dict[str, Any] = {
        "kind": MailKind.SIGN_IN,
        "recipient_name": "Inès",
        "subject": "Votre code",
        "text": "Bonjour Inès,\n",
        "html": "<html><head></head><body><p>Bonjour Inès,</p></body></html>",
    }
    return Mail(dedupe_key=key, recipient=recipient, **(values | given))


def queue(session: Session, count: int, now: datetime = NOW) -> list[OutgoingEmail]:
    """``count`` mails to as many people, committed."""
    rows = [enqueue(session, a_mail(f"code:{n}", f"personne{n}@sante.example"), now=now) for n in range(count)]
    session.commit()
    return rows


@dataclass
class Recorder:
    """A transport that counts the copies of each Message-ID; ``answer`` may raise a failure for a recipient."""

    answer: Callable[[str], None] = lambda recipient: None
    copies: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def session(self) -> "AbstractContextManager[Recorder]":
        return nullcontext(self)

    def send(self, envelope_from: str, recipient: str, raw: bytes, following: object = None) -> None:
        self.answer(recipient)
        with self.lock:
            self.copies[str(message_from_bytes(raw)["Message-ID"])] += 1
