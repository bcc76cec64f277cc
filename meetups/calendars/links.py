"""« Ajouter à mon agenda » as plain links, and the address that subscribes to a feed. Nothing personal is inside."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from meetups.calendars.errors import InvalidEvent
from meetups.calendars.events import Event
from meetups.calendars.text import paragraphs, single_line

_GOOGLE = "https://calendar.google.com/calendar/render?"
# Accounts of persons and of organisations are served apart. "deeplink" hangs for organisations since 2023
# (office-js#3345, add-to-calendar-button#412), "action" does not.
_OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&"
_OFFICE = "https://outlook.office.com/calendar/action/compose?rru=addevent&"
# Beyond this, servers and mail readers cut or refuse an address: the description gives way, then the place.
_LONGEST = 2000


def google_url(event: Event) -> str:
    """Opens Google Agenda with the event filled in. Hours in UTC, shown in the event's zone."""
    dates = f"{event.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}/{event.ends_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    known = {"action": "TEMPLATE", "text": single_line(event.summary), "dates": dates, "ctz": event.zone}
    return _address(_GOOGLE, known, location=_place(event), details=_details(event))


def outlook_url(event: Event) -> str:
    """Opens outlook.com (a personal account) with the event filled in. Hours in UTC."""
    return _address(_OUTLOOK, _microsoft(event), location=_place(event), body=_details(event))


def office365_url(event: Event) -> str:
    """As :func:`outlook_url`, for an account of an organisation."""
    return _address(_OFFICE, _microsoft(event), location=_place(event), body=_details(event))


def webcal_url(https_url: str) -> str:
    """The same address for calendar programs, which subscribe to it instead of downloading it.

    Raises :class:`~meetups.calendars.errors.InvalidEvent` for an address that is not of the web.
    """
    scheme, found, rest = https_url.partition("://")
    if not found or scheme not in ("https", "http"):
        raise InvalidEvent("not an http address")
    return f"webcal://{rest}"


def _microsoft(event: Event) -> dict[str, str]:
    return {
        "subject": single_line(event.summary),
        "startdt": _utc(event.starts_at),
        "enddt": _utc(event.ends_at),
    }


def _utc(instant: datetime) -> str:
    # Without the Z, Outlook would read the hour in the reader's own zone.
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _place(event: Event) -> str:
    return single_line(event.location)


def _details(event: Event) -> str:
    return "\n\n".join(part for part in (event.url, paragraphs(event.description)) if part)


def _address(start: str, known: dict[str, str], **optional: str) -> str:
    """``start`` with the query; spaces are %20, since Outlook would show a plus sign."""
    address = start + urlencode(known, quote_via=quote)
    for name, text in optional.items():
        kept = _fitting(text, _LONGEST - len(f"{address}&{name}="))
        if kept:
            address += f"&{name}={kept}"
    return address


def _fitting(text: str, room: int) -> str:
    """As much of ``text``, percent-encoded, as ``room`` octets hold, with « … » when something is left out."""
    encoded = quote(text)
    if len(encoded) <= room:
        return encoded
    more = quote("…")
    kept = ""
    for character in text:
        kept_and_one_more = kept + quote(character)
        if len(kept_and_one_more) + len(more) > room:
            break
        kept = kept_and_one_more
    return kept + more if kept else ""
