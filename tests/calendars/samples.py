"""An ordinary lunch and guest, and the two parsers, neither of which wrote the bytes by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import icalendar
import vobject
from hypothesis import strategies as st

from meetups.calendars.events import Attendee, Event

LUNCH = Event(
    uid="0f5b1c1e-0000-4000-8000-000000000001.mark@reseau.example",
    sequence=2,
    stamp=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
    starts_at=datetime(2026, 12, 3, 11, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 3, 13, 0, tzinfo=UTC),
    summary="Déjeuner : parcours des personnes âgées, à Aix-les-Bains",
    description="Douze personnes autour d’une table.\nOn se dit ce que l’on fait ; rien à préparer.",
    location="Salle des fêtes, 1 place de la Mairie, 73100 Aix-les-Bains",
    lat=45.6885,
    lon=5.9153,
    url="https://reseau.example/rencontres/abc",
    organizer_name="Parenthèse Réseau",
    organizer_email="rencontres@reseau.example",
)
GUEST = Attendee("Éloïse Dupont", "eloise@cabinet.example")

# What people could type, and what someone could try.
ATTEMPTS = st.sampled_from(
    [
        "Midi\r\nATTENDEE:mailto:autre@cabinet.example",
        "Midi\nEND:VEVENT\nBEGIN:VEVENT\nUID:x",
        'x";CN="y:mailto:autre@cabinet.example',
        "x\u2028ATTENDEE:mailto:autre@cabinet.example\x85X-A:b\x0bX-C:d",
        "C:\\Notes\\nouvelles \\; \\, ^n ^' %0D%0A",
        "مريم عبد الله",
        "שרה כהן \u202eexe.scod",
        "Zoé 👩‍⚕️ et l’équipe : « bonne nouvelle » !",
        "é" * 80,
        "=" * 73 + "\\,",
    ]
)
TYPED = st.one_of(st.text(max_size=120), ATTEMPTS)
# From 1996 on the rules of the European Union hold.
INSTANTS = st.datetimes(datetime(1997, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda instant: instant.replace(microsecond=0)
)


@dataclass(frozen=True)
class Reading:
    """What a parser understood."""

    uid: str
    sequence: int
    starts_at: datetime
    summary: str
    attendees: list[str]
    common_name: str | None


def read_with_icalendar(raw: bytes) -> Reading:
    event = icalendar.Calendar.from_ical(raw).events[0]
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    return Reading(
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        starts_at=event.start.astimezone(UTC),
        summary=str(event["SUMMARY"]),
        attendees=[str(attendee) for attendee in attendees],
        common_name=attendees[0].params.get("CN") if attendees else None,
    )


def read_with_vobject(raw: bytes) -> Reading:
    event = vobject.readOne(raw.decode(), validate=True).vevent
    attendees: list[Any] = event.contents.get("attendee", [])
    return Reading(
        uid=event.uid.value,
        sequence=int(event.sequence.value),
        starts_at=event.dtstart.value.astimezone(UTC),
        summary=event.summary.value,
        attendees=[attendee.value for attendee in attendees],
        common_name=attendees[0].params.get("CN", [None])[0] if attendees else None,
    )


def property_names(raw: bytes) -> list[str]:
    """The name of each content line, in order, once unfolded (RFC 5545, 3.1)."""
    lines = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return [line.replace(";", ":").partition(":")[0] for line in lines]
