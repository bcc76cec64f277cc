"""The answers of one lunch, to read, to print and to take to a spreadsheet."""

import csv
from codecs import BOM_UTF8
from io import StringIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.models import Professional
from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guest
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, submit, text_of
from tests.pages.test_bounded import crowd, queries


@pytest.fixture
def page(session: Session, cast: Cast) -> str:
    """Inès comes, Odile is to be called, Karim is on the list since, and someone was taken off it."""
    for person in (cast.odile, cast.ines):
        add_guest(session, cast.lunch, person, reasons=[], now=NOW)
    gone = add_guest(session, cast.lunch, factories.professional(session, "Basile"), reasons=[], now=NOW)
    invitations.invite(session, cast.lunch, now=NOW)
    hers = next(each for each in invitations.guest_list(session, cast.lunch) if each.professional is cast.ines)
    answer(session, hers, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    invitations.remove_guest(session, gone, now=NOW)
    add_guest(session, cast.lunch, cast.karim, reasons=[], now=NOW)
    session.commit()
    return f"{MEETUPS}/{cast.lunch.public_id}/reponses"


def lines(browser: CheckingClient, page: str) -> list[str]:
    rows = list(parse(browser.get(page).text).iter("tr"))[1:]
    return [" ".join(" ".join(row.itertext()).replace("\u00a0", " ").split()) for row in rows]


def test_each_line_says_who_what_how_and_when(maud: CheckingClient, cast: Cast, page: str) -> None:
    assert lines(maud, page) == [
        f"{cast.ines.full_name} infirmière vient par le lien du courriel lun. 23 nov. , 10 h",
        f"{cast.karim.full_name} infirmière pas encore d’invitation",
        f"{cast.odile.full_name} infirmière pas encore de réponse à joindre par téléphone 06 39 98 00 42",
    ]
    said = text_of(maud.get(page))
    assert "1 personne vient , 1 réponse sur 2." in said or "1 personne vient, 1 réponse sur 2." in said


def test_once_it_is_over_nobody_is_to_be_called(
    maud: CheckingClient, cast: Cast, page: str, sign_in: SignIn, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = LUNCH
    sign_in(maud, cast.maud)
    assert "à joindre" not in text_of(maud.get(page))


def test_the_page_of_the_lunch_leads_to_its_answers(maud: CheckingClient, cast: Cast, page: str) -> None:
    assert f'href="{page}"' in maud.get(f"{MEETUPS}/{cast.lunch.public_id}").text


def test_an_empty_list_says_what_to_do_and_offers_no_file(maud: CheckingClient, cast: Cast) -> None:
    shown = maud.get(f"{MEETUPS}/{cast.lunch.public_id}/reponses")
    assert "La liste est vide" in text_of(shown)
    assert "reponses.csv" not in shown.text


def file_of(browser: CheckingClient, page: str) -> list[list[str]]:
    done = submit(browser, page, f"{page}.csv")
    assert done.status_code == 200
    assert done.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert done.headers["Content-Disposition"] == 'attachment; filename="reponses-2027-01-19.csv"'
    assert done.headers["Cache-Control"] == "no-store"
    assert done.data.startswith(BOM_UTF8)
    return list(csv.reader(StringIO(done.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_file_holds_the_same_people_with_their_contacts_and_is_logged(
    maud: CheckingClient, session: Session, cast: Cast, page: str
) -> None:
    header, ines, karim, odile = file_of(maud, page)
    assert header[:4] == ["Prénom", "Nom", "Métier", "Réponse"]
    assert ines[3:] == [
        "vient",
        "",
        "par le lien du courriel",
        "23/11/2026 10:00",
        "",
        "ines@sante.example",
        "06 39 98 00 01",
    ]
    assert karim[3:8] == ["pas encore d’invitation", "", "", "", ""]
    assert odile[3:] == ["pas encore de réponse", "", "", "", "par téléphone", "", "06 39 98 00 42"]
    [line] = session.scalars(select(AuditEntry))
    assert (line.actor, line.action, line.object) == (
        cast.maud.public_id,
        "answers_exported",
        cast.lunch.public_id,
    )


def test_a_name_that_is_a_formula_stays_a_name(maud: CheckingClient, session: Session, cast: Cast, page: str) -> None:
    cast.ines.first_name, cast.ines.last_name = '=1+1;"', "@SUM(A1)"
    cast.ines.phone = "+33639980012"
    session.commit()
    rows = file_of(maud, page)
    mine = next(row for row in rows if "1+1" in row[0])
    assert (mine[0], mine[1], mine[-1]) == ("'=1+1;\"", "'@SUM(A1)", "06 39 98 00 12")


def test_reading_leaves_no_line_in_the_log_and_the_file_cannot_be_had_by_a_link(
    maud: CheckingClient, session: Session, page: str
) -> None:
    maud.get(page)
    assert maud.get(f"{page}.csv").status_code == 405
    assert session.scalars(select(AuditEntry)).all() == []


def test_an_unknown_lunch_has_no_answers(maud: CheckingClient, session: Session, cast: Cast) -> None:
    assert maud.get(f"{MEETUPS}/inconnu/reponses").status_code == 404
    assert maud.post(f"{MEETUPS}/inconnu/reponses.csv").status_code == 404
    assert session.scalars(select(AuditEntry)).all() == []


def test_members_have_neither_the_list_nor_the_file(client: CheckingClient, cast: Cast, sign_in: SignIn) -> None:
    sign_in(client, cast.stranger)
    page = f"{MEETUPS}/{cast.lunch.public_id}/reponses"
    assert client.get(page).status_code == 403
    assert client.post(f"{page}.csv").status_code == 403


def test_html_in_a_name_is_read_as_written(maud: CheckingClient, session: Session, cast: Cast, page: str) -> None:
    cast.ines.first_name = "<b>Inès</b>"
    assert "<b>Inès</b>" in text_of(maud.get(page))


def test_the_list_sends_as_many_queries_for_three_people_as_for_sixty(
    maud: CheckingClient, session: Session, cast: Cast, page: str
) -> None:
    few = queries(session, maud, page)
    session.rollback()
    lunch = session.merge(cast.lunch)
    people: list[Professional] = crowd(session, 60)
    for person in people:
        factories.invitation(session, lunch, person, invited_at=NOW)
    assert queries(session, maud, page) == few <= 10
