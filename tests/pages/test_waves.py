"""Waves on the pages: who leaves, who waits, who is held back and why; the next wave is proposed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.invitations.answers import answer
from meetups.invitations.guests import add_guest
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.services import invite
from meetups.invitations.waves import to_send
from meetups.outbox.models import MailKind, OutgoingEmail, SuspendedAddress
from meetups.planning.models import Meetup, MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

DAY = timedelta(days=1)


@pytest.fixture
def lunch(session: Session, cast: Cast) -> Meetup:
    """Four people on the list of a lunch of three, asked two by two."""
    cast.lunch.capacity, cast.lunch.wave_size = 3, 2
    for person in (cast.ines, cast.karim, cast.odile, factories.professional(session, "Zoé", last_name="Zermatt")):
        add_guest(session, cast.lunch, person, reasons=[], now=NOW)
    session.commit()
    return cast.lunch


def confirm(lunch: Meetup) -> str:
    return f"{MEETUPS}/{lunch.public_id}/invitations"


def decline(session: Session, lunch: Meetup, person: Professional) -> None:
    session.rollback()
    guest = session.scalars(
        select(Invitation).where(Invitation.meetup_id == lunch.id, Invitation.professional == person)
    ).one()
    answer(session, guest, RegistrationStatus.DECLINED, source=AnswerSource.EMAIL_LINK, now=NOW)
    session.commit()


def asked(session: Session) -> int:
    return session.scalar(select(func.count()).where(Invitation.invited_at.is_not(None))) or 0


def test_the_page_says_who_leaves_and_who_waits(maud: CheckingClient, session: Session, lunch: Meetup) -> None:
    said = text_of(maud.get(confirm(lunch)))
    assert "Cette vague peut inviter jusqu’à 2 personnes" in said
    assert "Envoyer 2 invitations" in said
    assert "2 personnes attendent la prochaine vague" in said
    submit(maud, confirm(lunch))
    assert asked(session) == 2


def test_the_next_wave_is_proposed_on_the_page_of_the_meetup(
    maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup, frozen_clock: FrozenClock, sign_in: SignIn
) -> None:
    page = f"{MEETUPS}/{lunch.public_id}"
    assert "La prochaine vague" not in text_of(maud.get(page)), "a draft has its own first gesture"
    submit(maud, confirm(lunch))
    assert "2 personnes attendent une réponse ou un silence" in text_of(maud.get(page))
    for header in (page, MEETUPS, "/organisation"):
        assert "personnes ajoutées" not in text_of(maud.get(header)), "they only wait for the next wave"
    said = text_of(maud.get(confirm(lunch)))
    assert "après une réponse, tant qu’il reste des places, ou après 7 jours de silence" in said
    decline(session, lunch, cast.ines)
    shown = maud.get(page)
    assert "1 place peut être proposée à la suite de la liste." in text_of(shown)
    assert "Inviter la personne suivante" in text_of(shown)
    assert confirm(lunch) in {link.get("href") for link in parse(shown.text).iter("a")}
    submit(maud, confirm(lunch))
    assert "1 personne attend une réponse ou un silence" in text_of(maud.get(page))
    frozen_clock.now = NOW + 7 * DAY
    session.rollback()
    sign_in(maud, cast.maud)
    assert "2 places peuvent être proposées" in text_of(maud.get(page))


def test_the_next_wave_waits_on_the_dashboard_until_it_is_sent(
    maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    submit(maud, confirm(lunch))
    assert "Inviter" not in gestures(maud)
    decline(session, lunch, cast.ines)
    assert "Inviter la personne suivante" in gestures(maud)
    assert "Une liste d’invitations à envoyer" in text_of(maud.get("/organisation"))
    session.rollback()
    lunch.waves_are_automatic = True
    session.commit()
    assert "Inviter" not in gestures(maud)
    session.rollback()
    lunch.waves_are_automatic = False
    session.commit()
    submit(maud, confirm(lunch))
    assert "Inviter" not in gestures(maud)


def test_next_waves_cost_as_many_queries_for_one_meetup_as_for_three(
    session: Session, cast: Cast, lunch: Meetup
) -> None:
    meetups = [lunch]
    for week in (1, 2):
        at = LUNCH + 7 * week * DAY
        meetups.append(factories.meetup(session, cast.room, starts_at=at, ends_at=at + DAY / 24))
        add_guest(session, meetups[-1], cast.karim, reasons=[], now=NOW)
    for each in meetups:
        each.status, each.wave_size = MeetupStatus.PUBLISHED, 2
    session.commit()
    counted = []
    for some in (meetups[:1], meetups):
        ids = [each.id for each in some]
        session.expunge_all()
        again = session.scalars(select(Meetup).where(Meetup.id.in_(ids)).order_by(Meetup.id)).all()
        with recorded_statements() as sent:
            waves = to_send(session, again, NOW)
        assert list(waves.values()) == [2, 1, 1][: len(some)]
        counted.append(len(sent))
    assert counted == [2, 2]


def gestures(browser: CheckingClient) -> str:
    """What the dashboard and the list of meetups propose for the only one."""
    links = [
        link
        for page in ("/organisation", MEETUPS)
        for link in parse(browser.get(page).text).iter("a")
        if "lien-geste" in (link.get("class") or "")
    ]
    return " ".join(" ".join(link.itertext()) for link in links)


def test_a_wave_sent_twice_leaves_once(maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup) -> None:
    values = fields_of(form_at(maud.get(confirm(lunch)), confirm(lunch)))
    assert maud.post(confirm(lunch), data=values).status_code == 302
    assert maud.post(confirm(lunch), data=values).status_code == 302
    assert asked(session) == 2
    decline(session, lunch, cast.ines)
    assert maud.post(confirm(lunch), data=values).status_code == 409, "the next wave was not shown"
    assert asked(session) == 2


def test_who_was_invited_twice_this_month_is_named_with_the_day(
    maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    for week in (1, 2):
        at = LUNCH + 7 * week * DAY
        other = factories.meetup(session, cast.room, starts_at=at, ends_at=at + timedelta(hours=1))
        add_guest(session, other, cast.ines, reasons=[], now=NOW)
        invite(session, other, now=NOW - (12 - week) * DAY)
    said = text_of(maud.get(confirm(lunch)))
    assert "1 personne reste sur la liste, pour plus tard" in said
    assert f"{cast.ines.full_name} : déjà deux invitations ce mois-ci ; à partir du 12 décembre 2026" in said
    submit(maud, confirm(lunch))
    guest = session.scalars(
        select(Invitation).where(Invitation.meetup_id == lunch.id, Invitation.professional == cast.ines)
    ).one()
    assert guest.invited_at is None
    assert guest.is_active


def test_who_wants_no_invitation_is_left_aside_and_named(
    maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    cast.karim.unsubscribed_at = NOW
    said = text_of(maud.get(confirm(lunch)))
    assert f"1 personne reste de côté {cast.karim.full_name}" in said
    submit(maud, confirm(lunch))
    recipients = session.scalars(select(OutgoingEmail.recipient).where(OutgoingEmail.kind == MailKind.INVITATION))
    assert "karim@sante.example" not in recipients.all()


def test_whose_address_refuses_our_mails_is_to_be_called(
    maud: CheckingClient, session: Session, cast: Cast, lunch: Meetup
) -> None:
    session.add(SuspendedAddress(address="ines@sante.example", since=NOW, code="5.1.1"))
    said = text_of(maud.get(confirm(lunch)))
    assert "1 personne reçoit un courriel" in said
    assert f"{cast.ines.full_name}, son adresse refuse nos courriels" in said
