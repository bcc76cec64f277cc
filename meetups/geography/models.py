"""Communes, town halls, areas, and what stands between them. Communes and town halls are reference data, written by
``flask geography load`` alone."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.geography.hours import hours_in_french


class Commune(Base):
    """A current French commune. ``lat`` and ``lon`` are its centre in degrees (WGS 84): see ``data/PROVENANCE.md``."""

    __tablename__ = "communes"

    insee: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    """``text.place_key(name)``: what searches compare."""
    postal_codes: Mapped[str]
    """Separated by spaces, in order."""
    population: Mapped[int]
    department: Mapped[str] = mapped_column(index=True)
    epci_code: Mapped[str]
    """Inter-municipal body; empty for the few islands that belong to none, as is ``epci_name``."""
    epci_name: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude, in degrees."""
        return self.lat, self.lon

    @property
    def postal_code(self) -> str:
        """The first postal code, to write an address or to tell namesakes apart."""
        return self.postal_codes.split(" ")[0]


class TownHall(Base):
    """Where a commune's town hall stands and how it is reached, as it published it; unknown texts are empty."""

    __tablename__ = "town_halls"

    insee: Mapped[str] = mapped_column(ForeignKey("communes.insee", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    is_approximate: Mapped[bool]
    """The true point is unknown: this one only stands somewhere in the commune."""
    phone: Mapped[str]
    email: Mapped[str]
    opening_hours: Mapped[str]
    """OpenStreetMap's syntax: see ``hours.py``."""

    commune: Mapped[Commune] = relationship()

    @property
    def opening_lines(self) -> list[str]:
        """Opening hours as a person says them, one line for days that share them."""
        return hours_in_french(self.opening_hours)


area_communes = Table(
    "area_communes",
    Base.metadata,
    Column("area_id", ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True),
    Column("commune_insee", ForeignKey("communes.insee"), primary_key=True),
)


class Area(HasPublicId, Base):
    """A neighbourhood of professionals: a circle around a commune's centre, or a set of communes.

    ``commune`` is the circle's centre, or the main commune of the set. A circle has a radius and no communes; a set
    has communes, the main one among them, and no radius.
    """

    __tablename__ = "areas"
    __table_args__ = (CheckConstraint("radius_km > 0", name="radius_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    commune_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee"), index=True)
    radius_km: Mapped[float | None]
    """Kilometres as the crow flies; empty for a set of communes."""

    commune: Mapped[Commune] = relationship()
    communes: Mapped[list[Commune]] = relationship(secondary=area_communes, order_by=Commune.name)

    @property
    def lat(self) -> float:
        """Latitude of the centre, in degrees."""
        return self.commune.lat

    @property
    def lon(self) -> float:
        """Longitude of the centre, in degrees."""
        return self.commune.lon


def _side(name: str) -> Table:
    return Table(
        f"barrier_{name}",
        Base.metadata,
        Column("barrier_id", ForeignKey("barriers.id", ondelete="CASCADE"), primary_key=True),
        Column("commune_insee", ForeignKey("communes.insee"), primary_key=True),
    )


barrier_here, barrier_there = _side("here"), _side("there")


class Barrier(HasPublicId, Base):
    """Two valleys that are close on the map and far by road: nobody of one side is invited to a meetup on the other.

    Closed all year, or each year from ``closed_from`` to ``closed_until``, both included, as « 10-15 » (month, day).
    """

    __tablename__ = "barriers"
    __table_args__ = (CheckConstraint("(closed_from = '') = (closed_until = '')", name="both_ends_or_none"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    closed_from: Mapped[str] = mapped_column(default="")
    closed_until: Mapped[str] = mapped_column(default="")

    here: Mapped[list[Commune]] = relationship(secondary=barrier_here, order_by=Commune.name)
    there: Mapped[list[Commune]] = relationship(secondary=barrier_there, order_by=Commune.name)


day_note_communes = Table(
    "day_note_communes",
    Base.metadata,
    Column("day_note_id", ForeignKey("day_notes.id", ondelete="CASCADE"), primary_key=True),
    Column("commune_insee", ForeignKey("communes.insee"), primary_key=True),
)


class DayNote(HasPublicId, Base):
    """Days that warn without forbidding: a market, Saturday's road to the ski resorts, a resort's high season.

    It holds on ``weekdays`` (0 is Monday; none ticked means all) from ``first_day`` to ``last_day`` (either may be
    empty), in its communes, or everywhere when it has none.
    """

    __tablename__ = "day_notes"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    weekdays: Mapped[list[int]] = mapped_column(JSON, default=list)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]

    communes: Mapped[list[Commune]] = relationship(secondary=day_note_communes, order_by=Commune.name)


class TravelTime(Base):
    """Minutes by road from the centre of one commune to that of another, as the routing server said."""

    __tablename__ = "travel_times"
    __table_args__ = (Index("ix_travel_times_to_insee", "to_insee"),)

    from_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee", ondelete="CASCADE"), primary_key=True)
    to_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee", ondelete="CASCADE"), primary_key=True)
    minutes: Mapped[float | None]
    """Empty: the server knows no road."""
