"""What each view declares about who may open it. A view that declares nothing fails a test.

The marks live here, left of every feature, so that the outbox may use them too; ``accounts.access`` adds those that
need to know who is signed in.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, abort

from meetups import installation
from meetups.database import db
from meetups.web.links import settings

P = ParamSpec("P")
R = TypeVar("R")


def mark(access: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator that writes ``access`` on a view; it checks nothing by itself."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declare


public = mark("public")


def demo_is_open() -> bool:
    """Whether the demo's mailbox and sign-in links exist: a marked database, served on loopback only."""
    return settings().is_loopback and installation.is_demo(db.session())


def demo_only(view: Callable[P, R]) -> Callable[P, R]:
    """A page of the demo: anywhere else it answers 404, like a page that does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not demo_is_open():
            abort(404)
        return view(*args, **kwargs)

    return mark("demo_only")(guarded)


def declared_access(app: Flask) -> dict[str, str | None]:
    """Endpoint → declared access (``None``: nothing declared), for the test that walks every route."""
    return {endpoint: getattr(view, "access", None) for endpoint, view in app.view_functions.items()}
