"""Communes, town halls and areas. The first two are reference data, written by ``flask geography load`` alone."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
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
