"""Every page and who looks at it, read off the application's routes: a new page without parameters comes by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from werkzeug.routing import Rule

from meetups.database import db
from meetups.web.access_marks import declared_access
from tests.browser.conftest import Site
from tests.browser.examples import examples

VISITOR, MEMBER, NEWCOMER, ORGANISER = "visitor", "member", "newcomer", "organiser"
READERS = {
    "public": [VISITOR],
    "demo_only": [VISITOR],
    "guest_link": [VISITOR],
    "host_link": [VISITOR],
    "signed_in": [MEMBER, NEWCOMER],
    "organiser": [ORGANISER],
}
"""Who looks at a page, from what its view declares."""
ALSO = {
    "pages.home": [MEMBER, NEWCOMER, ORGANISER],
    "pages.lunch": [MEMBER, NEWCOMER],
    "pages.lunches": [MEMBER],
    "pages.seat": [NEWCOMER],
}
"""Public pages that greet whoever is signed in otherwise."""
NOT_PAGES = {
    "static": "files",
    "outbox.healthz": "read by machines",
    "outbox.readyz": "read by machines",
    "outbox.mail_html": "a mail, seen inside the page of the mailbox, which the visit of that page checks",
    "outbox.mail_calendar": "a calendar file",
    "invitations.calendar_file": "a calendar file",
    "pages.lunch_calendar": "a calendar file",
    "invitations.feed": "a calendar",
    "invitations.short_link": "leads to the guest's page",
    "pages.lunches_calendar": "a calendar",
    "pages.lunches_atom": "news, read by machines",
}
ON_THE_WAY = {
    "accounts.code": "opens in the browser that asked for a code",
    "pages.join_code": "opens in the browser that filled in the form",
    "pages.opening": "opens on a real installation, for its first person",
    "pages.terminal_sign_in": "opens from the terminal of an installation that has no mail server yet",
    "pages.guide": "sends to the first screen of the guide that is not finished",
    "pages.guide_association": "opens on a real installation",
    "pages.guide_territory": "opens on a real installation",
    "pages.guide_mail": "opens on a real installation",
    "pages.guide_people": "opens on a real installation",
}
"""Pages that ask for a step first: ``test_ways.py`` takes it and checks them."""


@dataclass(frozen=True)
class Address:
    """A page to open."""

    endpoint: str
    path: str


def pages_of(site: Site) -> list[Rule]:
    """The routes that a browser opens and that show a page."""
    opened = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in opened if rule.endpoint not in NOT_PAGES]


def addresses(site: Site) -> dict[str, list[Address]]:
    """Reader → the pages to visit. A route with parameters and no example is an error here."""
    access = declared_access(site.app)
    with site.app.test_request_context():
        known = examples(db.session())
        found: dict[str, list[Address]] = {}
        for rule in pages_of(site):
            if rule.endpoint in ON_THE_WAY:
                continue
            readers = READERS[access[rule.endpoint] or ""] + ALSO.get(rule.endpoint, [])
            for reader in readers:
                found.setdefault(reader, []).extend(_paths(rule, known.get(rule.endpoint, [{}])))
        db.session.remove()
    return found


def _paths(rule: Rule, values: list[dict[str, object]]) -> Iterator[Address]:
    for given in values:
        yield Address(rule.endpoint, url_for(rule.endpoint, _external=False, **given))  # type: ignore[arg-type]
