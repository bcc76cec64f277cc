"""The stranger's way without a mouse nor a finger: Tab and Enter, and one always sees where one is."""

import re

from playwright.sync_api import Browser, Page

from tests.browser.conftest import LAPTOP, Site, opened
from tests.browser.test_stranger import last_code

RING = """() => {
  const at = document.activeElement;
  const widths = [null, "::after"].map(part => getComputedStyle(at, part))
    .map(style => style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth));
  return {tag: at.tagName, ring: Math.max(...widths)};
}"""
"""A row that is one large link draws its ring around the whole row, on a pseudo-element."""
NAME = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
  return (label || at.getAttribute("aria-label") || at.innerText || "").trim();
}"""
SEEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""
LONGEST = 60
"""Stops between the top of a page and what is looked for: beyond, nobody would get there."""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until this is reached; every stop on the way is on the screen with a ring of two pixels."""
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        found = page.evaluate(RING)
        assert found["tag"] != "BODY", f"{page.url}: the end of the page, and « {name} » was not met"
        stop = page.evaluate(NAME)
        assert found["ring"] >= 2, f"{page.url}: nothing shows that « {stop} » has the focus: {found}"
        page.wait_for_function(SEEN, timeout=2000)  # the page may glide there
        if name in stop:
            return
    raise AssertionError(f"{page.url}: « {name} » is more than {LONGEST} stops away")


def press(page: Page, name: str) -> None:
    """Reach it and press Enter; the next page is there at the end."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    tab_to(page, label)
    page.keyboard.type(words)


def test_a_seat_is_taken_with_the_keyboard_alone(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=LAPTOP) as page:
        page.goto("/")
        press(page, "Quand une visite fait peur")
        press(page, "Prendre une place")
        write(page, "Votre prénom", "Zoé")
        write(page, "Votre métier", "auxiliaire de vie")
        write(page, "La commune où vous travaillez", "cognin")
        write(page, "courriel ou votre téléphone", "zoe@ailleurs.example")
        press(page, "Garder ma place")
        site.deliver()
        write(page, "Le code reçu", last_code(site, "zoe@ailleurs.example"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert re.search(r"/i/[^/]+$", page.url)
        assert page.get_by_role("heading", level=1).inner_text().startswith("Votre place est gardée")


def test_the_first_tab_skips_the_menu(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=LAPTOP) as page:
        for path in ("/", "/rencontres", "/rejoindre", "/connexion", "/aide"):
            page.goto(path)
            page.keyboard.press("Tab")
            assert page.evaluate(SEEN), f"{path}: the skip link stays hidden"
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            inside = page.evaluate("document.activeElement.closest('main') !== null")
            assert inside, f"{path}: « {page.evaluate(NAME)} » comes after the skip link"


def test_nothing_is_lost_in_forced_colours(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=LAPTOP, forced_colors="active", reduced_motion="reduce") as page:
        page.goto("/rencontres")
        page.get_by_role("link", name="Quand une visite fait peur").first.click()
        action = page.get_by_role("link", name="Prendre une place")
        border = action.evaluate("e => [getComputedStyle(e).borderTopWidth, getComputedStyle(e).borderTopColor]")
        assert float(border[0].removesuffix("px")) >= 1, "a button keeps its edge when its colour goes"
        assert border[1] != "rgba(0, 0, 0, 0)"
        tab_to(page, "Prendre une place")
        moving = page.evaluate("document.getAnimations().filter(each => each.playState === 'running').length")
        assert moving == 0
