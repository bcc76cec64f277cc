"""Somebody changes table: dragged, by the keyboard, and without any script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from meetups.database import db
from tests.browser.conftest import LAPTOP, Site, opened
from tests.browser.examples import seat_people


@pytest.fixture
def path(site: Site) -> str:
    """A plan of two tables of six, one more person to come, in the demo."""
    with site.app.app_context():
        meetup = seat_people(db.session())
        db.session.commit()
        found = f"/organisation/rencontres/{meetup.public_id}/tables"
        db.session.remove()
    return found


@pytest.fixture
def tables(laptop: Page, path: str) -> Page:
    laptop.goto(path)
    return laptop


def people(page: Page, table: int) -> list[str]:
    return page.locator(f"[data-table='{table}'] .place strong").all_inner_texts()


def free(page: Page, table: int) -> Locator:
    """The first person of a table who may move."""
    return page.locator(f"[data-table='{table}'] [data-person]").first


def name(person: Locator) -> str:
    return person.get_attribute("data-name") or ""


def said(page: Page) -> str:
    return page.locator("#annonce").inner_text()


def test_somebody_dropped_on_somebody_else_takes_their_place(tables: Page) -> None:
    one, other = free(tables, 1), free(tables, 2)
    names = name(one), name(other)
    with tables.expect_navigation():
        one.drag_to(other)
    assert names[0] in people(tables, 2)
    assert names[1] in people(tables, 1)
    assert f"{names[0]} et {names[1]} ont échangé leurs places." in tables.get_by_role("status").inner_text()


def test_somebody_dropped_on_a_table_takes_a_free_place(tables: Page) -> None:
    one = free(tables, 1)
    moved = name(one)
    with tables.expect_navigation():
        one.drag_to(tables.locator("[data-table='2'] h2"), force=True, target_position={"x": 0, "y": 0})
    assert moved in people(tables, 2)
    assert len(people(tables, 2)) == 7


def test_a_full_table_says_that_it_is_full(tables: Page) -> None:
    for _ in range(2):
        tables.locator("[data-table='2']").evaluate("table => { table.dataset.places = '0'; }")
    one = free(tables, 1)
    one.drag_to(tables.locator("[data-table='2'] h2"), force=True, target_position={"x": 0, "y": 0})
    assert said(tables) == "La table 2 est complète : posez sur une personne pour échanger."


def test_space_takes_arrows_choose_space_puts_down(tables: Page) -> None:
    one = free(tables, 1)
    moved = name(one)
    one.focus()
    tables.keyboard.press("Space")
    assert said(tables).startswith(f"{moved} : choisissez où avec les flèches")
    tables.keyboard.press("ArrowDown")
    assert said(tables) == "Table 2, une place libre."
    tables.keyboard.press("ArrowDown")
    found = re.fullmatch(r"À la place de (.+), table 2\.", said(tables))
    assert found
    with tables.expect_navigation():
        tables.keyboard.press("Space")
    assert moved in people(tables, 2)
    assert found[1] in people(tables, 1)
    assert tables.evaluate("document.activeElement.dataset.name") == moved, "one goes on from the person just moved"


def test_escape_leaves_everybody_where_they_are(tables: Page) -> None:
    one = free(tables, 1)
    one.focus()
    for key in ("Space", "ArrowRight", "Escape"):
        tables.keyboard.press(key)
    assert said(tables) == f"{name(one)} reste à sa place."
    assert tables.locator(".est-prise, .est-visee").count() == 0


def test_a_pinned_person_is_not_taken(tables: Page) -> None:
    pinned = tables.locator(".est-fixe .qui")
    assert pinned.count() == 1
    assert pinned.get_attribute("draggable") is None
    assert pinned.get_attribute("tabindex") is None


def test_what_is_said_aloud_is_shown_too(tables: Page) -> None:
    free(tables, 1).focus()
    assert tables.locator("#annonce").bounding_box() is None or not said(tables)
    tables.keyboard.press("Space")
    box = tables.locator("#annonce").bounding_box()
    assert box
    assert box["width"] > 200
    assert box["height"] > 20


def test_a_click_chooses_that_person_in_the_lists(tables: Page) -> None:
    one = free(tables, 1)
    moved = one.get_attribute("data-person")
    one.click()
    assert tables.locator("#qui").input_value() == moved
    assert tables.evaluate("document.activeElement.id") == "vers"
    assert said(tables) == f"{name(one)} : choisissez où dans la liste."


def test_no_name_is_lost_on_a_card_of_several_rounds(tables: Page, path: str) -> None:
    tables.goto(f"{path}/cartes")
    tables.emulate_media(media="print")
    lost = "faces => faces.map(face => face.scrollHeight - face.clientHeight).filter(more => more > 1)"
    assert tables.locator(".face").evaluate_all(lost) == []
    tables.emulate_media(media="null")
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", tables.pdf(prefer_css_page_size=True))
    assert len(pages) == tables.locator(".carte-table").count(), "one page a table"


@pytest.fixture
def without_script(browser: Browser, site: Site, path: str) -> Iterator[Page]:
    with opened(browser, site, viewport=LAPTOP, java_script_enabled=False) as page:
        page.goto(site.links["organiser"])
        page.get_by_role("main").get_by_role("button").click()
        page.goto(path)
        yield page


def test_without_any_script_two_lists_do_the_same(without_script: Page) -> None:
    page = without_script
    moved = page.locator("#qui option").nth(1).inner_text().split(",")[0]
    page.locator("#qui").select_option(index=1)
    target = 2 if moved in people(page, 1) else 1
    page.locator("#vers").select_option(f"table:{target}")
    page.get_by_role("button", name="Déplacer", exact=True).click()
    assert moved in people(page, target)
    page.get_by_role("button", name="Ajuster").click()
    assert "prend place à la table" in page.get_by_role("status").inner_text()


def test_nothing_lies_over_a_name_on_the_page_to_print_even_on_a_telephone(laptop: Page, path: str) -> None:
    for width, media in ((390, "screen"), (1280, "screen"), (1062, "print")):
        laptop.set_viewport_size({"width": width, "height": 844})
        laptop.emulate_media(media="print" if media == "print" else "screen")
        laptop.goto(f"{path}/imprimer")
        over = laptop.evaluate(
            """() => [...document.querySelectorAll('.une-table')].flatMap(table => {
              const centre = [...table.querySelectorAll('.centre > :not(.visually-hidden)')];
              return [...table.querySelectorAll('.place .qui')].filter(who => {
                const a = who.getBoundingClientRect();
                return centre.some(one => { const b = one.getBoundingClientRect();
                  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; });
              }).map(who => who.textContent.trim()); })"""
        )
        assert over == [], (width, media)
