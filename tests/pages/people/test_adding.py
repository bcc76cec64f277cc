"""Somebody written down by hand, corrected, and recognised when they are already there."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import AuditEntry, ConsentEntry, Role
from meetups.directory.models import ContactChannel, Professional
from meetups.directory.reference import add_professions
from meetups.outbox.models import OutgoingEmail
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.pages.forms import fields_of, form_at, submit, text_of
from tests.pages.test_bounded import crowd, queries

PEOPLE = "/organisation/personnes"
ADD = f"{PEOPLE}/ajouter"
ZOE = {
    "first_name": "Zoé",
    "last_name": "Blanc",
    "profession": "aide à domicile",
    "commune": "73290",
    "channel": "telephone",
    "phone": "06 39 98 77 66",
}


def add(browser: CheckingClient, **changes: str) -> TestResponse:
    return submit(browser, ADD, **(ZOE | changes))


def everyone(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Professional)) or 0


def zoe(session: Session) -> Professional:
    return session.scalars(select(Professional).where(Professional.first_name == "Zoé")).one()


def test_someone_without_any_email_is_added_in_one_form(maud: CheckingClient, session: Session, cast: Cast) -> None:
    add_professions(session)
    done = add(maud)
    person = zoe(session)
    assert (done.status_code, done.location) == (302, f"{PEOPLE}/{person.public_id}")
    assert (person.phone, person.email, person.contact_channel) == ("0639987766", None, ContactChannel.TELEPHONE)
    assert person.family.value == "domicile"
    assert [place.commune_insee for place in person.places] == ["73179"]
    assert session.scalars(select(ConsentEntry.source)).all() == ["organiser"]
    assert session.scalars(select(AuditEntry.action)).all() == ["person_added"]
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == 0
    assert "Zoé est dans le réseau." in text_of(maud.get(done.location or ""))


def test_the_form_reminds_to_tell_the_person_and_suggests_professions(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    add_professions(session)
    page = maud.get(ADD)
    assert "Dites à cette personne que vous l’inscrivez" in text_of(page)
    assert '<option value="aide à domicile">' in page.text


def test_pathways_and_a_postal_address_are_kept(maud: CheckingClient, session: Session, cast: Cast) -> None:
    pathway = factories.pathway(session)
    add(maud, channel="letter", phone="", address="12  rue de l’Église", pathways=pathway.public_id)
    assert zoe(session).places[0].address == "12 rue de l’Église"
    assert zoe(session).pathways == [pathway]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_name": " "}, "Écrivez au moins un prénom."),
        ({"first_name": "Z" * 41}, "C’est un peu long pour un prénom : gardez celui qu’on lui donne."),
        ({"last_name": "B" * 41}, "Un nom s’écrit avec des lettres, quarante au plus"),
        ({"profession": ""}, "Écrivez son métier, avec ses mots."),
        ({"commune": "Atlantide"}, "Nous ne connaissons pas cette commune"),
        ({"commune": ""}, "Écrivez une commune ou un code postal."),
        ({"phone": ""}, "Écrivez son téléphone"),
        ({"phone": "12"}, "Nous ne reconnaissons pas ce numéro"),
        ({"channel": "employer", "phone": ""}, "Écrivez le téléphone de son employeur."),
        ({"channel": "letter"}, "Écrivez son adresse postale"),
        ({"channel": "email"}, "Écrivez son courriel"),
        ({"email": "zoe"}, "Il manque le signe @"),
        ({"channel": "pigeon"}, "valide"),
        ({"pathways": "inconnu"}, "valide"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    maud: CheckingClient, session: Session, cast: Cast, changes: dict[str, str], words: str
) -> None:
    refused = add(maud, **changes)
    assert refused.status_code == 422
    kept = fields_of(form_at(refused, ADD))
    assert kept["first_name"] == changes.get("first_name", "Zoé").strip()
    assert "Une ligne à revoir." in text_of(refused)
    assert words in text_of(refused)
    assert everyone(session) == 3


def test_someone_who_may_already_be_there_is_shown_before_anything_is_written(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    there = factories.professional(session, "Zoe", last_name="Blanc", phone=None)
    refused = add(maud)
    assert refused.status_code == 409
    assert "Cette personne est peut-être déjà là" in text_of(refused)
    assert "C’est la même personne : voir sa fiche" in text_of(refused)
    assert f"{PEOPLE}/{there.public_id}" in refused.text
    assert everyone(session) == 4
    assert session.scalars(select(AuditEntry)).all() == []


def confirmed(page: TestResponse, action: str) -> dict[str, str]:
    """The form as its second button sends it."""
    form = form_at(page, action)
    [button] = [each for each in form.iter("button") if each.get("name")]
    return fields_of(form) | {str(button.get("name")): str(button.get("value"))}


def test_the_second_button_adds_somebody_else_and_a_second_tap_adds_nobody(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    factories.professional(session, "Zoe", last_name="Blanc", phone=None)
    sent = confirmed(add(maud), ADD)
    assert maud.post(ADD, data=sent).status_code == 302
    assert everyone(session) == 5
    again = maud.post(ADD, data=sent)
    assert again.status_code == 409, "the one just added was not among those who were shown"
    assert everyone(session) == 5


def test_a_form_sent_twice_at_once_makes_one_person(maud: CheckingClient, session: Session, cast: Cast) -> None:
    twin = factories.professional(session, "Autre", public_id="abcdefghijkl", phone=None)
    done = add(maud, public_id=twin.public_id)
    assert (done.status_code, done.location) == (302, f"{PEOPLE}/abcdefghijkl")
    assert everyone(session) == 4


def test_a_public_id_that_is_none_is_refused(maud: CheckingClient, session: Session, cast: Cast) -> None:
    assert add(maud, public_id="../../x").status_code == 422
    assert everyone(session) == 3


def edit_page(person: Professional) -> str:
    return f"{PEOPLE}/{person.public_id}/modifier"


def test_editing_shows_what_we_know_and_keeps_what_changes(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.commune(session, "73065")
    page = edit_page(cast.odile)
    known = fields_of(form_at(maud.get(page), page))
    assert (known["first_name"], known["commune"], known["channel"]) == (
        "Odile",
        "73290 La Motte-Servolex",
        "telephone",
    )
    done = submit(maud, page, commune="Chambéry", profession="pharmacienne", phone="04 65 71 00 99")
    assert (done.status_code, done.location) == (302, f"{PEOPLE}/{cast.odile.public_id}")
    assert [place.commune_insee for place in cast.odile.places] == ["73065"]
    assert (cast.odile.profession_text, cast.odile.phone) == ("pharmacienne", "0465710099")
    assert session.scalars(select(AuditEntry.action)).all() == ["person_edited"]


def test_someone_is_not_a_duplicate_of_themselves_but_of_another(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    assert submit(maud, edit_page(cast.odile)).status_code == 302
    page = edit_page(cast.odile)
    refused = submit(maud, page, email="ines@sante.example")
    assert refused.status_code == 409
    assert cast.ines.full_name in text_of(refused)
    assert maud.post(page, data=confirmed(refused, page)).status_code == 302
    assert cast.odile.email == "ines@sante.example"


def test_an_address_that_opens_somebody_else_s_pages_is_refused_and_kept_in_the_form(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.odile.account = factories.account(session, "odile@sante.example", "Odile", Role.PROFESSIONAL)
    page = edit_page(cast.odile)
    assert "cette adresse ouvre son espace" in text_of(maud.get(page))
    session.rollback()
    refused = submit(maud, page, email=cast.stranger.email, last_name="Noir")
    assert refused.status_code == 422
    assert "Cette adresse ouvre déjà l’espace de quelqu’un d’autre." in text_of(refused)
    assert fields_of(form_at(refused, page))["last_name"] == "Noir"
    assert (cast.odile.email, cast.odile.account.email) == (None, "odile@sante.example")
    assert cast.odile.last_name != "Noir"
    assert submit(maud, page, email="neuve@sante.example").status_code == 302
    assert cast.odile.account.email == "neuve@sante.example"


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unread(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    page = edit_page(cast.odile)
    typed = fields_of(form_at(maud.get(page), page)) | {"last_name": "Noir"}
    session.rollback()
    cast.odile.phone = "0465710055"
    refused = maud.post(page, data=typed)
    assert refused.status_code == 409
    assert "Quelqu’un a modifié cette fiche" in text_of(refused)
    assert fields_of(form_at(refused, page))["last_name"] == "Noir"
    assert cast.odile.phone == "0465710055"
    assert maud.post(page, data=fields_of(form_at(refused, page))).status_code == 302


def test_those_who_left_or_never_were_are_not_edited(maud: CheckingClient, session: Session, cast: Cast) -> None:
    cast.odile.left_at = NOW
    for page in (edit_page(cast.odile), f"{PEOPLE}/inconnue/modifier"):
        assert maud.get(page).status_code == 404
        assert maud.post(page, data=ZOE).status_code == 404


def test_the_forms_send_as_many_queries_whatever_the_number_of_people(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    page = edit_page(cast.odile)
    few = queries(session, maud, ADD), queries(session, maud, page)
    session.rollback()
    crowd(session, 200)
    assert (queries(session, maud, ADD), queries(session, maud, page)) == few
    assert max(few) <= 12


def test_of_communes_that_share_a_code_one_is_chosen(maud: CheckingClient, session: Session, cast: Cast) -> None:
    factories.commune(session, "73157").postal_codes = "73290"
    session.commit()
    asked = add(maud)
    assert asked.status_code == 422
    assert "Modane (73290)" in text_of(asked)
    assert add(maud, commune_choice="73157").status_code == 302
    assert [place.commune_insee for place in zoe(session).places] == ["73157"]
