"""What a host sees of its rooms: its own bookings only, head counts only, and what they made possible."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.planning import hosting
from meetups.planning.emails import host_url
from meetups.planning.models import HostChannel, HostingRequest, Meetup, MeetupFormat, MeetupStatus
from meetups.planning.services import MeetupDetails, call_off, edit_meetup, publish
from meetups.venues.models import Host, Venue
from meetups.web.tokens import Purpose, sign_link
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.page_checks import parse

LINK = HostChannel.LINK
Ask = Callable[..., HostingRequest]


@pytest.fixture
def request_(session: Session, cast: Cast) -> HostingRequest:
    """The question about the lunch of 19 January, in the salle des Tilleuls."""
    cast.lunch.venue = None
    return ask(session, cast.lunch, cast.mairie, cast.room)


def ask(session: Session, meetup: Meetup, host: Host, room: Venue | None) -> HostingRequest:
    return hosting.request_room(session, meetup, host, venue=room, needs="", asked_by=None, now=NOW)


def lend(session: Session, request: HostingRequest) -> None:
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=LINK, now=NOW)


def path(request: HostingRequest) -> str:
    return urlsplit(host_url(request)).path + "/salles"


def look(client: CheckingClient, request: HostingRequest) -> str:
    """The page; the reading transaction that it leaves to the test's session is ended."""
    page = client.get(path(request))
    assert page.status_code == 200
    db.session.rollback()
    return page.text


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join(" ".join(element.itertext()).replace("\u00a0", " ").split())


def lines(html: str) -> list[str]:
    """The bookings to come."""
    return [words(each) for each in parse(html).findall(".//ul[@class='liste-nue lignes']/li")]


def taken(html: str) -> list[str]:
    """The days taken, with their month."""
    return [
        f"{words(day)} [{words(month.find('caption'))}]"
        for month in parse(html).iter("table")
        for day in month.iter("td")
        if day.find(".//span") is not None
    ]


def held(
    session: Session, room: Venue | None, people: list[tuple[ProfessionFamily, object]], **given: object
) -> Meetup:
    """A past meetup, with whom came: (family, professional or attendance)."""
    starts_at = given.pop("starts_at", NOW - timedelta(days=30))
    assert isinstance(starts_at, datetime)
    values = {"status": MeetupStatus.PUBLISHED, "ends_at": starts_at + timedelta(minutes=90)} | given
    meetup = factories.meetup(session, room, starts_at=starts_at, **values)
    for family, state in people:
        came(session, meetup, factories.professional(session, "Camille", family=family), state)
    return meetup


def came(session: Session, meetup: Meetup, person: object, state: object = None) -> None:
    status = state if isinstance(state, RegistrationStatus) else RegistrationStatus.GOING
    attendance = state if isinstance(state, Attendance) else Attendance.UNKNOWN
    session.add(
        Registration(
            meetup=meetup,
            professional=person,
            status=status,
            source=AnswerSource.SITE,
            answered_at=NOW,
            attendance=attendance,
        )
    )
    session.flush()


def figures(html: str) -> dict[str, str]:
    facts = parse(html).findall(".//dl[@class='faits mt-3 filet']/div")
    return {words(each.find("dt")): words(each.find("dd")) for each in facts}


def test_a_question_without_an_answer_is_to_be_confirmed(client: CheckingClient, request_: HostingRequest) -> None:
    page = look(client, request_)
    assert lines(page) == [
        "mardi 19 janvier 2027 , salle des Tilleuls Un déjeuner, 11 h 30 à 14 h 15, 24 personnes à confirmer"
    ]
    assert taken(page) == ["19 : déjeuner, à confirmer, salle des Tilleuls [Janvier 2027]"]
    assert 'href="#reservation-' in page


def test_a_room_that_was_lent_is_confirmed(client: CheckingClient, session: Session, request_: HostingRequest) -> None:
    lend(session, request_)
    page = look(client, request_)
    assert "24 personnes confirmé" in lines(page)[0]
    assert taken(page) == ["19 : déjeuner, confirmé, salle des Tilleuls [Janvier 2027]"]


