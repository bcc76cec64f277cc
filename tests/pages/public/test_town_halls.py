"""How a town hall hosts a lunch, for whoever wonders."""

from sqlalchemy.orm import Session

from meetups.installation import find_installation
from meetups.planning.choices import HostChoice
from tests.conftest import CheckingClient
from tests.page_checks import parse


def read(client: CheckingClient) -> str:
    main = parse(client.get("/mairie").text).find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).replace("\u00a0", " ").split())


def test_it_says_what_is_asked_what_is_sent_how_to_answer_and_what_it_costs(client: CheckingClient) -> None:
    page = read(client)
    for said in (
        "Vous avez reçu une demande ? Ouvrez le lien de notre courriel",
        "45 minutes avant pour installer et 30 minutes après pour ranger",
        "Jamais un nom",
        "sans compte ni mot de passe",
        "plus qu’un appui",
        "Aucune explication n’est demandée",
        "participation ou une caution",
        "attestation d’assurance",
        "04 65 71 00 12",
        *(choice.label for choice in HostChoice),
    ):
        assert said in page, said


def test_without_a_number_nor_an_address_it_still_says_whom_to_talk_to(
    client: CheckingClient, session: Session
) -> None:
    team = find_installation(session)
    assert team is not None
    team.team_phone = ""
    assert "Écrire à l’équipe" in read(client)
    session.rollback()
    team.team_email = team.team_phone = ""
    assert "Parlez-en à la personne qui vous a écrit ou appelé." in read(client)


def test_it_leads_to_the_questions_of_town_halls(client: CheckingClient) -> None:
    assert 'href="/aide/mairies"' in client.get("/mairie").text
    assert 'href="/mairie"' in client.get("/aide/mairies").text


def test_it_is_found_from_the_foot_of_any_page(client: CheckingClient) -> None:
    links = [link.get("href") for link in parse(client.get("/connexion").text).findall(".//footer//a")]
    assert "/mairie" in links
