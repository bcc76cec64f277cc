"""Whom we asked, and what each person answered, whatever the channel."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.directory.models import ContactChannel, Professional
from meetups.directory.phones import is_mobile
from meetups.invitations.rules import (
    LEFT_A_NUMBER,
    AnswerSource,
    Attendance,
    CallReason,
    RegistrationStatus,
    SeatRequestStatus,
    new_short_code,
)
from meetups.planning.models import Meetup


class Invitation(HasPublicId, Base):
    """One person on the guest list of one meetup. ``invited_at`` is empty until they were really asked."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("meetup_id", "professional_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"))
    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), index=True)
    channel: Mapped[ContactChannel]
    uid: Mapped[str] = mapped_column(unique=True)
    """iCalendar UID, never changed."""
    sequence: Mapped[int] = mapped_column(default=-1)
    """SEQUENCE of the last calendar object mailed to this person; -1 before the first."""
    link_version: Mapped[int] = mapped_column(default=1)
    short_code: Mapped[str] = mapped_column(unique=True, default=lambda: new_short_code())
    """What follows ``/r/`` in the link that one can dictate; new with each version of the link."""
    reply_sequence: Mapped[int] = mapped_column(default=-1)
    """SEQUENCE of the last calendar answer taken into account; -1 before the first."""
    reply_stamp: Mapped[datetime | None]
    """Its DTSTAMP: an answer that is not newer changes nothing."""
    moved_sequence: Mapped[int] = mapped_column(default=0)
    """SEQUENCE of the last change of date or place told to this person: an older yes must be asked again."""
    block_id: Mapped[int | None] = mapped_column(ForeignKey("seat_blocks.id", ondelete="SET NULL"), index=True)
    """The places offered to a structure, of which this is one, if any."""
    reasons: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    meetup: Mapped[Meetup] = relationship()
    professional: Mapped[Professional] = relationship()
    registration: Mapped["Registration | None"] = relationship(back_populates="invitation")

    @property
    def is_active(self) -> bool:
        """On the guest list."""
        return self.withdrawn_at is None

    @property
    def is_in_calendar(self) -> bool:
        """Whether this person's calendar may hold the meetup: not before the first mail, nor since the one that took
        an invitation back, until the next.
        """
        return self.sequence >= max(self.moved_sequence, 0)

    def forget_calendar(self) -> None:
        """What their calendar held was taken back: an answer to it is no answer to what comes next."""
        self.moved_sequence = max(self.moved_sequence, self.sequence + 1)

    def renew_link(self) -> None:
        """The links given so far, the short one too, open nothing any more."""
        self.link_version += 1
        self.short_code = new_short_code()


class Registration(Base):
    """One person's answer to one meetup: a single truth, whatever the channel."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("meetup_id", "professional_id"),
        Index("ix_registrations_professional_id_attendance", "professional_id", "attendance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"))
    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), unique=True)
    status: Mapped[RegistrationStatus]
    source: Mapped[AnswerSource]
    answered_at: Mapped[datetime]
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.UNKNOWN)
    needs: Mapped[str] = mapped_column(default="")
    """Food and access, in the person's own words; private, and forgotten the day after."""
    waiting_since: Mapped[datetime | None]
    """When they joined the waiting list; kept while an offer is made."""
    waiting_rank: Mapped[int | None]
    """The place that an organiser gave in the line, before all those without one."""
    offered_until: Mapped[datetime | None]
    """When a place offered from the waiting list passes on; empty while it does not."""

    meetup: Mapped[Meetup] = relationship()
    professional: Mapped[Professional] = relationship()
    invitation: Mapped[Invitation | None] = relationship(back_populates="registration")
    changes: Mapped[list["RegistrationChange"]] = relationship(
        order_by="RegistrationChange.id", cascade="all, delete-orphan"
    )


class RegistrationChange(Base):
    """One line of a registration's history: who, when, how. ``actor`` is a public id."""

    __tablename__ = "registration_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    status: Mapped[RegistrationStatus]
    source: Mapped[AnswerSource]
    actor: Mapped[str | None]
    at: Mapped[datetime]


class SeatBlock(HasPublicId, Base):
    """Places that a structure fills with its own people: its manager names them later, each is then told.

    ``unnamed`` of them hold a seat of the meetup without a name.
    """

    __tablename__ = "seat_blocks"
    __table_args__ = (CheckConstraint("unnamed >= 0 AND unnamed <= seats", name="unnamed_within_seats"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"), index=True)
    structure: Mapped[str]
    contact_name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    seats: Mapped[int]
    unnamed: Mapped[int]
    link_version: Mapped[int] = mapped_column(default=1)
    name_by: Mapped[datetime]
    """Until when its manager names people; afterwards the team takes back what is left."""
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    meetup: Mapped[Meetup] = relationship()
    named: Mapped[list[Invitation]] = relationship(order_by=Invitation.id)


class Call(HasPublicId, Base):
    """Somebody whom a person reaches, by telephone, by letter or in passing; ticked once it is done."""

    __tablename__ = "calls"
    __table_args__ = (Index("ix_calls_meetup_id_reached_at", "meetup_id", "reached_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    """Names the event that is told, as in the outbox."""
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), index=True)
    """Empty for the host and the caterer."""
    name: Mapped[str]
    phone: Mapped[str | None]
    reason: Mapped[CallReason]
    created_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    reached_by: Mapped[str | None]
    """Public id of the organiser's account."""

    meetup: Mapped[Meetup] = relationship()
    invitation: Mapped[Invitation | None] = relationship()

    @property
    def event(self) -> str:
        """What is told to a host or a caterer, by the name of the mail that says it: ``asked``, ``moved``."""
        is_provider = self.reason is CallReason.PROVIDER
        return self.dedupe_key.removeprefix("call:provider:").split(":")[2] if is_provider else ""

    @property
    def can_read_sms(self) -> bool:
        """Whether a text message arrives there: a switchboard reads none."""
        is_employer = self.invitation is not None and self.invitation.channel is ContactChannel.EMPLOYER
        return not is_employer and is_mobile(self.phone or "")


class CalendarFeed(Base):
    """The address of one person's calendar feed: only the hash of its token is kept."""

    __tablename__ = "calendar_feeds"

    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]

    professional: Mapped[Professional] = relationship()


class SeatRequest(HasPublicId, Base):
    """A seat that someone who was not invited asks for. The organiser decides; granted, it becomes an invitation."""

    __tablename__ = "seat_requests"
    __table_args__ = (UniqueConstraint("meetup_id", "professional_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"))
    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), index=True)
    message: Mapped[str] = mapped_column(default="")
    """What the person wrote to the team, if anything."""
    status: Mapped[SeatRequestStatus] = mapped_column(default=SeatRequestStatus.ASKED)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    """Public id of the organiser's account."""

    meetup: Mapped[Meetup] = relationship()
    professional: Mapped[Professional] = relationship()

    @property
    def is_mailed(self) -> bool:
        """Whether its author reads mails about it. A number typed by anyone proves nothing: the team calls it."""
        return bool(self.professional.email) and not self.message.startswith(LEFT_A_NUMBER)

    @property
    def channel(self) -> ContactChannel:
        """How its author is reached."""
        return self.professional.contact_channel if self.is_mailed else ContactChannel.TELEPHONE
