"""The organisers' list of people: order, search, selections, pages, and what it never shows."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.pages.people.listing import PAGE
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import fields_of, text_of
from tests.pages.test_bounded import crowd, queries

PEOPLE = "/organisation/personnes"


def names(browser: CheckingClient, **asked: str) -> list[str]:
    """The people listed, in order."""
    page = parse(browser.get(PEOPLE, query_string=asked).text)
    lines = [item for item in page.iter("li") if item.find("div") is not None]
    return ["".join(link.itertext()) for line in lines for link in line.iter("a")]


def first_names(browser: CheckingClient, **asked: str) -> list[str]:
    return [name.split()[0] for name in names(browser, **asked)]


def test_people_stand_by_first_name_without_accents_whatever_the_database(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    people = (("Zoé", "Abel"), ("Éléonore", "Abel"), ("anne", "Zola"), ("Annette", "Abel"), ("Anne-Marie", "Blanc"))
    for first, last in people:
        factories.professional(session, first, last_name=last)
    assert first_names(maud) == ["Anne-Marie", "anne", "Annette", "Éléonore", "Inès", "Karim", "Odile", "Zoé"]


def test_a_line_says_who_where_how_and_that_they_were_never_invited(maud: CheckingClient, cast: Cast) -> None:
    said = text_of(maud.get(PEOPLE))
    assert "3 personnes dans le réseau, dont 3 jamais invitées." in said
    assert f"{cast.odile.full_name} infirmière La Motte-Servolex, par téléphone aucune invitation jusqu’ici" in said


def test_contact_details_stay_on_the_page_of_the_person(maud: CheckingClient, cast: Cast) -> None:
    page = maud.get(PEOPLE).text
    assert "0639980042" not in page.replace("\u00a0", "").replace(" ", "")
    assert "@" not in text_of(maud.get(PEOPLE))


def came(session: Session, cast: Cast, *, days: int, attendance: Attendance = Attendance.UNKNOWN) -> Registration:
    """Inès said yes to a lunch so many days ago."""
    at = NOW - timedelta(days=days)
    lunch = factories.meetup(session, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.PUBLISHED)
    invitation = factories.invitation(session, lunch, cast.ines, invited_at=at - timedelta(days=20))
    made = Registration(
        meetup=lunch,
        professional=cast.ines,
        invitation=invitation,
        status=RegistrationStatus.GOING,
        source=AnswerSource.EMAIL_LINK,
        answered_at=at - timedelta(days=10),
        attendance=attendance,
    )
    session.add(made)
    session.flush()
    return made


def test_a_line_gives_the_last_invitation_and_the_lunches(maud: CheckingClient, session: Session, cast: Cast) -> None:
    came(session, cast, days=30)
    came(session, cast, days=400, attendance=Attendance.ATTENDED)
    came(session, cast, days=200, attendance=Attendance.ABSENT)
    came(session, cast, days=100).meetup.status = MeetupStatus.CANCELLED
    came(session, cast, days=60).status = RegistrationStatus.WITHDRAWN
    came(session, cast, days=-30)
    assert "invitation le 3 décembre 2026, 2 déjeuners" in text_of(maud.get(PEOPLE))


def test_someone_only_on_a_draft_list_was_never_invited(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.ines)
    factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    assert first_names(maud, qui="jamais-invitees") == ["Inès", "Odile"]
    assert "2 personnes jamais invitées." in text_of(maud.get(PEOPLE, query_string={"qui": "jamais-invitees"}))
    assert "invitation le 23 novembre 2026, pas encore de déjeuner" in text_of(maud.get(PEOPLE))


def test_selections_show_those_to_call_without_email_or_on_a_pause(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.karim.confirmed_at = None
    cast.ines.paused_until = NOW + timedelta(days=1)
    factories.professional(session, "Basile", paused_until=NOW)
    assert first_names(maud, qui="a-rappeler") == ["Karim"]
    assert first_names(maud, qui="sans-courriel") == ["Odile"]
    assert first_names(maud, qui="en-pause") == ["Inès"]
    assert len(names(maud, qui="n’importe quoi")) == 4


def test_those_who_left_are_not_listed(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.karim.left_at = NOW
    assert first_names(maud) == ["Inès", "Odile"]


@pytest.mark.parametrize("typed", ["ines", "INÈS per", "ine infirm"])
def test_words_find_names_and_professions_without_accents(maud: CheckingClient, cast: Cast, typed: str) -> None:
    assert first_names(maud, q=typed) == ["Inès"]
    assert f"1 personne dans le réseau pour « {typed} »" in text_of(maud.get(PEOPLE, query_string={"q": typed}))


def test_a_search_and_a_selection_go_together(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    assert first_names(maud, q="infirm", qui="jamais-invitees") == ["Inès", "Odile"]
    page = parse(maud.get(PEOPLE, query_string={"q": "infirm", "qui": "jamais-invitees"}).text)
    [form] = [form for form in page.iter("form") if form.get("action") == PEOPLE]
    assert fields_of(form) == {"qui": "jamais-invitees", "q": "infirm"}


@pytest.mark.parametrize("asked", [{"q": "<script>%_\\"}, {"q": "a" * 5000}, {"apres": "inconnue"}, {"qui": "\u202e"}])
def test_anything_typed_in_the_address_is_answered(maud: CheckingClient, cast: Cast, asked: dict[str, str]) -> None:
    assert maud.get(PEOPLE, query_string=asked).status_code == 200


def test_pages_follow_each_other_without_a_gap_or_a_repeat(maud: CheckingClient, session: Session, cast: Cast) -> None:
    crowd(session, 2 * PAGE)
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = parse(maud.get(PEOPLE, query_string={"apres": after}).text)
        lines = [item for item in page.iter("li") if item.find("div") is not None]
        seen += ["".join(link.itertext()) for item in lines for link in item.iter("a")]
        nexts = [link.get("href") or "" for link in page.iter("a") if "apres=" in (link.get("href") or "")]
        after = nexts[0].rpartition("apres=")[2] if nexts else None
    assert len(seen) == len(set(seen)) == 2 * PAGE + 3


def test_namesakes_across_two_pages_are_all_listed(maud: CheckingClient, session: Session, cast: Cast) -> None:
    made = {factories.professional(session, "Anne", last_name="Blanc").public_id for _ in range(PAGE + 1)}
    first = maud.get(PEOPLE).text
    last = [public_id for public_id in made if f"{PEOPLE}/{public_id}" not in first]
    assert len(last) == 1
    page = parse(first)
    [following] = [link.get("href") or "" for link in page.iter("a") if "apres=" in (link.get("href") or "")]
    assert f"{PEOPLE}/{last[0]}" in maud.get(following).text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Le réseau est encore vide"),
        ({"qui": "jamais-invitees"}, "Toutes les personnes que l’on peut inviter l’ont été"),
        ({"qui": "a-rappeler"}, "Personne n’attend d’appel"),
        ({"qui": "sans-courriel"}, "Tout le monde a un courriel"),
        ({"qui": "en-pause"}, "Personne n’a demandé de pause"),
        ({"q": "<b>zut</b>"}, "Personne pour « <b>zut</b> »"),
    ],
)
def test_an_empty_list_says_what_it_means(
    maud: CheckingClient, session: Session, cast: Cast, asked: dict[str, str], words: str
) -> None:
    for person in (cast.ines, cast.karim, cast.odile):
        person.left_at = NOW
    assert words in text_of(maud.get(PEOPLE, query_string=asked))


def test_names_are_shown_as_they_are(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.professional(session, "<i>Ana</i>", last_name="Ł" + "é" * 119, profession_text="&amp; l’art")
    said = text_of(maud.get(PEOPLE))
    assert "<i>Ana</i> Ł" + "é" * 119 in said
    assert "&amp; l’art" in said


@pytest.mark.parametrize("asked", ["", "?qui=jamais-invitees", "?q=infirm"])
def test_the_list_sends_as_many_queries_for_three_people_as_for_two_hundred(
    maud: CheckingClient, session: Session, cast: Cast, asked: str
) -> None:
    few = queries(session, maud, f"{PEOPLE}{asked}")
    session.rollback()
    crowd(session, 200)
    assert queries(session, maud, f"{PEOPLE}{asked}") == few <= 8


def test_the_same_people_are_never_invited_here_and_on_the_page_of_gaps(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.karim.confirmed_at = None
    factories.professional(session, "Basile", paused_until=NOW + timedelta(days=1))
    factories.professional(session, "Denise", unsubscribed_at=NOW)
    assert first_names(maud, qui="jamais-invitees") == ["Inès", "Odile"]
    assert "dont 2 jamais invitées" in text_of(maud.get(PEOPLE))
    assert "2 personnes n’ont jamais été invitées" in text_of(maud.get("/organisation/manques"))
