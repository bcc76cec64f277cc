"""Absolute addresses for mails and calendars, always from ``BASE_URL``: a forged Host never reaches a link."""

from typing import Any, cast

from flask import current_app, url_for

from meetups.config import Settings


def settings() -> Settings:
    """The running application's settings."""
    return cast(Settings, current_app.extensions["settings"])


def absolute_url(endpoint: str, **values: Any) -> str:
    """Like ``url_for``, with ``BASE_URL`` in front; works without a request."""
    return settings().base_url + url_for(endpoint, _external=False, **values)
