"""Town halls made from the reference, rooms added once, hosts around a place."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.geography.distances import crow_km
from meetups.geography.models import TownHall
from meetups.venues.models import Host, HostKind, Venue
from meetups.venues.queries import host_by_public_id, hosts_near, venue_by_public_id
from meetups.venues.services import add_venue, host_of_commune
from tests import factories
from tests.accounts.statements import recorded_statements


def town_hall(session: Session, insee: str, **given: str) -> None:
    commune = factories.commune(session, insee)
    values = {"phone": "", "email": "", "address": "", "opening_hours": ""} | given
    session.add(TownHall(insee=insee, lat=commune.lat, lon=commune.lon, is_approximate=False, **values))
    session.flush()


def test_a_town_hall_is_made_from_the_reference_the_first_time(session: Session) -> None:
    town_hall(session, "73065", phone="04 79 60 20 20", email="mairie.73065@mairie.example")
    host = host_of_commune(session, "73065")
    assert (host.kind, host.name) == (HostKind.TOWN_HALL, "Mairie de Chambéry")
    assert (host.phone, host.email) == ("04 79 60 20 20", "mairie.73065@mairie.example")
    assert host_of_commune(session, "73065") is host
    assert session.scalar(select(func.count()).select_from(Host)) == 1


def test_contacts_that_nobody_published_are_absent_rather_than_empty(session: Session) -> None:
    town_hall(session, "73065")
    factories.commune(session, "73008")
    for insee in ("73065", "73008"):
        host = host_of_commune(session, insee)
        assert (host.email, host.phone) == (None, None)


def test_a_structure_of_the_commune_is_not_its_town_hall(session: Session) -> None:
    structure = factories.town_hall(session, "73065")
    structure.kind = HostKind.STRUCTURE
    session.flush()
    assert host_of_commune(session, "73065") is not structure


def test_a_room_is_added_once_whatever_the_case_and_accents(session: Session) -> None:
    host = factories.town_hall(session)
    first = add_venue(
        session, host, name=" Salle des Fêtes ", capacity=50, address="1 place du Clos", point=(45.6, 5.8)
    )
    assert (first.name, first.capacity, first.lat, first.lon) == ("Salle des Fêtes", 50, 45.6, 5.8)
    assert add_venue(session, host, name="salle des fetes", capacity=80) is first
    assert first.capacity == 50
    other = factories.town_hall(session, "73065")
    assert add_venue(session, other, name="salle des fetes", capacity=80) is not first
    assert session.scalar(select(func.count()).select_from(Venue)) == 2


def test_a_room_without_a_point_stands_at_its_communes_centre(session: Session) -> None:
    host = factories.town_hall(session)
    room = add_venue(session, host, name="Foyer", capacity=20)
    assert (room.lat, room.lon) == host.commune.point


def test_hosts_near_a_point_come_nearest_first_within_the_distance(session: Session) -> None:
    for insee in ("73008", "73157", "73179", "73065"):
        factories.town_hall(session, insee)
    lat, lon = factories.commune(session).point
    near = hosts_near(session, lat, lon, 12)
    assert [each.host.commune_insee for each in near] == ["73179", "73065", "73008"]
    assert near[0].km == 0
    assert near[1].km == pytest.approx(crow_km(lat, lon, *near[1].host.commune.point))
    assert hosts_near(session, lat, lon, near[1].km - 0.01)[-1].host.commune_insee == "73179"


def test_the_box_around_a_point_leaves_nobody_out(session: Session) -> None:
    centre, other = factories.commune(session), factories.commune(session, "73157")
    factories.town_hall(session, "73157")
    km = crow_km(*centre.point, *other.point)
    assert len(hosts_near(session, *centre.point, km + 0.001)) == 1
    assert hosts_near(session, *centre.point, km - 0.001) == []


def test_hosts_near_sends_two_queries_whatever_their_number(session: Session) -> None:
    for _ in range(8):
        factories.venue(session, factories.town_hall(session))
    session.commit()
    session.expire_all()
    lat, lon = factories.commune(session).point
    with recorded_statements() as sent:
        names = [room.name for each in hosts_near(session, lat, lon, 25) for room in each.host.venues]
    assert len(names) == 8
    assert len(sent) == 2


def test_hosts_and_rooms_are_found_by_their_public_id(session: Session) -> None:
    room = factories.venue(session, factories.town_hall(session))
    assert host_by_public_id(session, room.host.public_id) is room.host
    assert venue_by_public_id(session, room.public_id) is room
    assert host_by_public_id(session, "inconnu") is None
    assert venue_by_public_id(session, "inconnue") is None
