"""A meetup from draft to past, and the question put to whoever lends the room."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.directory.models import CarePathway
from meetups.geography.models import Area, Commune
from meetups.venues.models import Host, Venue


class MeetupFormat(StrEnum):
    """The shapes a meetup takes."""

    LUNCH = "lunch"
    EVENING = "evening"
    BREAKFAST = "breakfast"
    COFFEE = "coffee"
    GOOD_NEWS = "good_news"
    DISCUSSION = "discussion"
    FEEDBACK = "feedback"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            MeetupFormat.LUNCH: "déjeuner",
            MeetupFormat.EVENING: "soirée",
            MeetupFormat.BREAKFAST: "petit-déjeuner",
            MeetupFormat.COFFEE: "café de l’après-midi",
            MeetupFormat.GOOD_NEWS: "café bonnes nouvelles",
            MeetupFormat.DISCUSSION: "espace de parole",
            MeetupFormat.FEEDBACK: "retour d’expérience",
        }[self]


class MeetupStatus(StrEnum):
    """Stored states; full and past are derived."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            MeetupStatus.DRAFT: "brouillon",
            MeetupStatus.PUBLISHED: "publié",
            MeetupStatus.CANCELLED: "annulé",
        }[self]


class Openness(StrEnum):
    """Who may ask for a seat."""

    INVITED = "invited"
    MEMBERS = "members"
    EVERYONE = "everyone"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            Openness.INVITED: "aux personnes invitées",
            Openness.MEMBERS: "aux membres du réseau",
            Openness.EVERYONE: "à tout le monde",
        }[self]


