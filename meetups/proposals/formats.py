"""Hours and trades: which format each family can come to, and when a format falls in someone's week.

Home helpers serve lunch, care assistants and nurses are on their rounds in the morning, consultations fill the
afternoon: no hour suits everybody, so formats alternate. What stands here is a start that organisers edit.
"""

from collections.abc import Mapping

from meetups.directory.families import ProfessionFamily
from meetups.directory.half_days import Moment
from meetups.planning.models import MeetupFormat

PROPOSED = (MeetupFormat.LUNCH, MeetupFormat.COFFEE, MeetupFormat.BREAKFAST, MeetupFormat.EVENING)
"""The formats that proposals choose among, the usual one first."""

UNAVAILABLE: Mapping[ProfessionFamily, frozenset[MeetupFormat]] = {
    ProfessionFamily.HOME_HELP: frozenset({MeetupFormat.LUNCH, MeetupFormat.BREAKFAST, MeetupFormat.GOOD_NEWS}),
    ProfessionFamily.CARE_ASSISTANTS: frozenset({MeetupFormat.LUNCH, MeetupFormat.BREAKFAST, MeetupFormat.GOOD_NEWS}),
    ProfessionFamily.NURSING: frozenset({MeetupFormat.BREAKFAST}),
    ProfessionFamily.TRANSPORT: frozenset({MeetupFormat.BREAKFAST}),
    ProfessionFamily.MEDICINE: frozenset({MeetupFormat.COFFEE}),
    ProfessionFamily.PHARMACY: frozenset({MeetupFormat.COFFEE}),
    ProfessionFamily.REHABILITATION: frozenset({MeetupFormat.COFFEE}),
}
"""Family → the formats whose hour finds most of them at work."""

MOMENTS: Mapping[MeetupFormat, Moment] = {
    MeetupFormat.BREAKFAST: Moment.MORNING,
    MeetupFormat.LUNCH: Moment.NOON,
    MeetupFormat.GOOD_NEWS: Moment.NOON,
    MeetupFormat.COFFEE: Moment.AFTERNOON,
    MeetupFormat.EVENING: Moment.EVENING,
    MeetupFormat.DISCUSSION: Moment.EVENING,
    MeetupFormat.FEEDBACK: Moment.EVENING,
}
_BITS = {moment: bit for bit, moment in enumerate(Moment)}
ANY_TIME = -1
"""The half-days of who ticked none: they said nothing, so every hour suits (all bits set)."""


def half_day_bits(codes: list[str]) -> int:
    """Half-days ticked (« 1-midi ») as bits of one number; ``ANY_TIME`` for none."""
    bits = 0
    for code in codes:
        weekday, _, moment = code.partition("-")
        bits |= _bit(int(weekday), Moment(moment))
    return bits or ANY_TIME


def slot_bit(weekday: int, format_: MeetupFormat) -> int:
    """The bit that somebody's half-days must hold for this format to suit them on that weekday.

    Nobody can tick a half-day of a week-end: then only who ticked nothing is asked.
    """
    return _bit(weekday, MOMENTS[format_])


def _bit(weekday: int, moment: Moment) -> int:
    return 1 << (len(_BITS) * weekday + _BITS[moment])
