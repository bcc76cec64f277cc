"""The first organiser of a real installation."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry, Role
from meetups.database import db
from tests import factories


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["accounts", "organiser", *arguments])
    db.session.expire_all()
    return result.exit_code, result.output


@pytest.mark.parametrize("email", ["maud@parenthese.example", " Maud@Parenthese.EXAMPLE"])
def test_an_address_is_given_the_organisations_pages_once(app: Flask, session: Session, email: str) -> None:
    assert run(app, email, "Maud")[0] == 0
    assert run(app, email, "Maud")[0] == 0
    account = session.scalars(select(Account)).one()
    assert (account.email, account.first_name, account.is_organiser) == ("maud@parenthese.example", "Maud", True)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.object) == ("organiser_made", account.public_id)


def test_a_member_becomes_an_organiser_and_an_administrator_stays_one(app: Flask, session: Session) -> None:
    factories.account(session, "ines@sante.example", "Inès", Role.PROFESSIONAL)
    factories.account(session, "ada@parenthese.example", "Ada", Role.ADMINISTRATOR)
    run(app, "ines@sante.example", "Inès")
    run(app, "ada@parenthese.example", "Ada")
    roles = dict(session.execute(select(Account.first_name, Account.role)).all())
    assert roles == {"Inès": Role.ORGANISER, "Ada": Role.ADMINISTRATOR}


def test_what_is_not_an_address_is_refused_in_one_line(app: Flask, session: Session) -> None:
    code, said = run(app, "maud.parenthese", "Maud")
    assert code == 2
    assert "Il manque le signe @" in said
    assert session.scalars(select(Account)).all() == []
