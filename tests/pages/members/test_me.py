"""« Mon espace »: what is to come, what one has said, what may come next."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.directory.models import PracticePlace, RoleProfile
from meetups.invitations.answers import answer
from meetups.invitations.emails import answer_url
from meetups.invitations.models import Invitation, SeatRequest
from meetups.invitations.rules import AnswerSource, RegistrationStatus, SeatRequestStatus
from meetups.planning.models import MeetupStatus
from meetups.planning.services import publish
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import submit, text_of


def invited(session: Session, cast: Cast) -> Invitation:
    made = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    publish(session, cast.lunch, now=NOW)
    session.commit()
    return made


def asked(session: Session, cast: Cast, status: SeatRequestStatus, **given: object) -> SeatRequest:
    meetup = factories.meetup(session, cast.room, **given)
    publish(session, meetup, now=min(NOW, meetup.starts_at - timedelta(hours=1)))
    made = SeatRequest(meetup=meetup, professional=cast.ines, status=status, asked_at=NOW)
    session.add(made)
    session.commit()
    return made


def links_of(page: str) -> set[str | None]:
    return {link.get("href") for link in parse(page).iter("a")}


def test_a_meetup_that_is_off_is_shown_and_not_counted_as_to_come(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    made = invited(session, cast)
    assert "Une invitation à venir." in text_of(ines.get("/moi"))
    session.rollback()
    made.meetup.status = MeetupStatus.CANCELLED
    session.commit()
    said = text_of(ines.get("/moi"))
    assert "Une invitation à venir." not in said
    assert cast.lunch.title in said


def test_me_shows_my_invitation_with_the_link_that_answers_it(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    invitation = invited(session, cast)
    page = ines.get("/moi")
    assert "Bonjour Inès" in text_of(page)
    assert answer_url(invitation) in links_of(page.text)
    assert "À vous de répondre" in text_of(page)
    session.rollback()
    answer(session, invitation, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    session.commit()
    assert "Votre réponse : vous venez" in text_of(ines.get("/moi"))


def test_me_shows_seats_asked_for_that_nobody_decided_yet(ines: CheckingClient, session: Session, cast: Cast) -> None:
    asked(session, cast, SeatRequestStatus.ASKED, title="Table ouverte")
    asked(session, cast, SeatRequestStatus.DECLINED, title="Table refusée")
    off = asked(session, cast, SeatRequestStatus.ASKED, title="Table annulée").meetup
    off.status = MeetupStatus.CANCELLED
    past = {"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1)}
    asked(session, cast, SeatRequestStatus.ASKED, title="Table passée", **past)
    said = text_of(ines.get("/moi"))
    assert "Table ouverte" in said
    assert "L’équipe vous répondra" in said
    assert "Table refusée" not in said
    assert "Table annulée" not in said
    assert "Table passée" not in said


def test_me_says_what_is_known_of_me(ines: CheckingClient, cast: Cast) -> None:
    said = text_of(ines.get("/moi"))
    for known in (cast.ines.full_name, "infirmière", "Grand âge", "La Motte-Servolex"):
        assert known in said
    assert "Pas d’invitation pour l’instant" in said
    assert "%" not in said


def test_an_empty_page_offers_small_steps_that_go_once_done(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.ines.places.clear()
    page = ines.get("/moi")
    assert "Et maintenant, si vous avez deux minutes" in text_of(page)
    for step in ("Dire ce que vous faites", "Dire où vous travaillez", "Choisir vos parcours et vos repas"):
        assert step in text_of(page)
    assert {"/moi/fiche", "/moi/lieux", "/moi/profil"} <= links_of(page.text)
    session.rollback()
    cast.ines.meals = ["0-midi"]
    cast.ines.role_profile = RoleProfile(mission="Je soigne.", updated_at=NOW)
    cast.ines.places = [PracticePlace(commune_insee="73179", lat=45.6, lon=5.86)]
    said = text_of(ines.get("/moi"))
    assert "Et maintenant" not in said
    assert "Je soigne." in said


def test_me_shows_neither_past_meetups_nor_anyone_elses(ines: CheckingClient, session: Session, cast: Cast) -> None:
    past = factories.meetup(
        session, title="Du temps passé", starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8)
    )
    factories.invitation(session, past, cast.ines, invited_at=NOW - timedelta(days=20))
    factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    said = text_of(ines.get("/moi"))
    assert "Du temps passé" not in said
    assert cast.lunch.title not in said


def test_an_organiser_without_a_page_reads_what_the_account_is_for(maud: CheckingClient) -> None:
    page = maud.get("/moi")
    assert "Votre compte sert à organiser" in text_of(page)
    assert "/rejoindre" in links_of(page.text)
    for path in ("/moi/profil", "/moi/fiche", "/moi/lieux", "/moi/quitter"):
        assert maud.get(path).location == "/moi"


def test_me_sends_the_same_queries_for_one_invitation_and_for_six(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    invited(session, cast)
    asked(session, cast, SeatRequestStatus.ASKED, title="Une table")
    with recorded_statements() as one:
        ines.get("/moi")
    session.rollback()
    for days in range(1, 6):
        starts_at = LUNCH + timedelta(days=days)
        hours = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        factories.invitation(session, factories.meetup(session, cast.room, **hours), cast.ines, invited_at=NOW)
        asked(session, cast, SeatRequestStatus.ASKED, **hours)
    with recorded_statements() as six:
        ines.get("/moi")
    assert len(six) == len(one) <= 11


def test_a_pause_is_chosen_told_and_ended(
    ines: CheckingClient, session: Session, cast: Cast, frozen_clock: FrozenClock
) -> None:
    page = submit(ines, "/moi", "/moi/pause", follow=True, months="2")
    assert "Votre pause dure jusqu’au samedi 23 janvier 2027." in text_of(page)
    assert "En pause jusqu’au samedi 23 janvier 2027." in text_of(page)
    assert not cast.ines.can_be_invited(NOW)
    page = submit(ines, "/moi", "/moi/reprendre", follow=True)
    assert "C’est noté : nous pouvons de nouveau vous inviter." in text_of(page)
    assert cast.ines.can_be_invited(NOW)
    assert list(session.scalars(select(AuditEntry.action))) == ["paused", "resumed"]


def test_stopping_for_good_is_told_and_undone(ines: CheckingClient, session: Session, cast: Cast) -> None:
    page = submit(ines, "/moi", "/moi/pause", follow=True, months="arret")
    assert "Vous ne recevez plus d’invitations depuis le lundi 23 novembre 2026." in text_of(page)
    assert not cast.ines.can_be_invited(NOW)
    page = submit(ines, "/moi", "/moi/reprendre", follow=True)
    assert "Vous ne recevez plus" not in text_of(page)
    assert cast.ines.can_be_invited(NOW)
    assert list(session.scalars(select(AuditEntry.action))) == ["unsubscribed", "resubscribed"]


def test_a_pause_ends_by_itself(ines: CheckingClient, frozen_clock: FrozenClock) -> None:
    submit(ines, "/moi", "/moi/pause", months="1")
    frozen_clock.now = NOW + timedelta(hours=1)
    assert "En pause" in text_of(ines.get("/moi"))
    frozen_clock.now = NOW + timedelta(days=10)
    assert "En pause" in text_of(ines.get("/moi"))


def test_a_pause_keeps_the_seat_already_taken(ines: CheckingClient, session: Session, cast: Cast) -> None:
    invitation = invited(session, cast)
    answer(session, invitation, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    submit(ines, "/moi", "/moi/pause", months="6")
    assert cast.lunch.seats_taken == 1
    assert "Votre réponse : vous venez" in text_of(ines.get("/moi"))


def test_a_duration_that_is_not_offered_is_refused(ines: CheckingClient, cast: Cast) -> None:
    page = ines.post("/moi/pause", data={"months": "600"}, follow_redirects=True)
    assert "Choisissez la durée de votre pause" in text_of(page)
    assert cast.ines.paused_until is None
