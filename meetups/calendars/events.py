"""Meetups as iCalendar objects: invitation, cancellation, feed (RFC 5545, RFC 5546, RFC 7986).

Each object names one guest at most: the one who receives it. Nothing personal (answer links, other guests) is
ever inside, since people share their calendars.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vGeo, vUri
from icalendar import Event as Component

from meetups.calendars.errors import InvalidEvent
from meetups.calendars.text import Text, paragraphs, parameter, single_line
from meetups.calendars.zones import vtimezone

_PARIS = "Europe/Paris"
_PRODID = "-//Parenthese Reseau//Rencontres//FR"
# Narrower than RFC 5322 on purpose: what is refused here would need quoting in a mailto URI.
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f\"<>(),;:\\@\[\]]+@[^\s\x00-\x1f\x7f\"<>(),;:\\@\[\]]+")
_URL = re.compile(r"https?://[!-~]+")
# Metres around the point within which an iPhone says "you have arrived".
_APPLE_RADIUS = "70"
# In the place of each guest in turn (RFC 2606).
_SOMEONE = "someone@nowhere.invalid"
# In a CN, what the library puts between quotes: more than RFC 5545, 3.2 asks for.
_QUOTED = re.compile("[ ',:;\u2019]")
# RFC 5545, 3.1 allows 75; a further line begins with a space.
_LONGEST_LINE = 74


class PartStat(StrEnum):
    """What the guest has answered (RFC 5545, 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


class EventStatus(StrEnum):
    """RFC 5545, 3.8.1.11."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Attendee:
    """The one person a mail is for. ``name`` may be empty."""

    name: str
    email: str
    partstat: PartStat = PartStat.NEEDS_ACTION

    def __post_init__(self) -> None:
        _check_address(self.email)


@dataclass(frozen=True)
class Event:
    """One meetup as a calendar shows it. Instants are aware; ``lat`` and ``lon`` are WGS 84 degrees.

    ``stamp`` is when this version was made (DTSTAMP); ``sequence`` rises with every version that is mailed.
    Raises :class:`InvalidEvent` when the values contradict each other.
    """

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    organizer_name: str
    organizer_email: str
    zone: str = _PARIS
    description: str = ""
    location: str = ""
    lat: float | None = None
    lon: float | None = None
    url: str = ""
    status: EventStatus = EventStatus.CONFIRMED

    def __post_init__(self) -> None:
        if any(instant.tzinfo is None for instant in (self.stamp, self.starts_at, self.ends_at)):
            raise InvalidEvent("instants must be aware")
        if self.ends_at <= self.starts_at:
            raise InvalidEvent("ends before it starts")
        if self.sequence < 0:
            raise InvalidEvent("SEQUENCE is negative")
        if not self.uid or single_line(self.uid) != self.uid:
            raise InvalidEvent("UID is empty or not one clean line")
        if not single_line(self.summary):
            raise InvalidEvent("no title")
        if self.url and not _URL.fullmatch(self.url):
            raise InvalidEvent("not an http address")
        _check_point(self.lat, self.lon)
        _check_address(self.organizer_email)


def invitation(event: Event, attendee: Attendee) -> bytes:
    """METHOD:REQUEST for one guest: a first invitation, an update or a reminder (RFC 5546, 3.2.2).

    Raises :class:`InvalidEvent` for a cancelled event, :class:`~meetups.calendars.errors.UnknownZone`.
    """
    if event.status is EventStatus.CANCELLED:
        raise InvalidEvent("a cancelled event invites nobody")
    return _for_one_guest("REQUEST", event, attendee)


def cancellation(event: Event, attendee: Attendee) -> bytes:
    """METHOD:CANCEL for one guest, whatever ``event.status`` says (RFC 5546, 3.2.5).

    The caller gives the same UID and a higher SEQUENCE than the last invitation.
    Raises :class:`~meetups.calendars.errors.UnknownZone`.
    """
    return _for_one_guest("CANCEL", replace(event, status=EventStatus.CANCELLED), attendee)


def publication(
    events: Iterable[Event], *, name: str, refresh: timedelta = timedelta(hours=1), private: bool = True
) -> bytes:
    """METHOD:PUBLISH, a feed to subscribe to: no attendee at all (RFC 5546, 3.2.1; RFC 7986, 5.1 and 5.7).

    The same events give the same bytes in whatever order they come, so that an ETag made of them is stable.
    ``refresh`` is how often a reader should come back; ``private`` hides the details from those with whom the
    reader shares their own calendar, and is false for the public feed. A feed without events still holds a
    time zone, since a calendar must have a component (RFC 5545, 3.6).
    """
    ordered = sorted(events, key=lambda event: (event.starts_at, event.uid))
    calendar = _published(ordered, private=private)
    every = f"PT{max(1, round(refresh.total_seconds() / 60))}M"
    calendar.add("NAME", Text(single_line(name)))
    calendar.add("X-WR-CALNAME", Text(single_line(name)))
    # The library's own property omits VALUE=DURATION, without which Thunderbird ignores it.
    calendar.add("REFRESH-INTERVAL", Text(every), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", Text(every))
    return _written(calendar)


def one_event(event: Event, *, private: bool = True) -> bytes:
    """METHOD:PUBLISH, a file of one event to keep: as in :func:`publication`, for a single download.

    It has no name: given X-WR-CALNAME, Outlook opens a new calendar instead of adding to one's own ([MS-OXCICAL]
    2.1.3.1.1.17: omitted for a single appointment).
    """
    return _written(_published([event], private=private))


def _published(events: list[Event], *, private: bool) -> Calendar:
    calendar = _calendar("PUBLISH", zones={event.zone for event in events} or {_PARIS})
    for event in events:
        component = _component(event, visibility="PRIVATE" if private else "PUBLIC")
        # DTSTAMP is about the mail or the file, this about the meetup (RFC 5545, 3.8.7.3): both are its last change.
        component.add("LAST-MODIFIED", event.stamp.astimezone(UTC))
        calendar.add_component(component)
    return calendar


def _for_one_guest(method: str, event: Event, attendee: Attendee) -> bytes:
    """Between the guests of a meetup only two lines differ: the rest is written once."""
    before, between, after = _common(method, _SHARED(event))
    return b"".join((before, _uid_line(event.uid), between, _guest_line(attendee), after))


_SHARED: "attrgetter[tuple[object, ...]]" = attrgetter(*(each.name for each in fields(Event)[1:]))
"""All of an event but its UID, which comes first."""


@lru_cache(maxsize=100)
def _common(method: str, shared: tuple[Any, ...]) -> tuple[bytes, bytes, bytes]:
    """The object of an event that is nobody's, cut where the line of its guest and that of its UID are.

    No text can hold such a line: within one, what follows a line end is a space.
    """
    event = Event(_SOMEONE, *shared)
    calendar = _calendar(method, zones={event.zone})
    component = _component(event, visibility="PRIVATE")
    component.add("ATTENDEE", _attendee(Attendee("", _SOMEONE)))
    # A counter-proposal could not be applied anyway: the table is set for everybody.
    component.add("X-MICROSOFT-DISALLOW-COUNTER", Text("TRUE"))
    calendar.add_component(component)
    before, rest = _written(calendar).split(b"\r\n" + _uid_line(_SOMEONE))
    between, after = rest.split(b"\r\n" + _guest_line(Attendee("", _SOMEONE)))
    return before + b"\r\n", between + b"\r\n", after


def _guest_line(attendee: Attendee) -> bytes:
    """As the library writes :func:`_attendee`."""
    name = parameter(attendee.name)
    common_name = f'"{name}"' if _QUOTED.search(name) else name
    parameters = f"CN={common_name};" if name else ""
    parameters += f"CUTYPE=INDIVIDUAL;PARTSTAT={attendee.partstat};ROLE=REQ-PARTICIPANT;RSVP=TRUE"
    return _line(f"ATTENDEE;{parameters}:mailto:{attendee.email}".encode())


def _uid_line(uid: str) -> bytes:
    return _line(b"UID:" + Text(uid).to_ical())


def _line(content: bytes) -> bytes:
    """Folded where the library folds it: between characters, and never after the sign that escapes the next one."""
    folded = []
    while len(content) > _LONGEST_LINE:
        end = _LONGEST_LINE
        while content[end] & 0xC0 == 0x80:
            end -= 1
        if content[end - 1] in b"\\^":
            end -= 1
        folded.append(content[:end])
        content = content[end:]
    return b"\r\n ".join([*folded, content]) + b"\r\n"


def _written(calendar: Calendar) -> bytes:
    content: bytes = calendar.to_ical()
    return content


def _calendar(method: str, zones: set[str]) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", Text("2.0"))
    calendar.add("PRODID", Text(_PRODID))
    calendar.add("CALSCALE", Text("GREGORIAN"))
    calendar.add("METHOD", Text(method))
    for zone in sorted(zones):
        calendar.add_component(vtimezone(zone))
    return calendar


def _component(event: Event, visibility: str) -> Component:
    cancelled = event.status is EventStatus.CANCELLED
    component = Component()
    component.add("UID", Text(event.uid))
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTAMP", event.stamp.astimezone(UTC))
    component.add("DTSTART", _local(event.starts_at, event.zone))
    component.add("DTEND", _local(event.ends_at, event.zone))
    component.add("SUMMARY", Text(single_line(event.summary)))
    component.add("STATUS", Text(event.status))
    component.add("TRANSP", Text("TRANSPARENT" if cancelled else "OPAQUE"))
    component.add("CLASS", Text(visibility))
    component.add("ORGANIZER", _person(event.organizer_name, event.organizer_email))
    if description := paragraphs(event.description):
        component.add("DESCRIPTION", Text(description))
    if event.url:
        component.add("URL", vUri(event.url))
    _add_place(component, event)
    return component


def _add_place(component: Component, event: Event) -> None:
    location = single_line(event.location)
    if location:
        component.add("LOCATION", Text(location))
    if event.lat is None or event.lon is None:
        return
    component.add("GEO", _Geo((event.lat, event.lon)))
    place = vUri(f"geo:{event.lat:.6f},{event.lon:.6f}")
    place.params["VALUE"] = "URI"
    place.params["X-APPLE-RADIUS"] = _APPLE_RADIUS
    if location:
        place.params["X-TITLE"] = parameter(location)
    component.add("X-APPLE-STRUCTURED-LOCATION", place)


def _person(name: str, email: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    if common_name := parameter(name):
        person.params["CN"] = common_name
    return person


def _attendee(attendee: Attendee) -> vCalAddress:
    person = _person(attendee.name, attendee.email)
    person.params["CUTYPE"] = "INDIVIDUAL"
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = str(attendee.partstat)
    # Without it no client shows answer buttons, also once an answer is known.
    person.params["RSVP"] = "TRUE"
    return person


def _local(instant: datetime, zone: str) -> datetime:
    """``instant`` on the wall clock of ``zone``, or in UTC during the two hours that autumn makes alike.

    A time with a TZID should mean the first of the two (RFC 5545, 3.3.5), but libical 3.0 and ical.js 2.2 take the
    second: only UTC says the same to all.
    """
    local = instant.astimezone(ZoneInfo(zone))
    is_repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return instant.astimezone(UTC) if is_repeated else local


class _Geo(vGeo):
    """Six decimals, never the exponent that Python writes near the Greenwich meridian (1e-05)."""

    def to_ical(self) -> str:
        return f"{self.latitude:.6f};{self.longitude:.6f}"


def _check_address(email: str) -> None:
    if not _ADDRESS.fullmatch(email):
        raise InvalidEvent("not an e-mail address")


def _check_point(lat: float | None, lon: float | None) -> None:
    if (lat is None) != (lon is None):
        raise InvalidEvent("half a point")
    if lat is None or lon is None:
        return
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise InvalidEvent("not a point on Earth")
