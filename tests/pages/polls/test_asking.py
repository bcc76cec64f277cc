"""Asking a few people about a few dates: nothing leaves that was not shown, and nothing leaves twice."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.installation import Installation
from meetups.invitations import services as invitations
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.polls.models import DatePoll
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, text_of
from tests.polls.polls import SLOTS, ask, guest


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/dates"


def polls(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(DatePoll)) or 0


def mails(session: Session) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == MailKind.POLL)
    return session.scalar(wanted) or 0


@pytest.fixture
def listed(session: Session, cast: Cast) -> dict[str, str]:
    """Inès, Karim and Odile on the list: first name → public id of the line."""
    people = (cast.ines, cast.karim, cast.odile)
    return {person.first_name: guest(session, cast, person).public_id for person in people}


def typed(maud: CheckingClient, cast: Cast, *guests: str, **changes: str) -> dict[str, object]:
    """The form as it stands, these people ticked."""
    values: dict[str, object] = dict(fields_of(form_at(maud.get(page_of(cast)), page_of(cast))))
    return values | {"guests": list(guests)} | changes


def test_the_form_offers_the_own_date_and_others_on_the_days_that_proposals_may_take(
    maud: CheckingClient, cast: Cast, listed: dict[str, str]
) -> None:
    page = maud.get(page_of(cast))
    values = fields_of(form_at(page, page_of(cast)))
    days = [values[f"day_{number}"] for number in range(6)]
    assert days == ["2027-01-19", "2027-01-21", "2027-01-26", "2027-01-28", "", ""]
    assert (values["start_1"], values["end_1"], values["answer_day"]) == ("12:15", "13:45", "2026-11-30")
    said = text_of(page)
    assert f"{cast.odile.full_name} infirmière, à appeler" in said
    assert f"{cast.ines.full_name} infirmière, à appeler" not in said
    assert "Demander aussi à « Mairie de La Motte-Servolex », pour la salle" in said
    assert "guests" not in values, "nobody is chosen for the organiser"


def test_holidays_are_not_offered(maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]) -> None:
    first = cast.lunch.starts_at.replace(year=2027, month=5, day=4)
    cast.lunch.starts_at, cast.lunch.ends_at = first, first + timedelta(hours=1)
    session.commit()
    values = fields_of(form_at(maud.get(page_of(cast)), page_of(cast)))
    days = [values[f"day_{number}"] for number in range(4)]
    assert days[0] == "2027-05-04"
    assert "2027-05-06" not in days, "Ascension Day"


def test_who_is_written_to_is_shown_first_then_it_leaves_once(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    preview = maud.post(page_of(cast), data=typed(maud, cast, listed["Inès"], listed["Odile"], host="1"))
    said = text_of(preview)
    for words in (
        "mardi 19 janvier 2027, 12 h 15 à 13 h 45",
        "avant le lundi 30 novembre, 18 h",
        f"1 personne reçoit un courriel {cast.ines.full_name}",
        "1 personne est à joindre par vous",
        "« Mairie de La Motte-Servolex » reçoit aussi un courriel, sans aucun nom.",
        "Envoyer 2 courriels",
    ):
        assert words in said, words
    assert (polls(session), mails(session)) == (0, 0)
    form = form_at(preview, page_of(cast))
    values: dict[str, object] = dict(fields_of(form)) | {"confirmer": "1"}
    values["guests"] = [field.get("value") for field in form.iter("input") if field.get("name") == "guests"]
    first = maud.post(page_of(cast), data=values, follow_redirects=True)
    assert "Personne n’a encore répondu." in text_of(first)
    assert "2 courriels partent. 1 personne est à joindre." in text_of(first)
    assert maud.post(page_of(cast), data=values).status_code == 302
    assert (polls(session), mails(session)) == (1, 2)
    assert session.scalars(select(AuditEntry.action)).all() == ["poll_opened"]


def test_going_back_keeps_what_was_typed(maud: CheckingClient, cast: Cast, listed: dict[str, str]) -> None:
    values = typed(maud, cast, listed["Karim"], day_1="2027-01-22", revenir="1")
    back = maud.post(page_of(cast), data=values)
    assert back.status_code == 200
    kept = fields_of(form_at(back, page_of(cast)))
    assert (kept["day_1"], kept["guests"]) == ("2027-01-22", listed["Karim"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day_1": "", "day_2": "", "day_3": ""}, "Proposez de 2 à 6 dates différentes."),
        ({"day_1": "2027-01-19"}, "Proposez de 2 à 6 dates différentes."),
        ({"start_1": ""}, "Choisissez une heure, comme 12:15."),
        ({"day_1": "hier"}, "Choisissez un jour, comme le 26/01/2027."),
        ({"end_1": "11:00"}, "Chaque date doit finir après avoir commencé"),
        ({"answer_day": "2027-01-19"}, "La date limite doit être à venir"),
        ({"answer_day": ""}, "Choisissez un jour"),
        ({"guests": ""}, "Choisissez de 1 à 12 personnes"),
    ],
)
def test_what_cannot_be_is_asked_again_and_nothing_is_lost(
    maud: CheckingClient,
    session: Session,
    cast: Cast,
    listed: dict[str, str],
    changes: dict[str, str],
    said: str,
) -> None:
    refused = maud.post(page_of(cast), data=typed(maud, cast, listed["Inès"]) | changes)
    assert refused.status_code == 422
    assert said in text_of(refused)
    kept = fields_of(form_at(refused, page_of(cast)))
    assert kept["day_0"] == "2027-01-19"
    assert polls(session) == 0


def test_dates_that_are_past_are_refused_at_the_end(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    values = typed(maud, cast, listed["Inès"], day_1="2026-11-02", answer_day="2026-11-01")
    preview = maud.post(page_of(cast), data=values)
    seal = fields_of(form_at(preview, page_of(cast)))["seal"]
    refused = maud.post(page_of(cast), data=values | {"confirmer": "1", "seal": seal})
    assert refused.status_code == 409
    assert "Cette date est passée" in text_of(refused)
    assert polls(session) == 0


def test_people_of_another_list_cannot_be_asked(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    other = factories.invitation(session, factories.meetup(session, title="Ailleurs"), cast.ines)
    refused = maud.post(page_of(cast), data=typed(maud, cast, other.public_id))
    assert refused.status_code == 422


def test_a_confirmation_is_worth_only_what_was_shown(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    values = typed(maud, cast, listed["Inès"], listed["Odile"])
    seal = fields_of(form_at(maud.post(page_of(cast), data=values), page_of(cast)))["seal"]
    refused = maud.post(page_of(cast), data=values | {"guests": listed["Karim"], "confirmer": "1", "seal": seal})
    assert refused.status_code == 409
    assert "Quelque chose a changé" in text_of(refused)
    assert mails(session) == 0


def test_no_mail_is_written_before_mails_may_leave(
    app: Flask, maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    session.scalars(select(Installation)).one().is_demo = False
    app.extensions["settings"] = replace(app.extensions["settings"], base_url="http://127.0.0.1:5000")
    values = typed(maud, cast, listed["Inès"])
    preview = maud.post(page_of(cast), data=values)
    assert "Aucun courriel ne peut encore partir" in text_of(preview)
    seal = fields_of(form_at(preview, page_of(cast)))["seal"]
    refused = maud.post(page_of(cast), data=values | {"confirmer": "1", "seal": seal})
    assert refused.status_code == 409
    assert "Aucun courriel ne peut encore partir" in text_of(refused)
    assert (polls(session), mails(session)) == (0, 0)


def test_people_to_call_alone_need_no_mail(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    session.scalars(select(Installation)).one().is_demo = False
    values = typed(maud, cast, listed["Odile"])
    seal = fields_of(form_at(maud.post(page_of(cast), data=values), page_of(cast)))["seal"]
    assert maud.post(page_of(cast), data=values | {"confirmer": "1", "seal": seal}).status_code == 302
    assert (polls(session), mails(session)) == (1, 0)


def test_an_empty_list_says_what_to_do(maud: CheckingClient, cast: Cast) -> None:
    assert "Ajouter des personnes" in text_of(maud.get(page_of(cast)))


def test_a_host_that_thinks_about_another_date_is_said(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    cast.lunch.venue = None
    session.flush()
    hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    assert "vous ne pourrez fixer que celle-là" in text_of(maud.get(page_of(cast)))


def test_guests_who_know_their_date_are_not_asked(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    invitations.invite(session, cast.lunch, now=NOW)
    shown = maud.get(page_of(cast), follow_redirects=True)
    assert "Les invitations sont parties" in parse_text(shown.text)


def test_another_question_may_follow_one_that_was_dropped(maud: CheckingClient, session: Session, cast: Cast) -> None:
    ask(session, cast, slots=SLOTS[:2])
    page = f"{MEETUPS}/{cast.lunch.public_id}"
    assert maud.post(f"{page}/dates/abandonner").status_code == 302
    over = maud.get(page_of(cast))
    assert "Ce choix de dates a été abandonné" in text_of(over)
    assert re.search(r"dates\?nouveau=1", over.text)
    assert "À qui demander" in text_of(maud.get(f"{page_of(cast)}?nouveau=1"))


def parse_text(html: str) -> str:
    return " ".join(" ".join(parse(html).itertext()).split())


def test_who_was_invited_often_is_said_and_may_be_asked_if_there_is_time(
    maud: CheckingClient, session: Session, cast: Cast, listed: dict[str, str]
) -> None:
    for number in range(2):
        other = factories.meetup(session, title=f"Autre {number}")
        factories.invitation(session, other, cast.ines, invited_at=NOW - timedelta(days=3))
    session.commit()
    said = "Déjà deux invitations ce mois-ci : à inviter à partir du 20 décembre 2026."
    assert text_of(maud.get(page_of(cast))).count(said) == 1
    refused = maud.post(page_of(cast), data=typed(maud, cast, listed["Inès"], listed["Karim"]))
    assert refused.status_code == 422
    said = "Déjà trop de courriels pour une invitation avant la date limite"
    assert f"{said} : {cast.ines.full_name}." in text_of(refused)
    in_time = maud.post(page_of(cast), data=typed(maud, cast, listed["Inès"], answer_day="2026-12-20"))
    assert f"1 personne reçoit un courriel {cast.ines.full_name}" in text_of(in_time)
