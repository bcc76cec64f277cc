"""A DATE-TIME as any program writes it, as an instant (RFC 5545, 3.3.5)."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_DATE_TIME = re.compile(r"([0-9]{8})(?:T([0-9]{6})(?:\.[0-9]{1,9})?(Z?))?", re.IGNORECASE)
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")


def instant(value: str, tzid: str, floating: str | None) -> datetime | None:
    """In UTC; ``None`` for what is no instant: another form, a day without hour, an unknown zone.

    ``floating`` is the zone (IANA name) of a time without any; ``None`` says that such a time means nothing.
    """
    written = _DATE_TIME.fullmatch(value.strip())
    if written is None or written[2] is None:
        return None
    zone = UTC if written[3] else _zone(tzid, floating)
    if zone is None:
        return None
    try:
        return datetime.strptime(written[1] + written[2], "%Y%m%d%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None  # no such day or hour, or one beyond the years that can be counted


def _zone(tzid: str, floating: str | None) -> ZoneInfo | None:
    """Outlook writes "Romance Standard Time"; libical and old Mozilla put a path before the IANA name."""
    name = tzid.strip().strip('"')
    if not name:
        return ZoneInfo(floating) if floating else None
    tail = "/".join(name.strip("/").split("/")[-2:])
    for candidate in (WINDOWS_TO_OLSON.get(name, name), tail):
        if _ZONE_NAME.fullmatch(candidate) and len(candidate) <= 60:
            try:
                return ZoneInfo(candidate)
            except (ZoneInfoNotFoundError, OSError, ValueError):
                continue  # a name that is a folder, or nothing
    return None
