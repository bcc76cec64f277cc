"""Which minutes by road are asked for, how they are kept, by the command and by the worker."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.adapters import routing
from meetups.adapters.routing import Router, RoutingFailed
from meetups.cli import CLOCKWORK
from meetups.config import ConfigError, load_settings
from meetups.database import db
from meetups.directory.models import PracticePlace
from meetups.geography.areas import create_circle, create_set
from meetups.geography.cli import geography_cli
from meetups.geography.models import Commune, TravelTime
from meetups.geography.services import load_geography
from meetups.geography.travel import Leg, known_legs, store_legs
from meetups.outbox.models import ScheduledTask
from meetups.venues.travelling import fill
from meetups.worker import Worker
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.adapters.routing_server import TableService, table_service
from tests.factories import NOW

CHAMBERY, BARBY, MOTTE, MODANE, AUSSOIS = "73065", "73029", "73179", "73157", "73023"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[TableService]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(routing, "PAUSE_SECONDS", 0.0)
    with table_service() as made:
        yield made


@pytest.fixture
def network(session: Session) -> Session:
    """Two areas; people who work in Barby, La Motte and Aussois; rooms in La Motte."""
    load_geography(session, ["73"])
    for name, insee in (("Lucie", BARBY), ("Karim", MOTTE), ("Odile", AUSSOIS)):
        person = factories.professional(session, name)
        person.places.clear()
        place = session.get_one(Commune, insee)
        person.places.append(PracticePlace(commune=place, lat=place.lat, lon=place.lon))
    factories.town_hall(session, MOTTE)
    create_circle(session, "Chambéry", session.get_one(Commune, CHAMBERY), 10)
    modane, aussois = session.get_one(Commune, MODANE), session.get_one(Commune, AUSSOIS)
    create_set(session, "Haute-Maurienne", modane, [modane, aussois])
    session.commit()
    return session


def pairs(session: Session) -> set[tuple[str, str]]:
    return {(row.from_insee, row.to_insee) for row in session.scalars(select(TravelTime))}


WANTED = {(BARBY, CHAMBERY), (BARBY, MOTTE), (MOTTE, CHAMBERY), (MOTTE, MOTTE), (AUSSOIS, MODANE)}


def run(session: Session, service: TableService, **options: object) -> int:
    written = 0
    for count in fill(session, Router(service.url), **options):  # type: ignore[arg-type]
        session.commit()
        written += count
    return written


def test_minutes_are_asked_from_where_people_work_to_where_they_may_meet(
    network: Session, service: TableService
) -> None:
    assert run(network, service) == 5
    assert pairs(network) == WANTED
    assert len(service.asked) == 2, "one question an area"
    assert network.get_one(TravelTime, (MOTTE, MOTTE)).minutes == 0


def test_what_is_known_is_not_asked_again_no_road_included(network: Session, service: TableService) -> None:
    service.body = b'{"code": "Ok", "durations": [[null]]}'
    store_legs(network, [Leg(*pair, 12.5) for pair in WANTED - {(AUSSOIS, MODANE)}])
    network.commit()
    assert run(network, service) == 1
    assert network.get_one(TravelTime, (AUSSOIS, MODANE)).minutes is None
    service.asked.clear()
    assert run(network, service) == 0
    assert service.asked == []
    service.body = None
    assert run(network, service, refresh=True) == 5
    network.expire_all()
    assert network.get_one(TravelTime, (AUSSOIS, MODANE)).minutes is not None
    assert network.get_one(TravelTime, (BARBY, MOTTE)).minutes != 12.5


def test_whoever_left_or_is_not_confirmed_asks_for_nothing(network: Session, service: TableService) -> None:
    for place in network.scalars(select(PracticePlace)):
        if place.commune_insee == BARBY:
            place.professional.left_at = NOW
        if place.commune_insee == AUSSOIS:
            place.professional.confirmed_at = None
    network.commit()
    run(network, service)
    assert pairs(network) == {(MOTTE, CHAMBERY), (MOTTE, MOTTE)}


def test_a_few_questions_at_a_time_and_the_rest_later(network: Session, service: TableService) -> None:
    assert run(network, service, most=1) == 4
    assert run(network, service, most=1) == 1
    assert run(network, service, most=1) == 0


def test_the_database_is_free_while_the_server_works(network: Session, service: TableService) -> None:
    held: list[bool] = []
    service.on_ask = [lambda: held.append(network.in_transaction())]
    run(network, service)
    assert held == [False, False]


def test_what_was_received_stays_when_the_server_then_fails(network: Session, service: TableService) -> None:
    service.on_ask = [lambda: service.statuses.append(400) if len(service.asked) > 1 else None]
    with pytest.raises(RoutingFailed):
        run(network, service)
    assert len(pairs(network)) == 4


def test_rows_are_written_together_over_those_known(network: Session) -> None:
    legs = [Leg(BARBY, each.insee, 1.5) for each in network.scalars(select(Commune).limit(200))]
    with recorded_statements() as sent:
        assert store_legs(network, [*legs, *legs]) == 200
    assert len([each for each in sent if "INSERT" in str(each)]) <= 2
    store_legs(network, [Leg(*legs[0][:2], None)])
    assert network.get_one(TravelTime, legs[0][:2]).minutes is None
    assert known_legs(network, [legs[0].to_insee, CHAMBERY]) == {legs[0][:2], (BARBY, CHAMBERY)}


def test_the_command_says_how_many_and_proposals_are_computed_anew(
    app: Flask, network: Session, service: TableService
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], routing_url=service.url)
    result = app.test_cli_runner().invoke(geography_cli, ["travel"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "5 trajets notés" in result.stderr
    db.session.rollback()
    assert pairs(db.session()) == WANTED
    assert db.session.get(ScheduledTask, "proposals")
    service.statuses = [400]
    failed = app.test_cli_runner().invoke(geography_cli, ["travel", "--refresh"])
    assert failed.exit_code == 1
    assert "puis le serveur d’itinéraires refuse : HTTP 400" in failed.stderr


def test_without_a_server_the_command_says_which_setting_is_missing(app: Flask) -> None:
    result = app.test_cli_runner().invoke(geography_cli, ["travel"])
    assert result.exit_code == 2
    assert "ROUTING_URL n’est pas réglée" in result.stderr


def test_the_worker_asks_for_what_is_missing_and_for_nothing_without_a_server(
    app: Flask, network: Session, service: TableService
) -> None:
    (tick,) = (tick for tick in CLOCKWORK if tick.name == "travel")
    Worker(app, [tick]).run_once()
    assert service.asked == []
    app.extensions["settings"] = replace(app.extensions["settings"], routing_url=service.url)
    tick.run(NOW)
    network.rollback()
    assert pairs(network) == WANTED
    assert network.get(ScheduledTask, "proposals")


@pytest.mark.parametrize("url", ["127.0.0.1:5001", "ftp://osrm.example", "https://", "http://osrm.example/?a=1"])
def test_a_setting_that_is_no_server_is_refused_by_name(url: str) -> None:
    with pytest.raises(ConfigError, match="ROUTING_URL"):
        load_settings({"SECRET_KEY": "x" * 40, "ROUTING_URL": url}, Path())


@pytest.mark.parametrize(
    ("url", "kept"),
    [("", None), ("http://127.0.0.1:5001/", "http://127.0.0.1:5001"), ("https://a.fr/o", "https://a.fr/o")],
)
def test_a_server_may_stand_under_a_path_and_none_is_asked_by_default(url: str, kept: str | None) -> None:
    assert load_settings({"SECRET_KEY": "x" * 40, "ROUTING_URL": url}, Path()).routing_url == kept
