"""What a host's rooms made possible in a year, in numbers: who came is counted, never named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.invitations.models import Registration
from meetups.invitations.queries import was_there
from meetups.pages.hosts.months import PARIS, year_start
from meetups.planning.models import Meetup, MeetupFormat, MeetupStatus
from meetups.venues.models import Host, Venue


@dataclass(frozen=True)
class Seat:
    """One person who came to one meetup."""

    meetup_id: int
    starts_at: datetime
    zone: str
    format: MeetupFormat
    professional_id: int
    family: ProfessionFamily

    @property
    def year(self) -> int:
        """As calendars show it where the meetup was."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)).year


@dataclass(frozen=True)
class Tally:
    """``people`` are counted once, however often they came; ``pairs``: families that met, two by two."""

    year: int
    meetups: int = 0
    people: int = 0
    families: int = 0
    pairs: int = 0
    only_lunches: bool = True


def tally_of(session: Session, host: Host, now: datetime) -> Tally:
    """This year's, or last year's as long as this one has nothing to show: one query."""
    year = now.astimezone(PARIS).year
    seats = _seats(session, host, year_start(year - 1), now)
    this = tally(seats, year)
    last = tally(seats, year - 1)
    return last if last.meetups and not this.meetups else this


def tally(seats: Iterable[Seat], year: int) -> Tally:
    """Count one year. Pure."""
    of_year = [seat for seat in seats if seat.year == year]
    families: dict[int, set[ProfessionFamily]] = defaultdict(set)
    for seat in of_year:
        families[seat.meetup_id].add(seat.family)
    return Tally(
        year=year,
        meetups=len(families),
        people=len({seat.professional_id for seat in of_year}),
        families=len({seat.family for seat in of_year}),
        pairs=len({pair for table in families.values() for pair in combinations(sorted(table), 2)}),
        only_lunches={seat.format for seat in of_year} <= {MeetupFormat.LUNCH},
    )


def _seats(session: Session, host: Host, since: datetime, now: datetime) -> list[Seat]:
    """Who came."""
    rows = session.execute(
        select(
            Meetup.id, Meetup.starts_at, Meetup.zone, Meetup.format, Registration.professional_id, Professional.family
        )
        .join(Meetup.venue)
        .join(Registration, Registration.meetup_id == Meetup.id)
        .join(Registration.professional)
        .where(
            Venue.host_id == host.id,
            Meetup.status == MeetupStatus.PUBLISHED,
            Meetup.starts_at >= since,
            Meetup.ends_at <= now,
            was_there(),
        )
    )
    return [Seat(*row) for row in rows]
