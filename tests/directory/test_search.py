"""Finding people in the directory: who stands in it, by what they are found, and page after page."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import PracticePlace, Professional
from meetups.directory.search import MOST_WORDS, Criteria, Found, find_people
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.factories import NOW

LISTED = {"is_listed": True}


def found(session: Session, limit: int = 20, after: str | None = None, **criteria: object) -> Found:
    session.flush()
    return find_people(session, Criteria(**criteria), now=NOW, after=after, limit=limit)  # type: ignore[arg-type]


def names(session: Session, **criteria: object) -> list[str]:
    return [each.person.first_name for each in found(session, **criteria).people]


def walk(session: Session, limit: int, **criteria: object) -> list[Professional]:
    """Everyone, page after page."""
    seen: list[Professional] = []
    after = None
    while True:
        page = found(session, limit, after, **criteria)
        assert len(page.people) <= limit
        seen += [each.person for each in page.people]
        if page.next is None:
            assert page.total == len(seen)
            return seen
        after = page.next


@pytest.mark.parametrize(
    "hidden",
    [
        {"is_listed": False},
        {"confirmed_at": None},
        {"left_at": NOW - timedelta(days=1)},
        {"paused_until": NOW + timedelta(days=1)},
    ],
)
def test_only_those_who_agreed_are_confirmed_here_and_not_on_a_pause_are_listed(
    session: Session, hidden: dict[str, object]
) -> None:
    factories.professional(session, "Inès", **LISTED)
    factories.professional(session, "Zoé", **(LISTED | hidden))
    assert names(session) == ["Inès"]
    assert found(session).total == 1


def test_a_pause_that_is_over_no_longer_hides(session: Session) -> None:
    factories.professional(session, "Inès", **LISTED, paused_until=NOW)
    assert names(session) == ["Inès"]


def test_people_stand_by_first_name_as_a_person_sorts_them(session: Session) -> None:
    for name in ("Zoé", "éloïse", "Ève", "Émile", "Œdipe", "Anne", "De Witt"):
        factories.professional(session, name, **LISTED)
    assert names(session) == ["Anne", "De Witt", "éloïse", "Émile", "Ève", "Œdipe", "Zoé"]


@pytest.mark.parametrize("typed", ["salome", "SALOMÉ", "gar", "garcia", "ergo", "mobile", "ergo sal", "d'équ", "  "])
def test_words_are_found_at_the_beginning_of_names_and_professions_without_accents(
    session: Session, typed: str
) -> None:
    factories.professional(
        session, "Salomé", last_name="García-Pons", profession_text="ergothérapeute d’équipe mobile", **LISTED
    )
    assert names(session, words=typed) == ["Salomé"]


@pytest.mark.parametrize("typed", ["alomé", "thérapeute", "salome kine", "100%", "sal_mé", "\\", "' OR 1=1 --"])
def test_what_begins_no_word_finds_nobody_whatever_its_signs(session: Session, typed: str) -> None:
    factories.professional(session, "Salomé", profession_text="ergothérapeute", **LISTED)
    expected = ["Salomé"] if typed == "\\" else []  # no letter at all is no criterion
    assert names(session, words=typed) == expected


def test_a_very_long_search_is_cut(session: Session) -> None:
    factories.professional(session, "Salomé", **LISTED)
    assert names(session, words="salome " * MOST_WORDS + "nobody") == ["Salomé"]


def test_every_criterion_narrows_and_all_hold_at_once(session: Session) -> None:
    mental = factories.pathway(session, "sante-mentale", "Santé mentale")
    wanted = {"profession_text": "kinésithérapeute", "family": ProfessionFamily.REHABILITATION, "pathways": [mental]}
    factories.professional(session, "Aïcha", "73008", **LISTED, **wanted)
    factories.professional(session, "Bilal", "73008", **LISTED, **(wanted | {"profession_text": "podologue"}))
    factories.professional(session, "Chloé", "73008", **LISTED, **(wanted | {"family": ProfessionFamily.NURSING}))
    factories.professional(session, "Denis", "73008", **LISTED, **(wanted | {"pathways": []}))
    factories.professional(session, "Elsa", "73157", **LISTED, **wanted)
    assert names(session, words="kine") == ["Aïcha", "Chloé", "Denis", "Elsa"]
    assert names(session, family=ProfessionFamily.REHABILITATION) == ["Aïcha", "Bilal", "Denis", "Elsa"]
    assert names(session, pathway_slug="sante-mentale") == ["Aïcha", "Bilal", "Chloé", "Elsa"]
    assert names(session, commune_insee="73008") == ["Aïcha", "Bilal", "Chloé", "Denis"]
    at_once = {
        "words": "kine",
        "family": ProfessionFamily.REHABILITATION,
        "pathway_slug": "sante-mentale",
        "commune_insee": "73008",
    }
    assert names(session, **at_once) == ["Aïcha"]
    assert found(session, **at_once).total == 1


def test_a_second_place_in_a_commune_lists_a_person_once(session: Session) -> None:
    person = factories.professional(session, "Aïcha", "73008", **LISTED)
    person.places.append(PracticePlace(commune_insee="73008", lat=45.7, lon=5.9))
    factories.commune(session, "73065")
    person.places.append(PracticePlace(commune_insee="73065", lat=45.6, lon=5.9))
    assert names(session, commune_insee="73008") == names(session, commune_insee="73065") == ["Aïcha"]


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_meet_everyone_exactly_once_even_with_equal_names(session: Session, limit: int) -> None:
    same = [factories.professional(session, "Camille", last_name="Perrier", **LISTED) for _ in range(5)]
    others = [factories.professional(session, name, last_name="Roux", **LISTED) for name in ("Éa", "Bo", "Cam", "Zed")]
    seen = walk(session, limit)
    assert sorted(person.id for person in seen) == sorted(person.id for person in same + others)
    assert [person.first_name for person in seen] == ["Bo", "Cam", *["Camille"] * 5, "Éa", "Zed"]
    assert {person.id for person in walk(session, limit, words="cam perr")} == {person.id for person in same}


def test_a_mark_that_means_nothing_gives_the_first_page(session: Session) -> None:
    factories.professional(session, "Inès", **LISTED)
    assert [each.person.first_name for each in found(session, after="inconnue").people] == ["Inès"]


def test_the_mark_says_nothing_of_the_person(session: Session) -> None:
    first = factories.professional(session, "Anne", last_name="Secrète", **LISTED)
    factories.professional(session, "Bo", **LISTED)
    assert found(session, 1).next == first.public_id


def test_namesakes_get_an_initial_even_from_one_page_to_the_next(session: Session) -> None:
    factories.professional(session, "Inès", last_name="Perrier", **LISTED)
    factories.professional(session, "Inès", last_name="éloi", **LISTED)
    factories.professional(session, "Inès", last_name="", **LISTED)
    factories.professional(session, "Karim", last_name="Roux", **LISTED)
    factories.professional(session, "Karim", last_name="Hidden", is_listed=False)
    assert [each.name for each in found(session).people] == ["Inès\u00a0É.", "Inès", "Inès\u00a0P.", "Karim"]
    last = found(session, 1, found(session, 2).next)
    assert [each.name for each in last.people] == ["Inès\u00a0P."]


def test_as_many_queries_for_three_people_as_for_forty(session: Session) -> None:
    def sent() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as statements:
            page = found(session, 40, words="inf", pathway_slug="grand-age", commune_insee="73179")
            assert all(each.person.places[0].commune.name for each in page.people)
            assert all(each.person.role_profile is None for each in page.people)
        return len(statements)

    for _ in range(3):
        factories.professional(session, "Camille", **LISTED)
    few = sent()
    for _ in range(37):
        factories.professional(session, "Camille", **LISTED)
    assert sent() == few <= 5
