"""What a calendar program understands of a file, and two such programs in Python."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import icalendar
import vobject


@dataclass(frozen=True)
class Reading:
    """One event as a reader shows it. Instants in UTC; absent texts are empty."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    status: str
    summary: str
    location: str
    organizer: str
    attendees: list[str]
    common_name: str | None
    partstat: str | None


def read_all_with_icalendar(raw: bytes) -> list[Reading]:
    """Every event, in order."""
    calendar = icalendar.Calendar.from_ical(raw)
    return [_by_icalendar(event, str(calendar["METHOD"])) for event in calendar.events]


def _by_icalendar(event: icalendar.Event, method: str) -> Reading:
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    parameters = attendees[0].params if attendees else {}
    return Reading(
        method=method,
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        stamp=event["DTSTAMP"].dt.astimezone(UTC),
        starts_at=event.start.astimezone(UTC),
        ends_at=event.end.astimezone(UTC),
        status=str(event["STATUS"]),
        summary=str(event["SUMMARY"]),
        location=str(event.get("LOCATION", "")),
        organizer=str(event["ORGANIZER"]),
        attendees=[str(attendee) for attendee in attendees],
        common_name=parameters.get("CN"),
        partstat=parameters.get("PARTSTAT"),
    )


def read_all_with_vobject(raw: bytes) -> list[Reading]:
    """Every event, in order; raises vobject's own error when RFC 5545 is not respected."""
    calendar = vobject.readOne(raw.decode(), validate=True)
    return [_by_vobject(event, calendar.method.value) for event in calendar.contents.get("vevent", [])]


def _by_vobject(event: Any, method: str) -> Reading:
    attendees: list[Any] = event.contents.get("attendee", [])
    parameters = attendees[0].params if attendees else {}
    places = event.contents.get("location", [])
    return Reading(
        method=method,
        uid=event.uid.value,
        sequence=int(event.sequence.value),
        stamp=event.dtstamp.value.astimezone(UTC),
        starts_at=event.dtstart.value.astimezone(UTC),
        ends_at=event.dtend.value.astimezone(UTC),
        status=event.status.value,
        summary=event.summary.value,
        location=places[0].value if places else "",
        organizer=event.organizer.value,
        attendees=[attendee.value for attendee in attendees],
        common_name=parameters.get("CN", [None])[0],
        partstat=parameters.get("PARTSTAT", [None])[0],
    )


def read_with_icalendar(raw: bytes) -> Reading:
    """The first event."""
    return read_all_with_icalendar(raw)[0]


def read_with_vobject(raw: bytes) -> Reading:
    """The first event."""
    return read_all_with_vobject(raw)[0]
