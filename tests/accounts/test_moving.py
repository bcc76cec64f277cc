"""An account whose address changes."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts import queries, services, sessions
from meetups.accounts.models import AuditEntry, OneTimeCode, UserSession
from meetups.accounts.moving import AddressTaken, change_address
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

OLD, NEW = "sacha@ailleurs.example", "sacha@ici.example"


def open_sessions(session: Session) -> int:
    return session.scalar(select(func.count()).where(UserSession.revoked_at.is_(None))) or 0


def test_the_new_address_opens_the_account_and_the_old_one_nothing(session: Session, cast: Cast) -> None:
    sessions.open_session(session, cast.stranger, now=NOW)
    services.request_code(session, OLD, browser="a", now=NOW)
    services.request_code(session, cast.maud.email, browser="b", now=NOW)
    change_address(session, cast.stranger, NEW, actor=cast.maud, now=NOW)
    assert queries.account_by_email(session, NEW) is cast.stranger
    assert queries.account_by_email(session, OLD) is None
    assert open_sessions(session) == 0
    assert session.scalars(select(OneTimeCode.account_id)).all() == [cast.maud.id], "other people's codes stay"
    [line] = session.scalars(select(AuditEntry))
    assert (line.actor, line.action, line.object) == (cast.maud.public_id, "address_changed", cast.stranger.public_id)


def test_the_same_address_signs_nobody_out(session: Session, cast: Cast) -> None:
    cast.stranger.email = "Sacha@Ailleurs.example"
    sessions.open_session(session, cast.stranger, now=NOW)
    change_address(session, cast.stranger, OLD, actor=cast.maud, now=NOW)
    assert open_sessions(session) == 1
    assert not session.scalars(select(AuditEntry)).all()


def test_an_address_serves_one_account(session: Session, cast: Cast) -> None:
    taken = factories.account(session, "Prise@Ici.example", "Lou")
    with pytest.raises(AddressTaken):
        change_address(session, cast.stranger, taken.email.lower(), actor=cast.maud, now=NOW)
    assert cast.stranger.email == OLD


def test_an_address_opened_meanwhile_is_taken_too(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "account_by_email", lambda *_args, **_kwargs: None)
    with pytest.raises(AddressTaken):
        change_address(session, cast.stranger, cast.maud.email, actor=cast.maud, now=NOW)
    assert cast.stranger.email == OLD
