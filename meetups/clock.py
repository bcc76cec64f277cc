"""The only reader of the wall clock: everything else takes ``now`` as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The current instant, aware, in UTC, to the second (calendars and mails carry no fraction)."""
    return datetime.now(UTC).replace(microsecond=0)
