"""Addresses that sent our mails back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.outbox.models import MailState, OutgoingEmail, SuspendedAddress
from meetups.outbox.services import enqueue, enqueue_all
from meetups.outbox.suspensions import (
    is_about_recipient,
    is_suspended,
    reactivate_address,
    suspend_address,
    suspended_among,
)
from meetups.outbox.writing import SUSPENDED
from tests.factories import NOW
from tests.outbox.mails import a_mail


def test_nothing_leaves_for_a_suspended_address_and_the_row_says_why(session: Session) -> None:
    suspend_address(session, "Ines@Sante.example", "5.1.1", now=NOW)
    row = enqueue(session, a_mail(recipient="ines@SANTE.example"), now=NOW)
    assert (row.state, row.last_error) == (MailState.FAILED, SUSPENDED)
    assert row.mime, "once the address is right again, the same mail can leave"
    assert enqueue(session, a_mail("code:2", "karim@sante.example"), now=NOW).state is MailState.PENDING


def test_many_mails_leave_but_for_suspended_addresses(session: Session) -> None:
    suspend_address(session, "ines@sante.example", "", now=NOW)
    enqueue_all(session, [a_mail("code:1", "INES@sante.example"), a_mail("code:2", "karim@sante.example")], now=NOW)
    rows = session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()
    assert [row.state for row in rows] == [MailState.FAILED, MailState.PENDING]
    assert [row.last_error for row in rows] == [SUSPENDED, None]


def test_an_address_suspended_twice_keeps_its_first_reason(session: Session) -> None:
    suspend_address(session, "ines@sante.example", "5.1.1", now=NOW)
    suspend_address(session, "INES@sante.example", "5.2.1", now=NOW + timedelta(days=1))
    (row,) = session.scalars(select(SuspendedAddress)).all()
    assert (row.address, row.code, row.since) == ("ines@sante.example", "5.1.1", NOW)


def test_an_address_made_right_receives_again(session: Session) -> None:
    suspend_address(session, "ines@sante.example", "5.1.1", now=NOW)
    assert reactivate_address(session, "Ines@sante.example")
    assert not reactivate_address(session, "Ines@sante.example")
    assert not is_suspended(session, "ines@sante.example")
    assert enqueue(session, a_mail(), now=NOW).state is MailState.PENDING


def test_no_address_needs_no_query(session: Session) -> None:
    assert suspended_among(session, []) == set()


@pytest.mark.parametrize("code", ["5.1.1", "5.1.2", "5.1.10", "5.2.1"])
def test_a_code_about_the_recipient_suspends(code: str) -> None:
    assert is_about_recipient(code)


@pytest.mark.parametrize("code", ["5.7.1", "5.7.26", "5.2.2", "5.3.4", "5.1.7", "5.1.8", "4.1.1", "", "5.1.11"])
def test_a_policy_a_full_mailbox_our_own_address_or_nothing_does_not(code: str) -> None:
    assert not is_about_recipient(code)
