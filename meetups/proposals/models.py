"""Stored proposals: what to organise next, with whom, and the facts that say why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetups.database import Base, HasPublicId
from meetups.directory.models import CarePathway, Professional
from meetups.geography.models import Area
from meetups.planning.models import Meetup
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
    host_id: Mapped[int] = mapped_column(ForeignKey("hosts.id", ondelete="CASCADE"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    dismissed_until: Mapped[datetime | None]
    meetup_id: Mapped[int | None] = mapped_column(ForeignKey("meetups.id", ondelete="SET NULL"), unique=True)

    area: Mapped[Area] = relationship()
    pathway: Mapped[CarePathway] = relationship()
    host: Mapped[Host] = relationship()
    venue: Mapped[Venue | None] = relationship()
    meetup: Mapped[Meetup | None] = relationship()
    guests: Mapped[list["ProposalGuest"]] = relationship(
        order_by="ProposalGuest.position", cascade="all, delete-orphan"
    )


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
