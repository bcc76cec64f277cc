"""What to mind about a date, said gently beside it: nothing is forbidden."""

from datetime import date

from meetups.database import db
from meetups.geography.day_notes import notes_from, notes_here
from meetups.pages.forms import WhenForm
from meetups.pages.territory.wording import days_said
from meetups.planning.models import Meetup
from meetups.web.filters import local


def warnings_about(meetup: Meetup) -> list[str]:
    """What holds on a meetup's day, on its own clocks, in its commune: one query."""
    return warnings_on(local(meetup.starts_at, meetup.zone).date(), meetup.commune_insee)


def warnings_of(form: WhenForm, insee: str) -> list[str]:
    """What holds on the day that was typed, once a commune is known."""
    return warnings_on(form.day.data, insee) if form.day.data and insee else []


def to_mind_in(insee: str, today: date) -> list[str]:
    """« Marché (le mardi) »: what to mind in a commune while no day is chosen yet, alphabetically."""
    notes = notes_from(db.session(), today, insee) if insee else []
    days = [days_said(note.weekdays, note.first_day, note.last_day) for note in notes]
    return [f"{note.label} ({said[:1].lower()}{said[1:]})" for note, said in zip(notes, days, strict=True)]


def warnings_on(day: date, insee: str) -> list[str]:
    """Labels, alphabetically."""
    return [note.label for note in notes_here(db.session(), day, insee)]
