"""Plans of tables, and the wishes that they hold."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.directory.models import Professional
from meetups.planning.models import Meetup


class SeatingPlan(Base):
    """The tables of one meetup, round after round. ``version`` tells two organisers apart who change it at once."""

    __tablename__ = "seating_plans"
    __table_args__ = (CheckConstraint("rounds > 0", name="rounds_positive"),)

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetups.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column()
    rounds: Mapped[int] = mapped_column(default=1)
    seed: Mapped[int] = mapped_column(default=0)
    """Rises each time that the organiser mixes again."""
    changed_at: Mapped[datetime]
    quality: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Plain numbers from which the score is said in words: the engine's parts, bounds and statement."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Seats as they stood before the last change: what undoing gives back."""

    __mapper_args__ = {"version_id_col": version}

    meetup: Mapped[Meetup] = relationship()
    tables: Mapped[list["SeatingTable"]] = relationship(
        order_by="SeatingTable.number", cascade="all, delete-orphan", back_populates="plan"
    )
    seats: Mapped[list["Seat"]] = relationship(
        order_by="Seat.round, Seat.table_number, Seat.id", cascade="all, delete-orphan"
    )


class SeatingTable(Base):
    """One table: its number, its name (a summit, a river), its places."""

    __tablename__ = "seating_tables"
    __table_args__ = (
        UniqueConstraint("meetup_id", "number"),
        CheckConstraint("places > 0", name="places_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("seating_plans.meetup_id", ondelete="CASCADE"))
    number: Mapped[int]
    """From 1."""
    name: Mapped[str] = mapped_column(default="")
    places: Mapped[int]

    plan: Mapped[SeatingPlan] = relationship(back_populates="tables")


class Seat(Base):
    """One person at one table in one round."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("meetup_id", "round", "professional_id"),
        CheckConstraint("round >= 0", name="round_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("seating_plans.meetup_id", ondelete="CASCADE"))
    round: Mapped[int]
    """From 0."""
    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), index=True)
    table_number: Mapped[int]
    is_pinned: Mapped[bool] = mapped_column(default=False)

    professional: Mapped[Professional] = relationship()


class WishKind(StrEnum):
    """What two people's tables must do."""

    APART = "apart"
    TOGETHER = "together"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {WishKind.APART: "jamais à la même table", WishKind.TOGETHER: "toujours à la même table"}[self]


class SeatingWish(HasPublicId, Base):
    """Two people kept apart, or together, at every table until a day. No reason is kept; organisers alone see it."""

    __tablename__ = "seating_wishes"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="smaller_first"),
        Index("ix_seating_wishes_other_id", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[WishKind]
    one_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"))
    until: Mapped[date]
    """The last day on which it holds."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    """Public id of the organiser's account."""

    one: Mapped[Professional] = relationship(foreign_keys=[one_id])
    other: Mapped[Professional] = relationship(foreign_keys=[other_id])
