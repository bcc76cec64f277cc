"""« Mon secrétariat peut répondre pour moi »: set on one's profile, or by the team; seen by the person either way."""

import pytest
from sqlalchemy.orm import Session

from meetups.invitations.leaving import leave_network
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import fields_of, form_at, submit, text_of

PROFILE, ADDRESS = "/moi/profil", "accueil@cabinet.example"


@pytest.fixture
def edit(cast: Cast) -> str:
    return f"/organisation/personnes/{cast.ines.public_id}/modifier"


def test_one_sets_it_and_takes_it_away_on_one_s_profile(ines: CheckingClient, cast: Cast) -> None:
    ines.allowed_addresses |= {ADDRESS}
    submit(ines, PROFILE, secretary_email=" Accueil@cabinet.example")
    assert cast.ines.secretary_email == ADDRESS
    assert fields_of(form_at(ines.get(PROFILE), PROFILE))["secretary_email"] == ADDRESS
    submit(ines, PROFILE, secretary_email="")
    assert cast.ines.secretary_email is None


@pytest.mark.parametrize(("typed", "status"), [("pas une adresse", 422), ("karim@sante.example", 409)])
def test_an_address_that_does_not_suit_is_refused_on_its_line(
    ines: CheckingClient, cast: Cast, typed: str, status: int
) -> None:
    ines.allowed_addresses |= {"karim@sante.example"}
    page = submit(ines, PROFILE, secretary_email=typed, first_name="Autre")
    assert page.status_code == status
    assert f'value="{typed}"' in page.text
    assert (cast.ines.secretary_email, cast.ines.first_name) == (None, "Inès")


def test_the_team_sets_it_and_sees_it(maud: CheckingClient, session: Session, cast: Cast, edit: str) -> None:
    cast.ines.phone = "0639980055"  # else she would look like Karim
    maud.allowed_addresses = frozenset({"ines@sante.example", ADDRESS, "karim@sante.example"})
    page = submit(maud, edit, follow=True, secretary_email=ADDRESS)
    assert f"{ADDRESS}, dont les réponses comptent comme les siennes" in text_of(page)
    assert cast.ines.secretary_email == ADDRESS
    refused = submit(maud, edit, secretary_email="karim@sante.example")
    assert refused.status_code == 422
    assert "Cette adresse ne convient pas" in text_of(refused)
    assert cast.ines.secretary_email == ADDRESS


def test_leaving_the_network_erases_it(session: Session, cast: Cast) -> None:
    cast.ines.secretary_email = ADDRESS
    leave_network(session, cast.ines, now=NOW)
    assert cast.ines.secretary_email is None
