import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.accounts import services
from meetups.accounts.models import Account, OneTimeCode, Role
from meetups.accounts.services import CodeOver, TooManyCodes, WrongCode, request_code, use_code
from meetups.database import db
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.factories import NOW

LUCIE = "lucie@sante.example"
UNKNOWN = "inconnue@sante.example"


@pytest.fixture
def lucie(session: Session) -> Account:
    return factories.account(session, LUCIE, "Lucie", Role.PROFESSIONAL)


def last_mail(session: Session) -> OutgoingEmail:
    return session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id.desc())).first()  # type: ignore[return-value]


def code_in(mail: OutgoingEmail) -> str:
    """The digits that a person reads in a mail."""
    assert mail.mime is not None
    found = re.search(r"(\d{4})\u00a0(\d{4})", describe(mail.mime).text)
    assert found
    return found[1] + found[2]


def ask(session: Session, email: str = LUCIE, browser: str = "navigateur") -> str:
    request_code(session, email, browser=browser, now=NOW)
    return code_in(last_mail(session))


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**8:08d}"


def test_the_code_received_opens_the_account(session: Session, lucie: Account) -> None:
    assert use_code(session, ask(session), browser="navigateur", now=NOW) is lucie


def test_the_mail_goes_to_the_account_with_a_link_that_only_writes_the_code(session: Session, lucie: Account) -> None:
    digits = ask(session)
    mail = last_mail(session)
    assert (mail.kind, mail.state, mail.recipient) == (MailKind.SIGN_IN, MailState.PENDING, LUCIE)
    assert mail.mime is not None
    read = describe(mail.mime)
    assert f"http://127.0.0.1:5000/connexion/code?code={digits}" in read.text
    assert f"http://127.0.0.1:5000/connexion/code?code={digits}" in read.html
    assert "Bonjour Lucie" in read.text
    assert "Bonjour Lucie" in read.html
    assert digits[:4] not in mail.subject, "subjects are kept, so they never hold the code"


def test_an_address_in_capitals_is_the_same_address(session: Session) -> None:
    account = factories.account(session, "Lucie@Sante.Example")
    assert use_code(session, ask(session), browser="navigateur", now=NOW) is account


def test_a_code_serves_once(session: Session, lucie: Account) -> None:
    digits = ask(session)
    use_code(session, digits, browser="navigateur", now=NOW)
    with pytest.raises(CodeOver):
        use_code(session, digits, browser="navigateur", now=NOW + timedelta(minutes=1))


def test_the_second_click_of_a_double_click_gets_the_same_answer(session: Session, lucie: Account) -> None:
    digits = ask(session)
    for _ in range(4):
        with pytest.raises(WrongCode):
            use_code(session, wrong(digits), browser="navigateur", now=NOW)
    soon = NOW + timedelta(seconds=59)
    for moment in (NOW, soon):
        assert use_code(session, digits, browser="navigateur", now=moment) is lucie
    with pytest.raises(CodeOver):
        use_code(session, digits, browser="navigateur", now=soon)


def test_a_used_code_opens_nothing_to_other_digits_or_another_browser(session: Session, lucie: Account) -> None:
    digits = ask(session)
    use_code(session, digits, browser="navigateur", now=NOW)
    with pytest.raises(WrongCode):
        use_code(session, wrong(digits), browser="navigateur", now=NOW)
    with pytest.raises(CodeOver):
        use_code(session, digits, browser="autre", now=NOW)


@pytest.mark.parametrize("email", [LUCIE, UNKNOWN])
def test_a_code_asked_for_twice_by_one_form_is_one_mail(session: Session, lucie: Account, email: str) -> None:
    first = request_code(session, email, browser="a", now=NOW)
    assert request_code(session, email, browser="a", now=NOW + timedelta(seconds=59)) == first == "a"
    assert len(session.scalars(select(OutgoingEmail)).all()) == 1
    later = request_code(session, email, browser="a", now=NOW + timedelta(minutes=1))
    assert later != "a", "the first one may not have come"
    assert len(session.scalars(select(OutgoingEmail)).all()) == 2


def test_two_requests_of_one_form_at_once_are_one_mail(app: Flask, session: Session, lucie: Account) -> None:
    session.commit()

    def ask_once(_number: int) -> str:
        with app.app_context():
            browser = request_code(db.session(), UNKNOWN, browser="a", now=NOW)
            db.session.commit()
        return browser

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask_once, range(24))) == {"a"}
    assert len(session.scalars(select(OutgoingEmail)).all()) == 1


def test_a_code_lasts_ten_minutes(session: Session, lucie: Account) -> None:
    digits = ask(session)
    with pytest.raises(CodeOver):
        use_code(session, digits, browser="navigateur", now=NOW + timedelta(minutes=10))
    assert use_code(session, digits, browser="navigateur", now=NOW + timedelta(minutes=9, seconds=59)) is lucie


def test_a_code_serves_only_in_the_browser_that_asked(session: Session, lucie: Account) -> None:
    digits = ask(session)
    ask(session, browser="autre navigateur")
    with pytest.raises(WrongCode):
        use_code(session, digits, browser="autre navigateur", now=NOW)
    with pytest.raises(CodeOver):
        use_code(session, digits, browser="navigateur inconnu", now=NOW)


