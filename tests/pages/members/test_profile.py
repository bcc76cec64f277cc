"""« Mon profil »: only what the form holds is written, and each agreement is logged."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, ConsentEntry, Role
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import ContactChannel, Visibility
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.page_checks import parse
from tests.pages.forms import fields_of, form_at, submit, text_of

PROFILE = "/moi/profil"


def test_what_was_typed_is_kept_and_greets(ines: CheckingClient, session: Session, cast: Cast) -> None:
    psy = factories.pathway(session, "psy", "Santé mentale")
    changes = {
        "first_name": "  Inès-Élodie ",
        "last_name": "",
        "profession_text": "kinésithérapeute de rue",
        "phone": "06 39 98 00 77",
        "contact_channel": "telephone",
    }
    values = fields_of(form_at(ines.get(PROFILE), PROFILE)) | changes
    both = {**values, "pathways": [psy.public_id], "meals": ["0-midi", "4-soir"]}
    page = ines.post(PROFILE, data=both, follow_redirects=True)
    assert "Votre famille de métiers : Rééducation." in text_of(page)
    assert "Bonjour Inès-Élodie" in text_of(page)
    person = cast.ines
    assert (person.full_name, person.profession_text) == ("Inès-Élodie", "kinésithérapeute de rue")
    assert (person.phone, person.contact_channel) == ("0639980077", ContactChannel.TELEPHONE)
    assert (person.family, person.meals) == (ProfessionFamily.REHABILITATION, ["0-midi", "4-soir"])
    assert [pathway.slug for pathway in person.pathways] == ["psy"]
    assert person.account
    assert person.account.first_name == "Inès-Élodie"


def test_the_page_shows_what_is_held(ines: CheckingClient, session: Session, cast: Cast) -> None:
    cast.ines.meals = ["2-matin"]
    form = form_at(ines.get(PROFILE), PROFILE)
    values = fields_of(form)
    assert values["first_name"] == "Inès"
    assert values["meals"] == "2-matin"
    assert values["pathways"] == cast.ines.pathways[0].public_id
    assert values["phone_visibility"] == "nobody"
    names = {box.get("aria-label") for box in form.iter("input") if box.get("name") == "meals"}
    assert {"lundi matin", "vendredi soir", "mercredi après-midi"} <= names
    assert len(names) == 20
    assert any(option.get("value") == "kinésithérapeute" for option in form.iter("option"))


def test_nothing_but_the_form_can_be_written(ines: CheckingClient, session: Session, cast: Cast) -> None:
    before = (cast.ines.account_id, cast.ines.confirmed_at, cast.ines.email, cast.ines.public_id)
    forged = {
        "account_id": str(cast.maud.id),
        "confirmed_at": "",
        "email": "autre@ailleurs.example",
        "public_id": cast.karim.public_id,
        "is_relay": "1",
        "role": "organiser",
        "left_at": "2026-01-01",
        "id": str(cast.karim.id),
    }
    assert submit(ines, PROFILE, first_name="Inès", **forged).status_code == 302
    assert (cast.ines.account_id, cast.ines.confirmed_at, cast.ines.email, cast.ines.public_id) == before
    assert not cast.ines.is_relay
    assert cast.ines.left_at is None
    assert cast.karim.first_name == "Karim"
    roles = session.scalars(select(Account.role).where(Account.id == cast.ines.account_id)).all()
    assert roles == [Role.PROFESSIONAL]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_name": " "}, "Dites-nous votre prénom."),
        ({"profession_text": ""}, "Dites votre métier avec vos mots"),
        ({"phone": "0639"}, "Nous ne reconnaissons pas ce numéro"),
        ({"phone": "", "contact_channel": "telephone"}, "Donnez un numéro un peu plus haut"),
        ({"first_name": "I" * 81}, "C’est un peu long"),
        ({"family": "rang"}, "Famille de métiers"),
        ({"phone_visibility": "tous"}, "Qui peut voir mon téléphone"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    ines: CheckingClient, cast: Cast, changes: dict[str, str], said: str
) -> None:
    page = submit(ines, PROFILE, **({"last_name": "Gardé & <b>"} | changes))
    assert page.status_code == 422
    assert said in text_of(page)
    assert fields_of(form_at(page, PROFILE))["last_name"] == "Gardé & <b>"
    assert cast.ines.last_name != "Gardé & <b>"


def test_html_in_a_profession_is_text(ines: CheckingClient) -> None:
    page = submit(ines, PROFILE, follow=True, profession_text="<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in text_of(page)
    assert not parse(page.text).findall(".//main//script")


def test_each_agreement_is_logged_once_with_the_version_read(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    agreed = {"is_listed": "y", "phone_visibility": "met", "is_seen": "y"}
    submit(ines, PROFILE, **agreed)
    submit(ines, PROFILE, **agreed)
    assert cast.ines.is_listed
    assert cast.ines.is_seen_by_guests
    assert (cast.ines.phone_visibility, cast.ines.email_visibility) == (Visibility.MET, Visibility.NOBODY)
    lines = session.scalars(select(ConsentEntry)).all()
    assert sorted(line.purpose for line in lines) == ["directory", "phone_to_met", "seen_by_guests"]
    assert all(line.given and line.text_version and line.source == "profile" for line in lines)
    assert {line.subject for line in lines} == {cast.ines.public_id}


def test_the_address_is_shown_and_changed_by_the_team(ines: CheckingClient) -> None:
    page = ines.get(PROFILE)
    assert "Votre courriel : ines@sante.example. Pour en changer, appelez l’équipe" in text_of(page)
    assert "email" not in fields_of(form_at(page, PROFILE))


def test_whoever_has_no_address_is_not_offered_mails(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    cast.odile.account = factories.account(session, "odile@sante.example", "Odile", Role.PROFESSIONAL)
    session.commit()
    sign_in(client, cast.odile.account)
    assert submit(client, PROFILE, contact_channel="email").status_code == 422
    assert submit(client, PROFILE, contact_channel="letter").status_code == 302
    assert cast.odile.contact_channel is ContactChannel.LETTER


def test_the_page_sends_a_bounded_number_of_queries(ines: CheckingClient, session: Session) -> None:
    for number in range(20):
        factories.pathway(session, f"parcours-{number}", f"Parcours {number}")
    session.commit()
    session.expunge_all()
    with recorded_statements() as sent:
        ines.get(PROFILE)
    assert len(sent) <= 8


@pytest.mark.parametrize("field", ["first_name", "last_name"])
@pytest.mark.parametrize("typed", ["Gagnez 500 € : ouvrez impots.example/x", "evil.example", "a" * 41])
def test_a_name_is_a_name_and_what_was_typed_stays(ines: CheckingClient, cast: Cast, field: str, typed: str) -> None:
    before = (cast.ines.first_name, cast.ines.last_name)
    page = submit(ines, PROFILE, **{field: typed})
    assert page.status_code == 422
    assert fields_of(form_at(page, PROFILE))[field] == typed
    assert (cast.ines.first_name, cast.ines.last_name) == before
