"""Every page, at every width and in both themes: accessible, complaining of nothing, calling nobody."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, check_accessibility, opened

SIGHTS = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "phone, dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "small phone": {"viewport": {"width": 320, "height": 640}},
    "laptop": {"viewport": {"width": 1280, "height": 900}},
    "laptop, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
ORGANISER = ["", "/modifier", "/invites", "/lieu", "/invitations", "/deplacer", "/annuler"]


def visit(page: Page, url: str) -> None:
    """Open a page that must answer, and check it."""
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200, url
    check_accessibility(page)


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_page_is_accessible(browser: Browser, site: Site, sight: str) -> None:
    with opened(browser, site, **SIGHTS[sight]) as page:
        for url in ("/", "/connexion", site.links["organiser"], site.links["host"], "/courriels"):
            visit(page, url)
        page.get_by_role("main").get_by_role("link").first.click()
        check_accessibility(page)
        page.goto(site.links["organiser"])
        page.get_by_role("main").get_by_role("button").click()
        visit(page, "/organisation")
        links = page.eval_on_selector_all("a[href*='/organisation/rencontres/']", "all => all.map(a => a.href)")
        meetups = {re.sub(r"(/rencontres/[^/#]+).*", r"\1", link) for link in links if "nouvelle" not in link}
        assert len(meetups) == 2
        for meetup in sorted(meetups):
            for path in ORGANISER:
                visit(page, meetup + path)
        visit(page, "/organisation/rencontres/nouvelle")


@pytest.mark.parametrize("sight", SIGHTS)
def test_a_professionals_pages_are_accessible(browser: Browser, site: Site, sight: str) -> None:
    with opened(browser, site, **SIGHTS[sight]) as page:
        page.goto(site.links["professional"])
        page.get_by_role("main").get_by_role("button").click()
        visit(page, "/moi")
        link = page.get_by_role("main").get_by_role("link").first.get_attribute("href") or ""
        invitation = link.split("?")[0]
        visit(page, invitation)
        for choice in ("oui", "peut-etre", "non", "collegue"):
            visit(page, f"{invitation}?reponse={choice}")


def test_an_unknown_page_helps(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport={"width": 390, "height": 844}) as page:
        answer = page.goto("/nulle-part")
        assert answer is not None
        assert answer.status == 404
        check_accessibility(page)
