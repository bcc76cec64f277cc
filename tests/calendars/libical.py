"""libical by ctypes: the C library that Evolution, GNOME, KDE and Cyrus read calendars with.

Debian's package is libical3. Only what the tests look up is declared; kinds of properties and parameters are asked
for by name, since their numbers differ between versions.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from tests.calendars.readings import Reading


class _Time(ctypes.Structure):
    """``struct icaltimetype`` of libical 3.0."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


_POINTER, _TEXT, _INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "icalparser_parse_string": (_POINTER, (_TEXT,)),
    "icalcomponent_free": (None, (_POINTER,)),
    "icalcomponent_isa": (_INT, (_POINTER,)),
    "icalcomponent_count_errors": (_INT, (_POINTER,)),
    "icalrestriction_check": (_INT, (_POINTER,)),
    "icalcomponent_as_ical_string": (_TEXT, (_POINTER,)),
    "icalcomponent_string_to_kind": (_INT, (_TEXT,)),
    "icalcomponent_get_first_component": (_POINTER, (_POINTER, _INT)),
    "icalcomponent_get_next_component": (_POINTER, (_POINTER, _INT)),
    "icalcomponent_get_uid": (_TEXT, (_POINTER,)),
    "icalcomponent_get_sequence": (_INT, (_POINTER,)),
    "icalcomponent_get_summary": (_TEXT, (_POINTER,)),
    "icalcomponent_get_location": (_TEXT, (_POINTER,)),
    "icalcomponent_get_dtstart": (_Time, (_POINTER,)),
    "icalcomponent_get_dtend": (_Time, (_POINTER,)),
    "icalcomponent_get_dtstamp": (_Time, (_POINTER,)),
    "icaltime_as_timet_with_zone": (ctypes.c_long, (_Time, _POINTER)),
    "icalproperty_string_to_kind": (_INT, (_TEXT,)),
    "icalcomponent_get_first_property": (_POINTER, (_POINTER, _INT)),
    "icalcomponent_get_next_property": (_POINTER, (_POINTER, _INT)),
    "icalproperty_get_value_as_string": (_TEXT, (_POINTER,)),
    "icalproperty_get_parameter_as_string": (_TEXT, (_POINTER, _TEXT)),
}
_lib = ctypes.CDLL("libical.so.3")
for _name, (_result, _arguments) in _SIGNATURES.items():
    getattr(_lib, _name).restype = _result
    getattr(_lib, _name).argtypes = _arguments


class Refused(Exception):
    """libical read the bytes with errors, or found that RFC 5546 does not allow the object. Holds its own words."""


def read_all_with_libical(raw: bytes) -> list[Reading]:
    """Every event, in order; raises :class:`Refused`."""
    with _calendar(raw) as calendar:
        method = _value(calendar, "METHOD")
        return [_reading(event, method or "") for event in _children(calendar, "VEVENT")]


def read_with_libical(raw: bytes) -> Reading:
    """The first event; raises :class:`Refused`."""
    return read_all_with_libical(raw)[0]


@contextmanager
def _calendar(raw: bytes) -> Iterator[int]:
    calendar = _lib.icalparser_parse_string(raw)
    if not calendar:
        raise Refused("nothing was read")
    try:
        if _lib.icalcomponent_isa(calendar) != _lib.icalcomponent_string_to_kind(b"VCALENDAR"):
            raise Refused("not one calendar")
        allowed = _lib.icalrestriction_check(calendar)
        if _lib.icalcomponent_count_errors(calendar) or not allowed:
            raise Refused(_lib.icalcomponent_as_ical_string(calendar).decode())
        yield calendar
    finally:
        _lib.icalcomponent_free(calendar)


def _reading(event: int, method: str) -> Reading:
    attendees = list(_properties(event, "ATTENDEE"))
    return Reading(
        method=method,
        uid=_lib.icalcomponent_get_uid(event).decode(),
        sequence=_lib.icalcomponent_get_sequence(event),
        stamp=_instant(_lib.icalcomponent_get_dtstamp(event)),
        starts_at=_instant(_lib.icalcomponent_get_dtstart(event)),
        ends_at=_instant(_lib.icalcomponent_get_dtend(event)),
        status=_value(event, "STATUS") or "",
        summary=_lib.icalcomponent_get_summary(event).decode(),
        location=(_lib.icalcomponent_get_location(event) or b"").decode(),
        organizer=_value(event, "ORGANIZER") or "",
        attendees=[_lib.icalproperty_get_value_as_string(attendee).decode() for attendee in attendees],
        common_name=_parameter(attendees[0], "CN") if attendees else None,
        partstat=_parameter(attendees[0], "PARTSTAT") if attendees else None,
    )


def _instant(time: _Time) -> datetime:
    """By the VTIMEZONE of the file itself, which libical attached to the time when it read the TZID."""
    return datetime.fromtimestamp(_lib.icaltime_as_timet_with_zone(time, time.zone), UTC)


def _children(component: int, name: str) -> Iterator[int]:
    kind = _lib.icalcomponent_string_to_kind(name.encode())
    child = _lib.icalcomponent_get_first_component(component, kind)
    while child:
        yield child
        child = _lib.icalcomponent_get_next_component(component, kind)


def _properties(component: int, name: str) -> Iterator[int]:
    kind = _lib.icalproperty_string_to_kind(name.encode())
    found = _lib.icalcomponent_get_first_property(component, kind)
    while found:
        yield found
        found = _lib.icalcomponent_get_next_property(component, kind)


def _value(component: int, name: str) -> str | None:
    found = next(_properties(component, name), None)
    return None if found is None else _lib.icalproperty_get_value_as_string(found).decode()


def _parameter(found: int, name: str) -> str | None:
    text = _lib.icalproperty_get_parameter_as_string(found, name.encode())
    return None if text is None else text.decode()
