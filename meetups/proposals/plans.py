"""One proposal before it is stored."""

from dataclasses import dataclass

from meetups.planning.models import MeetupFormat
from meetups.proposals.rules import Slot


@dataclass(frozen=True)
class Plan:
    """Who would meet, where and when. ``guests`` pairs a professional's id with the reasons to invite them."""

    area_id: int
    pathway_id: int
    commune_insee: str
    host_id: int | None
    """Empty: the commune's town hall was never asked."""
    venue_id: int | None
    format: MeetupFormat
    slot: Slot
    capacity: int
    guests: list[tuple[int, list[dict[str, object]]]]
    facts: dict[str, object]
    """Plain JSON numbers, from which ``wording`` makes sentences."""
