"""« Annuaire »: for members only, by words, family, pathway and commune, twenty at a time, never a way to reach."""

import re

import pytest
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional, RoleProfile, Visibility
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import fields_of, form_at, text_of

DIRECTORY = "/annuaire"
LONG = "Marie-Éléonore-Guillemette-" * 6


@pytest.fixture
def listed(session: Session, cast: Cast) -> Cast:
    """Inès, Karim and Odile agreed to stand in the directory, and show everything to members."""
    for person in (cast.ines, cast.karim, cast.odile):
        person.is_listed = True
        person.phone_visibility = person.email_visibility = Visibility.MEMBERS
    session.commit()
    return cast


@pytest.fixture
def member(client: CheckingClient, listed: Cast, sign_in: SignIn) -> CheckingClient:
    """The stranger's browser: an active account, invited to nothing, with no page of its own."""
    sign_in(client, listed.stranger)
    return client


def links_of(html: str) -> list[str]:
    return re.findall(r'href="/annuaire/([^"/?#]+)"', html)


def test_someone_who_is_not_signed_in_is_led_to_sign_in(client: CheckingClient, listed: Cast) -> None:
    answer = client.get(DIRECTORY, query_string={"q": "ines"})
    assert answer.status_code == 302
    assert "/connexion?next=" in answer.location
    assert "annuaire" in answer.location


def test_a_disabled_account_reads_nothing(member: CheckingClient, session: Session, listed: Cast) -> None:
    listed.stranger.disabled_at = NOW
    assert member.get(DIRECTORY).status_code == 302


def test_a_line_says_who_what_for_what_and_where(member: CheckingClient, session: Session, listed: Cast) -> None:
    listed.ines.role_profile = RoleProfile(
        mission="Je soigne.", call_me_for="une plaie qui traîne.\nun pansement", updated_at=NOW
    )
    page = member.get(DIRECTORY)
    said = text_of(page)
    assert "3 personnes dans l’annuaire, dans l’ordre des prénoms." in said
    assert "Inès infirmière « Appelez-moi pour une plaie qui traîne. » La Motte-Servolex" in said
    assert listed.ines.last_name not in said
    assert links_of(page.text) == [each.public_id for each in (listed.ines, listed.karim, listed.odile)]
    assert parse(page.text).find(".//main//p[@role='status']") is not None


def test_no_way_to_reach_anyone_stands_on_the_list(member: CheckingClient, listed: Cast) -> None:
    main = member.get(DIRECTORY).text.split("<main")[1].split("</main")[0]
    assert "@sante.example" not in main
    assert "0639980" not in re.sub(r"\s", "", main)


def test_only_one_person_is_said_in_the_singular_and_nobody_with_what_to_do(
    member: CheckingClient, listed: Cast
) -> None:
    assert "1 personne pour cette recherche" in text_of(member.get(DIRECTORY, query_string={"q": "KARIM"}))
    said = text_of(member.get(DIRECTORY, query_string={"q": "zzz"}))
    assert "Personne pour cette recherche." in said
    assert "Essayez un mot plus court" in said
    assert "Vous ne trouvez pas ?" in said
    assert "Demander à l’équipe" in said


def test_an_empty_directory_says_how_it_fills(client: CheckingClient, cast: Cast, sign_in: SignIn) -> None:
    sign_in(client, cast.stranger)
    assert "L’annuaire se remplit" in text_of(client.get(DIRECTORY))


