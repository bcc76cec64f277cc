"""Which page a remark is about, without the secret that an address may hold.

A link's token opens somebody's page: it is neither kept, nor written in another page's links. So every argument of a
route counts as a secret, unless it is one of those that only name a row.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect, Rule

from meetups.accounts.rules import safe_next

NAMING = {"public_id", "invitation_public_id", "call_public_id", "block_public_id", "wish_public_id"} | {
    "request_id",
    "number",
    "topic",
}
"""Arguments that name a row or a page, and open nothing by themselves."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Place:
    """A page as a remark keeps it: its path, or the pattern of its route (« /i/<token> »), or nothing when unknown."""

    name: str = ""
    url: str | None = None
    """The way back; ``None`` when the address is a secret, or opens nothing by itself."""


def this_page() -> str:
    """The name of the page being answered, for the link at its foot. Asks nothing of the database."""
    rule = request.url_rule
    return _place(rule, dict(request.view_args or {}), request.path).name if rule else ""


def place_of(target: str | None) -> Place:
    """The page that an address names; what follows « ? » is never read, since it may hold a code."""
    if not target or safe_next(target) != target:
        return Place()
    path = urlsplit(target).path
    found = _match(path)
    return _place(*found, path) if found else Place()


def _place(rule: Rule, arguments: dict[str, object], path: str) -> Place:
    if any(name not in NAMING or not _NAME.fullmatch(str(value)) for name, value in arguments.items()):
        return Place(rule.rule)
    return Place(path, path if "GET" in (rule.methods or ()) else None)


def _match(path: str) -> tuple[Rule, dict[str, object]] | None:
    """The route of a path, whichever method it takes: a form that was refused stands at its own address."""
    addresses = current_app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        try:
            rule, arguments = addresses.match(path, method=method, return_rule=True)
        except (NotFound, MethodNotAllowed, RequestRedirect):
            continue
        return rule, dict(arguments)
    return None
