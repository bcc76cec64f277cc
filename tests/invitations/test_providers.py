"""Who lends the room and who brings the meal: told of each change, by a mail or by a call."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.invitations import services
from meetups.invitations.models import Call
from meetups.invitations.rules import CallReason
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, HostingRequest, RequestStatus
from meetups.venues.models import Venue
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

WEEK = timedelta(days=7)
HOST = "mairie.73179@mairie.example"


@pytest.fixture
def lent(session: Session, cast: Cast) -> HostingRequest:
    """The town hall lent its room, and Inès was invited."""
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    factories.invitation(session, cast.lunch, cast.ines)
    services.invite(session, cast.lunch, now=NOW)
    factories.mails_leave(session)
    return request


def move(session: Session, cast: Cast, weeks: int, room: Venue | None = None) -> None:
    starts_at = LUNCH + WEEK * weeks
    services.reschedule(
        session,
        cast.lunch,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        venue_id=(room or cast.room).id,
        now=NOW,
    )


def waiting(session: Session, kind: MailKind = MailKind.PROVIDER) -> dict[str, str]:
    """The text of each mail of a kind that waits, by recipient."""
    rows = session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.kind == kind, OutgoingEmail.state == MailState.PENDING)
    ).all()
    found = {row.recipient: " ".join(describe(row.mime or b"").text.split()) for row in rows}
    assert len(found) == len(rows), "one mail each"
    return found


def calls(session: Session) -> list[tuple[str, str | None]]:
    rows = session.scalars(select(Call).where(Call.reason == CallReason.PROVIDER).order_by(Call.id))
    return [(call.name, call.phone) for call in rows]


def test_the_host_that_keeps_lending_learns_the_new_date_once(
    session: Session, cast: Cast, lent: HostingRequest
) -> None:
    move(session, cast, 1)
    move(session, cast, 2)
    told = waiting(session)
    assert list(told) == [HOST]
    assert "( mardi 2 février ) de 11 h 30 à 14 h 15, installation et rangement compris" in told[HOST]
    assert "salle des Tilleuls" in told[HOST]
    assert (lent.status, lent.starts_at) == (RequestStatus.ACCEPTED, LUNCH + 2 * WEEK - timedelta(minutes=45))
    assert calls(session) == []


def test_a_host_without_address_is_called(session: Session, cast: Cast, lent: HostingRequest) -> None:
    cast.mairie.email = None
    move(session, cast, 1)
    assert waiting(session) == {}
    assert calls(session) == [("Mairie de La Motte-Servolex", "0465710012")]


@pytest.mark.parametrize("was_reached", [False, True])
def test_a_move_taken_back_before_anybody_rang_is_not_rung_at_all(
    session: Session, cast: Cast, lent: HostingRequest, *, was_reached: bool
) -> None:
    cast.mairie.email, cast.lunch.caterer_phone = None, "0639980077"
    move(session, cast, 1)
    assert calls(session) == [(cast.mairie.name, "0465710012"), ("le traiteur", "0639980077")]
    if was_reached:
        session.execute(update(Call).values(reached_at=NOW))
    session.expire_all()
    move(session, cast, 0)
    assert len(calls(session)) == (4 if was_reached else 0)


def test_another_host_s_room_releases_the_former_host(session: Session, cast: Cast, lent: HostingRequest) -> None:
    other = factories.venue(session, factories.town_hall(session, "73008", email=None), "salle du lac")
    move(session, cast, 1)
    move(session, cast, 1, other)
    assert lent.status is RequestStatus.WITHDRAWN
    assert list(waiting(session, MailKind.REQUEST_WITHDRAWN)) == [HOST]
    assert waiting(session) == {}, "the date that was not told yet is told no more"


def test_a_draft_that_takes_another_host_s_room_releases_the_former(session: Session, cast: Cast) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    cast.mairie.email = None
    services.edit(session, cast.lunch, _with_room(cast, cast.room), now=NOW)
    assert request.status is RequestStatus.ACCEPTED, "its own room"
    other = factories.venue(session, factories.town_hall(session, "73008"), "salle du lac")
    services.edit(session, cast.lunch, _with_room(cast, other), now=NOW)
    assert request.status is RequestStatus.WITHDRAWN
    assert calls(session) == [("Mairie de La Motte-Servolex", "0465710012")]


def _with_room(cast: Cast, room: Venue) -> services.MeetupDetails:
    fields = services.MeetupDetails.__dataclass_fields__
    return services.MeetupDetails(**{name: getattr(cast.lunch, name) for name in fields} | {"venue_id": room.id})


def test_the_caterer_learns_of_a_move_then_that_there_is_no_meal(
    session: Session, cast: Cast, lent: HostingRequest
) -> None:
    cast.lunch.caterer_name, cast.lunch.caterer_email = "Chez Lou", "lou@traiteur.example"
    move(session, cast, 1)
    told = waiting(session)["lou@traiteur.example"]
    assert "Le repas prévu le mardi 19 janvier, 12 h 15, change." in told
    assert "( mardi 26 janvier ) 12 h 15 à 13 h 45 salle des Tilleuls, La Motte-Servolex" in told
    services.cancel(session, cast.lunch, reason="La salle est inondée.", now=NOW)
    told = waiting(session)["lou@traiteur.example"]
    assert "n’apportez pas de repas le mardi 26 janvier" in told
    assert "Pourquoi : La salle est inondée." in told
    assert list(waiting(session, MailKind.REQUEST_WITHDRAWN)) == [HOST]


def test_a_caterer_known_by_telephone_alone_is_called(session: Session, cast: Cast, lent: HostingRequest) -> None:
    cast.lunch.caterer_phone = "0639980099"
    move(session, cast, 1)
    services.cancel(session, cast.lunch, reason="Neige", now=NOW)
    assert calls(session) == [("le traiteur", "0639980099")], "that it is off is all there is to say"


def test_of_two_moves_in_a_row_only_the_second_is_rung(session: Session, cast: Cast, lent: HostingRequest) -> None:
    cast.mairie.email, cast.lunch.caterer_phone = None, "0639980077"
    move(session, cast, 1)
    session.execute(update(Call).where(Call.phone == "0639980077").values(reached_at=NOW))
    session.expire_all()
    move(session, cast, 2)
    host, caterer = (cast.mairie.name, "0465710012"), ("le traiteur", "0639980077")
    assert calls(session) == [caterer, host, caterer], "whoever was rung is rung again, with the date that stands"
    move(session, cast, 0)
    assert calls(session) == [caterer, caterer], "and a host that nobody rang hears nothing of what was undone"


def test_postponed_twice_in_a_hurry_they_are_rung_once(session: Session, cast: Cast, lent: HostingRequest) -> None:
    for weeks in (1, 2):
        starts_at = LUNCH + WEEK * weeks
        ends_at = starts_at + timedelta(minutes=90)
        place = cast.room.id
        services.reschedule(
            session, cast.lunch, starts_at=starts_at, ends_at=ends_at, venue_id=place, now=NOW, in_a_hurry=True
        )
    assert calls(session) == [("Mairie de La Motte-Servolex", "0465710012")]


def test_in_a_hurry_they_are_called_besides(session: Session, cast: Cast, lent: HostingRequest) -> None:
    services.cancel(session, cast.lunch, reason="Neige", in_a_hurry=True, now=NOW)
    assert list(waiting(session, MailKind.REQUEST_WITHDRAWN)) == [HOST]
    assert calls(session) == [("Mairie de La Motte-Servolex", "0465710012")]


def test_no_mail_to_a_provider_names_a_guest(session: Session, cast: Cast, lent: HostingRequest) -> None:
    move(session, cast, 1)
    for text in waiting(session).values():
        assert cast.ines.first_name not in text
        assert cast.ines.last_name not in text
