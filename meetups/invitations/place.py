"""What a guest needs to know to come: the room's address, and how one gets in."""

from urllib.parse import urlencode

from flask_babel import gettext

from meetups.venues.models import Venue

_MAP = "https://www.openstreetmap.org/search"


def address_lines(venue: Venue) -> list[str]:
    """« 12 rue de l’Église », « 73290 La Motte-Servolex »; the second alone when nobody gave the address."""
    commune = venue.host.commune
    return [part for part in (venue.address, f"{commune.postal_code} {commune.name}") if part]


def address_line(venue: Venue) -> str:
    """The same on one line, between commas."""
    return ", ".join(address_lines(venue))


def map_url(venue: Venue) -> str | None:
    """A map that searches the address; ``None`` without one, since a point in the commune's centre would mislead."""
    return f"{_MAP}?{urlencode({'query': address_line(venue)})}" if venue.address else None


def access_lines(venue: Venue) -> list[str]:
    """What we know about getting in, and nothing about what we do not know."""
    lines = []
    if venue.is_step_free:
        lines.append(gettext("De plain-pied."))
    elif venue.is_step_free is False:
        lines.append(gettext("Il y a des marches : si c’est une difficulté, appelez l’équipe."))
    return lines + [line.strip() for line in venue.access_notes.splitlines() if line.strip()]
