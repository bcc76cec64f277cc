"""Who lends a place, and the places."""

from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.geography.models import Commune


class HostKind(StrEnum):
    """A town hall, or a structure that welcomes people."""

    TOWN_HALL = "town_hall"
    STRUCTURE = "structure"

    @property
    def label(self) -> str:
        """How screens name it."""
        return {HostKind.TOWN_HALL: "mairie", HostKind.STRUCTURE: "structure d’accueil"}[self]


class Host(HasPublicId, Base):
    """Who lends rooms. Answers by signed link, without an account."""

    __tablename__ = "hosts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[HostKind]
    name: Mapped[str]
    commune_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee"), index=True)
    email: Mapped[str | None]
    phone: Mapped[str | None]
    notice_days: Mapped[int | None]
    """How long before the day they want to be asked; empty: nobody said, and ours holds."""

    commune: Mapped[Commune] = relationship()
    venues: Mapped[list["Venue"]] = relationship(back_populates="host", order_by="Venue.name")


class Venue(HasPublicId, Base):
    """A room. ``capacity`` counts people seated."""

    __tablename__ = "venues"
    __table_args__ = (CheckConstraint("capacity > 0", name="capacity_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("hosts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    lat: Mapped[float]
    lon: Mapped[float]
    capacity: Mapped[int]
    is_step_free: Mapped[bool | None]
    """None: nobody said."""
    has_kitchen: Mapped[bool | None]
    access_notes: Mapped[str] = mapped_column(default="")
    free: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Half-days of the week when it can be lent, as the codes of ``half_days.HalfDay``; empty: nobody said."""

    host: Mapped[Host] = relationship(back_populates="venues")
