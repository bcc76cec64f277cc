"""Asking for a room, typing in what a host said by telephone, deciding on another slot, taking the question back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.adapters.geocoder import GeocodedPoint, Geocoder
from meetups.database import db
from meetups.geography.models import TownHall
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, HostingRequest, Meetup, MeetupFormat, RequestStatus
from meetups.planning.services import publish
from meetups.planning.wording import default_needs
from meetups.proposals.models import Proposal
from meetups.venues.models import Host, Venue
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of
from tests.pages.test_dashboard import FACTS


def ask_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/lieu"


def requests(session: Session) -> list[HostingRequest]:
    return list(session.scalars(select(HostingRequest).order_by(HostingRequest.id)))


def mails(session: Session, kind: MailKind) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == kind)
    return session.scalar(wanted) or 0


@pytest.fixture
def homeless(session: Session, cast: Cast) -> Cast:
    """The lunch has no room yet."""
    cast.lunch.venue = None
    session.commit()
    return cast


@pytest.fixture
def asked(session: Session, homeless: Cast) -> HostingRequest:
    """The town hall has the question, for its only room."""
    made = hosting.request_room(
        session, homeless.lunch, homeless.mairie, venue=homeless.room, needs="", asked_by=homeless.maud, now=NOW
    )
    session.commit()
    return made


def test_the_form_is_ready_with_the_nearest_host_the_usual_needs_and_the_loan(
    maud: CheckingClient, session: Session, homeless: Cast
) -> None:
    page = maud.get(ask_of(homeless))
    values = fields_of(form_at(page, ask_of(homeless)))
    assert values["host"] == homeless.mairie.public_id
    assert values["needs"] == default_needs(24, MeetupFormat.LUNCH)
    assert "Salle prêtée de 11 h 30 à 14 h 15" in text_of(page)
    assert "vous appellerez le jeudi 3 décembre" in text_of(page)


def test_the_form_offers_whom_the_proposal_thought_of(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    other = factories.town_hall(session, "73065", email="mairie.73065@mairie.example")
    room = factories.venue(session, other, "salle Jean-Renoir")
    session.add(
        Proposal(
            rank=1,
            computed_at=NOW,
            area=factories.area(session),
            pathway=factories.pathway(session),
            commune=other.commune,
            format=MeetupFormat.LUNCH,
            host=other,
            venue=room,
            starts_at=LUNCH,
            ends_at=LUNCH,
            capacity=24,
            facts=FACTS,
            meetup=homeless.lunch,
        )
    )
    session.commit()
    values = fields_of(form_at(maud.get(ask_of(homeless)), ask_of(homeless)))
    assert values["host"] == f"{other.public_id}:{room.public_id}"


def test_whoever_refused_is_not_offered_first_again(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    other = factories.town_hall(session, "73065", email="mairie.73065@mairie.example")
    first = hosting.request_room(
        session, homeless.lunch, homeless.mairie, venue=None, needs="", asked_by=None, now=NOW
    )
    hosting.refuse_request(session, first, note="", channel=HostChannel.LINK, now=NOW)
    values = fields_of(form_at(maud.get(ask_of(homeless)), ask_of(homeless)))
    assert values["host"] == other.public_id


def test_asking_leaves_one_mail_and_says_when_to_call(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    host = f"{homeless.mairie.public_id}:{homeless.room.public_id}"
    done = submit(maud, ask_of(homeless), follow=True, host=host, needs="24 assiettes.")
    (request,) = requests(session)
    assert (request.host_id, request.venue_id, request.needs) == (
        homeless.mairie.id,
        homeless.room.id,
        "24 assiettes.",
    )
    assert request.asked_by_id == homeless.maud.id
    assert mails(session, MailKind.REQUEST) == 1
    said = text_of(done)
    assert "La demande part à « Mairie de La Motte-Servolex ». Sans réponse, appelez le jeudi 3 décembre." in said
    assert session.scalars(select(AuditEntry.action)).all() == ["room_requested"]


def test_asking_twice_asks_once(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    values = fields_of(form_at(maud.get(ask_of(homeless)), ask_of(homeless)))
    first, second = (maud.post(ask_of(homeless), data=values) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert len(requests(session)) == mails(session, MailKind.REQUEST) == 1


def test_one_host_is_asked_at_a_time(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    other = factories.town_hall(session, "73065", email="mairie.73065@mairie.example")
    values = fields_of(form_at(maud.get(ask_of(homeless)), ask_of(homeless)))
    maud.post(ask_of(homeless), data=values)
    refused = maud.post(ask_of(homeless), data=values | {"host": other.public_id})
    assert refused.status_code == 409
    assert "Une demande est déjà en attente" in text_of(refused)
    assert "Une demande est déjà en attente" in text_of(maud.get(ask_of(homeless), follow_redirects=True))
    assert len(requests(session)) == 1


def test_a_town_hall_met_for_the_first_time_comes_from_the_reference(
    maud: CheckingClient, session: Session, homeless: Cast
) -> None:
    modane = factories.commune(session, "73157")
    session.add(
        TownHall(
            insee="73157",
            address="",
            lat=modane.lat,
            lon=modane.lon,
            is_approximate=False,
            phone="04 79 05 00 00",
            email="mairie.73157@mairie.example",
            opening_hours="",
        )
    )
    submit(maud, ask_of(homeless), host="autre", commune="modane")
    (request,) = requests(session)
    assert request.host.name == "Mairie de Modane"
    assert (request.host.email, request.host.phone) == ("mairie.73157@mairie.example", "04 79 05 00 00")


def test_another_town_hall_must_be_named(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    refused = submit(maud, ask_of(homeless), host="autre", commune="")
    assert refused.status_code == 422
    assert "Écrivez la commune de cette mairie" in text_of(refused)
    assert requests(session) == []


def test_a_host_without_an_address_is_to_be_called(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    homeless.mairie.email = None
    done = submit(maud, ask_of(homeless), follow=True)
    assert "n’a pas de courriel : appelez au 04 65 71 00 12, puis notez sa réponse." in text_of(done)
    assert mails(session, MailKind.REQUEST) == 0


def test_a_host_that_nobody_can_reach_is_to_be_met(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    homeless.mairie.email = homeless.mairie.phone = None
    done = submit(maud, ask_of(homeless), follow=True)
    assert "ni courriel ni téléphone" in text_of(done)


def test_nobody_asks_for_a_date_that_changed_meanwhile(maud: CheckingClient, session: Session, homeless: Cast) -> None:
    values = fields_of(form_at(maud.get(ask_of(homeless)), ask_of(homeless)))
    session.rollback()
    homeless.lunch.starts_at += timedelta(days=2)
    homeless.lunch.ends_at += timedelta(days=2)
    session.commit()
    refused = maud.post(ask_of(homeless), data=values)
    assert refused.status_code == 409
    assert "Quelqu’un a modifié cette rencontre" in text_of(refused)
    assert requests(session) == []


def test_a_published_meetup_asks_for_no_room(maud: CheckingClient, session: Session, cast: Cast) -> None:
    publish(session, cast.lunch, now=NOW)
    assert "utilisez « Déplacer »" in text_of(maud.get(ask_of(cast), follow_redirects=True))


def answer_of(cast: Cast) -> str:
    return f"{ask_of(cast)}/reponse"


def say(maud: CheckingClient, cast: Cast, answer: str, **typed: str) -> str:
    """Type in the answer of a call; gives the text of the page that follows."""
    values = {"reponse": answer} | {f"{answer}-{name.replace('_', '_')}": value for name, value in typed.items()}
    shown = maud.get(answer_of(cast))
    assert shown.status_code == 200
    return text_of(maud.post(answer_of(cast), data=values, follow_redirects=True))


def test_a_yes_by_telephone_gives_the_meetup_its_place(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    said = say(maud, homeless, "oui", room=homeless.room.public_id, note="Clés à l’accueil.")
    assert "C’est noté : la salle est prêtée." in said
    request = session.get_one(HostingRequest, asked.id)
    assert (request.status, request.answer_channel) == (RequestStatus.ACCEPTED, HostChannel.TELEPHONE)
    assert request.answer_note == "Clés à l’accueil."
    assert session.get_one(Meetup, homeless.lunch.id).venue_id == homeless.room.id
    assert session.scalars(select(AuditEntry.action)).all() == ["room_answer_recorded"]
    assert mails(session, MailKind.REQUEST_ANSWERED) == 0, "whoever typed it knows"


def test_a_yes_for_a_room_that_we_did_not_know_adds_it(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locate(_self: Geocoder, address: str, town: str, near: tuple[float, float]) -> GeocodedPoint:
        assert not db.session().in_transaction()
        return GeocodedPoint(45.61, 5.87, address, 0.9)

    monkeypatch.setattr(Geocoder, "locate", locate)
    asked.venue_id = None
    session.commit()
    say(maud, homeless, "oui", room="autre", room_name="Salle des fêtes", room_address="1 place du Clos")
    room = session.scalars(select(Venue).where(Venue.name == "Salle des fêtes")).one()
    assert (room.lat, room.lon, room.host_id) == (45.61, 5.87, homeless.mairie.id)
    assert session.get_one(Meetup, homeless.lunch.id).venue_id == room.id


def test_a_room_typed_by_the_name_of_a_known_one_is_that_one(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    say(maud, homeless, "oui", room="autre", room_name="Salle des TILLEULS")
    assert session.get_one(Meetup, homeless.lunch.id).venue_id == homeless.room.id
    assert session.scalar(select(func.count()).select_from(Venue)) == 1


def test_another_slot_by_telephone_waits_for_a_decision(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    said = say(maud, homeless, "autre", day="2027-01-26", hour="12:30")
    assert "propose un autre créneau : mardi 26 janvier, 12 h 30" in said
    request = session.get_one(HostingRequest, asked.id)
    assert request.other_starts_at == datetime(2027, 1, 26, 11, 30, tzinfo=UTC)


def test_another_slot_without_a_room_still_waits_for_one(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    asked.venue = None
    session.commit()
    say(maud, homeless, "autre", day="2027-01-26", hour="12:30", room="")
    said = decide(maud, homeless, "prendre")
    assert "« Mairie de La Motte-Servolex » dira dans quelle salle." in said
    assert "mardi 26 janvier" in said
    assert "la salle est prêtée" in say(maud, homeless, "oui", room=homeless.room.public_id)
    lunch = session.get_one(Meetup, homeless.lunch.id)
    assert (lunch.venue_id, lunch.starts_at) == (homeless.room.id, datetime(2027, 1, 26, 11, 30, tzinfo=UTC))


def test_another_slot_may_name_its_room(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    small = factories.venue(session, homeless.mairie, "salle du Conseil", 30)
    say(maud, homeless, "autre", day="2027-01-26", hour="12:30", room=small.public_id)
    decide(maud, homeless, "prendre")
    assert session.get_one(Meetup, homeless.lunch.id).venue_id == small.id


def test_a_no_by_telephone_needs_no_reason(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    assert "pas cette fois. Demandez ailleurs." in say(maud, homeless, "non")
    assert session.get_one(HostingRequest, asked.id).status is RequestStatus.REFUSED


@pytest.mark.parametrize(
    ("answer", "typed", "said"),
    [
        ("oui", {"room": "autre"}, "Dites dans quelle salle"),
        ("autre", {"day": "", "hour": "12:00"}, "Choisissez un jour"),
        ("autre", {"day": "2027-03-28", "hour": "02:30"}, "les montres avancent"),
        ("autre", {"day": "2026-01-05", "hour": "12:00"}, "Cette date est passée"),
    ],
)
def test_an_answer_that_cannot_be_is_said_on_the_form(
    maud: CheckingClient,
    session: Session,
    homeless: Cast,
    asked: HostingRequest,
    answer: str,
    typed: dict[str, str],
    said: str,
) -> None:
    assert said in say(maud, homeless, answer, note="Ce qui a été dit reste.", **typed)
    assert session.get_one(HostingRequest, asked.id).status is RequestStatus.SENT
    kept = maud.post(answer_of(homeless), data={"reponse": answer, f"{answer}-note": "Ce qui a été dit reste."})
    assert "Ce qui a été dit reste." in kept.text or answer == "oui"


def test_no_answer_is_no_answer(maud: CheckingClient, homeless: Cast, asked: HostingRequest) -> None:
    assert maud.post(answer_of(homeless), data={"reponse": "peut-etre"}).status_code == 422


def test_an_answer_typed_after_the_hosts_own_is_refused_kindly(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    hosting.refuse_request(session, asked, note="", channel=HostChannel.LINK, now=NOW)
    session.commit()
    late = maud.post(answer_of(homeless), data={"reponse": "oui"}, follow_redirects=True)
    assert "Cette demande n’attend plus de réponse." in text_of(late)


@pytest.fixture
def offered(session: Session, asked: HostingRequest) -> HostingRequest:
    """The town hall offers the week after."""
    hosting.propose_other_slot(
        session, asked, starts_at=LUNCH + timedelta(days=7), note="Le 19 est pris.", channel=HostChannel.LINK, now=NOW
    )
    session.commit()
    return asked


def decide(maud: CheckingClient, cast: Cast, decision: str) -> str:
    where = f"{ask_of(cast)}/creneau"
    form_at(maud.get(f"{MEETUPS}/{cast.lunch.public_id}"), where)
    return text_of(maud.post(where, data={"decision": decision}, follow_redirects=True))


def test_taking_the_slot_moves_the_draft_into_the_room(
    maud: CheckingClient, session: Session, homeless: Cast, offered: HostingRequest
) -> None:
    assert "Le 19 est pris." in text_of(maud.get(f"{MEETUPS}/{homeless.lunch.public_id}"))
    assert "Le créneau est pris" in decide(maud, homeless, "prendre")
    lunch = session.get_one(Meetup, homeless.lunch.id)
    assert (lunch.starts_at, lunch.venue_id) == (LUNCH + timedelta(days=7), homeless.room.id)
    assert session.scalars(select(AuditEntry.action)).all() == ["slot_taken"]


def test_keeping_looking_thanks_the_host(
    maud: CheckingClient, session: Session, homeless: Cast, offered: HostingRequest
) -> None:
    assert "Demandez une salle ailleurs." in decide(maud, homeless, "chercher")
    assert session.get_one(HostingRequest, offered.id).status is RequestStatus.WITHDRAWN
    assert mails(session, MailKind.REQUEST_WITHDRAWN) == 1
    assert session.scalars(select(AuditEntry.action)).all() == ["slot_declined"]


def test_a_slot_whose_room_is_taken_is_refused_and_nothing_moves(
    maud: CheckingClient, session: Session, homeless: Cast, offered: HostingRequest
) -> None:
    starts_at = LUNCH + timedelta(days=7)
    factories.meetup(session, homeless.room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    session.commit()
    assert "accueille déjà une autre de nos rencontres" in decide(maud, homeless, "prendre")
    assert session.get_one(Meetup, homeless.lunch.id).starts_at == LUNCH
    assert session.get_one(HostingRequest, offered.id).status is RequestStatus.OTHER_SLOT


def test_deciding_twice_says_that_it_is_decided(
    maud: CheckingClient, session: Session, homeless: Cast, offered: HostingRequest
) -> None:
    decide(maud, homeless, "prendre")
    again = maud.post(f"{ask_of(homeless)}/creneau", data={"decision": "prendre"}, follow_redirects=True)
    assert "n’attend plus de réponse" in text_of(again)


def test_taking_the_question_back_tells_the_host_once(
    maud: CheckingClient, session: Session, homeless: Cast, asked: HostingRequest
) -> None:
    where = f"{ask_of(homeless)}/retirer"
    page = maud.get(f"{MEETUPS}/{homeless.lunch.public_id}")
    assert "Un courriel dira à « Mairie de La Motte-Servolex »" in text_of(page)
    form_at(page, where)
    for _ in range(2):
        assert maud.post(where).status_code == 302
    assert session.get_one(HostingRequest, asked.id).status is RequestStatus.WITHDRAWN
    assert mails(session, MailKind.REQUEST_WITHDRAWN) == 1


def test_hosts_are_listed_nearest_first_with_their_rooms(
    maud: CheckingClient, session: Session, homeless: Cast
) -> None:
    factories.town_hall(session, "73008", email=None)
    factories.town_hall(session, "73065", email=None)
    factories.town_hall(session, "73157", email=None)
    page = maud.get(ask_of(homeless)).text
    places = [page.index(f"Mairie de {name}") for name in ("La Motte-Servolex", "Chambéry", "Aix-les-Bains")]
    assert places == sorted(places)
    assert "Mairie de Modane" not in page
    assert session.scalar(select(func.count()).select_from(Host)) == 4


def test_a_room_that_is_too_small_says_so_and_the_number_asked_is_explained(
    maud: CheckingClient, session: Session, homeless: Cast
) -> None:
    homeless.room.capacity = 18
    factories.venue(session, homeless.mairie, "grande salle", capacity=24)
    factories.invitation(session, homeless.lunch, homeless.ines)
    session.commit()
    said = text_of(maud.get(ask_of(homeless)))
    assert "(18 places assises, trop petite pour 24 personnes)" in said
    assert "grande salle (24 places assises)" in said
    assert "24 personnes : autant que la rencontre a de places. La liste en compte 1 aujourd’hui." in said
