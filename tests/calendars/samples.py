"""An ordinary lunch and guest, what people could type instead, and the readers of every test."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st

from meetups.calendars.events import Attendee, Event
from tests.calendars.libical import read_with_libical
from tests.calendars.readings import read_with_icalendar, read_with_vobject

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

# Names, titles and places as they are in life.
IN_LIFE = {
    "quotes": 'L’équipe dit "oui" à l\'unanimité',
    "accents": "Éloïse Châtaîgnière, œuvre à Aÿ",
    "semicolons": "Déjeuner ; à midi ; sans dessert",
    "commas": "Dupont, Martin, et fils, 1, place Haute",
    "backslashes": "C:\\Notes\\nuit \\; \\, \\",
    "80 characters": "É" * 80,
    "80 words of two octets": "é " * 79 + "é",
    "right to left": "مريم عبد الله — שרה כהן\u200f, 12",
    "emoji": "Café 👩\u200d⚕️ & 🥐 <b>cætera</b>",
    "colons and signs": "RDV: 12h30 = midi^n % 100 #1 'x'",
}
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


# When clocks change in Paris, in spring and in autumn.
CHANGES = (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC))
EVERY_READER = pytest.mark.parametrize("read", [read_with_icalendar, read_with_vobject, read_with_libical])


def lunches_around(change: datetime) -> list[Event]:
    """One at each quarter of an hour from eight hours before to fourteen after, short, usual and over a night."""
    starts = [change + timedelta(minutes=15 * number) for number in range(-32, 57)]
    lengths = [timedelta(minutes=30), timedelta(hours=2), timedelta(hours=26)]
    return [
        replace(LUNCH, uid=f"{starts_at:%m%d%H%M}-{number}@x", starts_at=starts_at, ends_at=starts_at + lasts)
        for starts_at in starts
        for number, lasts in enumerate(lengths)
    ]


def property_names(raw: bytes) -> list[str]:
    """The name of each content line, in order, once unfolded (RFC 5545, 3.1)."""
    lines = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return [line.replace(";", ":").partition(":")[0] for line in lines]
