"""Another date or place, and calling off: who will be told is shown before anything leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.invitations import blocks
from meetups.invitations import services as invitations
from meetups.invitations.answers import answer
from meetups.invitations.models import Call, Registration
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.seat_requests import ask_for_seat
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, HostingRequest, Meetup, RequestStatus
from meetups.venues.models import Venue
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

BEFORE = LUNCH - timedelta(days=7)


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}"


def move_of(cast: Cast) -> str:
    return f"{page_of(cast)}/deplacer"


def cancel_of(cast: Cast) -> str:
    return f"{page_of(cast)}/annuler"


def mails(session: Session, kind: MailKind) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == kind)
    return session.scalar(wanted) or 0


@pytest.fixture
def invited(session: Session, cast: Cast) -> Cast:
    """Inès (who comes), Karim and Odile were asked, in a room lent by the town hall."""
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    guests = [factories.invitation(session, cast.lunch, person) for person in (cast.ines, cast.karim, cast.odile)]
    invitations.invite(session, cast.lunch, now=NOW)
    answer(session, guests[0], RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    factories.mails_leave(session)
    session.commit()
    return cast


def test_moving_shows_who_will_be_told_and_changes_nothing_yet(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    assert "« Mairie de La Motte-Servolex » prête la salle pour la date actuelle" in text_of(
        maud.get(move_of(invited))
    )
    preview = submit(maud, move_of(invited), day="2027-01-26", verifier="1")
    said = text_of(preview)
    for words in (
        "Avant mardi 19 janvier 2027, 12 h 15 à 13 h 45",
        "Après mardi 26 janvier 2027, 12 h 15 à 13 h 45, salle des Tilleuls",
        "2 personnes reçoivent un courriel , avec le nouveau rendez-vous pour leur agenda",
        "1 personne est à joindre par vous",
        "« Mairie de La Motte-Servolex » reçoit aussi un courriel : le changement",
        "Déplacer et envoyer 3 courriels",
    ):
        assert words in said, words
    assert session.get_one(Meetup, invited.lunch.id).starts_at == LUNCH
    assert mails(session, MailKind.UPDATE) == 0
    assert session.scalars(select(AuditEntry.action)).all() == []


def test_confirming_moves_and_tells_each_once(maud: CheckingClient, session: Session, invited: Cast) -> None:
    preview = submit(maud, move_of(invited), day="2027-01-26", verifier="1")
    values = fields_of(form_at(preview, move_of(invited))) | {"confirmer": "1"}
    first = maud.post(move_of(invited), data=values, follow_redirects=True)
    assert "C’est déplacé. 3 courriels partent. 1 personne est à joindre." in text_of(first)
    for _ in range(2):
        assert maud.post(move_of(invited), data=values).status_code == 302
    lunch = session.get_one(Meetup, invited.lunch.id)
    assert (lunch.starts_at, lunch.sequence) == (LUNCH + timedelta(days=7), 1)
    assert mails(session, MailKind.UPDATE) == 2
    assert session.scalars(select(AuditEntry.action)).all() == ["meetup_rescheduled"]
    assert session.scalars(select(Registration.status)).all() == [RegistrationStatus.OFFERED], "Inès confirms again"


def test_a_move_that_nobody_heard_of_is_taken_back_without_a_word(
    maud: CheckingClient, session: Session, invited: Cast, frozen_clock: FrozenClock
) -> None:
    asked = factories.professional(session, "Zoé")
    blocks.offer(session, invited.lunch, blocks.Offer("l’EHPAD", "Hélène", 2, BEFORE, phone="0639980078"), now=NOW)
    session.execute(update(Call).values(reached_at=NOW))
    ask_for_seat(session, invited.lunch, asked, message="", now=NOW)
    factories.mails_leave(session)
    session.commit()
    frozen_clock.now += timedelta(hours=1)
    for day in ("2027-01-26", "2027-01-19"):
        preview = submit(maud, move_of(invited), day=day, verifier="1")
        values = fields_of(form_at(preview, move_of(invited))) | {"confirmer": "1"}
        done = text_of(maud.post(move_of(invited), data=values, follow_redirects=True))
    said = text_of(preview)
    assert "3 personnes n’apprennent rien : le changement que vous défaites" in said
    for words in ("reçoi", "à joindre", "à prévenir", "Zoé", "Hélène", "Mairie", "gardent leur place", "courriel"):
        assert words not in said, words
    assert "C’est déplacé. Personne n’était à prévenir." in done


def test_going_back_keeps_the_choice(maud: CheckingClient, session: Session, invited: Cast) -> None:
    preview = submit(maud, move_of(invited), day="2027-01-26", verifier="1")
    back = maud.post(move_of(invited), data=fields_of(form_at(preview, move_of(invited))) | {"revenir": "1"})
    assert back.status_code == 200
    assert fields_of(form_at(back, move_of(invited)))["day"] == "2027-01-26"
    assert session.get_one(Meetup, invited.lunch.id).starts_at == LUNCH


def test_nothing_to_announce_is_said(maud: CheckingClient, session: Session, invited: Cast) -> None:
    same = submit(maud, move_of(invited), verifier="1")
    assert same.status_code == 409
    assert "il n’y a rien à annoncer" in text_of(same)


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [("2026-11-02", 409, "Cette date est passée"), ("", 422, "Choisissez un jour")],
)
def test_a_date_that_cannot_be_is_refused_before_the_preview(
    maud: CheckingClient, invited: Cast, day: str, status: int, said: str
) -> None:
    refused = submit(maud, move_of(invited), day=day, verifier="1")
    assert refused.status_code == status
    assert said in text_of(refused)


def test_a_room_that_is_taken_that_day_is_refused_before_the_preview(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    other = LUNCH + timedelta(days=7)
    factories.meetup(session, invited.room, starts_at=other, ends_at=other + timedelta(hours=1))
    refused = submit(maud, move_of(invited), day="2027-01-26", verifier="1")
    assert refused.status_code == 409
    assert "accueille déjà une autre de nos rencontres" in text_of(refused)
    assert fields_of(form_at(refused, move_of(invited)))["day"] == "2027-01-26"


def test_a_meetup_moves_to_a_room_described_here(maud: CheckingClient, session: Session, invited: Cast) -> None:
    preview = submit(
        maud, move_of(invited), verifier="1", place="nouvelle", room_name="Salle des fêtes", room_capacity="50"
    )
    assert "13 h 45, Salle des fêtes" in text_of(preview)
    assert "Point approximatif" in text_of(preview)
    values = fields_of(form_at(preview, move_of(invited))) | {"confirmer": "1"}
    assert maud.post(move_of(invited), data=values).status_code == 302
    room = session.scalars(select(Venue).where(Venue.name == "Salle des fêtes")).one()
    assert session.get_one(Meetup, invited.lunch.id).venue_id == room.id
    assert mails(session, MailKind.UPDATE) == 2


def test_a_date_changed_by_someone_else_meanwhile_is_said(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    preview = submit(maud, move_of(invited), day="2027-01-26", verifier="1")
    values = fields_of(form_at(preview, move_of(invited))) | {"confirmer": "1"}
    session.rollback()
    invited.lunch.title = "Tout autre chose"
    session.commit()
    refused = maud.post(move_of(invited), data=values)
    assert refused.status_code == 409
    assert "Quelqu’un a modifié cette rencontre" in text_of(refused)
    assert mails(session, MailKind.UPDATE) == 0


def test_a_draft_is_edited_rather_than_moved(maud: CheckingClient, cast: Cast) -> None:
    moved = maud.get(move_of(cast))
    assert moved.status_code == 302
    assert moved.location == f"{page_of(cast)}/modifier"


def test_cancelling_shows_who_will_be_told_and_asks_why(maud: CheckingClient, session: Session, invited: Cast) -> None:
    said = text_of(maud.get(cancel_of(invited)))
    for words in (
        "Annuler ce déjeuner",
        "2 personnes reçoivent un courriel",
        "1 personne est à joindre par vous",
        "« Mairie de La Motte-Servolex » reçoit aussi un courriel : la salle est libérée",
        "Annuler et envoyer 3 courriels",
    ):
        assert words in said, words
    silent = submit(maud, cancel_of(invited))
    assert silent.status_code == 422
    assert "Dites pourquoi" in text_of(silent)
    assert mails(session, MailKind.CANCELLATION) == 0


def test_cancelling_tells_each_once_and_the_host(maud: CheckingClient, session: Session, invited: Cast) -> None:
    values = fields_of(form_at(maud.get(cancel_of(invited)), cancel_of(invited))) | {"reason": "La salle est inondée."}
    first = maud.post(cancel_of(invited), data=values, follow_redirects=True)
    assert "C’est annulé. 3 courriels partent. 1 personne est à joindre." in text_of(first)
    assert maud.post(cancel_of(invited), data=values).status_code == 302
    lunch = session.get_one(Meetup, invited.lunch.id)
    assert (lunch.is_cancelled, lunch.cancel_reason) == (True, "La salle est inondée.")
    assert mails(session, MailKind.CANCELLATION) == 2
    assert mails(session, MailKind.REQUEST_WITHDRAWN) == 1
    assert session.scalars(select(HostingRequest.status)).all() == [RequestStatus.WITHDRAWN]
    assert session.scalars(select(AuditEntry.action)).all() == ["meetup_cancelled"]
    assert maud.get(cancel_of(invited)).status_code == 302


def test_whoever_waits_for_a_seat_is_counted_before_and_told_after(
    maud: CheckingClient, session: Session, invited: Cast
) -> None:
    lucie = factories.professional(session, "Lucie", email="lucie@sante.example")
    ask_for_seat(session, invited.lunch, lucie, message="", now=NOW)
    ask_for_seat(session, invited.lunch, factories.professional(session, email=None), message="", now=NOW)
    session.commit()
    preview = submit(maud, move_of(invited), day="2027-01-26", verifier="1")
    assert lucie.full_name in text_of(preview)
    assert "Déplacer et envoyer 4 courriels" in text_of(preview)
    said = text_of(maud.get(cancel_of(invited)))
    assert "2 personnes sont à joindre par vous" in said
    assert "Annuler et envoyer 4 courriels" in said
    done = submit(maud, cancel_of(invited), follow=True, reason="Il neige.")
    assert "4 courriels partent. 2 personnes sont à joindre." in text_of(done)
    assert (mails(session, MailKind.CANCELLATION), mails(session, MailKind.SEAT_REFUSED)) == (2, 1)


def test_a_draft_is_cancelled_without_a_reason_and_tells_nobody(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    factories.invitation(session, cast.lunch, cast.ines)
    done = submit(maud, cancel_of(cast), follow=True)
    assert "C’est annulé. Personne n’était à prévenir." in text_of(done)
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == 0


@pytest.mark.parametrize("path", ["modifier", "invites", "lieu", "invitations", "deplacer"])
def test_a_cancelled_meetup_changes_no_more(maud: CheckingClient, session: Session, cast: Cast, path: str) -> None:
    invitations.cancel(session, cast.lunch, reason="", now=NOW)
    refused = maud.get(f"{page_of(cast)}/{path}", follow_redirects=True)
    assert "elle ne peut plus changer" in text_of(refused)
