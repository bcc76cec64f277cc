"""Every calendar part of the demo's story is read by ical.js, which Thunderbird and Nextcloud read calendars with."""

from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import undefer

from meetups.database import db
from meetups.demo.playing import play
from meetups.outbox.message import describe
from meetups.outbox.models import OutgoingEmail
from tests.browser.conftest import ROOT, Site
from tests.factories import NOW

ICAL_JS = ROOT / "node_modules" / "ical.js" / "dist" / "ical.es5.min.cjs"
READ = """
({source, calendars}) => {
  const module = {exports: {}};
  new Function("module", "exports", source)(module, module.exports);
  const ICAL = module.exports.default || module.exports;
  return calendars.map(text => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
    return {
      method: calendar.getFirstPropertyValue("method"),
      uid: event.uid,
      sequence: event.sequence,
      attendees: event.attendees.map(a => a.getFirstValue()),
      start: event.startDate.toString(),
      zone: event.startDate.zone.tzid,
      organizer: event.organizer,
    };
  });
}
"""


def test_ical_js_reads_every_calendar_that_leaves(browser: Browser, site: Site) -> None:
    mails = sent_by_the_story(site)
    page = browser.new_page()
    read = page.evaluate(READ, {"source": Path(ICAL_JS).read_text(), "calendars": [text for _, text in mails]})
    page.close()
    assert len(read) > 80
    assert {event["method"] for event in read} == {"REQUEST", "CANCEL"}
    for (recipient, _), event in zip(mails, read, strict=True):
        assert event["attendees"] == [f"mailto:{recipient}"], "one guest, the recipient, and nobody else"
        assert event["zone"] == "Europe/Paris"
        assert event["organizer"] == "mailto:reseau@parenthese.example"
    by_uid: dict[str, list[int]] = {}
    for event in read:
        by_uid.setdefault(event["uid"], []).append(event["sequence"])
    assert all(sequences == sorted(sequences) for sequences in by_uid.values()), "SEQUENCE never goes back"
    assert any(len(set(sequences)) > 1 for sequences in by_uid.values())


def sent_by_the_story(site: Site) -> list[tuple[str, str]]:
    """(recipient, calendar) of every mail that the demo's story leaves, in order."""
    with site.app.app_context():
        play(db.session(), now=NOW, after_step=lambda _line: db.session.commit())
        wanted = select(OutgoingEmail).options(undefer(OutgoingEmail.mime)).order_by(OutgoingEmail.id)
        rows = db.session.scalars(wanted)
        read = [(row.recipient, describe(row.mime or b"").calendar) for row in rows]
        db.session.remove()
    return [(recipient, calendar.decode()) for recipient, calendar in read if calendar]
