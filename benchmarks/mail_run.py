"""``python -m benchmarks.mail_run PORT``: invite everyone, let a worker deliver, then let smtplib send the same bytes.

Prints what each took, in seconds of the clock and of the processor, and the memory of what is ours, as JSON.
"""

import json
import os
import re
import smtplib
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app import app
from meetups import clock
from meetups.database import db
from meetups.invitations.inviting import invite
from meetups.outbox.models import MailState, OutgoingContent, OutgoingEmail
from meetups.planning.models import Meetup, MeetupStatus
from meetups.worker import Worker

CORE = 1
CHUNK = 500
Times = tuple[float, float]
"""Seconds of the clock, seconds of the processor."""


def main() -> None:
    """Three measures, one after the other."""
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {CORE})
    port = int(sys.argv[1])
    with app.app_context():
        before = db.session.scalar(select(func.max(OutgoingEmail.id))) or 0
        composed = _timed(_compose)
        delivered = _timed(lambda: _deliver(app))
        memory = _peak()
        alone, mails = _send_alone(db.session(), port, before)
    figures = {"composed": composed, "delivered": delivered, "memory": memory, "alone": alone, "mails": mails}
    sys.stdout.write(json.dumps(figures))


def _timed(work: Callable[[], object]) -> Times:
    started, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - busy


def _peak() -> float:
    """In MiB. Not ``getrusage``, which begins with the peak of the process that started this one."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1024


def _compose() -> None:
    """Each lunch in a transaction and a session of its own, as the organiser's click does."""
    drafts = select(Meetup.id).where(Meetup.status == MeetupStatus.DRAFT, Meetup.venue_id.is_not(None))
    for number in db.session.scalars(drafts.order_by(Meetup.id)).all():
        invite(db.session(), db.session.get_one(Meetup, number), now=clock.utc_now())
        db.session.commit()
        db.session.remove()


def _deliver(application: Flask) -> None:
    Worker(application).run_once()


def _send_alone(session: Session, port: int, last: int) -> tuple[Times, int]:
    """``smtplib`` with the bytes in its hands, on one connection: the mails written after ``last``."""
    seconds, busy, mails = 0.0, 0.0, 0
    with smtplib.SMTP("127.0.0.1", port) as client:
        while chunk := _frozen(session, last):
            last = chunk[-1].id
            ready = [(row.envelope_from, row.recipient, row.mime) for row in chunk]
            took = _timed(partial(_send_each, client, ready))
            seconds, busy = seconds + took[0], busy + took[1]
            mails += len(ready)
    return (seconds, busy), mails


def _send_each(client: smtplib.SMTP, ready: Sequence[tuple[str, str, bytes]]) -> None:
    for sender, recipient, raw in ready:
        client.sendmail(sender, recipient, raw)


def _frozen(session: Session, after: int) -> Sequence[Row[int, str, str, bytes]]:
    columns = OutgoingEmail.id, OutgoingEmail.envelope_from, OutgoingEmail.recipient, OutgoingContent.mime
    sent = OutgoingEmail.id > after, OutgoingEmail.state == MailState.SENT
    found = select(*columns).join(OutgoingEmail.content).where(*sent)
    return session.execute(found.order_by(OutgoingEmail.id).limit(CHUNK)).all()


if __name__ == "__main__":
    main()
