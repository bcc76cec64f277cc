"""Reference data into the database."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.geography.errors import UnknownDepartment
from meetups.geography.models import Area, Commune, TownHall
from meetups.geography.services import load_geography


def count(session: Session, model: type[Commune] | type[TownHall]) -> int:
    """Rows of a table."""
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_all_of_france_is_loaded_with_a_town_hall_for_each_commune(session: Session) -> None:
    assert load_geography(session) == 34_875
    assert count(session, Commune) == 34_875
    assert count(session, TownHall) == 34_875


def test_only_the_departments_asked_for_are_loaded(session: Session) -> None:
    assert load_geography(session, ["73"]) == 273
    assert set(session.scalars(select(Commune.department))) == {"73"}


def test_progress_is_told_up_to_the_end(session: Session) -> None:
    told: list[tuple[int, int]] = []
    load_geography(session, ["38", "73", "74"], lambda done, total: told.append((done, total)))
    assert len(told) > 1
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (told[-1][1], told[-1][1])


def test_loading_again_repairs_what_changed_and_adds_nothing(savoie: Session) -> None:
    town_hall = savoie.get_one(TownHall, "73065")
    town_hall.commune.population = 1
    town_hall.phone = "changé"
    savoie.flush()
    load_geography(savoie, ["73", "74"])
    assert count(savoie, Commune) == 273 + 279
    assert (town_hall.commune.population, town_hall.phone) == (59_964, "04 79 60 20 20")


def test_an_unknown_department_is_refused_before_anything_is_written(session: Session) -> None:
    with pytest.raises(UnknownDepartment, match="« 20 », « 99 »"):
        load_geography(session, ["73", "99", "20"])
    assert count(session, Commune) == 0


def test_a_commune_and_its_town_hall_are_as_published(savoie: Session) -> None:
    chambery = savoie.get_one(Commune, "73065")
    assert (chambery.name, chambery.name_key, chambery.postal_code) == ("Chambéry", "chambery", "73000")
    assert chambery.epci_name == "CA du Grand Chambéry"
    assert chambery.point == (45.56656, 5.92063)
    town_hall = savoie.get_one(TownHall, "73065")
    assert not town_hall.is_approximate
    assert town_hall.opening_lines == [
        "lundi à vendredi\u00a0: 8\u00a0h\u00a030 – 12\u00a0h, 13\u00a0h\u00a030 – 17\u00a0h\u00a030"
    ]
    assert savoie.get_one(TownHall, "73281").is_approximate


def test_an_area_stands_at_the_centre_of_its_commune(savoie: Session) -> None:
    area = Area(name="Combe de Savoie", commune_insee="73065", radius_km=12.0)
    savoie.add(area)
    savoie.flush()
    assert (area.lat, area.lon) == savoie.get_one(Commune, "73065").point
    assert area.public_id


def test_names_and_addresses_are_stored_with_typographic_apostrophes(savoie: Session) -> None:
    names = savoie.scalars(select(Commune.name)).all()
    assert "Saint-Pierre-d’Albigny" in names
    assert not [text for text in (*names, *savoie.scalars(select(TownHall.address))) if "'" in text]
