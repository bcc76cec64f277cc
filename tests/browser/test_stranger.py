"""Somebody whom nobody knows, on a telephone without scripts: from the home page to a seat that is theirs."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from meetups.database import db
from meetups.outbox.models import MailKind, OutgoingEmail
from tests.browser.conftest import PHONE, Site, check_accessibility, opened

SCREENS = ["/", "/rencontres/", "/rencontres/", "/rejoindre/code", "/i/"]
"""How their paths begin: home, the lunch, its short form, the code, the seat. A sixth screen would be one too many."""


def last_code(site: Site, address: str) -> str:
    """The digits that this address received last."""
    with site.app.app_context():
        mail = db.session.scalars(
            select(OutgoingEmail)
            .where(OutgoingEmail.recipient == address, OutgoingEmail.kind == MailKind.SIGN_IN)
            .order_by(OutgoingEmail.id.desc())
        ).first()
        assert mail is not None
        public_id = mail.public_id
    browser = site.app.test_client()
    text = browser.get(f"/courriels/{public_id}").text
    found = re.search(r"\b(\d{4})\s(\d{4})\b", text.replace("&nbsp;", " "))
    assert found
    return found[1] + found[2]


def fill(page: Page) -> None:
    page.get_by_label("Votre prénom").fill("Zoé")
    page.get_by_label("Votre métier").fill("auxiliaire de vie")
    page.get_by_label("La commune où vous travaillez").fill("cognin")
    page.get_by_label("courriel ou votre téléphone").fill("zoe@ailleurs.example")


def test_a_stranger_goes_from_the_home_page_to_a_seat(browser: Browser, site: Site) -> None:
    screens: list[str] = []
    with opened(browser, site, viewport=PHONE, has_touch=True, java_script_enabled=False) as page:
        page.on("framenavigated", lambda frame: screens.append(urlsplit(frame.url).path))
        page.goto("/")
        page.get_by_role("link", name="Quand une visite fait peur").click()
        page.get_by_role("link", name="Prendre une place").click()
        fill(page)
        page.get_by_role("button", name="Garder ma place").click()
        site.deliver()
        page.get_by_label("Le code reçu").fill(last_code(site, "zoe@ailleurs.example"))
        page.get_by_role("button", name="Confirmer").click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("Votre place est gardée")
    assert len(screens) == len(SCREENS), screens
    assert all(path.startswith(start) for path, start in zip(screens, SCREENS, strict=True)), screens


def test_the_table_is_then_one_seat_fuller_and_the_calendar_was_sent(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=PHONE, has_touch=True) as page:
        page.goto("/")
        page.get_by_role("link", name="Quand une visite fait peur").click()
        before = page.get_by_text("Il reste").inner_text()
        page.get_by_role("link", name="Prendre une place").click()
        check_accessibility(page)
        fill(page)
        page.get_by_role("button", name="Garder ma place").click()
        check_accessibility(page)
        site.deliver()
        page.get_by_label("Le code reçu").fill(last_code(site, "zoe@ailleurs.example"))
        page.get_by_role("button", name="Confirmer").click()
        site.deliver()
        page.goto("/")
        page.get_by_role("link", name="Quand une visite fait peur").click()
        assert "Votre place est gardée" in page.get_by_role("main").inner_text()
        page.locator("summary", has_text="Menu").click()
        page.get_by_role("button", name="Se déconnecter").click()
        page.get_by_role("link", name="Quand une visite fait peur").click()
        assert page.get_by_text("Il reste").inner_text() != before
    with site.app.app_context():
        kinds = db.session.scalars(
            select(OutgoingEmail.kind).where(OutgoingEmail.recipient == "zoe@ailleurs.example")
        ).all()
    assert sorted(kinds) == sorted([MailKind.SIGN_IN, MailKind.CONFIRMATION])
