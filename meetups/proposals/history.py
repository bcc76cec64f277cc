"""What an area lived on a pathway: when it last met, in which formats, and what it may hold next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from meetups.proposals.rules import PARIS
from meetups.proposals.situation import Held, Situation

BREATHER = timedelta(days=90)
"""The same pathway is not proposed again in the same area, or commune, sooner."""


@dataclass(frozen=True)
class History:
    """The calendar, sorted for questions about one area and one pathway."""

    now: datetime
    by_area: dict[tuple[int, int], list[Held]]
    """(area id, pathway id)."""
    by_commune: dict[tuple[str, int], list[Held]]
    """(INSEE code, pathway id)."""
    days: dict[str, frozenset[date]]
    """INSEE code → days on which a meetup is already planned there."""

    def of(self, area_id: int, insee: str, pathway_id: int) -> list[Held]:
        """The meetups of that area, or in that commune, on that pathway, the oldest first."""
        both = {
            id(meetup): meetup
            for meetup in (*self.by_area.get((area_id, pathway_id), ()), *self.by_commune.get((insee, pathway_id), ()))
        }
        return sorted(both.values(), key=lambda meetup: meetup.starts_at)

    def is_recent(self, meetups: Iterable[Held]) -> bool:
        """Whether one of these is planned, as a draft too, or was held less than ``BREATHER`` ago."""
        return any(meetup.starts_at > self.now - BREATHER for meetup in meetups)

    def last(self, meetups: Iterable[Held]) -> Held | None:
        """The last of these that took place."""
        past = [meetup for meetup in meetups if meetup.is_published and meetup.starts_at <= self.now]
        return past[-1] if past else None


def history_of(situation: Situation) -> History:
    """Sort the calendar once."""
    by_area: dict[tuple[int, int], list[Held]] = defaultdict(list)
    by_commune: dict[tuple[str, int], list[Held]] = defaultdict(list)
    days: dict[str, set[date]] = defaultdict(set)
    for meetup in situation.held:
        by_commune[meetup.insee, meetup.pathway_id].append(meetup)
        if meetup.area_id is not None:
            by_area[meetup.area_id, meetup.pathway_id].append(meetup)
        if meetup.starts_at > situation.now:
            days[meetup.insee].add(meetup.starts_at.astimezone(PARIS).date())
    return History(situation.now, by_area, by_commune, {insee: frozenset(taken) for insee, taken in days.items()})
