"""What every page's frame needs: where one can go from here, and whose application this is."""

from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.local import LocalProxy

from meetups.accounts.access import current_account
from meetups.accounts.models import Account
from meetups.database import db
from meetups.installation import Installation
from meetups.web.links import page_url, settings

log = structlog.get_logger()

_LETTERHEAD = select(
    Installation.association,
    Installation.team_name,
    Installation.team_phone,
    Installation.team_email,
    Installation.is_demo,
)
MOST_FRAMES = 2000
"""Some two kilobytes each."""


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
    below: tuple["Item", ...] = ()
    """The pages of a part of the application, in the order of its own line of links."""


def register(app: Flask) -> None:
    """Give templates, macros included, ``navigation()``, ``frame()`` and ``association``."""
    app.extensions["frames"] = {}
    app.before_request(_forget)
    app.jinja_env.globals["frame"] = frame
    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["association"] = LocalProxy(association)


def frame(name: str, **shown: str) -> Markup:
    """A part of every page's frame, from its template: drawn once for all that it depends on, then kept.

    ``shown`` is what the template reads beside the route and the letterhead. A part is the same for everyone: the
    menu of someone who is signed in, with its form token, is not one.
    """
    kept: dict[object, Markup] = current_app.extensions["frames"]
    rule = request.url_rule.rule if request.url_rule else ""
    key = (name, association(), rule, *shown.items())
    if key not in kept:
        if len(kept) >= MOST_FRAMES:
            kept.clear()
        kept[key] = Markup(render_template(name, **shown))  # noqa: S704 - templates escape
    return kept[key]


def navigation() -> list[Item]:
    """Where the person who looks at this page can go, in the order of the menu."""
    account, whose = current_account(), association()
    return [_item(label, endpoint) for label, endpoint in _places(account, whose)]


def _item(label: str, endpoint: str) -> Item:
    url = page_url(endpoint)
    if endpoint != "pages.organisation":
        return Item(label, url, _is_current(url))
    below = tuple(_item_of_organisation(label, endpoint) for label, endpoint in _organisation())
    return Item(label, url, _is_current(url), below)


def _item_of_organisation(label: str, endpoint: str) -> Item:
    url = page_url(endpoint)
    is_current = request.path == url if endpoint == "pages.organisation" else _is_current(url)
    return Item(label, url, is_current)


def _places(account: Account | None, whose: Association) -> Iterator[tuple[str, str]]:
    if not account:  # the brand leads there too, and the row has other links to hold
        yield gettext("Accueil"), "pages.home"
    yield gettext("Déjeuners"), "pages.lunches"
    if account:
        yield gettext("Annuaire"), "pages.directory"
        yield gettext("Mon espace"), "pages.me"
    if account and account.is_organiser:
        yield gettext("Organisation"), "pages.organisation"
    if whose.is_demo and settings().is_loopback:
        yield gettext("Visite"), "pages.tour"
        yield gettext("Courriels"), "outbox.mailbox"
    if not account:
        yield gettext("Se connecter"), "accounts.sign_in"


def _organisation() -> Iterator[tuple[str, str]]:
    yield gettext("À faire"), "pages.organisation"
    yield gettext("Propositions"), "pages.proposals"
    yield gettext("Rencontres"), "pages.meetups"
    yield gettext("Manques"), "pages.gaps"
    yield gettext("Personnes"), "pages.people"
    yield gettext("Messages"), "pages.messages"
    yield gettext("Courriels"), "pages.outbox"
    yield gettext("Secteurs"), "pages.areas"
    yield gettext("Parcours"), "pages.pathways"
    yield gettext("Lieux"), "pages.hosts"
    yield gettext("Remarques"), "help.remarks"
    yield gettext("Association"), "pages.letterhead"


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
        row = db.session().execute(_LETTERHEAD).one_or_none()
    except OperationalError as error:
        # The page that says so still has a foot.
        db.session.rollback()
        log.warning("letterhead_unavailable", cause=type(error.orig).__name__)
        row = None
    return _letterhead(*row) if row else Association()


def _letterhead(name: str, team_name: str, phone: str, email: str, is_demo: bool) -> Association:
    plain = Association()
    return Association(
        name=name or plain.name,
        team_name=team_name or plain.team_name,
        phone="".join(phone.split()),  # « tel: » takes no space, and pages group the digits themselves
        email=email,
        is_demo=is_demo,
    )


def _forget() -> None:
    g.pop("association", None)  # a test's context outlives its requests
