"""The plan and the cards on paper: everybody once, nothing to press."""

from tests.page_checks import parse
from tests.pages.tables.conftest import Come, Desk


def test_without_a_plan_there_is_nothing_to_print_and_it_is_said(desk: Desk, come: Come) -> None:
    come(8)
    for verb in ("/imprimer", "/cartes"):
        assert "composez d’abord les tables" in desk.page(verb)


def test_the_plan_shows_everybody_four_tables_a_page(desk: Desk, come: Come) -> None:
    people = come(24)
    desk.post("/reglages", count="6", rounds="1")
    page = parse(desk.page("/imprimer"))
    sheets = [each for each in page.iter("div") if each.get("class") == "tables"]
    assert [len(list(sheet.iter("ul"))) for sheet in sheets] == [4, 2]
    assert sorted(name.text or "" for sheet in sheets for name in sheet.iter("strong")) == sorted(
        person.first_name for person in people
    )
    assert not list(page.find(".//main").iter("button"))  # type: ignore[union-attr]


def test_a_card_has_its_number_on_one_side_and_who_sits_there_on_the_other(desk: Desk, come: Come) -> None:
    come(12)
    desk.after("/composer")
    cards = list(parse(desk.page("/cartes")).iter("article"))
    assert len(cards) == 2
    for number, card in enumerate(cards, 1):
        number_side, people_side = list(card.iter("div"))
        assert str(number) in "".join(number_side.itertext())
        names = {name.text for name in people_side.iter("strong")}
        assert names == {person.first_name for person in desk.at(number)}
        assert "Pour commencer" in "".join(people_side.itertext())


def test_a_card_says_who_sits_there_in_each_round(desk: Desk, come: Come) -> None:
    come(12)
    desk.post("/reglages", count="3", rounds="2")
    page = desk.page("/cartes")
    assert page.count("À cette table, tour 2") == 3
    assert desk.page("/imprimer").count("Tour 2</h2>") == 1


def dense(desk: Desk) -> list[bool]:
    """Which cards are in small letters."""
    return ["carte-serree" in (card.get("class") or "") for card in parse(desk.page("/cartes")).iter("article")]


def test_eight_short_names_are_large_and_whatever_needs_more_room_is_small(desk: Desk, come: Come) -> None:
    come(8)
    desk.after("/reglages", **{"count": "1", "rounds": "1", "places-1": "8"})
    assert dense(desk) == [False]
    (one, *_) = desk.at(1)
    desk.session.commit()
    one.first_name = "Marie-Antoinette-Joséphine-Bernadette de la Tour du Pin"
    desk.session.commit()
    assert dense(desk) == [True]
    desk.session.commit()
    one.first_name = "Marie"
    desk.session.commit()
    come(1, names=("Zélie",))
    desk.after("/reglages", **{"count": "1", "rounds": "1", "places-1": "9"})
    desk.after("/ajuster")
    assert dense(desk) == [True]