def test_another_slot_stands_on_the_day_that_the_host_offered(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    request_.venue = None
    other = LUNCH + timedelta(days=7)
    hosting.propose_other_slot(session, request_, starts_at=other, note="", channel=LINK, now=NOW)
    page = look(client, request_)
    assert lines(page) == [
        "mardi 26 janvier 2027 , salle à choisir Un déjeuner, 11 h 30 à 14 h 15, 24 personnes proposé par vous, à "
        "confirmer"
    ]
    assert taken(page) == ["26 : déjeuner, proposé par vous, à confirmer [Janvier 2027]"]


def test_a_draft_that_moved_since_the_yes_is_to_be_confirmed_again_until_people_are_invited(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    lend(session, request_)
    lunch = cast.lunch
    moved = MeetupDetails(
        title=lunch.title,
        format=lunch.format,
        pathway_id=lunch.pathway_id,
        commune_insee=lunch.commune_insee,
        starts_at=LUNCH + timedelta(days=1),
        ends_at=LUNCH + timedelta(days=1, minutes=90),
        capacity=20,
        venue_id=lunch.venue_id,
    )
    edit_meetup(session, lunch, moved, now=NOW)
    assert "mercredi 20 janvier" in lines(look(client, request_))[0]
    assert "20 personnes à confirmer" in lines(look(client, request_))[0]
    publish(session, lunch, now=NOW)
    assert "20 personnes confirmé" in lines(look(client, request_))[0]


def test_a_room_chosen_by_hand_shows_once_people_are_invited_not_while_a_draft_thinks_of_it(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    hosting.refuse_request(session, request_, note="", channel=LINK, now=NOW)
    thought = factories.meetup(
        session, cast.room, starts_at=LUNCH + timedelta(days=14), ends_at=LUNCH + timedelta(days=14, hours=1)
    )
    assert lines(look(client, request_)) == []
    publish(session, thought, now=NOW)
    assert "mardi 2 février 2027" in lines(look(client, request_))[0]


@pytest.mark.parametrize("end", ["withdrawn", "refused", "cancelled", "found elsewhere"])
def test_what_is_off_is_absent(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest, end: str
) -> None:
    if end == "withdrawn":
        hosting.withdraw_request(session, request_, now=NOW)
    elif end == "refused":
        hosting.refuse_request(session, request_, note="", channel=LINK, now=NOW)
    elif end == "cancelled":
        lend(session, request_)
        call_off(session, cast.lunch, reason="", now=NOW)
    else:
        publish(session, cast.lunch, now=NOW)
    page = look(client, request_)
    assert lines(page) == []
    assert taken(page) == []
    assert "Aucune réservation à venir" in page


def test_another_host_s_bookings_and_past_are_never_shown(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    other = factories.town_hall(session, "73065")
    theirs = factories.venue(session, other, "salle Bellevue")
    asked = factories.meetup(
        session, None, starts_at=LUNCH + timedelta(days=1), ends_at=LUNCH + timedelta(days=1, hours=1)
    )
    ask(session, asked, other, theirs)
    held(session, theirs, [(ProfessionFamily.NURSING, None)])
    factories.meetup(
        session,
        theirs,
        starts_at=LUNCH + timedelta(days=3),
        ends_at=LUNCH + timedelta(days=3, hours=1),
        status=MeetupStatus.PUBLISHED,
    )
    page = look(client, request_)
    assert len(lines(page)) == 1
    assert len(taken(page)) == 1
    assert "Bellevue" not in page
    assert figures(page) == {}


def test_a_room_that_the_meetup_left_is_free_again(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    lend(session, request_)
    publish(session, cast.lunch, now=NOW)
    cast.lunch.venue = factories.venue(session, factories.town_hall(session, "73065"), "salle Bellevue")
    page = look(client, request_)
    assert lines(page) == taken(page) == []
    assert "Bellevue" not in page


def test_no_guest_s_name_nor_title_nor_word_is_ever_shown(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    lend(session, request_)
    factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    past = held(session, cast.room, [])
    came(session, past, cast.karim)
    page = look(client, request_)
    for secret in ("Inès", "Karim", cast.karim.last_name, cast.ines.profession_text, cast.lunch.title):
        assert secret not in page


def test_earlier_days_of_this_month_stay_in_the_calendar_and_leave_the_list(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest, frozen_clock: FrozenClock
) -> None:
    lend(session, request_)
    publish(session, cast.lunch, now=NOW)
    frozen_clock.now = LUNCH + timedelta(days=2)
    page = look(client, request_)
    assert lines(page) == []
    assert taken(page) == ["19 : déjeuner, confirmé, salle des Tilleuls [Janvier 2027]"]
    frozen_clock.now = datetime(2027, 1, 31, 23, 0, tzinfo=UTC)  # 1 February in Paris
    assert taken(look(client, request_)) == []


def test_a_question_about_a_past_day_is_asked_no_more(
    client: CheckingClient, request_: HostingRequest, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = LUNCH
    assert lines(look(client, request_)) == []


def test_with_several_rooms_each_month_says_which_one(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    alone = look(client, request_)
    assert "par-salle" not in alone
    council = factories.venue(session, cast.mairie, "salle du Conseil")
    factories.meetup(
        session,
        council,
        starts_at=LUNCH + timedelta(days=2),
        ends_at=LUNCH + timedelta(days=2, hours=1),
        status=MeetupStatus.PUBLISHED,
    )
    page = parse(look(client, request_))
    assert [words(line) for line in page.findall(".//ul[@class='liste-nue petit doux par-salle']/li")] == [
        "salle des Tilleuls : 19 (à confirmer)",
        "salle du Conseil : 21",
    ]


def test_the_year_counts_who_came_once_each(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    nursing, social, medicine = ProfessionFamily.NURSING, ProfessionFamily.SOCIAL, ProfessionFamily.MEDICINE
    first = held(
        session,
        cast.room,
        [
            (nursing, None),
            (social, Attendance.ATTENDED),
            (medicine, Attendance.ABSENT),
            (medicine, RegistrationStatus.DECLINED),
            (medicine, RegistrationStatus.WAITING),
        ],
    )
    second = held(session, cast.room, [(nursing, None)], starts_at=NOW - timedelta(days=60))
    came(session, first, cast.ines)
    came(session, second, cast.ines)
    held(session, cast.room, [(medicine, None)], starts_at=NOW - timedelta(days=330))  # last year
    held(session, cast.room, [(medicine, None)], status=MeetupStatus.CANCELLED, starts_at=NOW - timedelta(days=90))
    held(session, cast.room, [(medicine, None)], starts_at=NOW - timedelta(minutes=30))  # not over yet
    held(session, cast.room, [], starts_at=NOW - timedelta(days=120))  # nobody came: nothing was hosted
    page = look(client, request_)
    assert "Ce que vos salles ont permis en 2026" in page
    assert figures(page) == {
        "déjeuners accueillis": "2",
        "personnes réunies, de 2 familles de métiers": "4",
        "rencontre entre deux familles de métiers": "1",
    }


def test_numbers_agree_with_their_words(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    held(session, cast.room, [(ProfessionFamily.NURSING, None)])
    assert figures(look(client, request_)) == {
        "déjeuner accueilli": "1",
        "personne réunie, d’une famille de métiers": "1",
    }


def test_other_formats_are_called_meetups(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    evening = held(session, cast.room, [(ProfessionFamily.NURSING, None)])
    evening.format = MeetupFormat.EVENING
    assert "rencontre accueillie" in figures(look(client, request_))


def test_a_new_year_shows_the_last_one_until_it_has_something_to_count(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest, frozen_clock: FrozenClock
) -> None:
    new_year = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    held(session, cast.room, [(ProfessionFamily.NURSING, None)], starts_at=new_year - timedelta(hours=3))
    frozen_clock.now = new_year + timedelta(days=1)
    assert "permis en 2026" in look(client, request_)
    held(session, cast.room, [(ProfessionFamily.NURSING, None)], starts_at=new_year)  # midnight in Paris: 2027
    assert "permis en 2027" in look(client, request_)


def test_nothing_to_count_says_what_will_be(client: CheckingClient, request_: HostingRequest) -> None:
    page = look(client, request_)
    assert "permis en 2026" in page
    assert "Après une première rencontre chez vous" in page


def test_few_queries_however_many_bookings(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    def cost() -> int:
        where = path(request_)
        session.commit()
        session.expunge_all()
        with recorded_statements() as sent:
            assert client.get(where).status_code == 200
        session.rollback()
        return len(sent)

    few = cost()
    mairie, room = session.merge(cast.mairie), session.merge(cast.room)
    for number in range(1, 9):
        at = LUNCH + timedelta(days=number)
        meetup = factories.meetup(session, None, starts_at=at, ends_at=at + timedelta(hours=1))
        request = ask(session, meetup, mairie, room)
        if number % 2:
            lend(session, request)
        held(session, room, [(ProfessionFamily.NURSING, None)] * 3, starts_at=NOW - timedelta(days=number))
    assert cost() <= few + 1, "the requests of the meetups that stand in the rooms"
    assert few <= 8


def test_a_bad_link_is_unknown_and_a_replaced_one_is_gone(
    client: CheckingClient, session: Session, request_: HostingRequest
) -> None:
    where = path(request_)
    assert client.get(where.replace("/salles", "x/salles")).status_code == 404
    foreign = sign_link(Purpose.INVITATION, request_.public_id)
    assert client.get(f"/h/{foreign}/salles").status_code == 404
    assert client.get(f"/h/{sign_link(Purpose.HOST, 'inconnu')}/salles").status_code == 404
    session.rollback()
    request_.link_version += 1
    assert client.get(where).status_code == 410


def test_the_two_pages_of_a_host_lead_to_each_other(client: CheckingClient, request_: HostingRequest) -> None:
    where = path(request_)
    question = where.removesuffix("/salles")
    assert f'href="{where}"' in client.get(question).text
    page = client.get(where)
    assert f'href="{question}"' in page.text
    assert '<meta name="robots" content="noindex">' in page.text


def test_a_host_reads_what_we_noted_of_its_free_half_days(
    client: CheckingClient, session: Session, cast: Cast, request_: HostingRequest
) -> None:
    assert "Quand elles sont libres" not in look(client, request_)
    cast.room.free = ["0-midi", "0-soir", "2-matin"]
    session.commit()
    page = look(client, request_)
    assert "Quand elles sont libres, d’après vous" in page
    assert "lundi midi et soir, mercredi matin" in page
    assert "<input" not in page, "the telephone changes it"
