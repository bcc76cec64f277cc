from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts import services, sessions
from meetups.accounts.forgetting import forget_spent
from meetups.accounts.models import OneTimeCode, UserSession
from meetups.outbox.models import MailState, OutgoingEmail
from tests import factories
from tests.factories import NOW


def left(session: Session) -> tuple[int | None, int | None]:
    return tuple(session.scalar(select(func.count()).select_from(table)) for table in (OneTimeCode, UserSession))


def test_codes_and_sessions_are_forgotten_a_day_after_they_opened_anything(session: Session) -> None:
    lucie = factories.account(session, "lucie@sante.example", "Lucie")
    services.request_code(session, lucie.email, browser="a", now=NOW)
    closed = sessions.open_session(session, lucie, now=NOW)
    sessions.open_session(session, lucie, now=NOW)
    sessions.close_session(session, closed, now=NOW)
    forget_spent(session, now=NOW + timedelta(hours=24))
    assert left(session) == (1, 2), "codes are counted over an hour"
    forget_spent(session, now=NOW + timedelta(hours=25))
    assert left(session) == (0, 1), "an open session stays"
    forget_spent(session, now=NOW + timedelta(days=32))
    assert left(session) == (0, 0)


def test_codes_asked_for_after_others_were_forgotten_are_all_mailed(session: Session) -> None:
    for number in range(6):
        services.request_code(session, f"a{number}@sante.example", browser=f"a{number}", now=NOW)
    later = NOW + timedelta(days=2)
    forget_spent(session, now=later)
    for number in range(8):
        services.request_joining_code(
            session, f"b{number}@sante.example", first_name="Lucie", browser=f"b{number}", now=later
        )
    told = session.scalars(select(OutgoingEmail.recipient).where(OutgoingEmail.state == MailState.PENDING)).all()
    assert sorted(told) == [f"b{number}@sante.example" for number in range(8)]
