"""One message of every kind that leaves or can be downloaded, for texts that a test chooses."""

from dataclasses import replace
from datetime import timedelta

from meetups.calendars.events import (
    Attendee,
    Event,
    EventStatus,
    PartStat,
    cancellation,
    invitation,
    one_event,
    publication,
)
from meetups.calendars.text import parameter, single_line
from tests.calendars.readings import Reading
from tests.calendars.samples import GUEST, LUNCH

_HOUR, _WEEK = timedelta(hours=1), timedelta(days=7)
FIRST = replace(LUNCH, sequence=0)
MOVED = replace(
    LUNCH,
    sequence=1,
    stamp=FIRST.stamp + _HOUR,
    starts_at=FIRST.starts_at + _WEEK,
    ends_at=FIRST.ends_at + _WEEK,
)
REMINDED = replace(MOVED, stamp=MOVED.stamp + _WEEK)
CALLED_OFF = replace(MOVED, sequence=2, stamp=REMINDED.stamp + _HOUR)

# Kind: the METHOD, the version of the meetup, and the answer that the guest's calendar is told.
MAILED = {
    "first invitation": ("REQUEST", FIRST, PartStat.NEEDS_ACTION),
    "update": ("REQUEST", MOVED, PartStat.NEEDS_ACTION),
    "reminder": ("REQUEST", REMINDED, PartStat.ACCEPTED),
    "promotion": ("REQUEST", MOVED, PartStat.ACCEPTED),
    "meetup cancelled": ("CANCEL", CALLED_OFF, PartStat.ACCEPTED),
    "guest withdrawn": ("CANCEL", replace(FIRST, sequence=1), PartStat.DECLINED),
}
DOWNLOADED = ("private feed", "public feed", "one event")


def with_texts(event: Event, text: str) -> Event:
    """``event`` with ``text`` wherever a person types."""
    return replace(event, summary=text, location=text, description=f"{text}\n{text}", organizer_name=text)


def mailed(kind: str, text: str) -> bytes:
    """The calendar object of a mail of this kind."""
    method, event, partstat = MAILED[kind]
    write = invitation if method == "REQUEST" else cancellation
    return write(with_texts(event, text), Attendee(text, GUEST.email, partstat))


def downloaded(kind: str, text: str) -> bytes:
    """A feed of a coming event and a cancelled one, or a file of the first alone."""
    coming = with_texts(FIRST, text)
    gone = replace(coming, uid="other@reseau.example", status=EventStatus.CANCELLED)
    if kind == "one event":
        return one_event(coming)
    return publication([coming, gone], name=text, private=kind == "private feed")


def expected_of_mail(kind: str, text: str) -> list[Reading]:
    """What every reader must find in :func:`mailed`."""
    method, event, partstat = MAILED[kind]
    reading = Reading(
        method=method,
        uid=LUNCH.uid,
        sequence=event.sequence,
        stamp=event.stamp,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        status="CANCELLED" if method == "CANCEL" else "CONFIRMED",
        summary=single_line(text),
        location=single_line(text),
        organizer=f"mailto:{LUNCH.organizer_email}",
        attendees=[f"mailto:{GUEST.email}"],
        common_name=parameter(text) or None,
        partstat=partstat,
    )
    return [reading]


def expected_of_file(kind: str, text: str) -> list[Reading]:
    """What every reader must find in :func:`downloaded`: no guest at all."""
    [invited] = expected_of_mail("first invitation", text)
    coming = replace(invited, method="PUBLISH", attendees=[], common_name=None, partstat=None)
    gone = replace(coming, uid="other@reseau.example", status="CANCELLED")
    return [coming] if kind == "one event" else [coming, gone]
