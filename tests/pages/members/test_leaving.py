"""« Quitter le réseau »: what it means, then a last page."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
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

LEAVE = "/moi/quitter"


def test_the_page_says_what_leaving_means(ines: CheckingClient, session: Session, cast: Cast) -> None:
    invitation = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    publish(session, cast.lunch, now=NOW)
    answer(session, invitation, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    said = text_of(ines.get(LEAVE))
    assert "Quitter le réseau efface votre fiche. Vos déjeuners passés restent comptés sans votre nom." in said
    assert "La place que vous aviez à un déjeuner à venir est rendue." in said
    assert cast.ines.left_at is None


def test_leaving_ends_on_a_page_without_anyone_signed_in(ines: CheckingClient, session: Session, cast: Cast) -> None:
    page = submit(ines, LEAVE)
    assert page.status_code == 200
    assert "Au revoir Inès, et merci" in text_of(page)
    assert "Se connecter" in page.text
    assert "/deconnexion" not in page.text
    assert ines.get("/moi").location == "/connexion?next=/moi"
    assert session.scalars(select(Account.email)).all() == ["maud@parenthese.example", "sacha@ailleurs.example"]
    assert cast.ines.left_at == NOW


def test_only_a_post_makes_anyone_leave(ines: CheckingClient, cast: Cast) -> None:
    ines.get(LEAVE)
    ines.head(LEAVE)
    assert cast.ines.left_at is None


def test_nobody_else_leaves(ines: CheckingClient, session: Session, cast: Cast) -> None:
    submit(ines, LEAVE, professional_id=str(cast.karim.id), public_id=cast.karim.public_id)
    assert session.scalars(select(Professional.first_name).where(Professional.left_at.is_(None))).all() == [
        "Karim",
        "Odile",
    ]


def test_an_organiser_stays_signed_in_as_such(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    cast.ines.account = cast.maud
    session.commit()
    sign_in(client, cast.maud)
    assert "Votre compte d’organisation reste ouvert" in text_of(client.get(LEAVE))
    page = submit(client, LEAVE, follow=True)
    assert "Votre fiche est effacée. Votre compte d’organisation reste ouvert." in text_of(page)
    assert cast.ines.left_at == NOW


def test_no_proposal_still_names_whoever_left(ines: CheckingClient, session: Session, cast: Cast) -> None:
    guests = [ProposalGuest(professional=each, position=at) for at, each in enumerate([cast.ines, cast.karim])]
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
    submit(ines, LEAVE)
    assert session.scalars(select(ProposalGuest.professional_id)).all() == [cast.karim.id]
