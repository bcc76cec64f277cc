"""A date poll: slots, who is asked, and their votes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.directory.models import Professional
from meetups.planning.models import Meetup
from meetups.polls.rules import Vote
from meetups.venues.models import Host


class DatePoll(HasPublicId, Base):
    """The dates that a draft may take. Closed, it has fixed one of them, or was given up."""

    __tablename__ = "date_polls"

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"), unique=True)
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    chosen_starts_at: Mapped[datetime | None]
    """The start of the slot that was taken; closed without one, the poll was given up."""

    meetup: Mapped[Meetup] = relationship()
    slots: Mapped[list["PollSlot"]] = relationship(
        back_populates="poll", order_by="PollSlot.starts_at", cascade="all, delete-orphan"
    )
    voters: Mapped[list["PollVoter"]] = relationship(
        back_populates="poll", order_by="PollVoter.id", cascade="all, delete-orphan"
    )


class PollSlot(HasPublicId, Base):
    """One date on offer."""

    __tablename__ = "poll_slots"
    __table_args__ = (
        UniqueConstraint("poll_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_polls.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    poll: Mapped[DatePoll] = relationship(back_populates="slots")


class PollVoter(HasPublicId, Base):
    """A professional or a host who is asked: one of the two."""

    __tablename__ = "poll_voters"
    __table_args__ = (
        UniqueConstraint("poll_id", "professional_id"),
        UniqueConstraint("poll_id", "host_id"),
        CheckConstraint("(professional_id IS NULL) <> (host_id IS NULL)", name="professional_or_host"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_polls.id", ondelete="CASCADE"))
    professional_id: Mapped[int | None] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), index=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("hosts.id", ondelete="CASCADE"))
    link_version: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    poll: Mapped[DatePoll] = relationship(back_populates="voters")
    professional: Mapped[Professional | None] = relationship()
    host: Mapped[Host | None] = relationship()
    votes: Mapped[list["PollVote"]] = relationship(back_populates="voter", cascade="all, delete-orphan")

    def vote_for(self, slot: PollSlot) -> Vote | None:
        """What they said of one slot, if anything."""
        return next((each.vote for each in self.votes if each.slot_id == slot.id), None)

    @property
    def name(self) -> str:
        """The person, or the host."""
        return self.professional.full_name if self.professional else self.host.name if self.host else ""


class PollVote(Base):
    """What one voter says of one slot."""

    __tablename__ = "poll_votes"

    voter_id: Mapped[int] = mapped_column(ForeignKey("poll_voters.id", ondelete="CASCADE"), primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("poll_slots.id", ondelete="CASCADE"), primary_key=True)
    vote: Mapped[Vote]

    voter: Mapped[PollVoter] = relationship(back_populates="votes")
    slot: Mapped[PollSlot] = relationship()
