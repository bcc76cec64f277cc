import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, ConsentEntry, OneTimeCode, Role, UserSession
from meetups.accounts.services import disable_account
from meetups.directory.families import ProfessionFamily
from meetups.directory.joining import MEMBERSHIP_TEXT_VERSION
from meetups.directory.models import ContactChannel, Professional
from meetups.outbox.message import describe
from meetups.outbox.models import MailState, OutgoingEmail
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.accounts.test_codes import code_in, last_mail, wrong
from tests.conftest import Cast, CheckingClient, FrozenClock, SignIn
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import text_of
from tests.pages.joining.steps import FORM, LUCIE, come_in, fill_in, give_account, type_code


def lucies(session: Session) -> list[Professional]:
    return list(session.scalars(select(Professional).where(Professional.first_name == "Lucie")))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_four_lines_and_a_code_make_a_member(client: CheckingClient, session: Session) -> None:
    entered = come_in(client, session)
    assert (entered.status_code, entered.location) == (302, "/moi")
    (lucie,) = lucies(session)
    assert (lucie.profession_text, lucie.family) == ("infirmière libérale", ProfessionFamily.NURSING)
    assert (lucie.email, lucie.contact_channel) == (LUCIE, ContactChannel.EMAIL)
    assert [place.commune_insee for place in lucie.places] == ["73179"]
    assert lucie.is_listed
    assert lucie.confirmed_at == NOW
    assert lucie.account is not None
    assert (lucie.account.email, lucie.account.role) == (LUCIE, Role.PROFESSIONAL)
    assert "Bienvenue dans le réseau, Lucie" in client.get("/moi").text


def test_what_was_agreed_to_is_logged_with_the_version_of_the_text(client: CheckingClient, session: Session) -> None:
    come_in(client, session)
    (lucie,) = lucies(session)
    logged = session.scalars(select(ConsentEntry).where(ConsentEntry.subject == lucie.public_id)).all()
    assert {(entry.purpose, entry.given, entry.source, entry.text_version) for entry in logged} == {
        ("membership", True, "site", MEMBERSHIP_TEXT_VERSION),
        ("directory", True, "site", MEMBERSHIP_TEXT_VERSION),
    }


def test_nothing_is_written_before_the_code(client: CheckingClient, session: Session, cast: Cast) -> None:
    people, accounts = count(session, Professional), count(session, Account)
    fill_in(client)
    assert client.get("/rejoindre/code").status_code == 200
    assert (count(session, Professional), count(session, Account)) == (people, accounts)


def test_the_page_says_what_happens_to_the_data_and_whom_to_call(client: CheckingClient) -> None:
    shown = text_of(client.get("/rejoindre"))
    assert "liront votre prénom, votre métier et votre commune" in shown
    assert "restent cachés" in shown
    assert "Appeler l’équipe 04 65 71 00 12" in shown


def test_the_mail_reaches_an_unknown_address_with_a_link_to_its_own_page(
    client: CheckingClient, session: Session
) -> None:
    fill_in(client)
    mail = last_mail(session)
    assert (mail.recipient, mail.state) == (LUCIE, MailState.PENDING)
    assert mail.mime is not None
    read, digits = describe(mail.mime), code_in(mail)
    assert f"http://127.0.0.1:5000/rejoindre/code?code={digits}" in read.text
    assert f"http://127.0.0.1:5000/rejoindre/code?code={digits}" in read.html
    page = client.get(f"/rejoindre/code?code={digits}")
    assert f'value="{digits}"' in page.text
    assert lucies(session) == [], "a link that is opened records nothing"


