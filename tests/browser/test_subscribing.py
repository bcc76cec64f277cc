"""One's own calendar, from « Mon espace » to what a program reads; calendars on the web, which nothing calls."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Site, opened
from tests.browser.test_pages import visit
from tests.browser.test_ways import check_at_every_sight
from tests.calendars.readings import read_all_with_icalendar


def address_shown(page: Page) -> str:
    return page.get_by_label("L’adresse à copier").input_value()


def test_one_makes_an_address_then_another(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=PHONE, reduced_motion="reduce") as page:
        page.goto(site.links["professional"])
        page.get_by_role("main").get_by_role("button").click()
        page.goto("/moi")
        page.get_by_role("link", name="S’abonner à mes rencontres").click()
        page.get_by_role("button", name="Faire mon adresse").click()
        check_at_every_sight(page)
        first = address_shown(page)
        assert page.get_by_role("link", name="S’abonner dans mon agenda").get_attribute("href") == first.replace(
            "http:", "webcal:"
        )
        assert read_all_with_icalendar(page.request.get(first).body()) is not None
        page.goto("/moi/agenda")
        page.get_by_role("link", name="Faire une nouvelle adresse").click()
        page.get_by_role("button", name="Remplacer mon adresse").click()
        assert page.request.get(address_shown(page)).status == 200
        assert page.request.get(first).status == 404


@pytest.mark.parametrize("path", ["/", "/rencontres"])
def test_the_public_feeds_are_read_from_the_address_on_the_page(browser: Browser, site: Site, path: str) -> None:
    with opened(browser, site, viewport=PHONE, reduced_motion="reduce") as page:
        assert visit(page, path) == []
        address = page.get_by_role("link", name="Adresse de l’agenda").get_attribute("href") or ""
        assert len(read_all_with_icalendar(page.request.get(address).body())) > 1
