"""Pages that open only after a step: codes, the first days of an installation, forms sent back with their errors."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser, Page

from meetups import clock
from meetups.database import db
from meetups.installation import Installation
from meetups.pages.opening.first_account import opening_url
from meetups.pages.opening.terminal import terminal_url
from tests.browser.addresses import ON_THE_WAY
from tests.browser.conftest import PHONE, Site, check_accessibility, opened, running
from tests.browser.test_pages import SIGHTS
from tests.factories import NOW

FORMS = {
    "visitor": ["/connexion", "/rejoindre", "/remarque"],
    "professional": ["/moi/profil", "/moi/lieux"],
    "organiser": [
        "/organisation/rencontres/nouvelle",
        "/organisation/personnes/ajouter",
        "/organisation/secteurs/nouveau",
        "/organisation/parcours/nouveau",
        "/organisation/association",
    ],
}
"""Forms that refuse to be sent empty: on each page, the last one."""
SEND_EMPTY = """forms => {
  const form = forms.at(-1);
  for (const field of form.elements) if (field.type !== "hidden" && field.type !== "submit") field.value = "";
  form.noValidate = true;
  form.requestSubmit();
}"""


def check_at_every_sight(page: Page) -> None:
    """The same page, turned and lit in the five ways, without asking for it again; colours change at once."""
    for sight in SIGHTS.values():
        page.set_viewport_size(sight["viewport"])
        page.emulate_media(color_scheme=sight.get("color_scheme", "light"))
        check_accessibility(page)


@pytest.fixture
def first_day(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A real installation that nobody has opened yet."""
    copy = tmp_path / "real.db"
    shutil.copy(sqlite_template, copy)
    with running(copy) as made:
        with made.app.app_context():
            db.session.add(Installation(created_at=NOW))
            db.session.commit()
            made.links["opening"] = opening_url(db.session()) or ""
            db.session.remove()
        yield made


def path_of(app: Flask, endpoint: str) -> str:
    with app.test_request_context():
        return url_for(endpoint, _external=False)


def test_the_code_pages_are_accessible(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=PHONE, reduced_motion="reduce") as page:
        page.goto("/connexion")
        page.get_by_label("courriel").fill("ines@ailleurs.example")
        page.get_by_role("main").get_by_role("button").first.click()
        page.wait_for_url("**/connexion/code")
        check_at_every_sight(page)
        page.goto("/rejoindre")
        page.get_by_label("Votre prénom").fill("Zoé")
        page.get_by_label("Votre métier").fill("auxiliaire de vie")
        page.get_by_label("La commune où vous travaillez").fill("cognin")
        page.get_by_label("courriel ou votre téléphone").fill("zoe@ailleurs.example")
        page.get_by_role("main").get_by_role("button").first.click()
        page.wait_for_url("**/rejoindre/code")
        check_at_every_sight(page)


def test_the_first_days_of_an_installation_are_accessible(browser: Browser, first_day: Site) -> None:
    with opened(browser, first_day, viewport=PHONE, reduced_motion="reduce") as page:
        page.goto(first_day.links["opening"])
        check_at_every_sight(page)
        page.get_by_label("prénom").fill("Claire")
        page.get_by_label("courriel").fill("claire@asso.example")
        page.get_by_role("main").get_by_role("button").first.click()
        for endpoint in [name for name in ON_THE_WAY if name.startswith("pages.guide")]:
            answer = page.goto(path_of(first_day.app, endpoint))
            assert answer
            assert answer.status == 200, endpoint
            check_at_every_sight(page)
        with first_day.app.app_context():
            way_back = terminal_url(db.session(), clock.utc_now())
            db.session.remove()
        page.goto(way_back or "")
        check_at_every_sight(page)


@pytest.mark.parametrize("reader", FORMS)
def test_a_form_sent_back_with_its_errors_is_accessible(browser: Browser, site: Site, reader: str) -> None:
    with opened(browser, site, viewport=PHONE, reduced_motion="reduce") as page:
        if reader in site.links:
            page.goto(site.links[reader])
            page.get_by_role("main").get_by_role("button").click()
        for path in FORMS[reader]:
            page.goto(path)
            with page.expect_navigation() as sent:
                page.eval_on_selector_all("main form[method=post]", SEND_EMPTY)
            assert sent.value.status == 422, path
            assert page.get_by_role("alert").count() >= 1, path
            check_at_every_sight(page)
