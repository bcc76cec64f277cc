from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, ConsentEntry, Role
from meetups.database import db
from meetups.directory.families import ProfessionFamily
from meetups.directory.joining import Newcomer, ask_to_be_called, enter, is_same_first_name, join
from meetups.directory.models import Professional
from meetups.directory.reference import add_professions
from meetups.geography.models import Commune
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

NUMBER = "0639980077"


def newcomer(session: Session, email: str | None = None, first_name: str = "Lucie") -> Newcomer:
    return Newcomer(
        first_name=first_name,
        profession_text="infirmière libérale",
        commune=factories.commune(session),
        email=email,
        phone=None if email else NUMBER,
    )


@pytest.fixture
def ines_account(session: Session, cast: Cast) -> Account:
    """An account with the address that the team had written for Inès."""
    return factories.account(session, "ines@sante.example", "Inès", Role.PROFESSIONAL)


def test_a_newcomer_works_at_the_centre_of_their_commune_until_they_say_better(session: Session) -> None:
    add_professions(session)
    person = join(session, newcomer(session), account=None, is_listed=False, source="site", now=NOW, confirmed=False)
    (place,) = person.places
    assert (place.lat, place.lon, place.is_exact) == (45.6006, 5.8643, False)
    assert person.family is ProfessionFamily.NURSING
    logged = session.scalars(select(ConsentEntry).order_by(ConsentEntry.id)).all()
    assert [(entry.purpose, entry.given) for entry in logged] == [("membership", True), ("directory", False)]


def test_a_colleagues_guest_who_joins_completes_what_nobody_had_said(
    session: Session, cast: Cast, ines_account: Account
) -> None:
    add_professions(session)
    cast.ines.profession_text, cast.ines.family, cast.ines.places = "", ProfessionFamily.OTHER, []
    session.flush()
    joined = enter(
        session,
        newcomer(session, "ines@sante.example", "Ines"),
        ines_account,
        is_listed=True,
        source="site",
        now=NOW,
    )
    assert joined is cast.ines
    assert (joined.profession_text, joined.family) == ("infirmière libérale", ProfessionFamily.NURSING)
    assert len(joined.places) == 1


def test_coming_to_a_lunch_takes_nobody_out_of_the_directory(
    session: Session, cast: Cast, ines_account: Account
) -> None:
    cast.ines.is_listed = True
    who = newcomer(session, "ines@sante.example", "Inès")
    assert enter(session, who, ines_account, is_listed=False, source="site", now=NOW).is_listed


def test_someone_elses_account_is_never_taken(session: Session, cast: Cast, ines_account: Account) -> None:
    cast.ines.account = factories.account(session, "ines.perso@exemple.example", "Inès", Role.PROFESSIONAL)
    session.flush()
    made = enter(
        session, newcomer(session, "ines@sante.example", "Inès"), ines_account, is_listed=True, source="site", now=NOW
    )
    assert made is not cast.ines


def test_a_number_typed_many_times_at_once_makes_one_person(app: Flask, session: Session) -> None:
    factories.commune(session)
    session.commit()

    def leave(_number: int) -> str:
        with app.app_context():
            own = db.session()
            who = Newcomer(
                first_name="Lucie", profession_text="aide", commune=own.get_one(Commune, "73179"), phone=NUMBER
            )
            person = ask_to_be_called(own, who, is_listed=True, source="site", now=NOW)
            own.commit()
            return person.public_id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(leave, range(24)))) == 1
    assert len(session.scalars(select(Professional)).all()) == 1


def test_first_names_are_compared_as_people_read_them() -> None:
    assert is_same_first_name("Marie-Claude", "marie claude")
    assert is_same_first_name("Éloïse", "ELOISE")
    assert not is_same_first_name("Marie", "Marie-Claude")
