"""Who organises, and how somebody stops."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts import sessions
from meetups.accounts.models import AuditEntry, Role, UserSession
from meetups.accounts.services import disable_account, make_organiser
from meetups.accounts.team import NotOneself, NotTheLast, organisers, remove_organiser
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_organisers_and_administrators_with_an_open_account_stand_by_first_name(session: Session, cast: Cast) -> None:
    ada = factories.account(session, "ada@parenthese.example", "Ada", Role.ADMINISTRATOR)
    gone = factories.account(session, "lou@parenthese.example", "Lou")
    disable_account(session, gone, actor=None, now=NOW)
    assert organisers(session) == [ada, cast.maud]


def test_whoever_adds_somebody_is_named_in_the_log(session: Session, cast: Cast) -> None:
    added = make_organiser(session, "lou@parenthese.example", "Lou", actor=cast.maud, now=NOW)
    assert make_organiser(session, "lou@parenthese.example", "Louise", actor=cast.maud, now=NOW) is added
    [line] = session.scalars(select(AuditEntry))
    assert (line.actor, line.action, line.object) == (cast.maud.public_id, "organiser_made", added.public_id)
    assert (added.first_name, added in organisers(session)) == ("Lou", True)


def test_adding_a_closed_account_opens_it_again_with_its_role(session: Session, cast: Cast) -> None:
    ada = factories.account(session, "ada@parenthese.example", "Ada", Role.ADMINISTRATOR)
    disable_account(session, ada, actor=None, now=NOW)
    make_organiser(session, ada.email, "Ada", actor=cast.maud, now=NOW)
    assert (ada.is_active, ada.role) == (True, Role.ADMINISTRATOR)


def test_an_access_ends_at_once_on_every_device_and_once_in_the_log(session: Session, cast: Cast) -> None:
    lou = factories.account(session, "lou@parenthese.example", "Lou", Role.ADMINISTRATOR)
    sessions.open_session(session, lou, now=NOW)
    for _ in range(2):
        remove_organiser(session, lou, actor=cast.maud, now=NOW)
    assert (lou.role, lou.is_active) == (Role.PROFESSIONAL, True)
    assert session.scalars(select(UserSession.revoked_at)).all() == [NOW]
    assert actions(session) == ["organiser_removed"]


def test_the_last_access_and_ones_own_stay(session: Session, cast: Cast) -> None:
    lou = factories.account(session, "lou@parenthese.example", "Lou")
    with pytest.raises(NotOneself):
        remove_organiser(session, cast.maud, actor=cast.maud, now=NOW)
    remove_organiser(session, lou, actor=cast.maud, now=NOW)
    with pytest.raises(NotTheLast):
        remove_organiser(session, cast.maud, actor=lou, now=NOW)
    assert organisers(session) == [cast.maud]
