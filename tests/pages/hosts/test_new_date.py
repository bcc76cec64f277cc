"""A meetup that moves asks its host again: a yes to another date is no yes."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.invitations import services as invitations
from meetups.invitations.models import Call
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.emails import host_url
from meetups.planning.models import HostChannel, HostingRequest, RequestStatus
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, text_of

SAID, MOVED, BACK = (NOW + timedelta(minutes=minutes) for minutes in (1, 2, 3))
DAY = timedelta(days=1)
NO_LONGER = "La date a changé : mercredi 20 janvier vous convient-il toujours ?"


@pytest.fixture
def lent(session: Session, cast: Cast) -> HostingRequest:
    """The town hall lent its room to a lunch to which Inès was invited."""
    cast.lunch.venue = None
    request = hosting.request_room(
        session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=cast.maud, now=NOW
    )
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=SAID)
    factories.invitation(session, cast.lunch, cast.ines)
    invitations.invite(session, cast.lunch, now=SAID)
    factories.mails_leave(session)
    session.commit()
    return request


def move(session: Session, cast: Cast, starts_at: datetime = LUNCH + DAY, now: datetime = MOVED) -> None:
    session.rollback()  # a page may have been read last, in a transaction that cannot write
    ends_at = starts_at + timedelta(minutes=90)
    invitations.reschedule(session, cast.lunch, starts_at=starts_at, ends_at=ends_at, venue_id=cast.room.id, now=now)
    session.commit()


def path(request: HostingRequest) -> str:
    return urlsplit(host_url(request)).path


def read(browser: CheckingClient, url: str) -> str:
    return text_of(browser.get(url))


def room_of(maud: CheckingClient, cast: Cast) -> str:
    return read(maud, f"{MEETUPS}/{cast.lunch.public_id}")


def mails(session: Session, kind: MailKind) -> list[str]:
    rows = session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.kind == kind, OutgoingEmail.state == MailState.PENDING)
    )
    return [" ".join(describe(row.mime or b"").text.split()) for row in rows]


def test_the_host_is_asked_again_by_mail_and_on_its_page(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest
) -> None:
    move(session, cast)
    (mail,) = mails(session, MailKind.PROVIDER)
    assert "La salle est-elle toujours libre ?" in mail
    assert "?reponse=oui" in mail
    assert "?reponse=non" in mail
    page = read(client, path(lent))
    assert NO_LONGER in page
    assert "vous prêtez la salle" not in page
    assert "Oui, la salle est libre" in page
    assert "Non, pas cette fois" in page
    assert "Proposer un autre créneau" not in page
    assert "24 personnes à confirmer" in read(client, path(lent) + "/salles")


def test_another_hour_of_the_same_day_is_said_as_such(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest
) -> None:
    move(session, cast, LUNCH + timedelta(minutes=15))
    assert "L’heure ou la salle a changé : mardi 19 janvier vous convient-il toujours ?" in read(client, path(lent))


def test_one_tap_says_yes_and_the_organiser_learns_it(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest, frozen_clock: FrozenClock
) -> None:
    factories.mails_leave(session)
    move(session, cast)
    frozen_clock.now = BACK
    assert lent.is_to_confirm
    assert client.post(path(lent), data={"reponse": "oui"}).status_code == 302
    assert client.post(path(lent), data={"reponse": "oui"}).status_code == 302, "a second tap changes nothing"
    assert not lent.is_to_confirm
    assert lent.answered_at == BACK
    (told,) = mails(session, MailKind.REQUEST_ANSWERED)
    assert "confirme la salle pour la nouvelle date" in told
    assert "C’est noté : vous prêtez la salle" in read(client, path(lent))
    assert "24 personnes confirmé" in read(client, path(lent) + "/salles")
    assert client.post(path(lent), data={"reponse": "non"}).status_code == 409, "the telephone, from there on"


def test_a_no_leaves_the_organiser_to_look_elsewhere(
    client: CheckingClient,
    maud: CheckingClient,
    session: Session,
    cast: Cast,
    lent: HostingRequest,
    frozen_clock: FrozenClock,
) -> None:
    move(session, cast)
    frozen_clock.now = BACK
    assert client.post(path(lent), data={"reponse": "non"}).status_code == 302
    assert lent.status is RequestStatus.REFUSED
    (told,) = mails(session, MailKind.REQUEST_ANSWERED)
    assert "cherchez une autre salle ou une autre date" in told
    assert "C’est noté : pas cette fois" in read(client, path(lent))
    assert "Aucune réservation à venir" in read(client, path(lent) + "/salles")
    page = room_of(maud, cast)
    assert "La mairie de La Motte-Servolex : pas cette fois" in page
    assert "Changer de salle ou de date" in page
    assert "Changer de salle ou de date" in read(maud, "/organisation")


def test_the_organiser_reads_that_the_town_hall_has_to_confirm_and_may_note_what_it_says(
    maud: CheckingClient, session: Session, cast: Cast, lent: HostingRequest, frozen_clock: FrozenClock
) -> None:
    move(session, cast)
    page = room_of(maud, cast)
    assert "À confirmer par la mairie pour le mercredi 20 janvier" in page
    assert "demande acceptée" not in page
    assert "Noter sa réponse" in page
    noting = f"{MEETUPS}/{cast.lunch.public_id}/lieu/reponse"
    assert "Elle propose un autre créneau" not in read(maud, noting)
    frozen_clock.now = BACK
    session.rollback()
    token = {"oui-room": cast.room.public_id}
    assert maud.post(noting, data={"reponse": "oui", "oui-note": "D’accord", **token}).status_code == 302
    assert lent.answer_channel is HostChannel.TELEPHONE
    said = room_of(maud, cast)
    assert "demande acceptée" in said
    assert "À confirmer" not in said


def test_after_some_days_without_an_answer_calling_is_the_next_gesture(
    maud: CheckingClient, session: Session, cast: Cast, lent: HostingRequest
) -> None:
    move(session, cast)
    assert "L’appeler" not in room_of(maud, cast)
    session.rollback()
    lent.back_by = NOW
    session.commit()
    assert "L’appeler" in room_of(maud, cast)


def test_a_move_undone_before_its_news_left_asks_nothing(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest
) -> None:
    move(session, cast)
    move(session, cast, LUNCH, BACK)
    assert not lent.is_to_confirm
    assert mails(session, MailKind.PROVIDER) == []
    assert "vous prêtez la salle" in read(client, path(lent))


def test_a_move_undone_after_the_host_answered_asks_again(
    client: CheckingClient, session: Session, cast: Cast, lent: HostingRequest, frozen_clock: FrozenClock
) -> None:
    move(session, cast)
    frozen_clock.now = BACK
    client.post(path(lent), data={"reponse": "oui"})
    move(session, cast, LUNCH, BACK + timedelta(minutes=1))
    assert lent.is_to_confirm
    assert len(mails(session, MailKind.PROVIDER)) == 1


def test_a_host_without_address_is_rung(session: Session, cast: Cast, lent: HostingRequest) -> None:
    cast.mairie.email = None
    session.commit()
    move(session, cast)
    assert lent.is_to_confirm
    assert [call.name for call in session.scalars(select(Call))] == ["Mairie de La Motte-Servolex"]


def test_a_draft_that_moves_asks_again_and_loses_its_room_by_a_no(
    client: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=SAID)
    session.commit()
    move(session, cast)
    assert request.is_to_confirm
    frozen_clock.now = BACK
    assert client.post(path(request), data={"reponse": "non"}).status_code == 302
    session.refresh(cast.lunch)
    assert cast.lunch.venue_id is None, "as after a first refusal, a room is to be found"
