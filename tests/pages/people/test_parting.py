"""Somebody who asks the team for a pause, or to leave: mostly people without an account."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry, ConsentEntry, Role
from meetups.directory.models import Professional
from meetups.invitations.answers import answer
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.models import MeetupFormat
from meetups.planning.services import publish
from meetups.proposals.models import Proposal, ProposalGuest
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import LUNCH, NOW
from tests.pages.forms import submit, text_of
from tests.pages.test_dashboard import FACTS

PEOPLE = "/organisation/personnes"


@pytest.fixture
def page(maud: CheckingClient, cast: Cast) -> str:
    """The page of Odile, who has no e-mail address."""
    return f"{PEOPLE}/{cast.odile.public_id}"


def actions(session: Session) -> list[tuple[str | None, str, str | None]]:
    """The audit log."""
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.actor, row.action, row.object) for row in rows]


def test_the_team_pauses_somebody_and_ends_the_pause(
    maud: CheckingClient, session: Session, cast: Cast, page: str
) -> None:
    done = submit(maud, page, f"{page}/pause", months="2", follow=True)
    assert "Odile est en pause jusqu’au samedi 23 janvier 2027." in text_of(done)
    assert not cast.odile.can_be_invited(NOW)
    assert "Finir la pause maintenant" in done.text
    done = submit(maud, page, f"{page}/reprendre", follow=True)
    assert "C’est noté : Odile peut de nouveau recevoir des invitations." in text_of(done)
    assert cast.odile.can_be_invited(NOW)
    by, on = cast.maud.public_id, cast.odile.public_id
    assert actions(session) == [(by, "paused", on), (by, "resumed", on)]


def test_the_team_stops_and_resumes_the_invitations_of_somebody_who_calls(
    maud: CheckingClient, session: Session, cast: Cast, page: str
) -> None:
    done = submit(maud, page, f"{page}/pause", months="arret", follow=True)
    assert "C’est noté : Odile ne reçoit plus d’invitations." in text_of(done)
    assert "Ne reçoit plus d’invitations depuis le lundi 23 novembre 2026, à sa demande." in text_of(done)
    assert not cast.odile.can_be_invited(NOW)
    done = submit(maud, page, f"{page}/reprendre", follow=True)
    assert "Ne reçoit plus" not in text_of(done)
    assert cast.odile.can_be_invited(NOW)
    by, on = cast.maud.public_id, cast.odile.public_id
    assert actions(session) == [(by, "unsubscribed", on), (by, "resubscribed", on)]
    consents = session.scalars(select(ConsentEntry).order_by(ConsentEntry.id)).all()
    assert [(each.given, each.source) for each in consents] == [(False, "organiser"), (True, "organiser")]


def test_a_pause_without_any_of_the_durations_is_refused(maud: CheckingClient, cast: Cast, page: str) -> None:
    done = maud.post(f"{page}/pause", data={"months": "12"}, follow_redirects=True)
    assert "Choisissez la durée de la pause" in text_of(done)
    assert cast.odile.paused_until is None


def test_the_confirmation_says_what_goes_and_erases_nothing(
    maud: CheckingClient, session: Session, cast: Cast, page: str
) -> None:
    assert f"{page}/effacer" in maud.get(page).text
    said = text_of(maud.get(f"{page}/effacer"))
    assert "Son nom, ses coordonnées, ses lieux et sa fiche de rôle sont effacés tout de suite" in said
    assert "La place qu’elle avait" not in said
    assert "Son espace se ferme" not in said
    session.rollback()
    invitation = factories.invitation(session, cast.lunch, cast.odile, invited_at=NOW)
    publish(session, cast.lunch, now=NOW)
    answer(session, invitation, RegistrationStatus.GOING, source=AnswerSource.TELEPHONE, now=NOW)
    cast.odile.account = factories.account(session, "odile@sante.example", "Odile", Role.PROFESSIONAL)
    said = text_of(maud.get(f"{page}/effacer"))
    assert "La place qu’elle avait à un déjeuner à venir est rendue." in said
    assert "Son espace se ferme" in said
    session.rollback()
    cast.odile.account.role = Role.ORGANISER
    assert "Son compte d’organisation reste ouvert" in text_of(maud.get(f"{page}/effacer"))
    assert cast.odile.left_at is None


def test_erasing_leaves_no_name_and_says_who_did_it(
    maud: CheckingClient, session: Session, cast: Cast, page: str
) -> None:
    cast.odile.account = factories.account(session, "odile@sante.example", "Odile", Role.PROFESSIONAL)
    public_id, name = cast.odile.public_id, cast.odile.full_name
    done = submit(maud, f"{page}/effacer", follow=True)
    assert "C’est fait : il ne reste ni nom, ni coordonnées." in text_of(done)
    assert name not in done.text
    assert "Effacer du réseau" not in done.text
    assert cast.odile.left_at == NOW
    assert session.scalar(select(func.count()).select_from(Account).where(Account.first_name == "Odile")) == 0
    assert actions(session) == [(cast.maud.public_id, "network_left", public_id)]
    [consent] = session.scalars(select(ConsentEntry))
    assert (consent.subject, consent.given, consent.source) == (public_id, False, "organiser")


def test_a_second_tap_erases_nobody_twice(maud: CheckingClient, session: Session, cast: Cast, page: str) -> None:
    submit(maud, f"{page}/effacer")
    again = maud.post(f"{page}/effacer")
    assert (again.status_code, again.location) == (302, page)
    assert len(actions(session)) == 1
    assert maud.get(f"{page}/effacer").location == page
    assert maud.post(f"{page}/pause", data={"months": "1"}).status_code == 404
    assert maud.post(f"{page}/reprendre").status_code == 404


def test_no_proposal_still_names_whoever_was_erased(
    maud: CheckingClient, session: Session, cast: Cast, page: str
) -> None:
    guests = [ProposalGuest(professional=each, position=at) for at, each in enumerate([cast.odile, cast.karim])]
    session.add(
        Proposal(
            rank=0,
            computed_at=NOW,
            area=factories.area(session),
            pathway=factories.pathway(session),
            commune=cast.mairie.commune,
            format=MeetupFormat.LUNCH,
            host=cast.mairie,
            starts_at=LUNCH,
            ends_at=cast.lunch.ends_at,
            capacity=24,
            facts=FACTS,
            guests=guests,
        )
    )
    submit(maud, f"{page}/effacer")
    assert session.scalars(select(ProposalGuest.professional_id)).all() == [cast.karim.id]


def test_nobody_but_the_team_does_it(client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn) -> None:
    sign_in(client, cast.stranger)
    for end in ("pause", "reprendre", "effacer"):
        assert client.post(f"{PEOPLE}/{cast.odile.public_id}/{end}", data={"months": "1"}).status_code == 403
    gone = session.scalars(select(Professional).where(Professional.left_at.is_not(None))).all()
    assert not gone
    assert cast.odile.paused_until is None
