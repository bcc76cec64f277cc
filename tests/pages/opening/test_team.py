"""« Équipe »: who organises, somebody more, somebody less."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, AuditEntry, Role
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.pages.forms import fields_of, form_at, submit, text_of

PAGE = "/organisation/association"
TEAM = f"{PAGE}/equipe"
LOU = {"first_name": "Lou", "email": "Lou@Parenthese.example"}


@pytest.fixture(autouse=True)
def _addresses(client: CheckingClient) -> None:
    """The team reads the addresses that open its pages."""
    client.allowed_addresses = frozenset({"maud@parenthese.example", "lou@parenthese.example", "lucie@exemple.fr"})


@pytest.fixture
def lou(session: Session, cast: Cast) -> Account:
    """Somebody else who organises."""
    made = factories.account(session, "lou@parenthese.example", "Lou")
    session.commit()
    return made


def actions(session: Session) -> list[tuple[str | None, str]]:
    return [(row.actor, row.action) for row in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_somebody_added_opens_the_organisation_and_a_second_tap_adds_nobody(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    done = submit(maud, PAGE, TEAM, follow=True, **LOU)  # type: ignore[arg-type]
    assert "Lou organise avec vous. Dites-le-lui : pour entrer" in text_of(done)
    assert "lou@parenthese.example" in text_of(done)
    submit(maud, PAGE, TEAM, **LOU)  # type: ignore[arg-type]
    added = session.scalars(select(Account).where(Account.first_name == "Lou")).one()
    assert (added.email, added.role) == ("lou@parenthese.example", Role.ORGANISER)
    assert actions(session) == [(cast.maud.public_id, "organiser_made")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_name": " "}, "Écrivez son prénom."),
        ({"first_name": "www.exemple.fr"}, "avec des lettres"),
        ({"email": "lou"}, "Il manque le signe @"),
        ({"email": ""}, "Écrivez son adresse"),
    ],
)
def test_what_cannot_be_used_is_said_and_stays(
    maud: CheckingClient, session: Session, changes: dict[str, str], words: str
) -> None:
    refused = submit(maud, PAGE, TEAM, **(LOU | changes))  # type: ignore[arg-type]
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert fields_of(form_at(refused, TEAM))["first_name"] == (LOU | changes)["first_name"].strip()
    assert fields_of(form_at(refused, PAGE))["association"] == "Parenthèse Savoie"
    assert len(session.scalars(select(Account)).all()) == 2


def test_an_access_is_taken_away_after_a_page_that_says_what_it_means(
    maud: CheckingClient, session: Session, cast: Cast, lou: Account
) -> None:
    page = f"{TEAM}/{lou.public_id}/retirer"
    assert page in maud.get(PAGE).text
    assert "se ferment tout de suite pour cette personne" in text_of(maud.get(page))
    assert lou.is_organiser
    done = submit(maud, page, follow=True)
    assert "Lou n’ouvre plus les pages de l’organisation." in text_of(done)
    assert "lou@parenthese.example" not in done.text
    assert lou.role is Role.PROFESSIONAL
    assert maud.post(page).status_code == 302
    assert maud.get(page).status_code == 404
    assert actions(session) == [(cast.maud.public_id, "organiser_removed")]


def test_ones_own_access_stays(maud: CheckingClient, session: Session, cast: Cast, lou: Account) -> None:
    page = f"{TEAM}/{cast.maud.public_id}/retirer"
    assert page not in maud.get(PAGE).text
    done = maud.post(page, follow_redirects=True)
    assert "Votre propre accès se retire par quelqu’un d’autre" in text_of(done)
    assert cast.maud.is_organiser


def test_members_and_strangers_to_the_team_change_nothing(
    client: CheckingClient, maud: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    assert maud.get(f"{TEAM}/{cast.stranger.public_id}/retirer").status_code == 404
    assert maud.get(f"{TEAM}/inconnu/retirer").status_code == 404
    session.rollback()
    sign_in(client, cast.stranger)
    assert client.post(TEAM, data=LOU).status_code == 403
    assert client.post(f"{TEAM}/{cast.maud.public_id}/retirer").status_code == 403
    assert cast.maud.is_organiser
    assert len(session.scalars(select(Account)).all()) == 2
