"""Days on which nobody should be asked to a lunch: public and school holidays. Reads packaged data, no network.

Both libraries are imported where they are used: 0.3 s that only the computation of proposals has to pay.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cache

ZONE = "A"  # academy of Grenoble, hence Savoie


@dataclass(frozen=True)
class SchoolHolidays:
    """The school holidays of one zone, as far as they are published."""

    days: frozenset[date]
    known_until: date  # past it nothing is known, which is not the same as no holidays

    def __contains__(self, day: object) -> bool:
        """Whether ``day`` is known to be a holiday. Never raises, however far the day."""
        return day in self.days


def public_holidays() -> Container[date]:
    """The public holidays of metropolitan France, of any year to 2100 (none are known after)."""
    from holidays import country_holidays

    return country_holidays("FR", language="fr")


@cache
def school_holidays(zone: str = ZONE) -> SchoolHolidays:
    """The school holidays of ``zone`` (A, B or C).

    The data is read whole: the library's own question raises for years that it lacks, and says "no holiday" for
    the autumn of its last year, whose calendar it does not have (0.12.0 knows nothing after August 2028).
    """
    from vacances_scolaires_france import SchoolHolidayDates

    calendar = SchoolHolidayDates()
    key = calendar.zone_key(zone)
    days = frozenset(day for day, row in calendar.data.items() if row[key])
    return SchoolHolidays(days, known_until=max(calendar.data))
