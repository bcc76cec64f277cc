"""Hosts and rooms in words."""

from collections.abc import Collection, Sequence

from flask_babel import gettext, ngettext

from meetups.directory.half_days import HALF_DAYS, WEEKDAYS
from meetups.venues.models import Host, Venue


def rooms_said(host: Host) -> str:
    """« 2 salles, jusqu’à 60 places », or what to do."""
    if not host.venues:
        return gettext("salle à demander")
    largest = max(room.capacity for room in host.venues)
    return ngettext(
        "%(num)d salle, %(seats)d places", "%(num)d salles, jusqu’à %(seats)d places", len(host.venues), seats=largest
    )


def free_said(codes: Collection[str]) -> str:
    """« lundi midi et soir, mardi matin »; nothing when nobody said."""
    days = [
        f"{name} {_listed([each.moment.label for each in HALF_DAYS if each.weekday == number and each.code in codes])}"
        for number, name in enumerate(WEEKDAYS)
        if any(code.startswith(f"{number}-") for code in codes)
    ]
    return ", ".join(days)


def room_said(room: Venue) -> str:
    """« 40 places, de plain-pied, avec une cuisine »: what is known."""
    said = [ngettext("%(num)d place", "%(num)d places", room.capacity)]
    if room.is_step_free is not None:
        said.append(gettext("de plain-pied") if room.is_step_free else gettext("avec des marches"))
    if room.has_kitchen is not None:
        said.append(gettext("avec une cuisine") if room.has_kitchen else gettext("sans cuisine"))
    return ", ".join(said)


def _listed(words: Sequence[str]) -> str:
    return gettext("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1]) if words[1:] else words[0]
