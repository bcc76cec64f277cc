"""What guests of a meetup have in common is written once: each object is still what the library would write."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.parser import Contentline

from meetups.calendars import events
from meetups.calendars.events import Attendee, Event, PartStat, cancellation, invitation
from meetups.calendars.text import Text
from tests.factories import LUNCH, NOW

NASTY = "\r\nUID:someone@nowhere.invalid\r\nATTENDEE:mailto:someone@nowhere.invalid\r\n"
WORDS = st.text(max_size=120) | st.sampled_from([NASTY, NASTY * 3, 'Jean "Dupont", é' * 9, "x" * 68 + NASTY])
LUNCH_EVENT = Event(
    uid="a.b@reseau.example",
    sequence=0,
    stamp=NOW,
    starts_at=LUNCH,
    ends_at=LUNCH + timedelta(hours=1),
    summary="Déjeuner",
    organizer_name="Parenthèse Réseau",
    organizer_email="reseau@parenthese.example",
    lat=45.6,
    lon=5.9,
)


def whole(method: str, event: Event, attendee: Attendee) -> bytes:
    """The object written in one go."""
    calendar = events._calendar(method, zones={event.zone})
    component = events._component(event, visibility="PRIVATE")
    component.add("ATTENDEE", events._attendee(attendee))
    component.add("X-MICROSOFT-DISALLOW-COUNTER", Text("TRUE"))
    calendar.add_component(component)
    return calendar.to_ical()


@given(name=WORDS, words=WORDS, partstat=st.sampled_from(PartStat), sequence=st.integers(0, 3))
def test_an_object_is_the_one_that_would_be_written_alone(
    name: str, words: str, partstat: PartStat, sequence: int
) -> None:
    uid = f"{abs(hash(words))}-{'0' * 40}.{'f' * 32}@reseau.example"
    event = replace(
        LUNCH_EVENT, uid=uid, sequence=sequence, summary=f"Déjeuner {words}", description=words, location=words
    )
    guest = Attendee(name, "ines@sante.example", partstat)
    assert invitation(event, guest) == whole("REQUEST", event, guest)
    cancelled = replace(event, status=events.EventStatus.CANCELLED)
    assert cancellation(event, guest) == whole("CANCEL", cancelled, guest)


@given(st.text("a\\^é€𝄞", min_size=60, max_size=300))
def test_a_line_is_folded_where_the_library_folds_it(words: str) -> None:
    assert events._line(f"X:{words}".encode()) == Contentline(f"X:{words}").to_ical() + b"\r\n"


def test_two_guests_of_a_meetup_share_nothing_of_each_other() -> None:
    guests = [Attendee(f"Invité {n}", f"p{n}@sante.example") for n in range(3)]
    for number, guest in enumerate(guests):
        raw = invitation(replace(LUNCH_EVENT, uid=f"{number}.b@reseau.example"), guest)
        (component,) = Calendar.from_ical(raw).walk("VEVENT")
        assert component["UID"] == f"{number}.b@reseau.example"
        assert component["ATTENDEE"] == f"mailto:p{number}@sante.example"
        assert raw.count(b"ATTENDEE") == 1
        assert b"nowhere.invalid" not in raw
