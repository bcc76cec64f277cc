from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template_string
from sqlalchemy.orm import Session

from meetups import create_app
from meetups.accounts import sessions
from meetups.installation import Installation, find_installation
from meetups.pages.navigation import Association, association, navigation
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient, SignIn, make_settings
from tests.databases import free_port
from tests.factories import NOW
from tests.page_checks import parse


@pytest.fixture
def client(client: CheckingClient) -> CheckingClient:
    client.allowed_addresses = frozenset({"equipe@parenthese.example"})
    return client


def links(client: CheckingClient, path: str) -> dict[str, Element]:
    """The links of the page's first navigation, by their words."""
    page = parse(client.get(path).text)
    menu = next(page.iter("nav"))
    return {"".join(link.itertext()).strip(): link for link in menu.iter("a")}


def test_a_visitor_may_go_home_read_the_demos_mails_and_sign_in(client: CheckingClient) -> None:
    menu = links(client, "/connexion")
    assert {label: link.get("href") for label, link in menu.items()} == {
        "Accueil": "/",
        "Déjeuners": "/rencontres",
        "Visite": "/visite",
        "Courriels": "/courriels",
        "Se connecter": "/connexion",
    }


def test_an_organiser_is_led_to_the_organisation(client: CheckingClient, cast: Cast, sign_in: SignIn) -> None:
    sign_in(client, cast.maud)
    menu = links(client, "/moi")
    assert {label: link.get("href") for label, link in menu.items()} == {
        "Déjeuners": "/rencontres",
        "Annuaire": "/annuaire",
        "Mon espace": "/moi",
        "Organisation": "/organisation",
        "Visite": "/visite",
        "Courriels": "/courriels",
    }


def test_the_organisation_has_a_line_of_links_of_its_own(client: CheckingClient, cast: Cast, sign_in: SignIn) -> None:
    sign_in(client, cast.maud)
    page = parse(client.get("/organisation/rencontres/nouvelle").text)
    (line,) = [menu for menu in page.iter("nav") if menu.get("aria-label") == "Organisation"]
    assert [("".join(link.itertext()), link.get("href")) for link in line.iter("a")] == [
        ("À faire", "/organisation"),
        ("Propositions", "/organisation/propositions"),
        ("Rencontres", "/organisation/rencontres"),
        ("Manques", "/organisation/manques"),
        ("Personnes", "/organisation/personnes"),
        ("Messages", "/organisation/messages"),
        ("Courriels", "/organisation/courriels"),
        ("Secteurs", "/organisation/secteurs"),
        ("Parcours", "/organisation/parcours"),
        ("Lieux", "/organisation/lieux"),
        ("Remarques", "/organisation/remarques"),
        ("Association", "/organisation/association"),
    ]
    assert [link.get("href") for link in line.iter("a") if link.get("aria-current")] == ["/organisation/rencontres"]


def test_a_professional_is_not_shown_what_would_refuse_her(
    client: CheckingClient, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(client, cast.stranger)
    assert "Organisation" not in links(client, "/moi")


def test_the_menu_marks_where_one_is(app: Flask) -> None:
    with app.test_request_context("/connexion/code"):
        assert [item.label for item in navigation() if item.is_current] == ["Se connecter"]
    with app.test_request_context("/"):
        assert [item.label for item in navigation() if item.is_current] == ["Accueil"]
    with app.test_request_context("/connexions"):
        assert [item.label for item in navigation() if item.is_current] == []


def test_the_mailbox_is_offered_on_a_demo_on_loopback_only(app: Flask, session: Session) -> None:
    installation = find_installation(session)
    assert installation
    installation.is_demo = False
    with app.test_request_context("/"):
        assert "Courriels" not in [item.label for item in navigation()]


def test_the_mailbox_is_not_offered_elsewhere_than_on_loopback(app: Flask) -> None:
    app.extensions["settings"] = make_settings("sqlite:///", base_url="https://reseau.exemple.fr")
    with app.test_request_context("/"):
        assert "Courriels" not in [item.label for item in navigation()]


def test_the_frame_of_a_page_costs_one_query_for_the_letterhead(app: Flask) -> None:
    frame = "{{ association.name }} {{ association.phone }} {% for item in navigation() %}{{ item.label }}{% endfor %}"
    with app.test_request_context("/"), recorded_statements() as statements:
        shown = render_template_string(frame)
    assert shown.startswith("Parenthèse Savoie 0465710012")
    assert len(statements) == 1


def test_an_association_that_wrote_nothing_yet_has_a_name_all_the_same(app: Flask, session: Session) -> None:
    session.delete(session.get_one(Installation, 1))
    session.commit()
    with app.test_request_context("/"):
        assert association() == Association(name="Parenthèse Réseau", team_name="L’équipe")


@pytest.fixture
def cut_off() -> Flask:
    """An application whose database does not answer."""
    return create_app(make_settings(f"postgresql://postgres@127.0.0.1:{free_port()}/absente"))


def test_a_page_has_a_foot_even_when_the_database_is_away(cut_off: Flask) -> None:
    assert cut_off.test_client().get("/connexion").status_code == 200


def test_someone_signed_in_reads_that_the_database_is_away(cut_off: Flask) -> None:
    browser = cut_off.test_client()
    with browser.session_transaction() as cookie:
        sessions.remember(cookie, "un jeton", now=NOW)
    page = browser.get("/moi")
    assert page.status_code == 503
    assert parse(page.text).findtext(".//h1")
