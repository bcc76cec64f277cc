"""The public page, and the page of one's own invitations."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from meetups.accounts.models import Role
from meetups.directory.models import Professional
from meetups.installation import Installation
from meetups.invitations.answers import answer
from meetups.invitations.emails import answer_url
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.planning.services import publish
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import text_of


def signed_in_as_ines(client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn) -> Professional:
    hers = factories.account(session, "ines@sante.example", "Inès", Role.PROFESSIONAL)
    cast.ines.account = hers
    session.commit()
    sign_in(client, hers)
    return cast.ines


def invited(session: Session, cast: Cast) -> Invitation:
    made = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    publish(session, cast.lunch, now=NOW)
    session.commit()
    return made


def test_home_says_what_this_is_and_where_to_sign_in(client: CheckingClient) -> None:
    home = client.get("/")
    assert home.status_code == 200
    links = {link.get("href") for link in parse(home.text).iter("a")}
    assert "/connexion" in links
    assert "tel:0465710012" in links
    assert "Comment ça marche" in text_of(home)


def test_a_number_typed_with_spaces_can_be_called(client: CheckingClient, session: Session) -> None:
    session.execute(update(Installation).values(team_phone="04 65 71 00 12"))
    page = client.get("/")
    assert "tel:0465710012" in {link.get("href") for link in parse(page.text).iter("a")}
    assert "04\u00a065\u00a071\u00a000\u00a012" in page.text


def test_home_leads_whoever_is_signed_in_to_their_own_pages(maud: CheckingClient) -> None:
    main = parse(maud.get("/").text).find(".//main")
    assert main is not None
    assert "/organisation" in {link.get("href") for link in main.iter("a")}


def test_home_leads_nowhere_that_does_not_exist(client: CheckingClient) -> None:
    page = parse(client.get("/").text)
    for link in page.iter("a"):
        href = link.get("href") or ""
        if href.startswith("/"):
            assert client.get(href).status_code == 200, href


def test_me_shows_my_invitation_with_the_link_that_answers_it(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    signed_in_as_ines(client, session, cast, sign_in)
    invitation = invited(session, cast)
    page = client.get("/moi")
    assert answer_url(invitation) in {link.get("href") for link in parse(page.text).iter("a")}
    assert "À vous de répondre" in text_of(page)
    session.rollback()
    answer(session, invitation, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    session.commit()
    assert "Votre réponse : vous venez" in text_of(client.get("/moi"))


def test_me_says_what_is_known_of_me_and_whom_to_call(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    person = signed_in_as_ines(client, session, cast, sign_in)
    page = client.get("/moi")
    said = text_of(page)
    assert person.full_name in said
    assert "infirmière" in said
    assert "Grand âge" in said
    assert "La Motte-Servolex" in said
    assert "Pas d’invitation pour l’instant" in said
    assert "tel:0465710012" in {link.get("href") for link in parse(page.text).iter("a")}


def test_me_shows_neither_past_meetups_nor_anyone_elses(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    signed_in_as_ines(client, session, cast, sign_in)
    past = factories.meetup(
        session, title="Du temps passé", starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8)
    )
    factories.invitation(session, past, cast.ines, invited_at=NOW - timedelta(days=20))
    factories.invitation(session, cast.lunch, cast.karim, invited_at=NOW)
    session.commit()
    said = text_of(client.get("/moi"))
    assert "Du temps passé" not in said
    assert cast.lunch.title not in said


def test_an_account_that_is_nobody_invited_reads_so(maud: CheckingClient) -> None:
    assert "Votre compte ne correspond à aucune personne invitée" in text_of(maud.get("/moi"))


def test_me_sends_the_same_queries_for_one_invitation_and_for_six(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    signed_in_as_ines(client, session, cast, sign_in)
    invited(session, cast)
    with recorded_statements() as one:
        client.get("/moi")
    session.rollback()
    for days in range(1, 6):
        starts_at = LUNCH + timedelta(days=days)
        more = factories.meetup(session, cast.room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
        factories.invitation(session, more, cast.ines, invited_at=NOW)
    session.commit()
    with recorded_statements() as six:
        client.get("/moi")
    assert len(six) == len(one) <= 10
