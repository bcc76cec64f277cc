"""What was just removed, carried by the next page's address, signed: one button puts it back."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

REMOVED = "retire"
LONGEST = 3600
"""Seconds during which it can be put back."""
MOST_CHARACTERS = 4000
"""Of an address: beyond, servers refuse it. A thousand communes are some three thousand."""

Fields = Mapping[str, str | list[str]]
"""What the form that makes such a thing sends."""


def pack(fields: Fields) -> str | None:
    """The fields as a word for the address, or ``None`` when there are too many of them."""
    word = _serializer().dumps(fields)
    text = word if isinstance(word, str) else word.decode()
    return text if len(text) <= MOST_CHARACTERS else None


def removed() -> dict[str, Any] | None:
    """The fields that the address carries, if any and lately signed by us."""
    word = request.args.get(REMOVED)
    if not word:
        return None
    try:
        fields: dict[str, Any] = _serializer().loads(word, max_age=LONGEST)
    except BadData:
        return None
    return fields


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="removed")  # type: ignore[arg-type]
