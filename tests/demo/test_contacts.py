"""The demo reaches nobody: reserved domains and reserved numbers only, whatever is loaded before or after."""

import re

import pytest
from flask import Flask
from sqlalchemy import String, select
from sqlalchemy.orm import Session

from meetups.database import Base, db
from meetups.demo.loading import load_demo
from meetups.geography.cli import geography_cli
from meetups.geography.fiction import fictional_contact
from meetups.geography.files import read_communes
from meetups.geography.models import TownHall
from meetups.geography.services import load_geography
from tests.factories import NOW

FICTION = re.compile(r"(06 39 98|04 65 71) \d\d \d\d|(063998|046571)\d{4}")


def values_of(session: Session, *names: str) -> list[str]:
    """Every text of the columns with these names, in all tables."""
    columns = [table.c[name] for table in Base.metadata.tables.values() for name in names if name in table.c]
    return [text for column in columns for text in session.scalars(select(column)) if text]


def assert_reaches_nobody(session: Session) -> None:
    addresses = values_of(session, "email", "recipient", "team_email")
    phones = values_of(session, "phone", "team_phone")
    assert len(addresses) > 600
    assert [address for address in addresses if not address.endswith(".example")] == []
    assert [number for number in phones if not FICTION.fullmatch(number)] == []


def test_every_address_and_every_number_is_reserved_for_fiction(demo: Session) -> None:
    assert_reaches_nobody(demo)


def test_no_real_contact_of_savoie_hides_in_any_table(demo: Session) -> None:
    real = {row[name] for row in read_communes() if row["department"] == "73" for name in ("phone", "email")} - {""}
    texts = {
        text
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String)
        for text in demo.scalars(select(column))
    }
    assert len(real) > 500
    assert real & texts == set()


def test_a_town_hall_keeps_its_fictional_contact_when_geography_is_loaded_again(demo_app: Flask) -> None:
    result = demo_app.test_cli_runner().invoke(geography_cli, ["load", "--departments", "73,69"])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    assert_reaches_nobody(db.session())
    assert db.session.get_one(TownHall, "73065").email == "mairie.73065@mairie.example"


def test_town_halls_loaded_before_the_demo_lose_their_contact(app: Flask, session: Session) -> None:
    load_geography(session, ["73", "69"])
    session.commit()
    load_demo(session, professionals=100, now=NOW)
    assert session.get_one(TownHall, "69123").email == "mairie.69123@mairie.example"
    assert all(address.endswith(".example") for address in session.scalars(select(TownHall.email)))


@pytest.mark.parametrize("insee", ["73065", "2A004", "97105"])
def test_a_fictional_contact_is_always_the_same(insee: str) -> None:
    contact = fictional_contact(insee)
    assert contact == fictional_contact(insee)
    assert contact.email == f"mairie.{insee.lower()}@mairie.example"
    assert FICTION.fullmatch(contact.phone)
