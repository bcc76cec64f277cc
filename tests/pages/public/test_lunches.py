"""The list of lunches, and home's."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.directory.families import ProfessionFamily
from meetups.invitations import services
from meetups.invitations.rules import Attendance
from meetups.pages.public import lunches as listing
from meetups.planning.models import Meetup
from meetups.venues.models import Venue
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import text_of
from tests.pages.public.lunching import answered, published

LUNCHES = "/rencontres"


def titles(page: TestResponse) -> list[str]:
    """Of the lunches shown, in their order."""
    return [
        "".join(link.itertext())
        for link in parse(page.text).iter("a")
        if (link.get("href") or "").startswith(f"{LUNCHES}/")
    ]


@pytest.fixture
def around(session: Session) -> dict[str, Meetup]:
    """Lunches in three communes: Chambéry and Aix are 12 km apart, Modane is 70 km away."""
    for insee in ("73065", "73008", "73157"):
        factories.commune(session, insee)
    infants = factories.pathway(session, "petite-enfance", "Petite enfance")
    made = {
        "aix": published(session, title="Aix", commune_insee="73008", at=LUNCH + timedelta(days=1)),
        "modane": published(session, title="Modane", commune_insee="73157", at=LUNCH),
        "chambery": published(session, title="Chambéry", commune_insee="73065", at=LUNCH + timedelta(days=2)),
    }
    made["aix"].pathway = infants
    session.commit()
    return made


def test_the_list_shows_what_is_to_come_soonest_first_and_no_draft(
    client: CheckingClient, session: Session, cast: Cast, around: dict[str, Meetup]
) -> None:
    published(session, title="Passé", at=NOW - timedelta(days=2))
    page = client.get(LUNCHES)
    assert titles(page) == ["Modane", "Aix", "Chambéry"]
    assert cast.lunch.title not in page.text


def test_a_commune_shows_what_is_around_with_distances_as_the_crow_flies(
    client: CheckingClient, around: dict[str, Meetup]
) -> None:
    for path in (LUNCHES, "/"):
        page = client.get(path, query_string={"commune": "CHAMBERY"})
        assert titles(page) == ["Aix", "Chambéry"]
        said = text_of(page)
        assert "12 h 15, Aix-les-Bains , à 12 km de Chambéry à vol d’oiseau" in said
        assert said.count("à vol d’oiseau") == 2, "of the lunch elsewhere, and of what the list shows"
        assert "À moins de 30 km de Chambéry (73000) à vol d’oiseau." in said
        assert 'value="CHAMBERY"' in page.text


def test_a_postal_code_is_a_commune_too(client: CheckingClient, around: dict[str, Meetup]) -> None:
    assert titles(client.get(f"{LUNCHES}?commune=73500")) == ["Modane"]


def test_without_anything_around_the_page_says_how_to_join_and_shows_the_nearest(
    client: CheckingClient, session: Session, around: dict[str, Meetup]
) -> None:
    session.delete(around["modane"])
    for path in (LUNCHES, "/"):
        page = client.get(path, query_string={"commune": "Modane"})
        said = text_of(page)
        assert "Pas encore de déjeuner près de Modane" in said
        assert "Les plus proches" in said
        assert titles(page) == ["Chambéry", "Aix"]
        links = {link.get("href") for link in parse(page.text).iter("a")}
        assert "/rejoindre?commune=Modane+73500" in links


def test_an_unknown_commune_is_said_with_what_to_do_and_stays_typed(
    client: CheckingClient, around: dict[str, Meetup]
) -> None:
    for path in (LUNCHES, "/"):
        page = client.get(path, query_string={"commune": "Chambéri <b>"})
        assert page.status_code == 422
        said = text_of(page)
        assert "Nous ne connaissons pas cette commune : vérifiez son nom, ou écrivez son code postal." in said
        assert 'value="Chambéri &lt;b&gt;"' in page.text
        assert titles(page) == ["Modane", "Aix", "Chambéry"]


def test_the_beginning_of_a_name_suggests_communes(client: CheckingClient, around: dict[str, Meetup]) -> None:
    page = client.get(LUNCHES, query_string={"commune": "cham"})
    suggested = f"{LUNCHES}?commune=Chamb%C3%A9ry+73000"
    assert suggested in {link.get("href") for link in parse(page.text).iter("a")}
    assert titles(client.get(suggested)) == ["Aix", "Chambéry"]


def test_a_care_pathway_chooses(client: CheckingClient, around: dict[str, Meetup]) -> None:
    page = client.get(f"{LUNCHES}?parcours=petite-enfance")
    assert titles(page) == ["Aix"]
    chosen = [each for each in parse(page.text).iter("option") if each.get("selected") is not None]
    assert [each.get("value") for each in chosen] == ["petite-enfance"]
    assert titles(client.get(f"{LUNCHES}?parcours=petite-enfance&commune=Modane")) == ["Aix"], "the nearest one"


def test_an_unknown_pathway_says_so_and_shows_all(client: CheckingClient, around: dict[str, Meetup]) -> None:
    page = client.get(LUNCHES, query_string={"parcours": "<script>"})
    assert page.status_code == 200
    assert "Ce parcours n’existe pas, ou plus" in text_of(page)
    assert len(titles(page)) == 3


def test_a_cancelled_lunch_to_come_is_shown_as_such_in_the_list_but_not_at_home(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    meetup = published(session, cast.room)
    answered(session, meetup, cast.ines)
    services.cancel(session, meetup, reason="La salle est inondée.", now=NOW)
    assert "Annulé" in text_of(client.get(LUNCHES))
    assert "Pas encore de déjeuner ici" in text_of(client.get("/"))


def test_a_line_says_what_is_left(client: CheckingClient, session: Session, cast: Cast) -> None:
    meetup = published(session, cast.room, capacity=2)
    assert "2 places" in text_of(client.get(LUNCHES))
    session.rollback()
    meetup.seats_taken = 1
    assert "1 place" in text_of(client.get(LUNCHES))
    session.rollback()
    meetup.seats_taken = 2
    assert "Complet" in text_of(client.get(LUNCHES))
    session.rollback()
    meetup.starts_at, meetup.ends_at = NOW - timedelta(minutes=5), NOW + timedelta(minutes=85)
    assert "En ce moment" in text_of(client.get(LUNCHES))


def test_past_lunches_are_remembered_last_first_in_numbers_without_names(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    older = published(session, cast.room, title="Plus vieux", at=NOW - timedelta(days=60))
    last = published(session, cast.room, title="Dernier", at=NOW - timedelta(days=30))
    cast.karim.family = ProfessionFamily.PHARMACY
    answered(session, last, cast.ines, attendance=Attendance.ATTENDED)
    answered(session, last, cast.karim, attendance=Attendance.ATTENDED)
    answered(session, older, cast.ines)
    published(session, cast.room, title="À venir")
    off = published(session, cast.room, title="Annulé avant", at=NOW + timedelta(days=1))
    answered(session, off, cast.ines)
    services.cancel(session, off, reason="Non", now=NOW)
    off.starts_at, off.ends_at = NOW - timedelta(days=1, hours=2), NOW - timedelta(days=1)
    page = client.get(f"{LUNCHES}?passees=1")
    assert titles(page) == ["Dernier", "Plus vieux"]
    said = text_of(page)
    assert "samedi 24 octobre 2026" in said, "a memory tells its year"
    assert "2 personnes, 2 familles de métiers." in said
    assert "1 personne avait dit oui, 1 famille de métiers." in said
    assert "Inès" not in page.text


def test_nothing_yet_says_what_to_do(client: CheckingClient) -> None:
    assert "Pas encore de déjeuner ici" in text_of(client.get(LUNCHES))
    assert "Aucun déjeuner passé ici" in text_of(client.get(f"{LUNCHES}?passees=1"))


@pytest.mark.parametrize("question", ["", "passees=1"])
def test_a_long_list_is_read_page_after_page_without_missing_any(
    client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    first = NOW - timedelta(days=9) if question else LUNCH
    for number in range(8):
        published(session, title=f"N{number}", at=first + timedelta(days=number // 3))
    path: str | None = f"{LUNCHES}?{question}"
    seen: list[str] = []
    while path:
        page = client.get(path)
        seen += titles(page)
        path = next((a.get("href") for a in parse(page.text).iter("a") if a.text == "La suite"), None)
    assert sorted(seen) == [f"N{number}" for number in range(8)]


def test_nothing_comes_after_a_line_that_nobody_knows(client: CheckingClient, cast: Cast) -> None:
    assert client.get(f"{LUNCHES}?apres={cast.lunch.public_id}x").status_code == 200


def crowded(session: Session, room: Venue, count: int, first: int) -> None:
    for number in range(first, first + count):
        published(session, room, title=f"N{number}", at=LUNCH + timedelta(days=number))
        before = published(session, room, title=f"P{number}", at=NOW - timedelta(days=number + 2))
        answered(session, before, factories.professional(session))


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 2),
        ("/?commune=chambery", 4),
        (LUNCHES, 3),
        (f"{LUNCHES}?passees=1", 4),
        (f"{LUNCHES}?commune=chambery&parcours=grand-age", 5),
    ],
)
def test_lists_send_as_many_queries_for_3_lunches_as_for_30(
    client: CheckingClient, session: Session, cast: Cast, path: str, most: int
) -> None:
    factories.commune(session, "73065")
    factories.area(session)

    def count() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            assert client.get(path).status_code == 200
        session.rollback()
        return len(sent)

    crowded(session, cast.room, 3, 0)
    few = count()
    crowded(session, session.merge(cast.room), 27, 3)
    assert count() == few <= most
