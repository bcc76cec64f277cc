"""The demo's barrier and days to mind."""

from datetime import date

from sqlalchemy.orm import Session

from meetups.demo.mountains import add_mountains
from meetups.demo.places import DEPARTMENTS
from meetups.geography.barriers import closures, cut_off
from meetups.geography.day_notes import day_notes, notes_here
from meetups.geography.services import load_geography

BONNEVAL, VAL_D_ISERE, MOUTIERS, AIX = "73047", "73304", "73181", "73008"


def test_the_demo_knows_the_iseran_the_skiers_and_a_market(session: Session) -> None:
    load_geography(session, list(DEPARTMENTS))
    for _ in range(2):
        add_mountains(session, date(2026, 11, 22))
    assert VAL_D_ISERE in cut_off(closures(session), BONNEVAL, date(2027, 1, 20))
    assert cut_off(closures(session), BONNEVAL, date(2027, 7, 20)) == frozenset()
    assert len(day_notes(session)) == 2
    assert [note.label for note in notes_here(session, date(2027, 1, 16), MOUTIERS)] == [
        "Samedi des stations\u00a0: route très chargée"
    ]
    assert [note.label for note in notes_here(session, date(2027, 1, 20), AIX)] == [
        "Marché du mercredi et du samedi à Aix-les-Bains"
    ]
