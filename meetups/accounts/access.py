"""Who may open what: each view declares it, one place enforces it, and a view that declares nothing opens to nobody.

Refusals: anonymous → sign in first (302); signed in without the role → 403.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from meetups import clock
from meetups.accounts import rules, sessions
from meetups.accounts.models import Account
from meetups.database import db
from meetups.extensions import csrf
from meetups.web.access_marks import demo_only, mark, public
from meetups.web.errors import error_page

__all__ = [
    "current_account",
    "demo_only",
    "entrance",
    "guest_link",
    "home_of",
    "host_link",
    "organiser",
    "public",
    "require_account",
    "signed_in",
]

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger()

OPEN = {"public", "demo_only", "guest_link", "host_link"}
"""Opened without an account: by anyone, on a demo only, or by a signed link that the view itself reads."""

signed_in = mark("signed_in")
organiser = mark("organiser")


def _by_link(access: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The link is the authority: its posts carry no form token (RFC 8058 one-click posts cannot)."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        csrf.exempt(view)
        return mark(access)(view)

    return declare


def entrance(view: Callable[P, R]) -> Callable[P, R]:
    """A page that leads elsewhere those who are signed in. A form sent to it by someone who already is goes there.

    Signing in changes the form token: the second click of a double click comes too late with the old one.
    """
    view.is_entrance = True  # type: ignore[attr-defined]
    return view


guest_link = _by_link("guest_link")
host_link = _by_link("host_link")


def current_account() -> Account | None:
    """Who is signed in: one query a request at most, none for a browser that never signed in."""
    if "account" not in g:
        g.account = None  # first, so that an error page can be drawn when the query below fails
        g.account = sessions.signed_in_account(db.session(), session, now=clock.utc_now())
    account: Account | None = g.account
    return account


def require_account() -> Account:
    """The signed-in account, in a view that asks for one."""
    return current_account() or abort(403)


def home_of(account: Account) -> str:
    """Where an account starts."""
    return url_for("pages.organisation" if account.is_organiser else "pages.me")


def register(app: Flask) -> None:
    """Enforce what views declare, and give templates ``current_account()``."""
    app.config["PERMANENT_SESSION_LIFETIME"] = rules.SESSION_LIFE
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # else cached static files would carry the cookie
    mark("public")(app.view_functions["static"])
    app.before_request(_enforce)
    app.register_error_handler(CSRFError, _form_too_old)
    app.jinja_env.globals["current_account"] = current_account


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    g.pop("account", None)  # this comes before the line of ``_enforce`` that does so
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_entrance", False) and request.form.get("csrf_token") and current_account():
        return redirect(request.path)
    return error_page(400)


def _enforce() -> ResponseReturnValue | None:
    g.pop("account", None)  # a test's context outlives its requests
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = getattr(current_app.view_functions[request.endpoint], "access", None)
    account = current_account()
    if access in OPEN:
        return None
    if access not in {"signed_in", "organiser"}:
        raise LookupError(f"{request.endpoint} does not declare who may open it")
    if account is None:
        return redirect(url_for("accounts.sign_in", next=_way_back()))
    if access == "organiser" and not account.is_organiser:
        log.info("access_refused", endpoint=request.endpoint, account=account.public_id)
        abort(403)
    return None


def _way_back() -> str | None:
    """The page to come back to after signing in; a form that was posted to an address of its own has none."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return None
    return request.full_path.removesuffix("?")
