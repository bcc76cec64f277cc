"""The organisers' lunches by state, each with the next thing to do."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.pages.people.meetup_listing import PAGE
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, text_of
from tests.pages.test_bounded import queries

DAY = timedelta(days=1)


def lunch(session: Session, days: int, status: MeetupStatus = MeetupStatus.PUBLISHED, slug: str = "") -> Meetup:
    """A lunch in so many days, recognised by its pathway."""
    at = NOW + days * DAY
    made = factories.meetup(session, starts_at=at, ends_at=at + timedelta(hours=1), status=status)
    made.pathway = factories.pathway(session, slug or f"p{days}", slug or f"P{days}")
    session.flush()
    return made


def listed(browser: CheckingClient, **asked: str) -> list[str]:
    """The pathways of the lunches listed, in order."""
    page = parse(browser.get(MEETUPS, query_string=asked).text)
    return ["".join(title.itertext()).rpartition(", ")[2] for title in page.iter("h3")]


def test_lunches_stand_by_state_soonest_first_and_past_ones_latest_first(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    session.delete(cast.lunch)
    for days in (9, 3):
        lunch(session, days, MeetupStatus.DRAFT, f"D{days}")
        lunch(session, days, slug=f"V{days}")
        lunch(session, -days, slug=f"A{days}")
        lunch(session, days, MeetupStatus.CANCELLED, f"C{days}")
    lunch(session, -5, MeetupStatus.DRAFT, "oublié")
    assert listed(maud) == listed(maud, etat="zut") == ["V3", "V9"]
    assert listed(maud, etat="brouillons") == ["D3", "D9"]
    assert listed(maud, etat="passes") == ["A3", "oublié", "A9"]
    assert listed(maud, etat="annules") == ["C9", "C3"]
    assert "Brouillons (2) À venir (2) Passés (3) Annulés (2)" in text_of(maud.get(MEETUPS))


def test_each_line_says_where_it_stands_and_links_to_the_next_thing_to_do(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    page = maud.get(MEETUPS, query_string={"etat": "brouillons"})
    assert "La salle est trouvée, la liste est vide Ajouter des personnes" in text_of(page)
    assert f'href="{MEETUPS}/{cast.lunch.public_id}/invites"' in page.text
    session.rollback()
    factories.invitation(session, cast.lunch, cast.odile)
    invitations.invite(session, cast.lunch, now=NOW)
    page = maud.get(MEETUPS)
    assert "0 réponse sur 1 Joindre 1 personne" in text_of(page)


def test_a_draft_whose_day_went_by_claims_no_answers(maud: CheckingClient, session: Session) -> None:
    lunch(session, -5, MeetupStatus.DRAFT)
    said = text_of(maud.get(MEETUPS, query_string={"etat": "passes"}))
    assert "Resté à l’état de brouillon" in said
    assert "avaient dit oui" not in said


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("brouillons", "Pas de brouillon."),
        ("a-venir", "Rien n’est annoncé."),
        ("passes", "Pas encore de déjeuner passé"),
        ("annules", "Pas de déjeuner annulé."),
    ],
)
def test_an_empty_list_says_what_comes_there(
    maud: CheckingClient, session: Session, cast: Cast, state: str, words: str
) -> None:
    session.delete(cast.lunch)
    assert words in text_of(maud.get(MEETUPS, query_string={"etat": state}))


@pytest.mark.parametrize(("state", "sign"), [("passes", -1), ("annules", -1), ("a-venir", 1), ("brouillons", 1)])
def test_pages_follow_each_other_even_at_the_same_hour(
    maud: CheckingClient, session: Session, cast: Cast, state: str, sign: int
) -> None:
    status = {"annules": MeetupStatus.CANCELLED, "brouillons": MeetupStatus.DRAFT}.get(state, MeetupStatus.PUBLISHED)
    session.delete(cast.lunch)
    for number in range(PAGE + 3):
        lunch(session, sign, status, f"N{number}")
    first = maud.get(MEETUPS, query_string={"etat": state})
    links = [link.get("href") or "" for link in parse(first.text).iter("a")]
    [following] = [link for link in links if "apres=" in link]
    seen = listed(maud, etat=state) + listed(maud, etat=state, apres=following.rpartition("apres=")[2])
    assert len(seen) == len(set(seen)) == PAGE + 3
    assert "apres=" not in maud.get(following).text


def test_an_unknown_mark_gives_the_first_page(maud: CheckingClient, session: Session) -> None:
    lunch(session, 3)
    assert listed(maud, apres="inconnu") == ["P3"]


@pytest.mark.parametrize("state", ["brouillons", "a-venir", "passes", "annules"])
def test_the_list_sends_as_many_queries_for_one_lunch_as_for_a_page(
    maud: CheckingClient, session: Session, cast: Cast, state: str
) -> None:
    def some(numbers: range) -> None:
        for number in numbers:
            lunch(session, -1 - number)
            lunch(session, 1 + number)
            lunch(session, 1 + number, MeetupStatus.DRAFT)
            lunch(session, 1 + number, MeetupStatus.CANCELLED)

    some(range(1))
    few = queries(session, maud, f"{MEETUPS}?etat={state}")
    session.rollback()
    some(range(1, 15))
    assert queries(session, maud, f"{MEETUPS}?etat={state}") == few <= 11
