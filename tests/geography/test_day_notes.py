"""Days that warn: when and where a note holds, and what organisers may write."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.geography.day_notes import (
    create_day_note,
    day_notes,
    edit_day_note,
    holds_on,
    notes_here,
    notes_on,
    remove_day_note,
)
from meetups.geography.errors import BadWeekday, DaysBackwards, NoteWithoutLabel
from meetups.geography.models import Commune, DayNote, day_note_communes
from tests.accounts.statements import recorded_statements

SATURDAY, SUNDAY = date(2027, 1, 16), date(2027, 1, 17)


def note(**changes: object) -> DayNote:
    kept: dict[str, object] = {"label": "Note", "weekdays": [], "first_day": None, "last_day": None, "communes": []}
    return DayNote(**(kept | changes))


def test_without_weekdays_nor_dates_a_note_always_holds() -> None:
    assert holds_on(note(), SATURDAY)


def test_a_note_holds_on_its_weekdays_between_its_days_both_included() -> None:
    skiing = note(weekdays=[5], first_day=SATURDAY, last_day=date(2027, 1, 30))
    assert [holds_on(skiing, day) for day in (date(2027, 1, 9), SATURDAY, SUNDAY)] == [False, True, False]
    assert holds_on(skiing, date(2027, 1, 30))
    assert not holds_on(skiing, date(2027, 2, 6))


@pytest.mark.parametrize(("first", "last"), [(SUNDAY, None), (None, date(2027, 1, 15))])
def test_either_end_may_be_open(first: date | None, last: date | None) -> None:
    assert not holds_on(note(first_day=first, last_day=last), SATURDAY)
    assert holds_on(note(first_day=first, last_day=last), first or date(2020, 1, 1))


def test_a_note_holds_in_its_communes_or_everywhere_when_it_has_none() -> None:
    here = note(label="Ici", communes=[Commune(insee="73065")])
    everywhere, elsewhere = note(label="Partout"), note(label="Ailleurs", communes=[Commune(insee="73011")])
    assert notes_on([here, everywhere, elsewhere], SATURDAY, "73065") == [here, everywhere]
    sunday = note(weekdays=[6])
    assert notes_on([here, sunday], SUNDAY, "73011") == [sunday]


def test_one_query_finds_the_notes_of_one_commune(savoie: Session) -> None:
    chambery, albertville = (savoie.get_one(Commune, code) for code in ("73065", "73011"))
    here = create_day_note(savoie, "Marché", [1, 5], communes=[chambery, albertville])
    everywhere = create_day_note(savoie, "fête", first_day=SATURDAY, last_day=SATURDAY)
    create_day_note(savoie, "Ailleurs", communes=[albertville])
    create_day_note(savoie, "Un autre jour", [0])
    savoie.commit()
    with recorded_statements() as sent:
        assert notes_here(savoie, SATURDAY, "73065") == [everywhere, here]
    assert len(sent) == 1
    assert notes_here(savoie, SATURDAY, "73065") == notes_on(day_notes(savoie), SATURDAY, "73065")
    assert notes_here(savoie, SUNDAY, "73065") == []


def test_a_note_is_kept_once_whatever_is_sent_twice(savoie: Session) -> None:
    chambery = savoie.get_one(Commune, "73065")
    made = create_day_note(savoie, "  Marché ", [5, 1, 5], communes=[chambery, chambery], public_id="abcdefghijkl")
    assert create_day_note(savoie, "Autre", public_id="abcdefghijkl") is made
    savoie.commit()
    savoie.expire_all()
    assert (made.label, made.weekdays, [each.insee for each in made.communes]) == ("Marché", [1, 5], ["73065"])
    assert savoie.scalars(select(DayNote.label)).all() == ["Marché"]


def test_what_a_note_cannot_be_is_refused(savoie: Session) -> None:
    with pytest.raises(NoteWithoutLabel):
        create_day_note(savoie, " ")
    for weekday in (-1, 7):
        with pytest.raises(BadWeekday):
            create_day_note(savoie, "Marché", [weekday])
    with pytest.raises(DaysBackwards):
        create_day_note(savoie, "Marché", first_day=SUNDAY, last_day=SATURDAY)
    assert savoie.scalars(select(DayNote)).all() == []


def test_a_note_is_changed_then_removed_with_its_communes(savoie: Session) -> None:
    made = create_day_note(savoie, "Marché", [5], communes=[savoie.get_one(Commune, "73065")])
    edit_day_note(savoie, made, "Foire", [], SATURDAY, SATURDAY, [savoie.get_one(Commune, "73011")])
    savoie.commit()
    assert [each.label for each in notes_here(savoie, SATURDAY, "73011")] == ["Foire"]
    remove_day_note(savoie, made)
    savoie.commit()
    assert day_notes(savoie) == []
    assert savoie.execute(select(day_note_communes)).all() == []
