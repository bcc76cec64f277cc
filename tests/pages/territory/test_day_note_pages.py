"""Days to mind, as organisers note them."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.geography.areas import create_circle
from meetups.geography.day_notes import create_day_note
from meetups.geography.models import Commune, DayNote
from meetups.pages.territory import wording
from tests.accounts.statements import recorded_statements
from tests.conftest import CheckingClient
from tests.pages.forms import text_of
from tests.pages.territory.test_barrier_pages import filled, press

PAGE = "/organisation/secteurs/jours"
NEW = f"{PAGE}/nouvelle"
MARKET = {"label": "Marché", "weekdays": ["1", "5"], "communes-commune": "Chambéry"}


def only(session: Session) -> DayNote:
    session.expire_all()
    return session.scalars(select(DayNote)).one()


def test_a_note_is_written_and_said_in_a_plain_sentence(maud: CheckingClient, session: Session) -> None:
    assert "Aucun jour à surveiller" in text_of(maud.get(PAGE))
    days = {"first_day": "2026-12-19", "last_day": "2027-03-27"}
    done = press(maud, NEW, maud.get(NEW), "enregistrer", **(MARKET | days))
    assert (done.status_code, done.location) == (302, PAGE)
    said = text_of(maud.get(PAGE))
    assert "Marché Le mardi et le samedi, du 19 décembre 2026 au 27 mars 2027 Chambéry" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": ""}, "Dites de quoi prévenir"),
        ({"label": "x" * 121}, "C’est un peu long"),
        ({"first_day": "2027-02-01", "last_day": "2027-01-01"}, "Le dernier jour vient avant le premier"),
        ({"first_day": "2027-02-30"}, "Choisissez un jour"),
        ({"communes-commune": "Nullepart"}, "Nous ne connaissons pas cette commune"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_lost(
    maud: CheckingClient, session: Session, changes: dict[str, Any], said: str
) -> None:
    page = press(maud, NEW, maud.get(NEW), "enregistrer", **(MARKET | changes))
    assert page.status_code == 422
    assert said in text_of(page)
    assert filled(page, NEW)["weekdays"] == ["1", "5"]
    assert session.scalar(select(func.count()).select_from(DayNote)) == 0


def test_sent_twice_a_new_note_is_made_once(maud: CheckingClient, session: Session) -> None:
    page = maud.get(NEW)
    for _ in range(2):
        assert press(maud, NEW, page, "enregistrer", **MARKET).location == PAGE
    assert only(session).weekdays == [1, 5]


def test_a_note_opens_as_it_was_kept_changes_goes_and_comes_back(maud: CheckingClient, session: Session) -> None:
    communes = [session.get_one(Commune, "73065")]
    made = create_day_note(session, "Marché", [1], communes=communes)
    session.commit()
    url, public_id = f"{PAGE}/{made.public_id}", made.public_id
    page = maud.get(url)
    assert filled(page, url)["weekdays"] == ["1"]
    assert filled(page, url)["communes"] == ["73065"]
    changed = {"label": "Foire", "weekdays": [], "first_day": "2027-05-01", "last_day": "2027-05-01", "communes": []}
    assert press(maud, url, page, "enregistrer", **changed).status_code == 302
    assert "Foire Le 1er mai 2027 partout" in text_of(maud.get(PAGE))
    stale = press(maud, url, page, "enregistrer", label="Autre")
    assert stale.status_code == 409
    assert "en même temps que vous" in text_of(stale)
    gone = maud.post(f"{url}/retirer")
    listed = maud.get(gone.location)
    assert "« Foire » vient d’être retiré" in text_of(listed)
    assert maud.post(NEW, data=filled(listed, NEW)).status_code == 302
    back = only(session)
    assert (back.public_id, back.label, str(back.first_day), back.communes) == (public_id, "Foire", "2027-05-01", [])
    maud.post(f"{url}/retirer")
    assert maud.get(url).status_code == 404
    assert maud.post(f"{url}/retirer").status_code == 404


def test_usual_days_are_added_in_one_click(maud: CheckingClient, session: Session) -> None:
    assert "Jours habituels" not in text_of(maud.get(PAGE))
    session.rollback()  # that was a transaction that only reads
    create_circle(session, "Moûtiers", session.get_one(Commune, "73181"), 10)
    session.commit()
    page = maud.get(PAGE)
    assert "Samedi des stations : route très chargée" in text_of(page)
    for _ in range(2):
        assert maud.post(NEW, data=filled(page, NEW)).location == PAGE
    note = only(session)
    assert (note.label, note.weekdays, len(note.communes)) == ("Samedi des stations\u00a0: route très chargée", [5], 8)
    maud.get(PAGE)  # says that it is kept
    assert text_of(maud.get(PAGE)).count("Samedi des stations") == 1, "no longer offered"


def test_the_list_sends_as_many_queries_for_many(maud: CheckingClient, session: Session) -> None:
    def sent() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as statements:
            assert maud.get(PAGE).status_code == 200
        session.rollback()  # that was a transaction that only reads
        return len(statements)

    create_day_note(session, "Une")
    few = sent()
    places = session.scalars(select(Commune).limit(40)).all()
    for number in range(30):
        create_day_note(session, f"Note {number}", communes=places)
    assert sent() <= few + 1 <= 7, "communes are read once there are some"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (([], None, None), "Tous les jours"),
        (([0, 1, 2, 3, 4, 5, 6], None, None), "Tous les jours"),
        (([5], None, None), "Le samedi"),
        (([0, 1, 4], None, None), "Le lundi, le mardi et le vendredi"),
    ],
)
def test_weekdays_are_said_in_words(maud: CheckingClient, note: Any, said: str) -> None:
    assert wording.days_said(*note) == said
