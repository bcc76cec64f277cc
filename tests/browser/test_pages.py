"""Every page, at every width and in both themes: accessible, complaining of nothing, calling nobody."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from meetups.database import db
from tests.browser.addresses import MEMBER, NEWCOMER, NOT_PAGES, ON_THE_WAY, ORGANISER, VISITOR, addresses, pages_of
from tests.browser.conftest import Site, check_accessibility, opened, running
from tests.browser.examples import add_what_the_demo_lacks, sign_in_link

SIGHTS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "phone, dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "small phone": {"viewport": {"width": 320, "height": 640}},
    "laptop": {"viewport": {"width": 1280, "height": 900}},
    "laptop, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
COLOURS = ["color-contrast", "link-in-text-block"]
"""What a theme changes; the rest was checked in the light one, at the same width."""
RULES = {"phone, dark": COLOURS, "small phone": ["target-size"], "laptop, dark": COLOURS}
"""What each sight may change in a page already checked on a phone; a laptop shows another layout, so all of them."""
ZOOMED: dict[str, Any] = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
"""A laptop at 200 %: the browser lays out half the width."""
MAIN = {
    VISITOR: {"pages.home", "pages.lunch", "pages.seat", "invitations.answer", "planning.host_request", "pages.join"},
    MEMBER: {"pages.me", "pages.my_role", "pages.directory", "pages.role_profile"},
    ORGANISER: {"pages.organisation", "pages.meetup", "pages.guests", "pages.new_meetup", "pages.people"},
}


@pytest.fixture(scope="module")
def full(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One demo for every visit of this file, since looking changes nothing; it has one row of everything."""
    copy = tmp_path_factory.mktemp("full") / "demo.db"
    shutil.copy(demo_file, copy)
    with running(copy) as site:
        with site.app.app_context():
            add_what_the_demo_lacks(db.session())
            db.session.commit()
            site.links[MEMBER], site.links[ORGANISER] = site.links["professional"], site.links["organiser"]
            site.links[NEWCOMER] = sign_in_link(db.session())
            db.session.remove()
        yield site


def come_in(page: Page, site: Site, reader: str) -> None:
    """Sign in by the demo's link; a visitor needs none."""
    if reader != VISITOR:
        page.goto(site.links[reader])
        page.get_by_role("main").get_by_role("button").click()


def visit(page: Page, url: str, status: int = 200, sights: Iterable[str] = ("phone",)) -> list[str]:
    """Open a page once and turn it in these sights; what is wrong with it, so that one run tells of every page."""
    answer = page.goto(url)
    assert answer is not None
    wrong = [] if answer.status == status else [f"{url} answered {answer.status}"]
    wrong += [] if answer.request.redirected_from is None else [f"{url} led to {page.url}"]
    for sight in sights:
        page.set_viewport_size(SIGHTS[sight]["viewport"])
        page.emulate_media(color_scheme=SIGHTS[sight].get("color_scheme", "light"))
        try:
            check_accessibility(page, only=RULES.get(sight, ()))
        except AssertionError as error:
            wrong.append(f"{url}, {sight}: {error}")
    return wrong


@pytest.mark.parametrize("reader", [VISITOR, MEMBER, NEWCOMER, ORGANISER])
def test_every_page_is_accessible(browser: Browser, full: Site, reader: str) -> None:
    with opened(browser, full, reduced_motion="reduce", **SIGHTS["phone"]) as page:
        come_in(page, full, reader)
        wrong = [line for address in addresses(full)[reader] for line in visit(page, address.path, sights=SIGHTS)]
    assert wrong == []


@pytest.mark.parametrize("reader", MAIN)
def test_the_main_pages_stand_a_zoom_of_200_percent(browser: Browser, full: Site, reader: str) -> None:
    with opened(browser, full, **ZOOMED) as page:
        come_in(page, full, reader)
        main = [address.path for address in addresses(full)[reader] if address.endpoint in MAIN[reader]]
        assert len(main) >= len(MAIN[reader])
        for path in main:
            page.goto(path)
            check_accessibility(page)


@pytest.mark.parametrize("page_of", ["/organisation/personnes", "/organisation/lieux"])
def test_words_without_an_end_that_were_searched_for_do_not_widen_the_page(
    browser: Browser, full: Site, page_of: str
) -> None:
    with opened(browser, full, viewport={"width": 390, "height": 844}) as page:
        come_in(page, full, ORGANISER)
        page.goto(f"{page_of}?q={'W' * 90}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0


def test_a_page_that_refuses_helps(browser: Browser, full: Site) -> None:
    with opened(browser, full, **SIGHTS["phone"]) as page:
        assert visit(page, "/nulle-part", 404) == []
        assert visit(page, "/i/inconnu", 404) == []
        assert visit(page, "/?commune=nulle+part", 422) == []
        come_in(page, full, MEMBER)
        assert visit(page, "/organisation", 403) == []
    with opened(browser, full, **SIGHTS["phone"]) as page:
        come_in(page, full, ORGANISER)
        assert visit(page, "/organisation/ouverture/association", 409, ["phone, dark"]) == []


def test_no_page_is_forgotten(full: Site) -> None:
    endpoints = {rule.endpoint for rule in full.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    visited = {address.endpoint for each in addresses(full).values() for address in each}
    assert endpoints == visited | set(NOT_PAGES) | set(ON_THE_WAY)
    assert not visited & (set(NOT_PAGES) | set(ON_THE_WAY))
    assert {rule.endpoint for rule in pages_of(full)} == visited | set(ON_THE_WAY)