def test_a_code_is_tried_five_times_at_most(session: Session, lucie: Account) -> None:
    digits = ask(session)
    for _ in range(5):
        with pytest.raises(WrongCode):
            use_code(session, wrong(digits), browser="navigateur", now=NOW)
    with pytest.raises(CodeOver):
        use_code(session, digits, browser="navigateur", now=NOW)


def test_tries_in_parallel_do_not_outrun_the_limit(app: Flask, session: Session, lucie: Account) -> None:
    digits = wrong(ask(session))
    session.commit()

    def try_once(_number: int) -> str:
        with app.app_context():
            try:
                use_code(db.session(), digits, browser="navigateur", now=NOW)
            except services.CodeRefused as refusal:
                db.session.commit()
                return type(refusal).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(try_once, range(24)))
    assert answers == ["CodeOver"] * 19 + ["WrongCode"] * 5


def test_requests_in_parallel_do_not_outrun_the_limit(app: Flask, session: Session, lucie: Account) -> None:
    session.commit()

    def ask_once(number: int) -> bool:
        with app.app_context():
            try:
                request_code(db.session(), LUCIE, browser=f"navigateur {number}", now=NOW)
            except TooManyCodes:
                return False
            db.session.commit()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask_once, range(24))) == 5


@pytest.mark.parametrize("email", [LUCIE, UNKNOWN])
def test_a_sixth_code_within_the_hour_is_refused_for_known_and_unknown_alike(
    session: Session, lucie: Account, email: str
) -> None:
    for number in range(5):
        ask(session, email, browser=f"navigateur {number}")
    with pytest.raises(TooManyCodes, match="dans une heure"):
        request_code(session, email, browser="navigateur 6", now=NOW + timedelta(minutes=59))
    request_code(session, "autre@sante.example", browser="navigateur 7", now=NOW)
    request_code(session, email, browser="navigateur 8", now=NOW + timedelta(hours=1))


def test_known_and_unknown_addresses_cost_the_same_statements(session: Session, lucie: Account) -> None:
    session.commit()
    with recorded_statements() as for_known:
        request_code(session, LUCIE, browser="un", now=NOW)
    session.commit()
    with recorded_statements() as for_unknown:
        request_code(session, UNKNOWN, browser="deux", now=NOW)
    session.commit()
    assert for_known == for_unknown
    assert len(for_known) >= 4


def test_a_wrong_code_costs_the_same_statements_for_known_and_unknown(session: Session, lucie: Account) -> None:
    refused = []
    for email in (LUCIE, UNKNOWN):
        digits = ask(session, email, browser=email)
        session.commit()
        with recorded_statements() as statements, pytest.raises(WrongCode):
            use_code(session, wrong(digits), browser=email, now=NOW)
        session.commit()
        refused.append(statements)
    assert refused[0] == refused[1]


def test_nothing_leaves_for_an_unknown_address_and_its_code_opens_nothing(session: Session) -> None:
    digits = ask(session, UNKNOWN)
    assert last_mail(session).state is MailState.SUPPRESSED
    with pytest.raises(WrongCode):
        use_code(session, digits, browser="navigateur", now=NOW)


def test_a_disabled_account_is_treated_as_unknown(session: Session, lucie: Account) -> None:
    services.disable_account(session, lucie, actor=None, now=NOW)
    digits = ask(session)
    assert last_mail(session).state is MailState.SUPPRESSED
    with pytest.raises(WrongCode):
        use_code(session, digits, browser="navigateur", now=NOW)


def test_an_account_disabled_after_the_mail_left_does_not_enter(session: Session, lucie: Account) -> None:
    digits = ask(session)
    services.disable_account(session, lucie, actor=None, now=NOW)
    with pytest.raises(WrongCode):
        use_code(session, digits, browser="navigateur", now=NOW)


def test_neither_code_nor_nonce_nor_address_is_stored_in_clear(session: Session, lucie: Account) -> None:
    digits = ask(session)
    row = session.scalars(select(OneTimeCode)).one()
    kept = " ".join([row.email_digest, row.browser_digest, row.code_digest])
    assert not any(text in kept for text in (digits, "navigateur", LUCIE))


def test_a_digest_needs_the_applications_secret(app: Flask, session: Session, lucie: Account) -> None:
    digits = ask(session)
    app.config["SECRET_KEY"] = "un autre secret, tout aussi long que le premier"
    with pytest.raises(CodeOver):
        use_code(session, digits, browser="navigateur", now=NOW)


def test_the_digest_of_a_code_is_bound_to_its_browser(session: Session, lucie: Account) -> None:
    digits = ask(session)
    ask(session, browser="voleur")
    stolen = session.scalars(select(OneTimeCode).order_by(OneTimeCode.id)).all()[0].code_digest
    session.execute(update(OneTimeCode).values(code_digest=stolen))
    with pytest.raises(WrongCode):
        use_code(session, digits, browser="voleur", now=NOW)
