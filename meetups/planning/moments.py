"""From a day and an hour typed on a form to an instant. Pure: the two nights when clocks change are decided here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from meetups.errors import DomainError


@dataclass(frozen=True)
class Moment:
    """An instant in UTC; ``is_repeated`` when clocks showed that hour twice that night, and the first was taken."""

    at: datetime
    is_repeated: bool


YEARS = range(2000, 2101)


class NoSuchYear(DomainError):
    """A slip of the keyboard, which no clock can show."""

    def __init__(self) -> None:
        super().__init__("Cette année n’est pas la bonne : vérifiez la date.")


class NoSuchHour(DomainError):
    """The night when clocks go forward skips an hour."""

    def __init__(self) -> None:
        super().__init__("Cette heure n’existe pas ce jour-là : les montres avancent d’une heure cette nuit-là.")


def moment(day: date, hour: time, zone: str) -> Moment:
    """The instant at which clocks of ``zone`` (IANA name) show ``hour`` on ``day``.

    Raises ``NoSuchYear``, or ``NoSuchHour`` for an hour that they skip; takes the first of the two for one that they
    show twice (PEP 495).
    """
    if day.year not in YEARS:
        raise NoSuchYear
    shown = datetime.combine(day, hour, ZoneInfo(zone))
    at = shown.astimezone(UTC)
    if at.astimezone(shown.tzinfo).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise NoSuchHour
    return Moment(at, is_repeated=at != shown.replace(fold=1).astimezone(UTC))
