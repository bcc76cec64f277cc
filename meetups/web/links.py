"""Addresses of pages: absolute ones for mails and calendars always begin with ``BASE_URL``, never a forged Host."""

from typing import Any, cast

from flask import Flask, current_app, has_request_context, url_for

from meetups.config import Settings


def settings() -> Settings:
    """The running application's settings."""
    return cast(Settings, current_app.extensions["settings"])


def absolute_url(endpoint: str, **values: Any) -> str:
    """Like ``url_for``, with ``BASE_URL`` in front; works without a request."""
    return settings().base_url + url_for(endpoint, _external=False, **values)


def link_url(endpoint: str, token: str) -> str:
    """:func:`absolute_url` of a page that is opened by ``token``, which is made of ``A-Za-z0-9._-`` alone.

    A list of guests is a thousand of them: the address is built once.
    """
    kept: dict[str, str] = current_app.extensions["link_urls"]
    if endpoint not in kept:
        kept[endpoint] = absolute_url(endpoint, token=_HOLE)
    return kept[endpoint].replace(_HOLE, token)


_HOLE = "something-comes-here"
MOST_URLS = 5000


def page_url(endpoint: str, **values: Any) -> str:
    """``url_for``, which a page calls a hundred times, mostly for addresses that it made before: those are kept."""
    if endpoint.startswith(".") or not has_request_context():
        return url_for(endpoint, **values)
    kept: dict[object, str] = current_app.extensions["page_urls"]
    key = (endpoint, *values.items())
    if key not in kept:
        if len(kept) >= MOST_URLS:
            kept.clear()
        kept[key] = url_for(endpoint, **values)
    return kept[key]


def register(app: Flask) -> None:
    """Templates call ``page_url`` under its usual name."""
    app.extensions["page_urls"] = {}
    app.extensions["link_urls"] = {}
    app.jinja_env.globals["url_for"] = page_url
