"""A visitor's page is drawn once for what it shows: nothing that changes may be missed."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from meetups.geography.models import Commune
from meetups.installation import Installation
from meetups.planning.models import Meetup, Openness
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.pages.public.lunching import answered, published


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Published, with a sector and a room at an address."""
    cast.room.address, cast.room.access_notes = "12 rue de l’Église", "Sonnette à gauche."
    made = published(session, cast.room, why="On se connaît mal.", area=factories.area(session))
    session.commit()
    return made


def rename_town(session: Session) -> None:
    session.execute(update(Commune).values(name="Ailleurs-sur-Lac"))


CHANGES: dict[str, Callable[[Session, Cast, Meetup], object]] = {
    "title": lambda session, cast, lunch: setattr(lunch, "title", "Autre titre"),
    "why": lambda session, cast, lunch: setattr(lunch, "why", "Une autre raison."),
    "pathway": lambda session, cast, lunch: setattr(lunch.pathway, "name", "Autre parcours"),
    "sector": lambda session, cast, lunch: setattr(lunch.area, "name", "Autre secteur"),
    "room": lambda session, cast, lunch: setattr(cast.room, "name", "salle des Ormes"),
    "address": lambda session, cast, lunch: setattr(cast.room, "address", "1 place du Lac"),
    "steps": lambda session, cast, lunch: setattr(cast.room, "is_step_free", False),
    "access": lambda session, cast, lunch: setattr(cast.room, "access_notes", "Sonnette à droite."),
    "seats": lambda session, cast, lunch: setattr(lunch, "capacity", 30),
    "openness": lambda session, cast, lunch: setattr(lunch, "openness", Openness.EVERYONE),
    "someone comes": lambda session, cast, lunch: answered(session, lunch, cast.ines),
    "town": lambda session, cast, lunch: rename_town(session),
    "letterhead": lambda session, cast, lunch: session.execute(update(Installation).values(team_phone="0465710099")),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_a_page_kept_never_hides_a_change(
    client: CheckingClient, session: Session, cast: Cast, lunch: Meetup, changed: str
) -> None:
    path = f"/rencontres/{lunch.public_id}"
    first = client.get(path)
    assert client.get(path).data == first.data
    session.rollback()
    CHANGES[changed](session, cast, lunch)
    again = client.get(path)
    assert again.data != first.data
    assert again.headers["ETag"] != first.headers["ETag"]


def test_the_list_and_home_change_with_what_they_show(client: CheckingClient, session: Session, lunch: Meetup) -> None:
    before = {path: client.get(path).data for path in ("/", "/rencontres")}
    session.rollback()
    lunch.title = "Autre titre"
    for path, data in before.items():
        assert client.get(path).data != data


def test_what_is_kept_is_bounded(
    app: Flask, client: CheckingClient, lunch: Meetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meetups.pages.public.caching.MOST", 5)
    for number in range(12):
        client.get(f"/rencontres/{lunch.public_id}?n={number}")
    assert len(app.extensions["public_pages"]) <= 5
