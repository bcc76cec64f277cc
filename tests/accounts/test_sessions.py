from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSession
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts import services, sessions
from meetups.accounts.models import Account, AuditEntry, Role, UserSession
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.factories import NOW


@pytest.fixture
def maud(session: Session) -> Account:
    return factories.account(session, "maud@parenthese.example")


@pytest.fixture
def lucie(session: Session) -> Account:
    return factories.account(session, "lucie@sante.example", "Lucie", Role.PROFESSIONAL)


def enter(session: Session, account: Account, now: datetime = NOW) -> SecureCookieSession:
    cookie = SecureCookieSession()
    sessions.sign_in(session, cookie, account, now=now)
    return cookie


def who(session: Session, cookie: SecureCookieSession, now: datetime = NOW) -> Account | None:
    return sessions.signed_in_account(session, cookie, now=now)


def stay(session: Session, cookie: SecureCookieSession, until: datetime, every: timedelta) -> datetime:
    """Come back at regular times; the moment of the first visit that is not recognised."""
    now = NOW
    while now <= until and who(session, cookie, now):
        now += every
    return now


def test_a_cookie_says_who_signed_in_with_one_query(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    with recorded_statements() as statements:
        assert who(session, cookie) is lucie
    assert len(statements) == 1


def test_a_browser_that_never_signed_in_costs_no_query(session: Session) -> None:
    with recorded_statements() as statements:
        assert who(session, SecureCookieSession()) is None
    assert statements == []


def test_the_database_does_not_hold_what_the_cookie_holds(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    assert session.scalars(select(UserSession)).one().token_digest != cookie[sessions.TOKEN]


def test_signing_in_keeps_nothing_of_the_old_cookie_and_ends_its_session(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    before = dict(cookie) | {"csrf_token": "prepared by someone else", "asked": {"next": "/"}}
    cookie.update(before)
    sessions.sign_in(session, cookie, lucie, now=NOW)
    assert set(cookie) == {sessions.TOKEN, sessions.SEEN, "_permanent"}
    assert cookie[sessions.TOKEN] != before[sessions.TOKEN]
    assert who(session, SecureCookieSession(before)) is None


def test_a_copied_cookie_is_worth_nothing_after_signing_out(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    copied = SecureCookieSession(cookie)
    sessions.sign_out(session, cookie, lucie, now=NOW)
    assert dict(cookie) == {}
    assert who(session, copied) is None
    assert dict(copied) == {"_permanent": True}, "the next page costs no query"


def test_signing_out_of_one_browser_leaves_the_others(session: Session, lucie: Account) -> None:
    telephone, laptop = enter(session, lucie), enter(session, lucie)
    sessions.sign_out(session, telephone, lucie, now=NOW)
    assert who(session, laptop) is lucie


def test_disabling_an_account_ends_its_sessions_at_once_and_for_good(session: Session, lucie: Account) -> None:
    telephone, laptop = enter(session, lucie), enter(session, lucie)
    services.disable_account(session, lucie, actor=None, now=NOW)
    assert who(session, SecureCookieSession(telephone)) is None
    lucie.disabled_at = None
    assert who(session, telephone) is None
    assert who(session, laptop) is None


def test_a_session_that_ended_keeps_the_moment_when_it_did(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    sessions.sign_out(session, cookie, lucie, now=NOW)
    sessions.close_all_sessions(session, lucie, now=NOW + timedelta(days=1))
    assert session.scalars(select(UserSession.revoked_at)).one() == NOW


def test_a_disabled_account_is_nobody_even_while_its_rows_stand(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    lucie.disabled_at = NOW
    assert who(session, cookie) is None


def test_a_member_who_comes_every_day_signs_in_again_after_thirty_days(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    ended = stay(session, cookie, NOW + timedelta(days=60), timedelta(days=1))
    assert ended == NOW + timedelta(days=30)


def test_an_organiser_who_comes_every_hour_signs_in_again_after_two_weeks(session: Session, maud: Account) -> None:
    cookie = enter(session, maud)
    ended = stay(session, cookie, NOW + timedelta(days=60), timedelta(hours=1))
    assert ended == NOW + timedelta(days=14)


def test_an_organiser_who_stays_away_a_day_is_signed_out(session: Session, maud: Account) -> None:
    cookie = enter(session, maud)
    assert who(session, SecureCookieSession(cookie), NOW + timedelta(hours=23)) is maud
    assert who(session, cookie, NOW + timedelta(hours=24)) is None


def test_coming_back_moves_the_idle_limit_in_the_cookie_and_writes_nothing(session: Session, maud: Account) -> None:
    cookie = enter(session, maud)
    session.commit()
    with recorded_statements() as statements:
        assert who(session, cookie, NOW + timedelta(hours=20)) is maud
    assert [statement.split()[0] for statement in statements] == ["SELECT"]
    assert who(session, cookie, NOW + timedelta(hours=43)) is maud


def test_the_cookie_is_not_written_again_at_every_page(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    cookie.modified = False
    who(session, cookie, NOW + timedelta(minutes=4))
    assert not cookie.modified
    who(session, cookie, NOW + timedelta(minutes=5))
    assert cookie.modified


@pytest.mark.parametrize("content", [{"token": 3, "seen": 4}, {"token": "x"}, {"token": "x", "seen": "hier"}])
def test_a_cookie_of_another_shape_is_nobody(app: Flask, session: Session, content: dict[str, object]) -> None:
    assert who(session, SecureCookieSession(content)) is None


def test_signing_in_and_out_is_written_in_the_audit_log(session: Session, lucie: Account) -> None:
    cookie = enter(session, lucie)
    sessions.sign_out(session, cookie, lucie, now=NOW)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.actor, entry.action) for entry in entries] == [
        (lucie.public_id, "sign_in"),
        (lucie.public_id, "sign_out"),
    ]
