"""The sprite holds every drawing that a page asks for: a missing one would be an empty place."""

import re
from pathlib import Path

from meetups.directory.families import ProfessionFamily

ROOT = Path(__file__).parents[2]
KEPT = (ROOT / "scripts/icons.txt").read_text(encoding="utf-8").split()
CALL = re.compile(r'\bicon\(\s*"([\w-]+)"')
SVG_USE = re.compile(r"#i-([\w-]+)")


def drawn_in_templates() -> set[str]:
    """Every name that a template writes out."""
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "templates").rglob("*.html")]
    return {name for page in pages for name in CALL.findall(page) + SVG_USE.findall(page)}


def test_every_icon_that_a_page_draws_is_in_the_sprite() -> None:
    assert drawn_in_templates() - set(KEPT) == set()
    assert {family.icon for family in ProfessionFamily} - set(KEPT) == set()


def test_set_up_put_every_icon_in_the_sprite() -> None:
    sprite = (ROOT / "static/vendor/icons.svg").read_text(encoding="utf-8")
    assert re.findall(r'<symbol id="i-([\w-]+)"', sprite) == KEPT


def test_the_list_is_in_order_and_without_repeats() -> None:
    assert sorted(set(KEPT)) == KEPT
