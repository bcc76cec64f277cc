"""Stored proposals: what to organise next, with whom, and the facts that say why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.directory.models import CarePathway, Professional
from meetups.geography.models import Area, Commune
from meetups.geography.naming import town_hall_name
from meetups.planning.models import Meetup, MeetupFormat
from meetups.venues.models import Host, Venue


class Proposal(HasPublicId, Base):
    """A computed draft. The worker refreshes these rows; pages only read them.

    ``facts`` holds plain numbers (see ``proposals.rules``) from which sentences are written.
    """

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int]
    computed_at: Mapped[datetime]
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"))
    pathway_id: Mapped[int] = mapped_column(ForeignKey("care_pathways.id", ondelete="CASCADE"))
    commune_insee: Mapped[str] = mapped_column(ForeignKey("communes.insee"))
    """Where it would be held: the area's main commune, or another of its communes with a room."""
    host_id: Mapped[int | None] = mapped_column(ForeignKey("hosts.id", ondelete="CASCADE"))
    """Empty: the commune's town hall was never asked."""
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id", ondelete="SET NULL"))
    format: Mapped[MeetupFormat]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What an organiser changed and kept (see ``proposals.changes``): each computation holds to it."""
    dismissed_until: Mapped[datetime | None]
    meetup_id: Mapped[int | None] = mapped_column(ForeignKey("meetups.id", ondelete="SET NULL"), unique=True)

    area: Mapped[Area] = relationship()
    pathway: Mapped[CarePathway] = relationship()
    commune: Mapped[Commune] = relationship()
    host: Mapped[Host | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    meetup: Mapped[Meetup | None] = relationship()
    guests: Mapped[list["ProposalGuest"]] = relationship(
        order_by="ProposalGuest.position", cascade="all, delete-orphan"
    )

    @property
    def host_name(self) -> str:
        """Who would be asked for a room: a host known here, or the town hall of a commune where nobody was asked."""
        return self.host.name if self.host else town_hall_name(self.commune.name)


class ProposalGuest(Base):
    """Someone a proposal would invite, with the facts that say why. Facts only, never a score."""

    __tablename__ = "proposal_guests"
    __table_args__ = (UniqueConstraint("proposal_id", "professional_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"))
    professional_id: Mapped[int] = mapped_column(ForeignKey("professionals.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    reasons: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)

    professional: Mapped[Professional] = relationship()


class ProposalSettings(Base):
    """The only row of its table: how proposals weigh and choose, as organisers set it (``proposals.settings``)."""

    __tablename__ = "proposal_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column()
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Only what differs from the defaults."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    """Public id of the organiser's account."""

    __mapper_args__ = {"version_id_col": version}
