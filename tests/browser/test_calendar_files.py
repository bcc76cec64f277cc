"""ical.js, which Thunderbird and Nextcloud read calendars with, on the demo's story and on every kind of message."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from meetups.calendars.events import publication
from meetups.database import db
from meetups.demo.playing import play
from meetups.outbox.message import describe
from meetups.outbox.models import OutgoingEmail
from tests.browser.conftest import Site
from tests.calendars.ical_js import read_all_with_ical_js
from tests.calendars.libical import read_all_with_libical
from tests.calendars.messages import DOWNLOADED, MAILED, downloaded, expected_of_file, expected_of_mail, mailed
from tests.calendars.samples import CHANGES, IN_LIFE, lunches_around
from tests.factories import NOW


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page for ical.js to run in."""
    page = browser.new_page()
    yield page
    page.close()


def test_ical_js_reads_every_calendar_that_leaves(page: Page, site: Site) -> None:
    mails = sent_by_the_story(site)
    calendars = [calendar for _, calendar in mails]
    read = read_all_with_ical_js(page, calendars)
    assert len(read) > 80
    assert read == [read_all_with_libical(calendar) for calendar in calendars], "two readers, one meaning"
    events = [event for [event] in read]
    assert {event.method for event in events} == {"REQUEST", "CANCEL"}
    for (recipient, calendar), event in zip(mails, events, strict=True):
        assert event.attendees == [f"mailto:{recipient}"], "one guest, the recipient, and nobody else"
        assert b"DTSTART;TZID=Europe/Paris:" in calendar
        assert event.organizer == "mailto:reseau@parenthese.example"
    by_uid: dict[str, list[int]] = {}
    for event in events:
        by_uid.setdefault(event.uid, []).append(event.sequence)
    assert all(sequences == sorted(sequences) for sequences in by_uid.values()), "SEQUENCE never goes back"
    assert any(len(set(sequences)) > 1 for sequences in by_uid.values())


def test_ical_js_reads_every_kind_of_message_to_the_letter(page: Page) -> None:
    mails = list(product(MAILED, IN_LIFE.values()))
    files = list(product(DOWNLOADED, IN_LIFE.values()))
    read = read_all_with_ical_js(page, [mailed(*each) for each in mails] + [downloaded(*each) for each in files])
    assert read == [expected_of_mail(*each) for each in mails] + [expected_of_file(*each) for each in files]


def test_ical_js_reads_each_quarter_of_an_hour_around_both_changes_of_2027_at_its_instant(page: Page) -> None:
    meant = [event for change in CHANGES for event in lunches_around(change)]
    [feed] = read_all_with_ical_js(page, [publication(meant, name="x")])
    shown = {event.uid: (event.starts_at, event.ends_at) for event in feed}
    assert shown == {event.uid: (event.starts_at, event.ends_at) for event in meant}


def sent_by_the_story(site: Site) -> list[tuple[str, bytes]]:
    """(recipient, calendar) of every mail that the demo's story leaves, in order."""
    with site.app.app_context():
        play(db.session(), now=NOW, after_step=lambda _line: db.session.commit())
        wanted = select(OutgoingEmail).options(joinedload(OutgoingEmail.content)).order_by(OutgoingEmail.id)
        rows = db.session.scalars(wanted)
        read = [(row.recipient, describe(row.mime or b"").calendar) for row in rows]
        db.session.remove()
    return [(recipient, calendar) for recipient, calendar in read if calendar]
