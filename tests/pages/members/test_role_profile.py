"""Someone's page: what they say, who may reach them, on a button that is logged, and the meals shared."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups.accounts.models import AuditEntry
from meetups.directory.models import Professional, RoleProfile, Structure, Visibility
from meetups.invitations.models import Registration
from meetups.invitations.rules import AnswerSource, Attendance, RegistrationStatus
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import fields_of, form_at, text_of
from tests.pages.members.conftest import Share

PREVIEW = "/moi/apercu"
KARIMS = frozenset({"karim@sante.example"})


def page_of(person: Professional) -> str:
    return f"/annuaire/{person.public_id}"


def reveal_of(person: Professional) -> str:
    return f"{page_of(person)}/coordonnees"


def main_of(response: TestResponse) -> str:
    """The main part as it is written, spaces aside: no number may hide in an attribute."""
    return re.sub(r"\s|\u00a0", "", response.text.split("<main")[1].split("</main")[0])


@pytest.fixture
def karim(session: Session, cast: Cast) -> Professional:
    """Karim stands in the directory with a whole role profile. He shows nothing of how to reach him yet."""
    cast.karim.is_listed = True
    cast.karim.phone = "0639980077"
    cast.karim.structure = Structure(name="Cabinet des Bauges", commune_insee="73179")
    cast.karim.role_profile = RoleProfile(
        mission="Je remets les gens debout.",
        call_me_for="une chute\nun transfert difficile",
        not_for="financer un fauteuil (plutôt : l’assistante sociale)\nune urgence",
        methods="Trois séances, puis un point.",
        constraints="deux semaines d’attente\nune ordonnance",
        limits="Pas au-delà de Chambéry.",
        channels="Un appel entre 12 h et 13 h.",
        reachable=["0-matin", "3-midi"],
        updated_at=NOW,
    )
    session.commit()
    return cast.karim


def test_someone_who_is_not_signed_in_is_led_to_sign_in(client: CheckingClient, karim: Professional) -> None:
    for answer in (client.get(page_of(karim)), client.post(reveal_of(karim)), client.get(PREVIEW)):
        assert answer.status_code == 302
        assert "/connexion" in answer.location


def test_everything_that_was_written_is_shown(ines: CheckingClient, karim: Professional) -> None:
    page = ines.get(page_of(karim))
    said = text_of(page)
    for part in (
        "Cabinet des Bauges, La Motte-Servolex",
        "Je remets les gens debout.",
        "Appelez-moi pour… une chute un transfert difficile",
        "Ce n’est pas moi pour… financer un fauteuil plutôt l’assistante sociale une urgence",
        "Comment je travaille Trois séances, puis un point.",
        "Ce qu’il faut savoir deux semaines d’attente une ordonnance Pas au-delà de Chambéry.",
        "Parcours et lieux Grand âge La Motte-Servolex",
        "Un appel entre 12 h et 13 h.",
    ):
        assert part in said
    document = parse(page.text)
    assert "".join(document.find(".//main//h1").itertext()) == "Karim"  # type: ignore[union-attr]
    assert karim.last_name not in said


def test_a_commune_that_the_structure_names_is_not_said_twice(
    ines: CheckingClient, session: Session, karim: Professional
) -> None:
    karim.structure.name = "Cabinet de la Motte Servolex"  # type: ignore[union-attr]
    said = text_of(ines.get(page_of(karim)))
    assert "Cabinet de la Motte Servolex Me joindre" in said
    assert said.count("La Motte-Servolex") == 1


def test_the_week_is_a_table_that_can_be_heard(ines: CheckingClient, karim: Professional) -> None:
    table = parse(ines.get(page_of(karim)).text).find(".//table")
    assert table is not None
    assert table.findtext("caption")
    assert [each.get("title") for each in table.iter("abbr")] == ["lundi", "mardi", "mercredi", "jeudi", "vendredi"]
    rows = [[("".join(cell.itertext())).strip() for cell in row] for row in table.findall("tbody/tr")]
    no = ["non"] * 5
    assert rows == [
        ["matin", "oui", *no[1:]],
        ["midi", "non", "non", "non", "oui", "non"],
        ["après-midi", *no],
        ["soir", *no],
    ]


def test_what_was_left_empty_is_absent(ines: CheckingClient, session: Session, karim: Professional) -> None:
    role = karim.role_profile
    assert role
    role.not_for = role.methods = role.constraints = role.limits = role.channels = ""
    role.reachable = []
    karim.structure, karim.pathways, karim.places = None, [], []
    page = ines.get(page_of(karim))
    for part in ("Ce n’est pas", "Comment je", "Ce qu’il faut", "Parcours et", "Vos déjeuners ensemble"):
        assert part not in text_of(page)
    assert parse(page.text).find(".//table") is None


def test_someone_without_a_role_profile_gets_a_kind_sentence(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.odile.is_listed = True
    assert "Odile n’a pas encore écrit sa fiche de rôle. Le mieux est de vous rencontrer" in text_of(
        ines.get(page_of(cast.odile))
    )


def test_long_accented_and_html_texts_are_shown_as_they_are(
    ines: CheckingClient, session: Session, karim: Professional
) -> None:
    text = "<script>alert('É’œ')</script> & " + "x" * 300
    karim.first_name = karim.profession_text = text
    role = karim.role_profile
    assert role
    role.mission = role.call_me_for = role.not_for = role.methods = text
    role.constraints = role.limits = role.channels = text
    karim.structure.name = text  # type: ignore[union-attr]
    page = ines.get(page_of(karim))
    assert text_of(page).count("<script>alert('É’œ')</script>") >= 9
    assert "<script>alert" not in page.text


def test_a_namesake_gives_the_initial(ines: CheckingClient, session: Session, karim: Professional) -> None:
    karim.last_name = "Sassi"
    factories.professional(session, "Karim", last_name="Roux", is_listed=True)
    assert "Karim S." in text_of(ines.get(page_of(karim)))


@pytest.mark.parametrize(
    "hidden",
    [
        {"is_listed": False},
        {"confirmed_at": None},
        {"left_at": NOW},
        {"paused_until": NOW + timedelta(days=1)},
    ],
)
def test_whoever_does_not_stand_in_the_directory_answers_like_nobody(
    ines: CheckingClient, session: Session, karim: Professional, hidden: dict[str, object]
) -> None:
    karim.phone_visibility = Visibility.MEMBERS
    for name, value in hidden.items():
        setattr(karim, name, value)
    unknown, refused = ines.get("/annuaire/inconnu"), ines.get(page_of(karim))
    assert (unknown.status_code, refused.status_code) == (404, 404)
    assert re.sub("inconnu", "", unknown.text) == re.sub(karim.public_id, "", refused.text)
    assert ines.post(reveal_of(karim)).status_code == 404
    assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize("met", [False, True])
@pytest.mark.parametrize("phone", list(Visibility))
@pytest.mark.parametrize("email", list(Visibility))
def test_each_detail_is_shown_to_whom_it_was_meant(
    ines: CheckingClient,
    session: Session,
    karim: Professional,
    share: Share,
    met: bool,
    phone: Visibility,
    email: Visibility,
) -> None:
    ines.allowed_addresses = KARIMS
    if met:
        share()
    karim.phone_visibility, karim.email_visibility = phone, email
    readable = {Visibility.MEMBERS, Visibility.MET} if met else {Visibility.MEMBERS}
    page = ines.get(page_of(karim))
    assert "0639980077" not in main_of(page)
    assert "karim@" not in main_of(page)
    assert ("Voir ses coordonnées" in text_of(page)) is bool({phone, email} & readable)
    shown = ines.post(reveal_of(karim))
    if not {phone, email} & readable:
        assert shown.status_code == 404
        assert session.scalars(select(AuditEntry)).all() == []
        only_met = Visibility.MET in {phone, email}
        assert ("aux personnes avec qui un déjeuner a eu lieu" in text_of(page)) is only_met
        assert ("Karim n’affiche pas ses coordonnées ici." in text_of(page)) is not only_met
        return
    assert shown.status_code == 200
    assert ("tel:0639980077" in main_of(shown)) is (phone in readable)
    assert ("mailto:karim@sante.example" in main_of(shown)) is (email in readable)
    assert "no-store" in shown.headers["Cache-Control"]
    assert "0639980077" not in main_of(ines.get(page_of(karim))), "it is asked for each time"


def test_a_reveal_is_logged_without_anything_personal(
    ines: CheckingClient, session: Session, cast: Cast, karim: Professional
) -> None:
    ines.allowed_addresses = KARIMS
    karim.phone_visibility = karim.email_visibility = Visibility.MEMBERS
    where = reveal_of(karim)
    ines.get(page_of(karim))
    assert session.scalars(select(AuditEntry)).all() == []
    ines.post(where, data=fields_of(form_at(ines.get(page_of(karim)), f"{where}#joindre")))
    entry = session.scalars(select(AuditEntry)).one()
    assert cast.ines.account
    assert (entry.actor, entry.action, entry.object) == (
        cast.ines.account.public_id,
        "contact_revealed",
        karim.public_id,
    )
    assert entry.at == NOW


def test_a_reveal_is_never_a_get(ines: CheckingClient, karim: Professional) -> None:
    karim.phone_visibility = Visibility.MEMBERS
    assert ines.get(reveal_of(karim)).status_code == 405


def test_a_reveal_needs_the_forms_token(ines: CheckingClient, session: Session, karim: Professional) -> None:
    karim.phone_visibility = Visibility.MEMBERS
    ines.application.config["WTF_CSRF_ENABLED"] = True
    refused = ines.post(reveal_of(karim))
    assert refused.status_code == 400
    assert "0639980077" not in main_of(refused)
    assert session.scalars(select(AuditEntry)).all() == []


def test_a_detail_that_does_not_exist_is_not_promised(
    ines: CheckingClient, session: Session, karim: Professional
) -> None:
    karim.phone, karim.phone_visibility = None, Visibility.MEMBERS
    assert "Voir ses coordonnées" not in text_of(ines.get(page_of(karim)))


GOING, MAYBE, WITHDRAWN = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.WITHDRAWN
NOT_NOTED, CAME, ABSENT = Attendance.UNKNOWN, Attendance.ATTENDED, Attendance.ABSENT


@pytest.mark.parametrize(
    ("given", "met"),
    [
        ({}, True),
        ({"attendance": (CAME, CAME), "statuses": (MAYBE, MAYBE)}, True),
        ({"attendance": (CAME, NOT_NOTED)}, True),
        ({"attendance": (CAME, ABSENT)}, False),
        ({"attendance": (ABSENT, CAME)}, False),
        ({"statuses": (GOING, MAYBE)}, False),
        ({"statuses": (WITHDRAWN, GOING)}, False),
        ({"status": MeetupStatus.CANCELLED}, False),
        ({"days": 21}, False),
    ],
)
def test_having_met_is_having_both_been_there(
    ines: CheckingClient,
    session: Session,
    karim: Professional,
    share: Share,
    given: dict[str, object],
    met: bool,
) -> None:
    share(**given)
    karim.phone_visibility = Visibility.MET
    said = text_of(ines.get(page_of(karim)))
    assert ("Voir ses coordonnées" in said) is met
    assert ("Vos déjeuners ensemble" in said) is met
    assert (ines.post(reveal_of(karim)).status_code == 200) is met


def test_two_people_at_two_meetups_have_not_met(
    ines: CheckingClient, session: Session, cast: Cast, karim: Professional
) -> None:
    for person, days in ((cast.ines, 10), (karim, 20)):
        at = NOW - timedelta(days=days)
        meetup = factories.meetup(
            session, cast.room, starts_at=at, ends_at=at + timedelta(hours=1), status=MeetupStatus.PUBLISHED
        )
        session.add(
            Registration(meetup=meetup, professional=person, status=GOING, source=AnswerSource.SITE, answered_at=NOW)
        )
    assert "Vos déjeuners ensemble" not in text_of(ines.get(page_of(karim)))


def test_a_meal_to_come_is_told_only_by_someone_who_agreed_to_be_seen(
    ines: CheckingClient, session: Session, karim: Professional, share: Share
) -> None:
    share(days=21)
    assert "À venir" not in text_of(ines.get(page_of(karim)))
    session.rollback()  # a page reads only
    karim.is_seen_by_guests = True
    said = text_of(ines.get(page_of(karim)))
    assert "Vos déjeuners ensemble lundi 14 décembre 2026 , La Motte-Servolex À venir" in said


def test_meals_are_the_viewers_own(maud: CheckingClient, karim: Professional, share: Share) -> None:
    share()
    karim.phone_visibility = Visibility.MET
    said = text_of(maud.get(page_of(karim)))
    assert "Vos déjeuners ensemble" not in said
    assert "Voir ses coordonnées" not in said, "the team reads what members read"


def test_one_finds_where_to_edit_on_ones_own_page(ines: CheckingClient, session: Session, cast: Cast) -> None:
    cast.ines.is_listed = True
    cast.ines.phone_visibility = Visibility.MET
    page = ines.get(page_of(cast.ines))
    assert 'href="/moi/fiche"' in page.text
    assert "votre téléphone : les personnes avec qui j’ai déjeuné" in text_of(page)
    assert "Voir ses coordonnées" not in text_of(page)
    assert "@" not in main_of(page)


def test_the_preview_shows_ones_page_even_when_nobody_sees_it(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.ines.role_profile = RoleProfile(mission="Je soigne.", call_me_for="une plaie", updated_at=NOW)

    def seen() -> str:
        said = text_of(ines.get(PREVIEW))
        session.rollback()  # a page reads only
        return said

    hidden = seen()
    assert "Voici ce que voit un ou une collègue." in hidden
    assert "Votre fiche n’est pas dans l’annuaire" in hidden
    assert "Je soigne." in hidden
    assert "Modifier ma fiche de rôle" in hidden
    cast.ines.is_listed = True
    assert "n’est pas dans l’annuaire" not in seen()
    cast.ines.paused_until = NOW + timedelta(days=9)
    assert "Vous êtes en pause" in seen()
    cast.ines.confirmed_at = None
    assert "L’équipe ne vous a pas encore appelé" in seen()


def test_the_preview_of_an_empty_page_says_what_to_write(ines: CheckingClient, cast: Cast) -> None:
    assert "Vous n’avez pas encore dit ce que vous faites." in text_of(ines.get(PREVIEW))


def test_an_account_without_a_page_is_led_to_its_own_space(maud: CheckingClient, cast: Cast) -> None:
    answer = maud.get(PREVIEW)
    assert (answer.status_code, answer.location) == (302, "/moi")


def test_as_many_queries_for_one_meal_as_for_twenty(
    ines: CheckingClient, session: Session, cast: Cast, karim: Professional, share: Share
) -> None:
    where = page_of(karim)

    def sent() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as statements:
            assert "Vos déjeuners ensemble" in text_of(ines.get(where))
        session.rollback()  # a page reads only
        return len(statements)

    share()
    few = sent()
    cast.ines, cast.karim, cast.room = (session.merge(each) for each in (cast.ines, cast.karim, cast.room))
    for days in range(19):
        share(days=-30 - days)
    assert sent() == few <= 9