class Meetup(HasPublicId, Base):
    """One event around a table. ``seats_taken`` moves only by conditional update (see invitations)."""

    __tablename__ = "meetups"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("overbooking >= 0", name="overbooking_positive"),
        CheckConstraint("seats_taken >= 0 AND seats_taken <= capacity + overbooking", name="seats_within_capacity"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_meetups_status_starts_at", "status", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    title: Mapped[str]
    format: Mapped[MeetupFormat]
    why: Mapped[str] = mapped_column(default="")
    pathway_id: Mapped[int] = mapped_column(ForeignKey("care_pathways.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    commune_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(default="Europe/Paris")
    capacity: Mapped[int]
    overbooking: Mapped[int] = mapped_column(default=0)
    """Places promised beyond those there are, because some will not come: the organiser's choice for this meetup."""
    seats_taken: Mapped[int] = mapped_column(default=0)
    status: Mapped[MeetupStatus] = mapped_column(default=MeetupStatus.DRAFT)
    openness: Mapped[Openness] = mapped_column(default=Openness.INVITED)
    sequence: Mapped[int] = mapped_column(default=0)
    """iCalendar SEQUENCE: rises with each change that is mailed (RFC 5546, 2.1.4)."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    moved_from: Mapped[str | None]
    """When and where it was to be before a move whose news may not have left: JSON (see ``invitations.undoing``)."""
    answer_by: Mapped[datetime | None]
    """When the meal is ordered: afterwards nobody takes a new place by their link, and needs are not changed there."""
    wave_size: Mapped[int | None]
    """How many people one wave of invitations asks; empty asks everyone at once."""
    waves_are_automatic: Mapped[bool] = mapped_column(default=False)
    """Whether the next wave leaves by itself: the organiser said so."""
    silence_days: Mapped[int] = mapped_column(default=7)
    """After how many days without an answer the place of someone invited is counted as free for the next wave."""
    caterer_name: Mapped[str] = mapped_column(default="")
    caterer_email: Mapped[str] = mapped_column(default="")
    caterer_phone: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}

    pathway: Mapped[CarePathway] = relationship()
    area: Mapped[Area | None] = relationship()
    commune: Mapped[Commune] = relationship()
    venue: Mapped[Venue | None] = relationship()
    requests: Mapped[list["HostingRequest"]] = relationship(
        back_populates="meetup", order_by="HostingRequest.id", cascade="all, delete-orphan"
    )
    reminders: Mapped[list["Reminder"]] = relationship(
        back_populates="meetup", order_by="Reminder.days_before.desc()", cascade="all, delete-orphan"
    )

    @property
    def places(self) -> int:
        """How many people may say yes: the places there are, and those that the organiser promises beyond them."""
        return self.capacity + self.overbooking

    @property
    def seats_left(self) -> int:
        """Places that nobody holds."""
        return self.places - self.seats_taken

    @property
    def is_full(self) -> bool:
        """No place left."""
        return self.seats_left <= 0

    @property
    def is_cancelled(self) -> bool:
        """Called off."""
        return self.status is MeetupStatus.CANCELLED

    @property
    def is_draft(self) -> bool:
        """Nobody was invited yet."""
        return self.status is MeetupStatus.DRAFT

    def is_past(self, now: datetime) -> bool:
        """Already begun: nobody can answer any more."""
        return self.starts_at <= now


class ReminderAudience(StrEnum):
    """To whom a reminder goes."""

    SILENT = "silent"
    COMING = "coming"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            ReminderAudience.SILENT: "aux personnes qui n’ont pas répondu",
            ReminderAudience.COMING: "aux personnes qui viennent",
        }[self]


class Reminder(HasPublicId, Base):
    """A reminder as a distance to the meetup: it moves with it."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("meetup_id", "audience", "days_before"),
        CheckConstraint("days_before > 0", name="days_before_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"))
    audience: Mapped[ReminderAudience]
    days_before: Mapped[int]
    sent_for: Mapped[datetime | None]
    """The start for which it was sent; another start makes it due again."""

    meetup: Mapped[Meetup] = relationship(back_populates="reminders")


class RequestStatus(StrEnum):
    """Where the question to a host stands."""

    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OTHER_SLOT = "other_slot"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {
            RequestStatus.SENT: "envoyée",
            RequestStatus.RECEIVED: "en cours d’examen",
            RequestStatus.ACCEPTED: "acceptée",
            RequestStatus.REFUSED: "refusée",
            RequestStatus.OTHER_SLOT: "autre créneau proposé",
            RequestStatus.WITHDRAWN: "retirée",
        }[self]

    @property
    def is_open(self) -> bool:
        """Still waiting for the host, or for the organiser's decision."""
        return self in {RequestStatus.SENT, RequestStatus.RECEIVED, RequestStatus.OTHER_SLOT}


class HostChannel(StrEnum):
    """How a host's answer reached us."""

    LINK = "link"
    TELEPHONE = "telephone"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {HostChannel.LINK: "par le lien du courriel", HostChannel.TELEPHONE: "par téléphone"}[self]


class HostingRequest(HasPublicId, Base):
    """The question put to a host: a head count, a date, needs. Never a name."""

    __tablename__ = "hosting_requests"
    __table_args__ = (
        CheckConstraint("head_count > 0", name="head_count_positive"),
        Index(
            "uq_hosting_requests_open",
            "meetup_id",
            unique=True,
            sqlite_where=text("status IN ('sent', 'received', 'other_slot')"),
            postgresql_where=text("status IN ('sent', 'received', 'other_slot')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("hosts.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    status: Mapped[RequestStatus] = mapped_column(default=RequestStatus.SENT)
    head_count: Mapped[int]
    starts_at: Mapped[datetime]
    """Start of the loan of the room, setting-up included."""
    ends_at: Mapped[datetime]
    needs: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime]
    """When it was asked; asked again, if the meetup has moved since the host said yes."""
    back_by: Mapped[datetime]
    """When we telephone if nobody answered."""
    link_version: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[datetime | None]
    answer_channel: Mapped[HostChannel | None]
    answer_note: Mapped[str] = mapped_column(default="")
    other_starts_at: Mapped[datetime | None]
    """Another start of the meetup itself, when the host proposes one."""

    meetup: Mapped[Meetup] = relationship(back_populates="requests")
    host: Mapped[Host] = relationship()
    venue: Mapped[Venue | None] = relationship()

    @property
    def asked_for(self) -> str:
        """Changes with the loan that is asked, so that nobody grants one that they did not read."""
        room = self.venue.public_id if self.venue else ""
        return f"{self.starts_at:%Y%m%d%H%M}-{self.ends_at:%Y%m%d%H%M}-{room}"

    @property
    def is_to_confirm(self) -> bool:
        """Granted, for a date or a room that has changed since: the host was asked again, and has not answered."""
        granted = self.status is RequestStatus.ACCEPTED and self.answered_at is not None
        return granted and self.sent_at > (self.answered_at or self.sent_at)
