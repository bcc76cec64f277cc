"""The outbox: the table that is the queue, and the clockwork's rows."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from meetups.database import Base, HasPublicId


class MailKind(StrEnum):
    """Why a mail leaves. The values are also the keys of ``flask demo play --json``."""

    SIGN_IN = "sign_in"
    REQUEST = "request"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REQUEST_ANSWERED = "request_answered"
    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"
    CONFIRMATION = "confirmation"
    SEAT_ASKED = "seat_asked"
    SEAT_REFUSED = "seat_refused"
    TEST = "test"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            MailKind.SIGN_IN: "code de connexion",
            MailKind.REQUEST: "demande de salle",
            MailKind.REQUEST_WITHDRAWN: "demande de salle retirée",
            MailKind.REQUEST_ANSWERED: "réponse d’une mairie",
            MailKind.INVITATION: "invitation",
            MailKind.UPDATE: "changement",
            MailKind.CANCELLATION: "annulation",
            MailKind.WITHDRAWAL: "invitation retirée",
            MailKind.CONFIRMATION: "confirmation de réponse",
            MailKind.SEAT_ASKED: "demande de place reçue",
            MailKind.SEAT_REFUSED: "demande de place, réponse",
            MailKind.TEST: "courriel d’essai",
        }[self]


class MailState(StrEnum):
    """Where a mail stands. Suppressed rows are written so that the work is the same, but never leave."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            MailState.PENDING: "en attente",
            MailState.SENT: "parti",
            MailState.FAILED: "non parti",
            MailState.SUPPRESSED: "retenu",
        }[self]


class OutgoingEmail(HasPublicId, Base):
    """One mail to one person, its bytes frozen in the transaction that decided to send it."""

    __tablename__ = "outgoing_emails"
    __table_args__ = (
        Index("ix_outgoing_emails_due", "state", "not_before"),
        Index("ix_outgoing_emails_about", "about", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MailKind]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str]
    recipient: Mapped[str]
    envelope_from: Mapped[str]
    subject: Mapped[str]
    mime: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    about: Mapped[str | None]
    """Public id of the meetup it speaks of, if any."""
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    state: Mapped[MailState] = mapped_column(default=MailState.PENDING)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class ScheduledTask(Base):
    """A tick of the worker: what runs next, and when. A row, so that several workers share it."""

    __tablename__ = "scheduled_tasks"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_run_at: Mapped[datetime]
