"""« Aujourd’hui, la neige »: one page calls off or puts off, then says whom to ring."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import AuditEntry
from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.models import Call, Invitation
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, Meetup
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

MORNING = LUNCH - timedelta(hours=4)


def today_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/aujourdhui"


def mails(session: Session, kind: MailKind) -> int:
    return session.scalar(select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == kind)) or 0


def messages(page: TestResponse) -> dict[str, str]:
    """The ready messages of a page, by number."""
    found = re.findall(r'href="sms:(\d+)\?body=([^"]*)"', page.text)
    return {number: unquote(body).replace("\u00a0", " ") for number, body in found}


@pytest.fixture
def snow(session: Session, cast: Cast, frozen_clock: FrozenClock) -> Cast:
    """The morning of the lunch: Inès comes, Karim is silent, Odile comes and has no e-mail; a room and a caterer."""
    cast.lunch.venue = None
    cast.lunch.caterer_name, cast.lunch.caterer_phone = "Chez Lou", "0639980099"
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    people = [factories.invitation(session, cast.lunch, one) for one in (cast.ines, cast.karim, cast.odile)]
    invitations.invite(session, cast.lunch, now=NOW)
    for guest, source in ((people[0], AnswerSource.EMAIL_LINK), (people[2], AnswerSource.TELEPHONE)):
        answer(session, guest, RegistrationStatus.GOING, source=source, now=NOW)
    factories.mails_leave(session)
    frozen_clock.now = MORNING
    return cast


@pytest.fixture
def maud(client: CheckingClient, snow: Cast, sign_in: SignIn) -> CheckingClient:
    """Maud's browser, signed in that morning."""
    sign_in(client, snow.maud)
    return client


def test_the_page_shows_whom_to_call_and_chooses_nothing_by_itself(
    maud: CheckingClient, session: Session, snow: Cast
) -> None:
    page = maud.get(today_of(snow))
    for words in ("Mairie de La Motte-Servolex", "Chez Lou", "3 courriels partent tout de suite"):
        assert words in text_of(page), words
    assert 'href="tel:0465710012"' in page.text
    assert 'href="tel:0639980099"' in page.text
    assert fields_of(form_at(page, today_of(snow)))["reason"] == "Neige"
    refused = submit(maud, today_of(snow))
    assert refused.status_code == 422
    assert "Choisissez : annuler, ou reporter." in text_of(refused)
    assert mails(session, MailKind.CANCELLATION) == 0


def test_calling_off_tells_everyone_at_once_and_lists_whom_to_ring(
    maud: CheckingClient, session: Session, snow: Cast
) -> None:
    values = fields_of(form_at(maud.get(today_of(snow)), today_of(snow))) | {"gesture": "annuler"}
    page = maud.post(today_of(snow), data=values, follow_redirects=True)
    said = text_of(page)
    assert "C’est annulé. 3 courriels partent. 4 personnes sont à joindre." in said
    assert maud.post(today_of(snow), data=values).status_code == 302
    assert mails(session, MailKind.CANCELLATION) == 2
    assert session.scalars(select(AuditEntry.action)).all() == ["meetup_cancelled"]
    assert "Au courant : 0 sur 4" in said
    order = [said.index(name) for name in ("Chez Lou", "Mairie de La", snow.odile.full_name, snow.ines.full_name)]
    assert order == sorted(order), "who brings what, then who has no e-mail"
    assert snow.karim.full_name not in said, "he was not coming: his mail is enough"
    assert messages(page)["0639980042"].startswith("Bonjour Odile, ")
    assert messages(page)["0639980042"].endswith("n’aura pas lieu. Neige. Maud, Parenthèse Savoie")
    assert "sms:0465710012" not in page.text, "a town hall's telephone reads no message"
    lunch = session.get_one(Meetup, snow.lunch.id)
    assert (lunch.is_cancelled, lunch.cancel_reason) == (True, "Neige")


def test_whoever_was_reached_is_counted(maud: CheckingClient, session: Session, snow: Cast) -> None:
    submit(maud, today_of(snow), gesture="annuler")
    call = session.scalars(select(Call).where(Call.name == snow.odile.full_name, Call.reached_at.is_(None))).one()
    assert call.reason is CallReason.CANCELLED
    call.reached_at = MORNING
    session.commit()
    assert "Au courant : 1 sur 4" in text_of(maud.get(today_of(snow)))


def test_putting_off_keeps_the_room_says_why_and_waits_for_nothing(
    maud: CheckingClient, session: Session, snow: Cast
) -> None:
    refused = submit(maud, today_of(snow), gesture="reporter")
    assert "donnez le nouveau jour et l’heure" in text_of(refused)
    page = submit(maud, today_of(snow), follow=True, gesture="reporter", day="2027-01-26", start="12:30", reason="Gel")
    assert "C’est reporté. 3 courriels partent." in text_of(page)
    assert "Au courant : 0 sur 4" in text_of(page)
    lunch = session.get_one(Meetup, snow.lunch.id)
    assert (lunch.starts_at, lunch.venue_id) == (LUNCH + timedelta(days=7, minutes=15), snow.room.id)
    assert lunch.ends_at - lunch.starts_at == timedelta(minutes=90)
    rows = session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == MailKind.UPDATE)).all()
    assert {row.not_before for row in rows} == {MORNING}
    assert all("Gel" in describe(row.mime or b"").text for row in rows)


