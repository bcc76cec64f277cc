"""« Rythme »: what is set is what the worker does, previews say when, and nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.invitations.guests import add_guest
from meetups.invitations.rhythm import DeadlinePast, Rhythm, set_rhythm
from meetups.invitations.services import invite
from meetups.planning.models import Meetup, ReminderAudience
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

COMING, SILENT = ReminderAudience.COMING, ReminderAudience.SILENT


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/rythme"


def lunch(session: Session, cast: Cast) -> Meetup:
    return session.get_one(Meetup, cast.lunch.id)


def paces(session: Session, cast: Cast) -> set[tuple[ReminderAudience, int]]:
    return {(each.audience, each.days_before) for each in lunch(session, cast).reminders}


def test_the_usual_reminders_are_shown_before_anyone_chose_with_the_hour_at_which_they_leave(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    page = maud.get(page_of(cast))
    said = text_of(page)
    for words in (
        "part le samedi 9 janvier à 12 h 15",
        "part le mardi 12 janvier à 12 h 15",
        "part le lundi 18 janvier à 12 h 15",
    ):
        assert words in said
    values = fields_of(form_at(page, page_of(cast)))
    assert (values["silent_1"], values["coming_1"], values["coming_2"]) == ("10", "7", "1")
    assert lunch(session, cast).reminders == [], "reading writes nothing"


def test_everything_that_is_typed_is_kept(maud: CheckingClient, session: Session, cast: Cast) -> None:
    done = submit(
        maud,
        page_of(cast),
        answer_day="2027-01-15",
        answer_hour="12:00",
        silent_1="12",
        silent_2="5",
        coming_1="2",
        coming_2="",
        wave_size="8",
        silence_days="4",
        waves_are_automatic="y",
        caterer_name="Le Panier savoyard",
        caterer_email="Commande@Panier.example",
        caterer_phone="06 39 98 00 33",
        follow=True,
    )
    assert "C’est enregistré." in done.text
    assert "Aujourd’hui : on répond jusqu’au vendredi 15 janvier à 12 h." in text_of(done)
    kept = lunch(session, cast)
    assert kept.answer_by == datetime(2027, 1, 15, 11, 0, tzinfo=UTC)
    assert (kept.wave_size, kept.silence_days, kept.waves_are_automatic) == (8, 4, True)
    assert (kept.caterer_name, kept.caterer_email) == ("Le Panier savoyard", "commande@panier.example")
    assert kept.caterer_phone == "0639980033"
    assert paces(session, cast) == {(SILENT, 12), (SILENT, 5), (COMING, 2)}
    again = fields_of(form_at(maud.get(page_of(cast)), page_of(cast)))
    assert (again["answer_day"], again["answer_hour"], again["silent_1"]) == ("2027-01-15", "12:00", "12")


def test_a_page_sent_twice_writes_one_row_each(maud: CheckingClient, session: Session, cast: Cast) -> None:
    values = fields_of(form_at(maud.get(page_of(cast)), page_of(cast)))
    for _ in range(2):
        assert maud.post(page_of(cast), data=values).status_code == 302
    assert len(lunch(session, cast).reminders) == 3


def test_no_reminder_at_all_is_a_choice_that_is_kept(maud: CheckingClient, session: Session, cast: Cast) -> None:
    submit(maud, page_of(cast), silent_1="", coming_1="", coming_2="")
    add_guest(session, lunch(session, cast), cast.ines, reasons=[], now=NOW)
    invite(session, lunch(session, cast), now=NOW)
    assert paces(session, cast) == set()
    assert fields_of(form_at(maud.get(page_of(cast)), page_of(cast)))["silent_1"] == ""
    assert session.query(AuditEntry).filter_by(action="rhythm_set").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"silent_1": "0"}, "Écrivez un nombre de jours, de 1 à 60."),
        ({"coming_2": "demain"}, "Écrivez un nombre de jours, de 1 à 60."),
        ({"coming_2": "61"}, "Écrivez un nombre de jours, de 1 à 60."),
        ({"silence_days": ""}, "Écrivez un nombre de jours, de 1 à 60."),
        ({"wave_size": "0"}, "Écrivez un nombre de personnes, de 1 à 400."),
        ({"wave_size": "-3"}, "Écrivez un nombre de personnes, de 1 à 400."),
        ({"answer_day": "2027-01-15"}, "Choisissez une heure, comme 12:00."),
        ({"answer_hour": "12:00"}, "Choisissez un jour, comme le 26/01/2027."),
        ({"answer_day": "2027-01-32", "answer_hour": "12:00"}, "Choisissez un jour, comme le 26/01/2027."),
        ({"answer_day": "2027-01-20", "answer_hour": "12:00"}, "La date limite vient avant le début"),
        ({"answer_day": "2020-01-06", "answer_hour": "12:00"}, "Ce moment est déjà passé"),
        ({"answer_day": "2026-11-23", "answer_hour": "10:00"}, "Ce moment est déjà passé"),
        ({"waves_are_automatic": "y"}, "Écrivez combien de personnes par vague"),
        ({"caterer_email": "panier"}, "@"),
        ({"caterer_phone": "12"}, "Nous ne reconnaissons pas ce numéro"),
        ({"caterer_name": "P" * 121}, "C’est un peu long"),
    ],
)
def test_a_slip_is_said_and_what_was_typed_stays(
    maud: CheckingClient, session: Session, cast: Cast, typed: dict[str, str], said: str
) -> None:
    other = {"caterer_name": "Le Panier"} | typed
    refused = submit(maud, page_of(cast), **other)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert "Ce que vous avez écrit est gardé." in text_of(refused)
    kept = fields_of(form_at(refused, page_of(cast)))
    assert {name: kept[name] for name in other} == other
    assert lunch(session, cast).caterer_name == ""


def test_an_hour_that_spring_skips_is_refused(maud: CheckingClient, session: Session, cast: Cast) -> None:
    lunch(session, cast).starts_at = datetime(2027, 3, 30, 10, 15, tzinfo=UTC)
    lunch(session, cast).ends_at = datetime(2027, 3, 30, 12, 0, tzinfo=UTC)
    refused = submit(maud, page_of(cast), answer_day="2027-03-28", answer_hour="02:30")
    assert "Cette heure n’existe pas ce jour-là" in text_of(refused)


def test_what_left_and_what_is_too_late_are_told_apart(
    maud: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock, sign_in: SignIn
) -> None:
    submit(maud, page_of(cast))
    lunch(session, cast).reminders[0].sent_for = LUNCH
    session.commit()
    frozen_clock.now = LUNCH - timedelta(days=2)
    sign_in(maud, cast.maud)
    said = text_of(maud.get(page_of(cast)))
    assert "parti le samedi 9 janvier" in said
    assert "ne part pas, l’heure est passée : c’était le mardi 12 janvier" in said
    assert "part le lundi 18 janvier" in said


def test_nobody_overwrites_what_they_did_not_see(maud: CheckingClient, session: Session, cast: Cast) -> None:
    values = fields_of(form_at(maud.get(page_of(cast)), page_of(cast)))
    session.rollback()
    lunch(session, cast).title = "Autre chose"
    refused = maud.post(page_of(cast), data=values | {"wave_size": "7"})
    assert refused.status_code == 409
    assert "Quelqu’un a modifié cette rencontre" in text_of(refused)
    assert fields_of(form_at(refused, page_of(cast)))["wave_size"] == "7"
    assert lunch(session, cast).wave_size is None


@pytest.mark.parametrize("first", [{"coming_1": "3"}, {"silent_1": "", "coming_1": "", "coming_2": ""}])
def test_nobody_overwrites_reminders_that_they_did_not_see(
    maud: CheckingClient, session: Session, cast: Cast, first: dict[str, str]
) -> None:
    values = fields_of(form_at(maud.get(page_of(cast)), page_of(cast)))
    assert submit(maud, page_of(cast), **first).status_code == 302
    kept = paces(session, cast)
    session.rollback()
    refused = maud.post(page_of(cast), data=values | {"silent_2": "4"})
    assert refused.status_code == 409
    assert fields_of(form_at(refused, page_of(cast)))["silent_2"] == "4", "what was typed stays"
    assert paces(session, cast) == kept
    assert maud.post(page_of(cast), data=fields_of(form_at(refused, page_of(cast)))).status_code == 302, "now seen"


def test_a_deadline_that_has_passed_stays_while_the_rest_changes(
    maud: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock, sign_in: SignIn
) -> None:
    submit(maud, page_of(cast), answer_day="2027-01-15", answer_hour="12:00")
    frozen_clock.now = datetime(2027, 1, 16, 9, 0, tzinfo=UTC)
    sign_in(maud, cast.maud)
    assert submit(maud, page_of(cast), caterer_name="Le Panier").status_code == 302
    assert lunch(session, cast).caterer_name == "Le Panier"
    assert submit(maud, page_of(cast), answer_hour="11:00").status_code == 422, "another hour, passed as well"


def test_a_deadline_cannot_be_written_in_the_past_whatever_writes_it(session: Session, cast: Cast) -> None:
    with pytest.raises(DeadlinePast):
        set_rhythm(session, cast.lunch, Rhythm([], answer_by=NOW), actor=cast.maud, now=NOW)


def test_the_page_of_the_meetup_leads_there(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = maud.get(f"{MEETUPS}/{cast.lunch.public_id}")
    assert page_of(cast) in {link.get("href") for link in parse(page.text).iter("a")}


def test_the_page_sends_few_queries(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = page_of(cast)
    session.commit()
    session.expunge_all()
    with recorded_statements() as sent:
        assert maud.get(page).status_code == 200
    assert len(sent) <= 12
