from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts import services
from meetups.accounts.models import Account, AuditEntry, OneTimeCode, Role
from meetups.accounts.rules import InvalidFirstName, check_first_name
from meetups.accounts.services import (
    CodeOver,
    TooManyCodes,
    WrongCode,
    request_code,
    request_joining_code,
    use_code,
    use_joining_code,
)
from meetups.database import db
from tests import factories
from tests.accounts.test_codes import code_in, last_mail, wrong
from tests.factories import NOW

LUCIE = "lucie@sante.example"


def ask(session: Session, email: str = LUCIE, browser: str = "navigateur", name: str = "Lucie") -> str:
    request_joining_code(session, email, first_name=name, browser=browser, now=NOW)
    return code_in(last_mail(session))


def use(session: Session, digits: str, email: str = LUCIE, browser: str = "navigateur", after: int = 0) -> Account:
    later = NOW + timedelta(minutes=after)
    return use_joining_code(session, digits, email=email, first_name="Lucie", browser=browser, now=later)


def test_the_code_opens_a_new_account_with_an_ordinary_role(session: Session) -> None:
    account = use(session, ask(session))
    assert (account.email, account.first_name, account.role) == (LUCIE, "Lucie", Role.PROFESSIONAL)
    assert session.scalars(select(AuditEntry.action)).all() == ["account_opened"]


def test_the_code_opens_the_account_that_the_address_has(session: Session) -> None:
    maud = factories.account(session, "Lucie@Sante.Example", "Maud", Role.ORGANISER)
    assert use(session, ask(session)) is maud
    assert (maud.first_name, maud.role) == ("Maud", Role.ORGANISER)


def test_the_account_may_have_been_opened_between_the_mail_and_the_code(session: Session) -> None:
    first, second = ask(session, browser="un"), ask(session, browser="deux")
    assert use(session, first, browser="un") is use(session, second, browser="deux")


def test_a_code_serves_once_during_ten_minutes_in_its_browser(session: Session) -> None:
    digits = ask(session)
    with pytest.raises(CodeOver):
        use(session, digits, after=10)
    with pytest.raises(CodeOver):
        use(session, digits, browser="autre")
    assert use(session, digits) is use(session, digits), "a double click"
    with pytest.raises(CodeOver):
        use(session, digits, after=1)


def test_a_code_is_tried_five_times_at_most(session: Session) -> None:
    digits = ask(session)
    for _ in range(5):
        with pytest.raises(WrongCode):
            use(session, wrong(digits))
    with pytest.raises(CodeOver):
        use(session, digits)


def test_a_code_proves_only_the_address_it_was_sent_to(session: Session) -> None:
    with pytest.raises(WrongCode):
        use(session, ask(session), email="maud@parenthese.example")
    assert session.scalars(select(Account)).all() == []


def test_a_joining_code_does_not_sign_a_stranger_in(session: Session) -> None:
    with pytest.raises(WrongCode):
        use_code(session, ask(session), browser="navigateur", now=NOW)


def test_an_account_closed_since_stays_closed(session: Session) -> None:
    account = factories.account(session, LUCIE)
    digits = ask(session)
    services.disable_account(session, account, actor=None, now=NOW)
    with pytest.raises(WrongCode):
        use(session, digits)


def test_codes_to_sign_in_and_to_join_count_together(session: Session) -> None:
    for number in range(3):
        ask(session, browser=f"a{number}")
    for number in range(2):
        request_code(session, LUCIE, browser=f"b{number}", now=NOW)
    with pytest.raises(TooManyCodes):
        ask(session, browser="c")


def test_strangers_in_parallel_do_not_outrun_the_limit(app: Flask, session: Session) -> None:
    session.commit()

    def ask_once(number: int) -> bool:
        with app.app_context():
            try:
                request_joining_code(db.session(), LUCIE, first_name="Lucie", browser=f"{number}", now=NOW)
            except TooManyCodes:
                db.session.rollback()
                return False
            db.session.commit()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask_once, range(24))) == 5


def test_two_browsers_that_type_their_codes_at_once_share_one_account(app: Flask, session: Session) -> None:
    codes = {name: ask(session, browser=name) for name in ("un", "deux", "trois", "quatre")}
    session.commit()

    def type_it(name: str) -> str:
        with app.app_context():
            account = use(db.session(), codes[name], browser=name)
            db.session.commit()
            return account.public_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(type_it, codes))) == 1
    assert len(session.scalars(select(Account)).all()) == 1


@pytest.mark.parametrize("name", ["Lucie", "Jean-Éric", "N’Golo", "J.-P.", "Zoë Maëlle", "محمد", "नेहा"])
def test_names_made_of_letters_are_first_names(name: str) -> None:
    check_first_name(name)


@pytest.mark.parametrize(
    "name", ["", "-", "x.fr", "http://x", "a/b", "a@b", "1", "Lu\ncie", "a" * 41, "<i>", "Lucie !"]
)
def test_a_mail_carries_no_name_that_could_be_a_message(session: Session, name: str) -> None:
    with pytest.raises(InvalidFirstName):
        ask(session, name=name)
    assert session.scalars(select(OneTimeCode)).all() == []
