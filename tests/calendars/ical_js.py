"""ical.js, which Thunderbird and Nextcloud read calendars with, run in a page of a real browser."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.calendars.readings import Reading

_ICAL_JS = Path(__file__).parents[2] / "node_modules" / "ical.js" / "dist" / "ical.es5.min.cjs"
_READ = """
({source, calendars}) => {
  const module = {exports: {}};
  new Function("module", "exports", source)(module, module.exports);
  const ICAL = module.exports.default || module.exports;
  return calendars.map(text => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents("vevent").map(component => {
      const event = new ICAL.Event(component);
      const guest = event.attendees[0];
      return {
        method: calendar.getFirstPropertyValue("method"),
        uid: event.uid,
        sequence: event.sequence,
        stamp: component.getFirstPropertyValue("dtstamp").toUnixTime(),
        starts_at: event.startDate.toUnixTime(),
        ends_at: event.endDate.toUnixTime(),
        status: component.getFirstPropertyValue("status"),
        summary: event.summary,
        location: event.location || "",
        organizer: event.organizer,
        attendees: event.attendees.map(attendee => attendee.getFirstValue()),
        common_name: guest && guest.getParameter("cn") || null,
        partstat: guest && guest.getParameter("partstat") || null,
      };
    });
  });
}
"""


def read_all_with_ical_js(page: Page, calendars: Sequence[bytes]) -> list[list[Reading]]:
    """The events of each calendar, in order; raises the error of ical.js."""
    texts = [raw.decode() for raw in calendars]
    read = page.evaluate(_READ, {"source": _ICAL_JS.read_text(), "calendars": texts})
    return [[_reading(event) for event in events] for events in read]


def _reading(event: dict[str, Any]) -> Reading:
    instants = {name: datetime.fromtimestamp(event[name], UTC) for name in ("stamp", "starts_at", "ends_at")}
    return Reading(**event | instants)
