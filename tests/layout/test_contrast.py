"""Colours can be read (WCAG 2.2, 1.4.3 and 1.4.11), in both themes, straight from the style sheet."""

import re
from pathlib import Path

import pytest

from meetups.directory.families import ProfessionFamily

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text(encoding="utf-8")
LIGHT, _, DARK = TOKENS.partition("@media screen and (prefers-color-scheme: dark)")
THEMES = {"light": LIGHT, "dark": DARK}
FAMILIES = [family.value for family in ProfessionFamily]

TEXT = [
    *[(ink, on) for ink in ("ardoise", "ardoise-2", "lac", "lac-fonce") for on in ("neige", "feuille", "brume")],
    ("sur-lac", "lac"),
    ("lac-fonce", "lac-pale"),
    *[("ardoise", f"{tint}-pale") for tint in ("lac", "meleze", "alpage", "rhodo")],
    *[("lac", f"{tint}-pale") for tint in ("lac", "meleze", "alpage", "rhodo")],
    ("meleze-texte", "meleze-pale"),
    ("alpage", "alpage-pale"),
    ("rhodo", "rhodo-pale"),
    ("rhodo", "feuille"),
    *[(f"{family}-t", f"{family}-f") for family in FAMILIES],
    *[(f"{family}-t", "feuille") for family in FAMILIES],
    *[("ardoise", f"{family}-f") for family in FAMILIES],
]
GRAPHIC = [
    *[("trait-fort", on) for on in ("neige", "feuille")],
    *[("focus", on) for on in ("neige", "feuille", "lac-pale")],
    *[(f"{family}-p", on) for family in FAMILIES for on in ("neige", "feuille", "brume")],
]


def colours(theme: str) -> dict[str, str]:
    """Token → ``rrggbb``."""
    return dict(re.findall(r"--pr-([\w-]+):\s*#([0-9a-f]{6})", THEMES[theme]))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2's definition."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_what_is_behind_it(theme: str) -> None:
    known = colours(theme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_border_focus_and_bar_stands_out_from_what_is_behind_it(theme: str) -> None:
    known = colours(theme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in GRAPHIC}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_contrast_is_the_one_of_the_standard() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_family_of_professions_has_its_colours() -> None:
    people = (Path(__file__).parents[2] / "static/css/people.css").read_text(encoding="utf-8")
    assert sorted(re.findall(r'\[data-famille="(\w+)"\]', people)) == sorted(FAMILIES)
