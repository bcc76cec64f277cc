"""From the outbox to the mail server."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from meetups.adapters.smtp import (
    DeliveryFailure,
    PermanentFailure,
    SenderRefused,
    ServerUnavailable,
    TemporaryFailure,
)
from meetups.database import db
from meetups.installation import find_installation
from meetups.outbox import delivery
from meetups.outbox.delivery import DEMO_REFUSAL, FEWEST_TRIES, GIVE_UP_AFTER, LEASE, Delivered, deliver_due
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.services import enqueue
from meetups.outbox.suspensions import is_suspended, suspend_address
from meetups.outbox.writing import SUSPENDED
from tests.factories import NOW
from tests.outbox.mails import Recorder, a_mail, queue


def deliver(transport: delivery.Transport, now: datetime = NOW, limit: int = 10, seed: int = 1) -> Delivered:
    db.session.commit()  # the test's own transaction would hold SQLite's only lock
    return deliver_due(sessionmaker(db.engine), transport, now=now, limit=limit, rng=random.Random(seed))


def refusing(failure: DeliveryFailure) -> Recorder:
    def answer(recipient: str) -> None:
        raise failure

    return Recorder(answer)


def real_association(session: Session) -> None:
    installation = find_installation(session)
    assert installation
    installation.is_demo = False
    session.commit()


def test_a_mail_leaves_once_and_is_marked(session: Session) -> None:
    (mail,) = queue(session, 1)
    recorder = Recorder()
    assert deliver(recorder) == Delivered(sent=1)
    assert deliver(recorder) == Delivered()
    session.refresh(mail)
    assert recorder.copies == {mail.message_id: 1}
    assert (mail.state, mail.sent_at, mail.lease_until, mail.attempts) == (MailState.SENT, NOW, None, 1)


def test_a_mail_waits_for_its_time(session: Session) -> None:
    queue(session, 1, now=NOW + timedelta(seconds=1))
    assert deliver(Recorder()).total == 0
    assert deliver(Recorder(), NOW + timedelta(seconds=1)).sent == 1


def test_a_suppressed_mail_never_leaves(session: Session) -> None:
    enqueue(session, a_mail(), now=NOW, suppressed=True)
    session.commit()
    assert deliver(Recorder(), NOW + timedelta(days=1)).total == 0


def test_a_mail_claimed_by_a_worker_that_died_leaves_after_the_lease(session: Session) -> None:
    (mail,) = queue(session, 1)

    def die(recipient: str) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        deliver(Recorder(die))
    recorder = Recorder()
    assert deliver(recorder, NOW + LEASE - timedelta(seconds=1)).total == 0
    assert deliver(recorder, NOW + LEASE).sent == 1
    session.refresh(mail)
    assert mail.attempts == 2


def test_a_refusal_for_now_is_tried_again_later_and_later(session: Session) -> None:
    (mail,) = queue(session, 1)
    now, waits = NOW, []
    for _ in range(12):
        assert deliver(refusing(TemporaryFailure("452 boîte pleine")), now).postponed == 1
        session.refresh(mail)
        waits.append((mail.not_before - now).total_seconds())
        now = mail.not_before
    assert mail.state is MailState.PENDING
    assert mail.last_error == "452 boîte pleine"
    nominal = [30 * 2**n for n in range(9)] + [4 * 3600] * 3
    assert all(0.8 * n - 1 <= wait <= 1.2 * n for wait, n in zip(waits, nominal, strict=True))
    assert deliver(Recorder(), now).sent == 1


def test_the_wait_is_the_same_for_the_same_seed_and_spread_for_others(session: Session) -> None:
    waits = []
    for seed in (1, 1, 2):
        mail = enqueue(session, a_mail(f"code:{len(waits)}"), now=NOW)
        session.commit()
        deliver(refusing(TemporaryFailure("451 plus tard")), seed=seed)
        session.refresh(mail)
        waits.append(mail.not_before)
    assert waits[0] == waits[1] != waits[2]


def test_a_refusal_for_good_is_final_and_shown(session: Session) -> None:
    (mail,) = queue(session, 1)
    assert deliver(refusing(PermanentFailure("550 inconnu"))).failed == 1
    session.refresh(mail)
    assert (mail.state, mail.last_error) == (MailState.FAILED, "550 inconnu")
    assert deliver(Recorder(), NOW + timedelta(days=1)).total == 0


def test_a_mail_refused_for_now_during_five_days_is_given_up(session: Session) -> None:
    (mail,) = queue(session, 1)
    mail.attempts = FEWEST_TRIES - 1
    assert deliver(refusing(TemporaryFailure("452 boîte pleine")), NOW + GIVE_UP_AFTER).postponed == 1
    session.refresh(mail)
    assert deliver(refusing(TemporaryFailure("452 boîte pleine")), mail.not_before).failed == 1


def test_a_mail_that_waited_for_days_is_tried_more_than_once(session: Session) -> None:
    (mail,) = queue(session, 1)
    now = NOW + GIVE_UP_AFTER + timedelta(days=1)
    for attempt in range(1, FEWEST_TRIES + 1):
        done = deliver(refusing(TemporaryFailure("452 boîte pleine")), now)
        assert done == (Delivered(failed=1) if attempt == FEWEST_TRIES else Delivered(postponed=1))
        session.refresh(mail)
        now = mail.not_before


def test_when_our_sender_is_refused_one_mail_says_so_and_none_is_lost(session: Session) -> None:
    mails = queue(session, 3)
    much_later = NOW + GIVE_UP_AFTER + timedelta(days=1)
    for now in (NOW, much_later):
        done = deliver(refusing(SenderRefused("553 expéditeur refusé")), now)
        assert (done.postponed, done.failed, done.server_away) == (1, 0, True)
    for mail in mails:
        session.refresh(mail)
    assert {mail.state for mail in mails} == {MailState.PENDING}
    assert "553 expéditeur refusé" in [mail.last_error for mail in mails]


@pytest.mark.parametrize(("code", "is_dead"), [("5.1.1", True), ("5.2.1", True), ("5.7.1", False), ("", False)])
def test_only_an_address_refused_for_itself_is_suspended(session: Session, code: str, is_dead: bool) -> None:
    enqueue(session, a_mail(recipient="Ines@sante.example"), now=NOW)
    assert deliver(refusing(PermanentFailure(f"550 {code} refusé", code))).failed == 1
    assert is_suspended(session, "ines@sante.example") is is_dead


def test_a_mail_written_before_its_address_was_suspended_is_not_offered(session: Session) -> None:
    mail = enqueue(session, a_mail(recipient="Ines@sante.example"), now=NOW)
    other = enqueue(session, a_mail("code:2", "karim@sante.example"), now=NOW)
    suspend_address(session, "ines@sante.example", "5.1.1", now=NOW)
    recorder = Recorder()
    assert deliver(recorder) == Delivered(sent=1, failed=1)
    session.refresh(mail)
    assert (mail.state, mail.last_error) == (MailState.FAILED, SUSPENDED)
    assert recorder.copies == {other.message_id: 1}


def test_when_the_server_is_away_one_mail_finds_out_and_all_stay_due(session: Session) -> None:
    mails = queue(session, 3)
    assert deliver(refusing(ServerUnavailable("connexion refusée"))) == Delivered(postponed=1, server_away=True)
    for mail in mails:
        session.refresh(mail)
    assert [mail.attempts for mail in mails] == [1, 0, 0]
    assert {mail.not_before for mail in mails} == {NOW}, "so that /readyz sees them wait"
    much_later = NOW + GIVE_UP_AFTER + timedelta(days=1)
    assert deliver(refusing(ServerUnavailable("connexion refusée")), much_later).failed == 0
    assert deliver(Recorder(), much_later + timedelta(hours=5)).sent == 3


def test_one_refusal_does_not_hold_the_others(session: Session) -> None:
    queue(session, 3)

    def answer(recipient: str) -> None:
        if recipient == "personne1@sante.example":
            raise PermanentFailure("550 inconnu")

    assert deliver(Recorder(answer)) == Delivered(sent=2, failed=1)


def test_a_worker_asked_to_stop_gives_back_what_it_had_claimed(session: Session) -> None:
    queue(session, 3)
    recorder = Recorder()
    done = deliver_due(
        sessionmaker(db.engine),
        recorder,
        now=NOW,
        rng=random.Random(1),
        should_stop=lambda: bool(recorder.copies),
    )
    assert done.sent == 1
    assert deliver(recorder).sent == 2
    assert set(recorder.copies.values()) == {1}


def test_a_batch_that_lasts_gives_back_the_rest_before_its_lease_ends(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(session, 2)
    monkeypatch.setattr(delivery, "BATCH_SECONDS", -1.0)
    assert deliver(Recorder()).total == 0
    monkeypatch.undo()
    assert deliver(Recorder()).sent == 2


@pytest.mark.parametrize(
    "address",
    ["ines@sante.fr", "ines@example.com", "ines@xexample", "ines@sante.example.fr", "a@b.fr,c@d.example"],
)
def test_a_demo_never_writes_to_a_real_address(session: Session, address: str) -> None:
    mail = enqueue(session, a_mail(), now=NOW)
    mail.recipient = address
    session.commit()
    recorder = Recorder()
    assert deliver(recorder).failed == 1
    assert not recorder.copies
    session.refresh(mail)
    assert (mail.state, mail.last_error) == (MailState.FAILED, DEMO_REFUSAL)


@pytest.mark.parametrize("address", ["ines@sante.example", "Ines@EXAMPLE", "a.b+c@x.y-z.example"])
def test_a_demo_writes_to_reserved_addresses(session: Session, address: str) -> None:
    enqueue(session, a_mail(recipient=address), now=NOW)
    session.commit()
    assert deliver(Recorder()).sent == 1


def test_a_real_association_writes_to_real_addresses(session: Session) -> None:
    real_association(session)
    enqueue(session, a_mail(recipient="ines@sante.fr"), now=NOW)
    session.commit()
    assert deliver(Recorder()).sent == 1


def test_workers_that_share_a_queue_never_send_twice(session: Session) -> None:
    queue(session, 60)
    recorder, sessions = Recorder(), sessionmaker(db.engine)

    def work(seed: int) -> int:
        sent = 0
        while batch := deliver_due(sessions, recorder, now=NOW, limit=3, rng=random.Random(seed)).sent:
            sent += batch
        return sent

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, range(4)))
    left = session.query(OutgoingEmail).filter(OutgoingEmail.state != MailState.SENT).count()
    assert (sum(shares), left) == (60, 0)
    assert len(recorder.copies) == 60
    assert set(recorder.copies.values()) == {1}
