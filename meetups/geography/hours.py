"""Opening hours: from the national directory's lists to a compact standard form, and from there to French.

The stored form is the simplest part of OpenStreetMap's ``opening_hours`` syntax: ``Mo-Th 08:00-12:00,13:30-17:30; Sa
09:00-12:00`` (wiki.openstreetmap.org/wiki/Key:opening_hours/specification).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:\d\d)?$")

Slot = tuple[str, str]
"""From and to, as ``HH:MM``."""


def compact_hours(ranges: Iterable[Sequence[object]]) -> str:
    """Compact ``[["lundi", "mardi", [["09:00:00", "12:00:00"]]]]``; an empty last day means one day.

    Unknown days and slots that are malformed or do not end after they begin are left out, since a wrong hour is worse
    than none. Slots given twice for a day count once.
    """
    week: list[set[Slot]] = [set() for _ in _CODES]
    for first, last, slots in ranges:
        for day in _days_between(str(first), str(last) or str(first)):
            week[day] |= _valid_slots(slots)
    return _write_week([tuple(sorted(slots)) for slots in week])


def hours_in_french(compact: str) -> list[str]:
    """Say a compact form in lines such as « lundi à jeudi : 8 h – 12 h, 13 h 30 – 17 h 30 »; nothing gives no line."""
    return [_rule_in_french(rule) for rule in compact.split("; ") if rule]


def _days_between(first: str, last: str) -> range:
    if first not in _DAYS or last not in _DAYS:
        return range(0)
    return range(_DAYS.index(first), _DAYS.index(last) + 1)


def _valid_slots(slots: object) -> set[Slot]:
    assert isinstance(slots, list)
    return {(start[:5], end[:5]) for start, end in slots if _TIME.match(start) and _TIME.match(end) and start < end}


def _write_week(week: list[tuple[Slot, ...]]) -> str:
    rules = []
    for slots, group in groupby(range(len(week)), key=lambda day: week[day]):
        days = list(group)
        if slots:
            code = _CODES[days[0]] if len(days) == 1 else f"{_CODES[days[0]]}-{_CODES[days[-1]]}"
            rules.append(f"{code} {','.join(f'{start}-{end}' for start, end in slots)}")
    return "; ".join(rules)


def _rule_in_french(rule: str) -> str:
    codes, slots = rule.split(" ")
    days = " à ".join(_DAYS[_CODES.index(code)] for code in codes.split("-"))
    spans = (" – ".join(_time_in_french(time) for time in slot.split("-")) for slot in slots.split(","))
    return f"{days}\u00a0: {', '.join(spans)}"


def _time_in_french(time: str) -> str:
    hour, minutes = time.split(":")
    return f"{int(hour)}\u00a0h" + ("" if minutes == "00" else f"\u00a0{minutes}")
