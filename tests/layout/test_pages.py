"""The frame of pages, and pages that help when something fails."""

from pathlib import Path

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from tests.page_checks import check_page

ERRORS = sorted((Path(__file__).parents[2] / "templates/errors").glob("*.html"))


@pytest.mark.parametrize("page", ERRORS, ids=lambda page: page.stem)
def test_an_error_page_says_what_to_do_leads_home_and_gives_the_teams_number(app: Flask, page: Path) -> None:
    with app.test_request_context():
        drawn = check_page(render_template(f"errors/{page.name}"))
    links = [link.get("href") for link in drawn.findall(".//main//a")]
    assert links == ["/", "tel:0465710012"]
    assert len("".join(drawn.find(".//main").itertext())) > 100  # type: ignore[union-attr]


def test_an_unknown_page_is_the_same_bytes_for_everyone(
    app: Flask, client: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    stranger = app.test_client()
    sign_in(client, cast.maud)
    answers = [browser.get("/nulle-part") for browser in (client, stranger)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data


def test_the_page_shown_is_marked_in_both_menus(client: FlaskClient) -> None:
    page = check_page(client.get("/connexion").get_data(as_text=True))
    assert [link.text for link in page.findall(".//header//a[@aria-current='page']")] == ["Se connecter"] * 2


def test_the_first_link_of_a_page_skips_to_its_content(client: FlaskClient) -> None:
    page = check_page(client.get("/connexion").get_data(as_text=True))
    first = next(page.iter("a"))
    assert (first.get("href"), page.find(".//main").get("id")) == ("#contenu", "contenu")  # type: ignore[union-attr]


def test_another_host_is_refused_without_a_page_of_ours(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Host": "ailleurs.example"})
    assert (answer.status_code, answer.text) == (400, "Cette adresse n’est pas celle du réseau.")


@pytest.mark.parametrize("path", ["/rencontres/a%00b/place", "/rencontres?apres=a%00b", "/annuaire/%00", "/%00"])
def test_no_address_of_ours_holds_a_nul(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
