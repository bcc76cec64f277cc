"""Pages send a bounded number of queries: the same for a handful of rows and for a region."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import ContactChannel, PracticePlace, Professional
from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guests
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning import hosting
from meetups.planning.models import Meetup, MeetupFormat
from meetups.polls.services import Question, open_poll
from meetups.proposals.models import Proposal, ProposalGuest
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS
from tests.pages.test_dashboard import FACTS

PROFESSIONALS, PROPOSALS, GUESTS, CURRENT = 5_000, 8, 24, 12
FAMILIES = list(ProfessionFamily)


def crowd(session: Session, count: int) -> list[Professional]:
    """Many professionals, written in two statements."""
    place = factories.commune(session)
    people = [
        {
            "public_id": f"crowd{number:07}",
            "first_name": f"Camille {number}",
            "last_name": "Perrier",
            "profession_text": "infirmière",
            "search_key": f" camille {number} perrier infirmiere",
            "family": FAMILIES[number % len(FAMILIES)],
            "contact_channel": ContactChannel.EMAIL if number % 5 else ContactChannel.TELEPHONE,
            "email": f"camille{number}@sante.example" if number % 5 else None,
            "phone": "0639980001",
            "created_at": NOW - timedelta(days=60),
            "confirmed_at": NOW - timedelta(days=60),
        }
        for number in range(count)
    ]
    made = session.scalars(insert(Professional).returning(Professional), people).all()
    spots = [
        {"professional_id": one.id, "commune_insee": place.insee, "lat": place.lat, "lon": place.lon} for one in made
    ]
    session.execute(insert(PracticePlace), spots)
    return list(made)


def propose(session: Session, cast: Cast, people: list[Professional], count: int) -> None:
    area = factories.area(session)
    for rank in range(count):
        slug = f"parcours-{rank}"
        session.add(
            Proposal(
                rank=rank,
                computed_at=NOW,
                area=area,
                pathway=factories.pathway(session, slug, slug),
                commune=cast.mairie.commune,
                format=MeetupFormat.LUNCH,
                host=cast.mairie,
                venue=cast.room,
                starts_at=LUNCH + timedelta(days=rank),
                ends_at=LUNCH + timedelta(days=rank, hours=1),
                capacity=GUESTS,
                facts=FACTS,
                guests=[
                    ProposalGuest(professional=person, position=position, reasons=[{"code": "never_invited"}])
                    for position, person in enumerate(people[rank * GUESTS : (rank + 1) * GUESTS])
                ],
            )
        )


def under_way(session: Session, cast: Cast, people: list[Professional], number: int) -> Meetup:
    """A meetup at one of three steps, with its guests."""
    starts_at = LUNCH + timedelta(days=7 * number)
    slug = f"parcours-{number}"
    meetup = factories.meetup(session, cast.room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    meetup.pathway = factories.pathway(session, slug, slug)
    add_guests(session, meetup, [(person, [{"code": "never_invited"}]) for person in people], now=NOW)
    if number % 3 == 1:
        meetup.venue = None
        session.flush()
        hosting.request_room(session, meetup, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    if number % 3 == 2:
        guests = invitations.guest_list(session, meetup)[:2]
        slots = [(starts_at + day, starts_at + day + timedelta(hours=1)) for day in (timedelta(1), timedelta(2))]
        open_poll(session, meetup, Question(slots, guests, answer_by=NOW + timedelta(days=7)), now=NOW)
    return meetup


def queries(session: Session, browser: CheckingClient, path: str) -> int:
    """How many statements a page sends, from an empty identity map."""
    session.commit()
    session.expunge_all()
    with recorded_statements() as sent:
        assert browser.get(path).status_code == 200
    return len(sent)


def test_the_dashboard_stays_bounded_with_5000_professionals(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    propose(session, cast, [cast.ines, cast.odile], 1)
    under_way(session, cast, [cast.ines], 1)
    small = queries(session, maud, "/organisation")
    session.rollback()

    cast.mairie, cast.room = session.merge(cast.mairie), session.merge(cast.room)
    people = crowd(session, PROFESSIONALS)
    propose(session, cast, people, PROPOSALS)
    for number in range(2, CURRENT):
        under_way(session, cast, people[number * GUESTS : (number + 1) * GUESTS], number)
    assert queries(session, maud, "/organisation") == small <= 16


@pytest.fixture
def big(session: Session, cast: Cast) -> Callable[[int], Meetup]:
    """A published meetup with so many guests, half of whom answered."""

    def made(count: int) -> Meetup:
        meetup = under_way(session, cast, crowd(session, count), 3)
        meetup.capacity = 40
        session.flush()
        invitations.invite(session, meetup, now=NOW)
        for guest in list(invitations.guest_list(session, meetup))[: count // 2]:
            answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
        return meetup

    return made


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 18),
        ("/invites?q=ines", 12),
        ("/modifier", 16),
        ("/deplacer", 14),
        ("/annuler", 12),
        ("/invitations", 10),
    ],
)
def test_pages_of_a_meetup_send_as_many_queries_for_two_guests_as_for_thirty(
    maud: CheckingClient, session: Session, big: Callable[[int], Meetup], path: str, most: int
) -> None:
    meetup = big(30)
    many = queries(session, maud, f"{MEETUPS}/{meetup.public_id}{path}")
    session.rollback()
    meetup = session.merge(meetup)
    for guest in list(invitations.guest_list(session, meetup))[2:]:
        invitations.remove_guest(session, guest, now=NOW)
    few = queries(session, maud, f"{MEETUPS}/{meetup.public_id}{path}")
    assert few == many <= most
