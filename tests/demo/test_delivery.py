"""The story's mails, handed to a real mail server by the worker."""

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from meetups import clock, create_app
from meetups.database import db
from meetups.demo.playing import PlayReport, let_mails_leave, play
from meetups.worker import Worker
from tests.adapters.servers import Recorder, smtp_server
from tests.calendars.samples import read_with_icalendar, read_with_vobject
from tests.conftest import make_settings
from tests.factories import NOW


@pytest.fixture(scope="module")
def delivered(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[PlayReport, list[Message]]:
    """What the story said that it sent, and what the server received after one pass of the worker."""
    path, recorder = tmp_path_factory.mktemp("delivery") / "demo.db", Recorder()
    path.write_bytes(demo_template.read_bytes())
    with smtp_server(recorder) as port:
        app = create_app(make_settings(f"sqlite:///{path}", smtp_url=f"smtp://127.0.0.1:{port}"))
        with app.app_context():
            report = play(db.session(), now=NOW, after_step=lambda _line: db.session.commit())
            let_mails_leave(db.session(), now=clock.utc_now())
            db.session.commit()
            Worker(app).run_once()
            db.session.remove()
            db.engine.dispose()
    return report, [message_from_bytes(mail.content) for mail in recorder.received]


def calendars(mails: list[Message]) -> Iterator[tuple[Message, bytes]]:
    for mail in mails:
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                yield mail, content


def test_every_mail_arrives_once(delivered: tuple[PlayReport, list[Message]]) -> None:
    report, mails = delivered
    assert len(mails) == sum(report.mails.values())
    assert set(Counter(mail["Message-ID"] for mail in mails).values()) == {1}


def test_both_parsers_read_every_calendar_part_and_find_its_one_guest(
    delivered: tuple[PlayReport, list[Message]],
) -> None:
    report, mails = delivered
    found = list(calendars(mails))
    assert len(found) >= report.mails["invitation"] + report.mails["update"] + report.mails["cancellation"]
    for mail, content in found:
        reading = read_with_vobject(content)
        assert reading == read_with_icalendar(content)
        [attendee] = reading.attendees
        assert attendee.removeprefix("mailto:") in mail["To"]


def test_each_guest_s_calendar_only_ever_moves_forward(delivered: tuple[PlayReport, list[Message]]) -> None:
    held: dict[str, int] = {}
    for _, content in calendars(delivered[1]):
        reading = read_with_icalendar(content)
        assert reading.sequence >= held.get(reading.uid, 0)
        held[reading.uid] = reading.sequence
    assert set(held.values()) == {1}
