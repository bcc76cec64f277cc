"""Time zones as static VTIMEZONE components.

Those that libraries generate carry a list of past observances, which Outlook reads wrongly. Two yearly rules
are what the European Union has applied since 1996 (directive 2000/84/EC).
"""

from icalendar import Timezone

from meetups.calendars.errors import UnknownZone

_PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
_ZONES = {"Europe/Paris": _PARIS}


def vtimezone(zone: str) -> Timezone:
    """The component that defines ``zone`` (IANA name); raises :class:`UnknownZone`."""
    if zone not in _ZONES:
        raise UnknownZone(zone)
    component = Timezone.from_ical(_ZONES[zone])
    assert isinstance(component, Timezone)
    return component
