"""What a team writes of its hosts and their rooms."""

import pytest
from sqlalchemy.orm import Session

from meetups.accounts.rules import InvalidAddress
from meetups.directory.phones import InvalidPhone
from meetups.venues.editing import HostDetails, RoomDetails, edit_host, edit_room, held_host
from meetups.venues.errors import BadNotice, BadRoomCapacity
from meetups.venues.models import Host
from tests import factories


@pytest.fixture
def host(session: Session) -> Host:
    made = factories.town_hall(session)
    factories.venue(session, made)
    return made


def test_a_contact_is_kept_in_one_spelling_and_may_be_none(session: Session, host: Host) -> None:
    edit_host(session, host, HostDetails(" Accueil@Mairie.example ", "04 65 71 00 13", 45))
    assert (host.email, host.phone, host.notice_days) == ("accueil@mairie.example", "0465710013", 45)
    edit_host(session, host, HostDetails("", "", None))
    assert (host.email, host.phone, host.notice_days) == (None, None, None)


def test_a_contact_that_does_not_change_is_not_judged(session: Session, host: Host) -> None:
    host.email, host.phone = "pas une adresse", "3949"
    edit_host(session, host, HostDetails("pas une adresse", "3949", 0))
    assert (host.email, host.phone) == ("pas une adresse", "3949")
    with pytest.raises(InvalidAddress):
        edit_host(session, host, HostDetails("autre", "3949", 0))
    with pytest.raises(InvalidPhone):
        edit_host(session, host, HostDetails("pas une adresse", "12", 0))


@pytest.mark.parametrize("days", [-1, 366])
def test_notice_is_a_year_at_most(session: Session, host: Host, days: int) -> None:
    with pytest.raises(BadNotice, match="entre 0 et 365"):
        edit_host(session, host, HostDetails("", "", days))


def test_a_room_keeps_its_half_days_in_the_order_of_the_week(session: Session, host: Host) -> None:
    (room,) = host.venues
    edit_room(session, room, RoomDetails(30, None, True, ["4-soir", "0-midi", "9-midi", "0-midi"]))
    session.commit()
    session.expire_all()
    assert (room.capacity, room.is_step_free, room.has_kitchen) == (30, None, True)
    assert room.free == ["0-midi", "4-soir"]
    edit_room(session, room, RoomDetails(30, False, None, []))
    assert room.free == []


@pytest.mark.parametrize("seats", [0, -3, 2001])
def test_a_room_has_seats(session: Session, host: Host, seats: int) -> None:
    with pytest.raises(BadRoomCapacity):
        edit_room(session, host.venues[0], RoomDetails(seats, None, None, []))


def test_a_held_host_is_read_anew(session: Session, host: Host) -> None:
    session.commit()
    assert held_host(session, host.public_id) is host
    assert held_host(session, "inconnu") is None
