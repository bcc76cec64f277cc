"""Conditional requests: what did not change is not sent again (RFC 9110, 13)."""

import hashlib
from datetime import datetime, timedelta

from flask import Response, request


def fingerprint(content: bytes) -> str:
    """An ETag: another for other bytes."""
    return hashlib.sha256(content).hexdigest()[:32]


def conditional(response: Response, *, etag: str, changed_at: datetime, now: datetime) -> Response:
    """Give the answer its validators, and make it a 304 for whoever holds the same.

    HTTP dates hold no fraction of a second: ours is the second that ends after the change, and is left out until
    then, so that two changes within one second are told apart (RFC 9110, 8.8.2.1: never a date to come).
    """
    response.set_etag(etag)
    after = changed_at.replace(microsecond=0) + timedelta(seconds=1)
    if after <= now:
        response.last_modified = after
    response.make_conditional(request)
    return response
