"""What every page's frame needs: where one can go from here, and whose application this is."""

from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from sqlalchemy.exc import OperationalError
from werkzeug.local import LocalProxy

from meetups.accounts.access import current_account
from meetups.accounts.models import Account
from meetups.database import db
from meetups.installation import Installation, find_installation
from meetups.web.links import settings

log = structlog.get_logger()


@dataclass(frozen=True)
class Association:
    """Whom to call, and whose name stands at the foot of pages."""

    name: str = "Parenthèse Réseau"
    team_name: str = "L’équipe"
    phone: str = ""
    email: str = ""
    is_demo: bool = False


@dataclass(frozen=True)
class Item:
    """One link of the navigation; ``is_current`` for the page shown and for those below it."""

    label: str
    url: str
    is_current: bool


def register(app: Flask) -> None:
    """Give templates, macros included, ``navigation()`` and ``association``."""
    app.before_request(_forget)
    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["association"] = LocalProxy(association)


def navigation() -> list[Item]:
    """Where the person who looks at this page can go, in the order of the menu."""
    return [
        Item(label, url_for(endpoint), _is_current(url_for(endpoint)))
        for label, endpoint in _places(current_account(), association())
        if endpoint in current_app.view_functions
    ]


def _places(account: Account | None, whose: Association) -> Iterator[tuple[str, str]]:
    yield gettext("Accueil"), "pages.home"
    if account and account.is_organiser:
        yield gettext("Organisation"), "pages.organisation"
    if account:
        yield gettext("Mes déjeuners"), "pages.me"
    if whose.is_demo and settings().is_loopback:
        yield gettext("Courriels"), "outbox.mailbox"
    if not account:
        yield gettext("Se connecter"), "accounts.sign_in"


def _is_current(url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(f"{url}/"))


def association() -> Association:
    """The association's letterhead: one query a request at most."""
    if "association" not in g:
        g.association = _read()
    found: Association = g.association
    return found


def _read() -> Association:
    try:
        row = find_installation(db.session())
    except OperationalError as error:
        # The page that says so still has a foot.
        db.session.rollback()
        log.warning("letterhead_unavailable", cause=type(error.orig).__name__)
        row = None
    return _letterhead(row) if row else Association()


def _letterhead(row: Installation) -> Association:
    plain = Association()
    return Association(
        name=row.association or plain.name,
        team_name=row.team_name or plain.team_name,
        phone="".join(row.team_phone.split()),  # « tel: » takes no space, and pages group the digits themselves
        email=row.team_email,
        is_demo=row.is_demo,
    )


def _forget() -> None:
    g.pop("association", None)  # a test's context outlives its requests