def test_criteria_combine_and_stay_in_the_form_and_in_the_address_of_the_next_page(
    member: CheckingClient, session: Session, listed: Cast
) -> None:
    mental = factories.pathway(session, "sante-mentale", "Santé mentale")
    for number in range(25):
        factories.professional(
            session, f"Camille {number:02}", "73008", is_listed=True, pathways=[mental], family=ProfessionFamily.SOCIAL
        )
    factories.professional(session, "Camille", "73008", is_listed=True, pathways=[mental])
    wanted = {"q": "camille inf", "famille": "social", "parcours": "sante-mentale", "commune": "aix les bains"}
    page = member.get(DIRECTORY, query_string=wanted)
    assert "25 personnes pour cette recherche" in text_of(page)
    assert fields_of(form_at(page, DIRECTORY)) == wanted
    following = next(a for a in parse(page.text).iter("a") if "".join(a.itertext()) == "Voir la suite")
    second = member.get(following.get("href") or "")
    assert "25 personnes pour cette recherche" in text_of(second)
    assert fields_of(form_at(second, DIRECTORY)) == wanted
    assert "Voir la suite" not in second.text
    assert "Revenir au début" in text_of(second)
    assert len(links_of(page.text)) == 20
    assert len({*links_of(page.text), *links_of(second.text)}) == 25


def test_a_commune_that_nobody_knows_is_said_and_kept(member: CheckingClient, session: Session, listed: Cast) -> None:
    page = member.get(DIRECTORY, query_string={"q": "ines", "commune": "Chambéri <b>"})
    assert page.status_code == 422
    assert "Nous ne connaissons pas cette commune" in text_of(page)
    assert fields_of(form_at(page, DIRECTORY))["commune"] == "Chambéri <b>"
    assert fields_of(form_at(page, DIRECTORY))["q"] == "ines"
    assert links_of(page.text) == [], "nothing is shown as if it answered"
    field = parse(page.text).find(".//input[@id='commune']")
    assert field is not None
    assert field.get("aria-invalid") == "true"


def test_a_family_or_a_pathway_that_does_not_exist_is_said(member: CheckingClient, listed: Cast) -> None:
    for name in ("famille", "parcours"):
        page = member.get(DIRECTORY, query_string={name: "inconnu"})
        assert "n’existe pas, ou plus" in text_of(page)
        assert len(links_of(page.text)) == 3


def test_past_the_last_page_one_can_come_back(member: CheckingClient, listed: Cast) -> None:
    page = member.get(DIRECTORY, query_string={"apres": listed.odile.public_id})
    assert "La liste s’arrête ici." in text_of(page)
    assert "Revenir au début" in text_of(page)


def test_long_names_and_html_are_shown_as_they_are(member: CheckingClient, session: Session, listed: Cast) -> None:
    listed.ines.first_name, listed.ines.last_name = LONG, "<i>"
    listed.ines.profession_text = "<script>alert(1)</script> & « sœur »"
    listed.ines.role_profile = RoleProfile(mission="x", call_me_for="<b>tout</b>", updated_at=NOW)
    factories.professional(session, LONG, last_name="<u>", is_listed=True)
    said = text_of(member.get(DIRECTORY))
    assert f"{LONG} <." in said
    assert "<script>alert(1)</script> & « sœur »" in said
    assert "Appelez-moi pour <b>tout</b>." in said
    assert text_of(member.get(DIRECTORY, query_string={"q": '"><script>'})).count("<script>") <= 1


def test_someone_who_leaves_or_pauses_is_gone_at_once(member: CheckingClient, session: Session, listed: Cast) -> None:
    listed.ines.left_at = NOW
    listed.karim.paused_until = NOW.replace(year=2028)
    assert links_of(member.get(DIRECTORY).text) == [listed.odile.public_id]


@pytest.mark.parametrize("query", ["", "q=inf&famille=soins&parcours=grand-age&commune=73290"])
def test_as_many_queries_for_three_people_as_for_forty(
    member: CheckingClient, session: Session, listed: Cast, query: str
) -> None:
    factories.area(session)

    def sent() -> int:
        session.commit()
        session.expunge_all()
        with recorded_statements() as statements:
            assert member.get(f"{DIRECTORY}?{query}").status_code == 200
        session.rollback()  # a page reads only
        return len(statements)

    few = sent()
    pathway = factories.pathway(session)
    people: list[Professional] = [
        factories.professional(session, "Camille", is_listed=True, pathways=[pathway]) for _ in range(37)
    ]
    for person in people:
        person.role_profile = RoleProfile(mission="x", call_me_for="y", updated_at=NOW)
    assert sent() == few <= 11
