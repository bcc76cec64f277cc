"""Whatever arrives is kept once, and never stops us."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from meetups.invitations.inbound import receive
from meetups.invitations.inbound.receiving import forget_raw
from meetups.invitations.inbound.wording import answer_said, what_became
from meetups.invitations.models import Invitation
from meetups.outbox.models import InboundMessage
from tests.invitations.inbound.letters import LATER, reply, words

HOSTILE = [
    b"",
    b"\x00" * 5000,
    b"\xff\xfe" * 3000,
    b"From: a\x00b@c.example\r\nMessage-ID: <\x00@x>\r\nSubject: \x00\r\n\r\n\x00\x00",
    b"From: =?utf-8?b?7aC9?= <a@b.example>\r\nSubject: =?utf-16?b?2D0=?=\r\n\r\n\xed\xa0\xbd",
    b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\x00\r\nAction: failed\r\n--x--",
    b"From: <@>\r\nTo: " + b"reseau+r.a@parenthese.example, " * 2000 + b"\r\n\r\nbonjour",
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_bytes_are_kept_and_shown(session: Session, ines: Invitation, raw: bytes) -> None:
    public_id = receive(session, raw, now=LATER).public_id
    session.commit()
    session.expire_all()
    kept = session.scalars(select(InboundMessage).options(undefer(InboundMessage.raw))).one()
    assert (kept.public_id, kept.raw) == (public_id, raw)
    assert what_became(kept)


@effort(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=60), where=st.integers(0, 2000), cut=st.integers(0, 300))
def test_any_answer_with_noise_in_it_has_an_outcome(
    session: Session, ines: Invitation, noise: bytes, where: int, cut: int
) -> None:
    raw = reply(ines, "ACCEPTED", comment="Bonjour")
    at = where % len(raw)
    message = receive(session, raw[:at] + noise + raw[at + cut :], now=LATER)
    assert what_became(message)
    answer_said(message)


def test_the_same_bytes_are_one_message(session: Session, ines: Invitation) -> None:
    raw = words("ines@sante.example", "Bonjour")
    assert receive(session, raw, now=LATER) is receive(session, raw, now=LATER + timedelta(days=3))
    assert session.scalar(select(func.count()).select_from(InboundMessage)) == 1


def test_after_a_month_the_bytes_go_and_what_was_said_stays(session: Session, ines: Invitation) -> None:
    receive(session, words("ines@sante.example", "Bonjour"), now=LATER)
    session.commit()
    forget_raw(session, now=LATER + timedelta(days=30))
    assert session.scalar(select(InboundMessage.raw)) is not None
    forget_raw(session, now=LATER + timedelta(days=31))
    assert session.execute(select(InboundMessage.raw, InboundMessage.words)).one() == (None, "Bonjour")
