"""The map of the organisers' first page: where people remain who were never invited."""

from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.models import PracticePlace, Professional
from meetups.pages import uninvited
from meetups.pages.commune_map import Row, drawing_of
from meetups.pages.uninvited import conclusion, uninvited_section
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import text_of

PAGE = "/organisation"
CHAMBERY, AIX, MOTTE = "73065", "73008", "73179"


def row(name: str, people: int, insee: str = CHAMBERY, department: str = "73") -> Row:
    return Row(insee, name, department, 45.56656, 5.92063, people)


def drawing(maud: CheckingClient) -> Element:
    """The map's SVG."""
    found = [each for each in parse(maud.get(PAGE).text).iter() if each.get("class") == "carte"]
    assert len(found) == 1
    return found[0]


def table(maud: CheckingClient) -> dict[str, str]:
    """Commune → number, as the unfolded table reads."""
    rows = [each for each in parse(maud.get(PAGE).text).iter("tr") if each.find("td") is not None]
    return {"".join(each.find("th").itertext()): each.find("td").text or "" for each in rows}  # type: ignore[union-attr]


def invited(session: Session, cast: Cast) -> None:
    """Everyone of the cast was invited once."""
    for person in session.scalars(select(Professional)).all():
        factories.invitation(session, cast.lunch, person, invited_at=NOW)


def test_people_never_invited_are_counted_by_commune_and_said_in_words(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    invited(session, cast)
    for insee, count in ((AIX, 6), (CHAMBERY, 2)):
        for number in range(count):
            factories.professional(session, f"Personne {number}", insee)
    session.commit()
    assert table(maud) == {"Aix-les-Bains": "6", "Chambéry": "2"}
    said = "Aix-les-Bains (6) et Chambéry (2) comptent le plus de personnes jamais invitées."
    assert said in text_of(maud.get(PAGE))
    assert said in (drawing(maud).get("aria-label") or "")


def test_who_may_not_be_invited_or_only_stands_on_a_draft_changes_nothing(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    invited(session, cast)
    listed = factories.professional(session, "Listée", AIX)
    factories.invitation(session, cast.lunch, listed)
    factories.professional(session, "Partie", CHAMBERY, left_at=NOW)
    factories.professional(session, "En pause", CHAMBERY, paused_until=NOW + timedelta(days=9))
    factories.professional(session, "À rappeler", CHAMBERY, confirmed_at=None)
    session.commit()
    assert table(maud) == {"Aix-les-Bains": "1"}
    assert "Il en reste dans une seule commune : Aix-les-Bains (1)." in text_of(maud.get(PAGE))


def test_two_places_in_one_commune_make_one_person(maud: CheckingClient, session: Session, cast: Cast) -> None:
    invited(session, cast)
    person = factories.professional(session, "Deux cabinets", AIX)
    person.places.append(PracticePlace(commune_insee=AIX, lat=45.69, lon=5.91))
    session.commit()
    assert table(maud) == {"Aix-les-Bains": "1"}


def test_once_everyone_was_invited_it_says_what_to_do(maud: CheckingClient, session: Session, cast: Cast) -> None:
    invited(session, cast)
    session.commit()
    page = maud.get(PAGE)
    assert "Tout le monde a été invité au moins une fois" in text_of(page)
    assert "carte-legende" not in page.text


def test_without_anybody_there_is_no_map(client: CheckingClient, session: Session, sign_in: SignIn) -> None:
    sign_in(client, factories.account(session, "maud@parenthese.example"))
    assert "Où il reste du monde" not in text_of(client.get(PAGE))


def test_lunches_to_come_are_circled_unless_they_are_off(maud: CheckingClient, session: Session, cast: Cast) -> None:
    def halos() -> list[Element]:
        return [each for each in drawing(maud).iter() if each.get("class") == "halo"]

    assert len(halos()) == 1
    session.rollback()  # pages read in a transaction that cannot write
    cast.lunch.status = MeetupStatus.CANCELLED
    session.commit()
    assert not halos()


@pytest.mark.parametrize(("people", "level"), [(0, 0), (1, 1), (5, 1), (6, 2), (15, 2), (16, 3), (400, 3)])
def test_four_classes_as_the_legend_says(people: int, level: int) -> None:
    assert row("Chambéry", people).level == level


def test_three_communes_at_most_are_named(app: Flask) -> None:
    rows = [row(name, 9 - index) for index, name in enumerate(("Aime", "Bozel", "Cognin", "Drumettaz"))]
    with app.test_request_context():
        assert conclusion(rows).startswith("Aime (9), Bozel (8) et Cognin (7) comptent")


def test_a_commune_without_outline_is_a_dot(app: Flask) -> None:
    with app.test_request_context():
        (shape,) = drawing_of([row("Mende", 3, "48095", "48")], [], uninvited._said).shapes
    assert shape.dot
    assert not shape.path


def test_the_map_is_drawn_again_only_when_it_would_change(
    app: Flask, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    draw = uninvited.drawing_of
    monkeypatch.setattr(uninvited, "drawing_of", lambda *facts: drawn.append(facts) or draw(*facts))
    with app.test_request_context():
        with recorded_statements() as sent:
            first = uninvited_section(session, [], NOW)
        assert len(sent) == 1
        assert uninvited_section(session, [], NOW) == first
        assert len(drawn) == 1
        factories.professional(session, "Nouvelle", AIX)
        assert uninvited_section(session, [], NOW) != first
        assert len(drawn) == 2
