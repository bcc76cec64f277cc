"""A lunch as search engines, mailboxes and link previews read it (schema.org/Event)."""

from datetime import datetime

from flask_babel import gettext

from meetups.planning.models import Meetup
from meetups.web.filters import hour, local, long_date

JsonObject = dict[str, object]

DESCRIBED = 300
"""What previews show at most, in characters."""


def event_data(meetup: Meetup, said: str, *, url: str, image: str, organiser: str, site: str) -> JsonObject:
    """The JSON-LD of a lunch's page: what the page itself says, and nobody's name. ``said``: its description."""
    status = "EventCancelled" if meetup.is_cancelled else "EventScheduled"
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": meetup.title,
        "description": said,
        "startDate": _moment(meetup.starts_at, meetup.zone),
        "endDate": _moment(meetup.ends_at, meetup.zone),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _place(meetup),
        "organizer": {"@type": "Organization", "name": organiser, "url": site},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": meetup.places,
        "remainingAttendeeCapacity": max(0, meetup.seats_left),
        "inLanguage": "fr",
        "image": image,
        "url": url,
    }


def description(meetup: Meetup) -> str:
    """When, where and why, in one paragraph that previews may cut."""
    when = gettext(
        "%(day)s, %(start)s à %(end)s",
        day=long_date(meetup.starts_at, meetup.zone).capitalize(),
        start=hour(meetup.starts_at, meetup.zone),
        end=hour(meetup.ends_at, meetup.zone),
    )
    place = [meetup.venue.name] if meetup.venue else []
    said = f"{', '.join([when, *place, town_of(meetup)])}. {' '.join(meetup.why.split())}".strip()
    return said if len(said) <= DESCRIBED else said[: DESCRIBED - 1].rstrip() + "…"


def town_of(meetup: Meetup) -> str:
    """The commune of the room, or the one planned while there is no room."""
    return (meetup.venue.host.commune if meetup.venue else meetup.commune).name


def _place(meetup: Meetup) -> JsonObject:
    venue = meetup.venue
    commune = venue.host.commune if venue else meetup.commune
    address: JsonObject = {
        "@type": "PostalAddress",
        "postalCode": commune.postal_code,
        "addressLocality": commune.name,
        "addressCountry": "FR",
    }
    if venue is None:
        return {"@type": "Place", "name": commune.name, "address": address}
    if venue.address:
        address["streetAddress"] = venue.address
    point = {"@type": "GeoCoordinates", "latitude": venue.lat, "longitude": venue.lon}
    return {"@type": "Place", "name": venue.name, "address": address, "geo": point}


def _moment(at: datetime, zone: str) -> str:
    """ISO 8601 on the clocks of the place, with their offset: « 2027-01-19T12:15:00+01:00 »."""
    return local(at, zone).isoformat(timespec="seconds")
