"""What a poll says in words: a date, and how it was answered."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from meetups.polls.models import PollSlot
from meetups.polls.rules import Tally
from meetups.web.filters import day_date, hour, local


def slot_words(slot: PollSlot, zone: str) -> str:
    """« mardi 12 janvier, 12 h 15 à 13 h 45 »."""
    day, start, end = day_date(slot.starts_at, zone), hour(slot.starts_at, zone), hour(slot.ends_at, zone)
    return gettext("%(day)s, %(start)s à %(end)s", day=day, start=start, end=end)


def short_words(tally: Tally, others: Sequence[Tally], zone: str) -> str:
    """« mardi 12 janvier », with its hour when the same day is offered twice."""
    day = day_date(tally.starts_at, zone)
    same_day = [each for each in others if _day(each, zone) == _day(tally, zone)]
    return f"{day}, {hour(tally.starts_at, zone)}" if len(same_day) > 1 else day


def tally_words(tally: Tally, others: Sequence[Tally], zone: str, families: int) -> str:
    """« mardi 12 janvier : 9 oui, 2 si besoin, 6 familles de métiers sur 7 »."""
    said = [gettext("%(num)d oui", num=tally.yes)]
    if tally.if_needed:
        said.append(gettext("%(num)d si besoin", num=tally.if_needed))
    said.append(
        ngettext(
            "%(num)d famille de métiers sur %(total)d",
            "%(num)d familles de métiers sur %(total)d",
            tally.families,
            total=families,
        )
    )
    return gettext("%(day)s : %(counts)s", day=short_words(tally, others, zone), counts=", ".join(said))


def verdict(ranking: Sequence[Tally], zone: str, families: int) -> list[str]:
    """The best slot, then the runner-up, each as a sentence's middle; nothing before anybody could come."""
    return [tally_words(each, ranking, zone, families) for each in ranking[:2] if each.half_persons]


def counts_words(tally: Tally) -> str:
    """What voters read of a slot: « 4 oui, 1 si besoin, 2 non ». Never a name."""
    return gettext("%(yes)d oui, %(if_needed)d si besoin, %(no)d non", **_counts(tally))


def _counts(tally: Tally) -> dict[str, int]:
    return {"yes": tally.yes, "if_needed": tally.if_needed, "no": tally.no}


def _day(tally: Tally, zone: str) -> str:
    return local(tally.starts_at, zone).date().isoformat()
