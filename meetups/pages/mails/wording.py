"""Why a mail did not leave, in plain words."""

import re

from meetups.pages.opening.reasons import plain_reason

_SERVER = re.compile(r"\d{3}\b")


def reason(said: str | None) -> tuple[str, str]:
    """A sentence in French, and what the server said, to be shown beside it: empty when the sentence is our own."""
    if not said:
        return "", ""
    if said.endswith(".") and not _SERVER.match(said):
        return said, ""
    return plain_reason(said), said