def test_who_brings_the_meal_is_told_the_date_and_guests_are_asked(
    maud: CheckingClient, session: Session, snow: Cast
) -> None:
    page = submit(maud, today_of(snow), follow=True, gesture="reporter", day="2027-01-26", start="12:30")
    caterer, odile = messages(page)["0639980099"], messages(page)["0639980042"]
    assert "Venez-vous" not in caterer
    assert "change : ce sera mardi 26 janvier à 12 h 30, " in caterer
    code = session.scalars(select(Invitation).where(Invitation.professional_id == snow.odile.id)).one().short_code
    assert f"/r/{code[:3]}-{code[3:6]}-{code[6:]}" in odile


def test_after_an_ordinary_move_the_day_before_one_can_still_call_off(
    maud: CheckingClient, session: Session, snow: Cast, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = LUNCH - timedelta(hours=20)
    lunch, later = session.get_one(Meetup, snow.lunch.id), LUNCH + timedelta(minutes=30)
    invitations.reschedule(
        session,
        lunch,
        starts_at=later,
        ends_at=later + timedelta(hours=2),
        venue_id=snow.room.id,
        now=frozen_clock.now,
    )
    session.commit()
    for hours in (-1, 3):  # even once it has begun
        frozen_clock.now = later + timedelta(hours=hours)
        said = text_of(maud.get(today_of(snow)))
        assert "À appeler maintenant" in said
        assert "Que faites-vous ?" in said
    assert "C’est annulé" in text_of(submit(maud, today_of(snow), follow=True, gesture="annuler"))
    assert "Que faites-vous ?" not in text_of(maud.get(today_of(snow)))


def test_the_next_day_may_be_snowed_off_too_and_who_knew_is_told_again(
    maud: CheckingClient, session: Session, snow: Cast, frozen_clock: FrozenClock, sign_in: SignIn
) -> None:
    submit(maud, today_of(snow), gesture="reporter", day="2027-01-20", start="12:15")
    for call in session.scalars(select(Call).where(Call.reached_at.is_(None))):
        call.reached_at = frozen_clock.now
    session.commit()
    assert "Au courant : 4 sur 4" in text_of(maud.get(today_of(snow)))
    frozen_clock.now += timedelta(hours=24)
    session.commit()
    sign_in(maud, snow.maud)
    page = submit(maud, today_of(snow), follow=True, gesture="reporter", day="2027-01-21", start="12:15")
    assert "C’est reporté." in text_of(page)
    assert "Au courant : 0 sur 4" in text_of(page)
    assert "jeudi 21 janvier" in messages(page)["0639980042"]
    assert "C’est annulé." in text_of(submit(maud, today_of(snow), follow=True, gesture="annuler"))


def test_once_the_day_is_over_the_list_stays_without_the_gesture(
    maud: CheckingClient, snow: Cast, frozen_clock: FrozenClock
) -> None:
    submit(maud, today_of(snow), gesture="reporter", day="2027-01-19", start="19:30")
    frozen_clock.now = LUNCH + timedelta(hours=14)
    said = text_of(maud.get(today_of(snow)))
    assert "À appeler maintenant" in said
    assert "Que faites-vous ?" not in said


def test_it_still_works_after_the_hour_until_the_evening(
    maud: CheckingClient, session: Session, snow: Cast, frozen_clock: FrozenClock
) -> None:
    frozen_clock.now = LUNCH + timedelta(hours=12)
    assert maud.get(today_of(snow)).status_code == 302, "past midnight in Paris"
    frozen_clock.now = LUNCH + timedelta(hours=3)
    assert "C’est annulé" in text_of(submit(maud, today_of(snow), follow=True, gesture="annuler"))


def test_the_meetup_s_page_leads_there_when_it_is_near(
    maud: CheckingClient, snow: Cast, frozen_clock: FrozenClock
) -> None:
    here = f"{MEETUPS}/{snow.lunch.public_id}"
    assert "Aujourd’hui, la neige" in text_of(maud.get(here))
    frozen_clock.now = LUNCH - timedelta(days=3)
    said = text_of(maud.get(here))
    assert "Aujourd’hui, la neige" not in said
    assert "Empêchement de dernière minute" in said


def test_a_draft_has_nobody_to_warn(maud: CheckingClient, session: Session) -> None:
    draft = factories.meetup(session)
    session.commit()
    assert maud.get(f"{MEETUPS}/{draft.public_id}/aujourdhui").location == f"{MEETUPS}/{draft.public_id}"