def test_known_and_unknown_addresses_get_the_same_page_and_the_same_mail(
    client: CheckingClient, session: Session, app: Flask, cast: Cast
) -> None:
    known = give_account(session, cast.ines).email
    unknown = "inex@sante.example"
    seen = []
    for address in (known, unknown):
        browser = app.test_client()
        browser.allowed_addresses = frozenset({address})  # type: ignore[attr-defined]
        with recorded_statements() as statements:
            answered = browser.post("/rejoindre", data=FORM | {"contact": address})
        page = browser.get("/rejoindre/code").text.replace(address, "ADRESSE")
        mail = last_mail(session)
        assert mail.mime is not None
        words = re.sub(r"\d{4}.?\d{4}", "CODE", describe(mail.mime).text)
        seen.append((answered.status_code, answered.location, page, words, mail.subject, mail.state, statements))
    assert seen[0] == seen[1]


def test_a_wrong_code_costs_the_same_for_known_and_unknown(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    give_account(session, cast.ines)
    seen = []
    for address in ("ines@sante.example", LUCIE):
        fill_in(client, contact=address)
        digits = wrong(code_in(last_mail(session)))
        with recorded_statements() as statements:
            page = client.post("/rejoindre/code", data={"code": digits})
        assert page.status_code == 422
        seen.append((page.text.replace(address, "ADRESSE").replace(digits, "CODE"), statements))
    assert seen[0] == seen[1]


def test_a_known_address_enters_its_own_account_and_nothing_changes(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    give_account(session, cast.ines)
    people = count(session, Professional)
    entered = come_in(client, session, first_name="Inès", profession="clown", contact="ines@sante.example")
    assert entered.location == "/moi"
    assert count(session, Professional) == people
    assert cast.ines.profession_text == "infirmière"
    assert "rien n’a changé" in client.get("/moi").text


def test_a_colleague_who_shares_a_mailbox_is_told_whose_space_it_is(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    give_account(session, cast.ines)
    come_in(client, session, contact="ines@sante.example")
    assert "cette adresse est déjà celle de Inès" in text_of(client.get("/moi"))
    assert lucies(session) == []


def test_someone_added_by_hand_is_linked_when_the_first_name_is_theirs(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    come_in(client, session, first_name="ines", contact="INES@sante.example", profession="autre chose")
    assert cast.ines.account is not None
    assert cast.ines.account.email == "ines@sante.example"
    assert (cast.ines.first_name, cast.ines.profession_text) == ("Inès", "infirmière")
    assert cast.ines.is_listed
    assert len(cast.ines.places) == 1


def test_someone_else_with_that_address_is_somebody_new(client: CheckingClient, session: Session, cast: Cast) -> None:
    come_in(client, session, contact="ines@sante.example")
    (lucie,) = lucies(session)
    assert lucie.account is not None
    assert cast.ines.account is None


def test_an_organiser_without_a_profile_makes_one_at_once(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(client, cast.maud)
    page = client.get("/rejoindre")
    names = {element.get("name") for element in parse(page.text).iter("input")}
    assert "contact" not in names
    assert 'value="Maud"' in page.text
    entered = client.post("/rejoindre", data=FORM | {"first_name": "Maud"})
    assert entered.location == "/moi"
    made = session.scalars(select(Professional).where(Professional.account_id == cast.maud.id)).one()
    assert (made.email, made.first_name) == ("maud@parenthese.example", "Maud")
    assert cast.maud.role is Role.ORGANISER
    assert count(session, OneTimeCode) == 0
    assert client.get("/rejoindre").location == "/moi", "the back button makes nobody twice"
    assert client.post("/rejoindre", data=FORM).location == "/moi"


def test_a_disabled_account_does_not_come_back_this_way(client: CheckingClient, session: Session, cast: Cast) -> None:
    account = give_account(session, cast.ines)
    disable_account(session, account, actor=None, now=NOW)
    fill_in(client, first_name="Inès", contact="ines@sante.example")
    assert last_mail(session).state is MailState.SUPPRESSED
    assert type_code(client, session).status_code == 422
    assert count(session, UserSession) == 0


def test_a_person_who_left_joins_again_as_somebody_new(client: CheckingClient, session: Session, cast: Cast) -> None:
    cast.ines.left_at = NOW - timedelta(days=1)
    come_in(client, session, first_name="Inès", contact="ines@sante.example")
    assert cast.ines.account is None
    fresh = session.scalars(select(Professional).where(Professional.account_id.is_not(None))).one()
    assert fresh.id != cast.ines.id
    assert fresh.created_at == NOW


def test_someone_who_joins_after_another_left_receives_a_code(
    client: CheckingClient, session: Session, app: Flask
) -> None:
    come_in(client, session)
    assert client.post("/moi/quitter").status_code == 200
    fill_in(app.test_client(), first_name="Zoé", contact="zoe@sante.example")  # type: ignore[arg-type]
    mail = last_mail(session)
    assert (mail.recipient, mail.state) == ("zoe@sante.example", MailState.PENDING)


def test_a_wrong_code_makes_nothing_and_counts(client: CheckingClient, session: Session) -> None:
    fill_in(client)
    typed = wrong(code_in(last_mail(session)))
    page = client.post("/rejoindre/code", data={"code": typed})
    assert page.status_code == 422
    assert "Ce n’est pas le bon code" in page.text
    assert session.scalars(select(OneTimeCode.attempts)).one() == 1
    assert lucies(session) == []


def test_a_code_serves_once(client: CheckingClient, session: Session, app: Flask, frozen_clock: FrozenClock) -> None:
    fill_in(client)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    type_code(client, session)
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie.update(kept)
    frozen_clock.now = NOW + timedelta(minutes=1)
    replayed = other.post("/rejoindre/code", data={"code": code_in(last_mail(session))})
    assert replayed.status_code == 422
    assert count(session, UserSession) == 1
    assert len(lucies(session)) == 1


def test_a_code_serves_only_in_the_browser_that_asked(client: CheckingClient, session: Session, app: Flask) -> None:
    fill_in(client)
    digits = code_in(last_mail(session))
    other = app.test_client()
    elsewhere = other.post("/rejoindre/code", data={"code": digits})
    assert elsewhere.location == "/rejoindre"
    other.post("/rejoindre", data=FORM | {"contact": "autre@sante.example"})
    assert other.post("/rejoindre/code", data={"code": digits}).status_code == 422
    assert lucies(session) == []


def test_a_joining_code_does_not_sign_in(client: CheckingClient, session: Session, cast: Cast) -> None:
    fill_in(client, contact="maud@parenthese.example", first_name="Maud")
    digits = code_in(last_mail(session))
    client.post("/connexion", data={"email": LUCIE})
    assert client.post("/connexion/code", data={"code": digits}).status_code == 422


def test_after_ten_minutes_one_begins_again(
    client: CheckingClient, session: Session, frozen_clock: FrozenClock
) -> None:
    fill_in(client)
    digits = code_in(last_mail(session))
    frozen_clock.now = NOW + timedelta(minutes=10)
    late = client.post("/rejoindre/code", data={"code": digits})
    assert late.location == "/rejoindre"
    assert "Dix minutes ont passé" in client.get("/rejoindre").text
    assert lucies(session) == []
    with client.session_transaction() as cookie:
        assert "joining" not in cookie


def test_another_code_replaces_the_first(client: CheckingClient, session: Session) -> None:
    fill_in(client)
    first = code_in(last_mail(session))
    assert client.post("/rejoindre/code", data={"autre": "1"}).location == "/rejoindre/code"
    assert client.post("/rejoindre/code", data={"code": first}).status_code == 422
    assert type_code(client, session).location == "/moi"


@pytest.mark.parametrize("address", ["ines@sante.example", LUCIE])
def test_a_sixth_code_within_the_hour_is_refused_with_a_word(
    client: CheckingClient, session: Session, cast: Cast, address: str
) -> None:
    give_account(session, cast.ines)
    for _ in range(5):
        fill_in(client, contact=address)
    again = client.post("/rejoindre/code", data={"autre": "1"})
    refused = fill_in(client, contact=address)
    assert (again.status_code, refused.status_code) == (429, 429)
    assert "Plusieurs codes ont déjà été demandés" in refused.text
    assert 'value="infirmière libérale"' in refused.text


def test_the_back_button_after_joining_leads_home(client: CheckingClient, session: Session) -> None:
    come_in(client, session)
    assert client.get("/rejoindre/code").location == "/moi"
    assert client.get("/rejoindre").location == "/moi"


@pytest.mark.parametrize("accented", ["Éloïse", "Jean-Éric", "N’Golo", "Zoë Maëlle", "Nguyễn"])
def test_first_names_of_every_kind_are_welcome(client: CheckingClient, session: Session, accented: str) -> None:
    come_in(client, session, first_name=accented)
    assert session.scalars(select(Professional).where(Professional.first_name == accented)).one()


@pytest.mark.parametrize(
    "name",
    ["", "www.exemple.fr", "gagne.fr", "https://x.fr", "Lucie 06", "<b>Lu</b>", "L" * 41, "...", "a@b.fr", "{{7*7}}"],
)
def test_a_first_name_that_could_carry_a_message_is_refused(
    client: CheckingClient, session: Session, name: str
) -> None:
    page = fill_in(client, first_name=name)
    assert page.status_code == 422
    assert "first_name-erreur" in page.text
    assert count(session, OutgoingEmail) == 0


def test_a_profession_may_be_any_words_and_stays_words(client: CheckingClient, session: Session) -> None:
    come_in(client, session, profession="<script>alert(1)</script> {{7*7}}")
    (lucie,) = lucies(session)
    assert lucie.profession_text == "<script>alert(1)</script> {{7*7}}"
    assert lucie.family is ProfessionFamily.OTHER
    page = client.get("/moi")
    assert "<script>alert" not in page.text


def test_a_page_of_words_is_no_profession(client: CheckingClient) -> None:
    assert fill_in(client, profession="mot " * 40).status_code == 422


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        ("", "ou un numéro où vous appeler"),
        ("lucie.sante.example", "Il manque le signe @"),
        ("06 39", "dix chiffres, comme 06 39 98 00 12"),
    ],
)
def test_what_cannot_be_reached_is_said_and_stays_typed(client: CheckingClient, contact: str, why: str) -> None:
    page = fill_in(client, contact=contact)
    assert page.status_code == 422
    assert why in text_of(page)
    assert f'value="{contact}"' in page.text


def test_an_unknown_commune_is_said(client: CheckingClient) -> None:
    page = fill_in(client, commune="Zzz")
    assert page.status_code == 422
    assert "vérifiez son nom, ou écrivez son code postal" in page.text


def test_a_commune_written_by_half_is_offered_whole(client: CheckingClient, session: Session) -> None:
    page = fill_in(client, commune="La Motte")
    assert page.status_code == 422
    assert "La Motte-Servolex (73290)" in text_of(page)
    assert fill_in(client, commune="La Motte", commune_choice="73179").location == "/rejoindre/code"


def test_namesakes_are_offered_and_the_network_prefers_its_own(client: CheckingClient, session: Session) -> None:
    twin = factories.commune(session, "73157")
    twin.name, twin.name_key, twin.department = "La Motte-Servolex", "la motte servolex", "38"
    session.commit()
    page = fill_in(client)
    assert page.status_code == 422
    assert "Plusieurs communes correspondent" in page.text
    assert "La Motte-Servolex (73500)" in text_of(page)
    assert fill_in(client, commune_choice="73157").location == "/rejoindre/code"
    assert fill_in(client, commune="Chambéry", commune_choice="73157").status_code == 422
    factories.area(session)
    session.commit()
    come_in(client, session)
    assert lucies(session)[0].places[0].commune_insee == "73179"


def test_a_commune_in_the_address_is_already_written(client: CheckingClient) -> None:
    assert 'value="Modane"' in client.get("/rejoindre?commune=Modane").text


def test_forms_are_refused_without_their_token(client: CheckingClient, app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert fill_in(client).status_code == 400
    assert client.post("/rejoindre/code", data={"code": "12345678"}).status_code == 400
    assert count(session, OneTimeCode) == 0
