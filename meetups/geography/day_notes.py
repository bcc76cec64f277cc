"""Days that warn without forbidding: a market, Saturday's road to the ski resorts, a resort's high season."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from meetups.database import new_public_id
from meetups.geography.errors import BadWeekday, DaysBackwards, NoteWithoutLabel
from meetups.geography.models import Commune, DayNote, day_note_communes
from meetups.geography.text import fold
from meetups.installation import lock_installation


class Note(Protocol):
    """What the rule reads of a note: a row is one, and so is anything that has as much."""

    @property
    def weekdays(self) -> Sequence[int]:
        """0 is Monday; none: every day."""

    @property
    def first_day(self) -> date | None:
        """Empty: since always."""

    @property
    def last_day(self) -> date | None:
        """Empty: for ever."""


def holds_on(note: Note, day: date) -> bool:
    """Whether the note's days hold this one, wherever it is."""
    return (
        (not note.weekdays or day.weekday() in note.weekdays)
        and (note.first_day is None or note.first_day <= day)
        and (note.last_day is None or day <= note.last_day)
    )


def notes_on(notes: Iterable[DayNote], day: date, insee: str) -> list[DayNote]:
    """The notes that hold that day in the commune ``insee``, in their own order; without communes, everywhere."""
    return [
        note
        for note in notes
        if holds_on(note, day) and (not note.communes or insee in {commune.insee for commune in note.communes})
    ]


def day_notes(session: Session) -> list[DayNote]:
    """Every note with its communes, by label: two queries."""
    return _in_order(session.scalars(select(DayNote).options(selectinload(DayNote.communes))))


def notes_here(session: Session, day: date, insee: str) -> list[DayNote]:
    """The notes that hold that day in one commune, by label: one query."""
    return _in_order(note for note in session.scalars(_there(insee)) if holds_on(note, day))


def notes_from(session: Session, since: date, insee: str) -> list[DayNote]:
    """The notes that hold in one commune on some day from ``since`` on, by label: one query."""
    return _in_order(
        note for note in session.scalars(_there(insee)) if note.last_day is None or note.last_day >= since
    )


def day_note_by_public_id(session: Session, public_id: str) -> DayNote | None:
    """One note, or ``None``."""
    return session.scalar(select(DayNote).where(DayNote.public_id == public_id))


def create_day_note(
    session: Session,
    label: str,
    weekdays: Iterable[int] = (),
    first_day: date | None = None,
    last_day: date | None = None,
    communes: Sequence[Commune] = (),
    *,
    public_id: str | None = None,
) -> DayNote:
    """A note. With a ``public_id`` already used, that one: a form sent twice makes one."""
    lock_installation(session)  # two senders of one form: the second finds what the first made
    existing = day_note_by_public_id(session, public_id) if public_id else None
    if existing is not None:
        return existing
    note = DayNote(public_id=public_id or new_public_id())
    edit_day_note(session, note, label, weekdays, first_day, last_day, communes)
    return note


def edit_day_note(
    session: Session,
    note: DayNote,
    label: str,
    weekdays: Iterable[int] = (),
    first_day: date | None = None,
    last_day: date | None = None,
    communes: Sequence[Commune] = (),
) -> None:
    """Give the note these words, days and communes. Raises ``NoteWithoutLabel``, ``BadWeekday``, ``DaysBackwards``."""
    days = sorted(set(weekdays))
    check_day_note(label, days, first_day, last_day)
    note.label, note.weekdays, note.first_day, note.last_day = label.strip(), days, first_day, last_day
    note.communes = list({commune.insee: commune for commune in communes}.values())
    session.add(note)
    session.flush()


def remove_day_note(session: Session, note: DayNote) -> None:
    """Forget a note."""
    session.delete(note)
    session.flush()


def check_day_note(label: str, weekdays: Iterable[int], first_day: date | None, last_day: date | None) -> None:
    """Raise what ``edit_day_note`` would refuse."""
    if not label.strip():
        raise NoteWithoutLabel
    if any(not 0 <= weekday <= 6 for weekday in weekdays):
        raise BadWeekday
    if first_day and last_day and last_day < first_day:
        raise DaysBackwards


def _there(insee: str) -> Select[DayNote]:
    """The notes of one commune, and those that hold everywhere."""
    place = day_note_communes.c
    named = select(place.day_note_id).where(place.day_note_id == DayNote.id)
    return select(DayNote).where(or_(~named.exists(), named.where(place.commune_insee == insee).exists()))


def _in_order(notes: Iterable[DayNote]) -> list[DayNote]:
    return sorted(notes, key=lambda note: (fold(note.label), note.id))
