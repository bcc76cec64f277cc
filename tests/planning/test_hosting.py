"""The question put to a town hall, and what each answer does."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.errors import BadDate, RequestClosed, RequestStillOpen, RoomNeeded
from meetups.planning.models import HostChannel, HostingRequest, RequestStatus
from meetups.planning.services import call_off, publish
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

LATER = NOW + timedelta(days=3)


def ask(session: Session, cast: Cast, **given: object) -> HostingRequest:
    """Maud asks La Motte-Servolex for the lunch, without naming a room."""
    cast.lunch.venue = None
    values: dict[str, object] = {"venue": None, "needs": "24 assises", "asked_by": cast.maud, "now": NOW}
    return hosting.request_room(session, cast.lunch, cast.mairie, **(values | given))  # type: ignore[arg-type]


def accept(session: Session, request: HostingRequest, **given: object) -> None:
    """The town hall lends a room, by its link."""
    values: dict[str, object] = {
        "venue": None,
        "new_room": None,
        "note": "",
        "channel": HostChannel.LINK,
        "now": LATER,
    }
    hosting.accept_request(session, request, **(values | given))  # type: ignore[arg-type]


def mails(session: Session, kind: MailKind) -> list[OutgoingEmail]:
    return list(session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == kind)))


def test_the_question_leaves_by_mail_with_a_head_count_and_no_name(session: Session, cast: Cast) -> None:
    factories.invitation(session, cast.lunch, cast.ines)
    ask(session, cast)
    (mail,) = mails(session, MailKind.REQUEST)
    assert mail.recipient == "mairie.73179@mairie.example"
    read = describe(mail.mime or b"")
    assert "24" in read.text
    assert "/h/" in read.text
    for text in (read.text, read.html):
        assert "Inès" not in text
        assert cast.ines.last_name not in text


def test_the_room_is_asked_with_time_to_set_up_and_tidy(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    assert request.starts_at == LUNCH - timedelta(minutes=45)
    assert request.ends_at == LUNCH + timedelta(minutes=120)
    assert request.back_by == NOW + timedelta(days=10)


def test_a_host_without_address_is_telephoned(session: Session, cast: Cast) -> None:
    cast.mairie.email = None
    assert ask(session, cast).status is RequestStatus.SENT
    assert mails(session, MailKind.REQUEST) == []


def test_one_question_at_a_time(session: Session, cast: Cast) -> None:
    ask(session, cast)
    with pytest.raises(RequestStillOpen):
        ask(session, cast)


def test_the_database_refuses_a_second_open_question(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    twin = {
        c.key: getattr(request, c.key) for c in HostingRequest.__table__.columns if c.key not in {"id", "public_id"}
    }
    session.add(HostingRequest(**twin))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_accepting_gives_the_meetup_its_place_and_tells_the_organiser(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    accept(session, request, venue=cast.room, note="La clé est à l’accueil.")
    assert cast.lunch.venue_id == cast.room.id
    assert (request.status, request.answered_at) == (RequestStatus.ACCEPTED, LATER)
    (mail,) = mails(session, MailKind.REQUEST_ANSWERED)
    assert mail.recipient == "maud@parenthese.example"
    assert "La clé est à l’accueil." in describe(mail.mime or b"").text


def test_an_answer_typed_in_by_the_organiser_mails_nobody(session: Session, cast: Cast) -> None:
    accept(session, ask(session, cast), venue=cast.room, channel=HostChannel.TELEPHONE)
    assert mails(session, MailKind.REQUEST_ANSWERED) == []


def test_accepting_twice_accepts_once(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    accept(session, request, venue=cast.room)
    accept(session, request, venue=cast.room)
    assert len(mails(session, MailKind.REQUEST_ANSWERED)) == 1


def test_a_room_not_known_yet_is_described_by_its_host(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    with pytest.raises(RoomNeeded):
        accept(session, request)
    with pytest.raises(RoomNeeded):
        accept(session, request, new_room=hosting.NewRoom(name="  "))
    accept(session, request, new_room=hosting.NewRoom(name="salle du Conseil"))
    room = cast.lunch.venue
    assert room is not None
    assert (room.name, room.capacity, room.lat) == ("salle du Conseil", 24, cast.mairie.commune.lat)


def test_a_host_may_lend_another_room_than_the_one_asked_for(session: Session, cast: Cast) -> None:
    request = ask(session, cast, venue=cast.room)
    accept(session, request, new_room=hosting.NewRoom(name="salle du Conseil"))
    assert cast.lunch.venue is not None
    assert request.venue is cast.lunch.venue
    assert cast.lunch.venue.name == "salle du Conseil"


def test_without_another_name_the_room_asked_for_is_lent(session: Session, cast: Cast) -> None:
    request = ask(session, cast, venue=cast.room)
    accept(session, request)
    assert cast.lunch.venue is cast.room


def test_refusing_needs_no_reason_and_frees_the_question(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    hosting.refuse_request(session, request, note="", channel=HostChannel.LINK, now=LATER)
    assert request.status is RequestStatus.REFUSED
    ask(session, cast, now=LATER)


def test_the_organiser_decides_on_another_slot(session: Session, cast: Cast) -> None:
    request = ask(session, cast, venue=cast.room)
    other = LUNCH + timedelta(days=2)
    hosting.propose_other_slot(session, request, starts_at=other, note="Jeudi ?", channel=HostChannel.LINK, now=LATER)
    assert cast.lunch.starts_at == LUNCH, "nothing moves before the organiser decides"
    hosting.take_other_slot(session, request, now=LATER)
    assert cast.lunch.starts_at == other
    assert cast.lunch.ends_at - cast.lunch.starts_at == timedelta(minutes=90)
    assert request.status is RequestStatus.ACCEPTED
    told = {mail.recipient for mail in mails(session, MailKind.REQUEST_ANSWERED)}
    assert told == {"maud@parenthese.example", "mairie.73179@mairie.example"}


def test_a_slot_taken_without_a_room_is_still_to_be_accepted(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    other = LUNCH + timedelta(days=2)
    hosting.propose_other_slot(session, request, starts_at=other, note="", channel=HostChannel.LINK, now=LATER)
    hosting.take_other_slot(session, request, now=LATER)
    assert request.status is RequestStatus.SENT
    accept(session, request, new_room=hosting.NewRoom(name="salle du Conseil"))
    assert cast.lunch.venue is not None
    assert cast.lunch.starts_at == other


def test_by_its_link_a_host_does_not_change_a_slot_that_the_organiser_reads(session: Session, cast: Cast) -> None:
    request = ask(session, cast, venue=cast.room)
    other = LUNCH + timedelta(days=2)
    hosting.propose_other_slot(session, request, starts_at=other, note="", channel=HostChannel.LINK, now=LATER)
    with pytest.raises(RequestClosed):
        hosting.propose_other_slot(
            session, request, starts_at=other + timedelta(days=90), note="", channel=HostChannel.LINK, now=LATER
        )
    accept(session, request, channel=HostChannel.TELEPHONE)
    assert request.status is RequestStatus.ACCEPTED


def test_a_slot_is_not_taken_for_guests_who_know_of_another(session: Session, cast: Cast) -> None:
    request = ask(session, cast, venue=cast.room)
    later = LUNCH + timedelta(days=2)
    hosting.propose_other_slot(session, request, starts_at=later, note="", channel=HostChannel.LINK, now=LATER)
    publish(session, cast.lunch, now=LATER)
    with pytest.raises(RequestClosed):
        hosting.take_other_slot(session, request, now=LATER)
    assert cast.lunch.starts_at == LUNCH


def test_asking_elsewhere_releases_the_host_who_had_accepted(session: Session, cast: Cast) -> None:
    first = ask(session, cast, venue=cast.room)
    accept(session, first)
    other = factories.town_hall(session, "73065", email="mairie.73065@mairie.example")
    hosting.request_room(session, cast.lunch, other, venue=None, needs="", asked_by=None, now=LATER)
    assert first.status is RequestStatus.WITHDRAWN
    (told,) = mails(session, MailKind.REQUEST_WITHDRAWN)
    assert told.recipient == "mairie.73179@mairie.example"


def test_a_slot_in_the_past_is_refused(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    for wrong in (NOW - timedelta(days=1), NOW + timedelta(days=3000)):
        with pytest.raises(BadDate):
            hosting.propose_other_slot(session, request, starts_at=wrong, note="", channel=HostChannel.LINK, now=LATER)


def test_a_question_taken_back_is_said_to_the_host_once(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    hosting.withdraw_request(session, request, now=LATER)
    hosting.withdraw_request(session, request, now=LATER)
    assert len(mails(session, MailKind.REQUEST_WITHDRAWN)) == 1
    with pytest.raises(RequestClosed):
        accept(session, request, venue=cast.room)


def test_nobody_answers_for_a_meetup_that_is_off_or_already_announced(session: Session, cast: Cast) -> None:
    request = ask(session, cast)
    publish(session, cast.lunch, now=NOW)
    with pytest.raises(RequestClosed):
        accept(session, request, venue=cast.room)
    call_off(session, cast.lunch, reason="", now=NOW)
    with pytest.raises(RequestClosed):
        hosting.refuse_request(session, request, note="", channel=HostChannel.LINK, now=LATER)
