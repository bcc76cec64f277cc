"""The outbox: the table that is the queue, and the clockwork's rows."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    REMINDER = "reminder"
    WAITING = "waiting"
    PROMOTION = "promotion"
    POLL = "poll"
    SEAT_BLOCK = "seat_block"
    ANSWER_CHECK = "answer_check"
    WORDS = "words"
    PROVIDER = "provider"
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
            MailKind.REMINDER: "rappel",
            MailKind.WAITING: "liste d’attente",
            MailKind.PROMOTION: "place libérée",
            MailKind.POLL: "choix d’une date",
            MailKind.SEAT_BLOCK: "places offertes à une structure",
            MailKind.ANSWER_CHECK: "réponse à confirmer",
            MailKind.WORDS: "message reçu",
            MailKind.PROVIDER: "nouvelle pour la mairie ou le traiteur",
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
        Index("ix_outgoing_emails_concerns", "concerns"),
        Index("ix_outgoing_emails_message_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MailKind]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str]
    recipient: Mapped[str]
    domain: Mapped[str]
    """Of the recipient, in lower case: each domain has its own pace."""
    envelope_from: Mapped[str]
    subject: Mapped[str]
    about: Mapped[str | None]
    """Public id of the meetup it speaks of, if any."""
    concerns: Mapped[str | None]
    """Public id of the invitation that it carries or follows, if any: what is answered to it finds its person."""
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    state: Mapped[MailState] = mapped_column(default=MailState.PENDING)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    content: Mapped["OutgoingContent | None"] = relationship(cascade="all, delete-orphan")

    @property
    def mime(self) -> bytes | None:
        """What leaves, or left; ``None`` once it is forgotten, and when the address is impossible."""
        return self.content.mime if self.content else None

    @mime.setter
    def mime(self, value: bytes | None) -> None:
        if value is None:
            self.content = None
        elif self.content is None:
            self.content = OutgoingContent(mime=value)
        else:
            self.content.mime = value


class OutgoingContent(Base):
    """The bytes of a mail, which its row is without: SQLite writes a row whole, at each thing that is noted of it."""

    __tablename__ = "outgoing_contents"

    mail_id: Mapped[int] = mapped_column(ForeignKey(OutgoingEmail.id, ondelete="CASCADE"), primary_key=True)
    mime: Mapped[bytes]


class SendingBucket(Base):
    """A token bucket shared by all workers: ``*`` is everything that we send, any other name a recipient domain."""

    __tablename__ = "sending_buckets"

    name: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    refilled_at: Mapped[datetime]


class SuspendedAddress(Base):
    """An address refused for good (RFC 3463, 5.x.x): nothing more is sent there until someone says so."""

    __tablename__ = "suspended_addresses"

    address: Mapped[str] = mapped_column(primary_key=True)
    """In lower case."""
    since: Mapped[datetime]
    code: Mapped[str]
    """Enhanced status code, such as 5.1.1; empty when the server gave none."""


class InboundKind(StrEnum):
    """What a mail that came back is."""

    CALENDAR = "calendar"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    WORDS = "words"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            InboundKind.CALENDAR: "réponse d’agenda",
            InboundKind.BOUNCE: "courriel non remis",
            InboundKind.AUTOMATIC: "réponse automatique",
            InboundKind.WORDS: "message",
        }[self]


class InboundState(StrEnum):
    """What became of it. Only *to_read* and *to_decide* wait for a person."""

    APPLIED = "applied"
    IGNORED = "ignored"
    ASKED = "asked"
    TO_READ = "to_read"
    TO_DECIDE = "to_decide"
    DONE = "done"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            InboundState.APPLIED: "pris en compte",
            InboundState.IGNORED: "sans suite",
            InboundState.ASKED: "confirmation demandée",
            InboundState.TO_READ: "à lire",
            InboundState.TO_DECIDE: "à décider",
            InboundState.DONE: "traité",
        }[self]


class InboundMessage(HasPublicId, Base):
    """A mail that reached our mailbox, kept as it came, and what was made of it."""

    __tablename__ = "inbound_messages"
    __table_args__ = (Index("ix_inbound_messages_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of its bytes: read twice, it is one message."""
    message_id: Mapped[str]
    from_address: Mapped[str]
    from_name: Mapped[str]
    subject: Mapped[str]
    words: Mapped[str]
    """What the person wrote, without what they quoted."""
    raw: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    kind: Mapped[InboundKind]
    state: Mapped[InboundState]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was ignored or waits, as a word that ``wording`` turns into a sentence."""
    about: Mapped[str | None] = mapped_column(index=True)
    """Public id of the meetup."""
    concerns: Mapped[str | None]
    """Public id of the invitation."""
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]
    """Public id of the organiser's account."""


class ScheduledTask(Base):
    """A tick of the worker: what runs next, and when. A row, so that several workers share it."""

    __tablename__ = "scheduled_tasks"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_run_at: Mapped[datetime]
