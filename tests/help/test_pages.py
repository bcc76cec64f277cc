"""The help of each role: findable, complete, and true whoever runs the installation."""

from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from meetups.help.topics import Topic
from meetups.installation import find_installation
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.page_checks import parse

WORDS = ("Fiche de rôle", "Parcours", "Relais", "Secteur", "Proposition", "À vol d’oiseau")


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join(" ".join(element.itertext()).replace("\u00a0", " ").split())


def test_the_foot_of_every_page_leads_to_the_help(client: CheckingClient) -> None:
    for path in ("/", "/connexion", "/nulle-part"):
        links = [link.get("href") for link in parse(client.get(path).text).findall(".//footer//a")]
        assert "/aide" in links


def test_the_help_leads_to_each_role_and_explains_its_words_alphabetically(client: CheckingClient) -> None:
    page = parse(client.get("/aide").text)
    links = [link.get("href") for link in page.findall(".//main//a")]
    assert {f"/aide/{topic}" for topic in Topic} <= set(links)
    names = [words(term) for term in page.iter("dt")]
    assert set(WORDS) <= set(names)
    assert names[:-1] == sorted(names[:-1]), "« à vol d’oiseau » closes the list"


@pytest.mark.parametrize("topic", Topic)
def test_the_table_of_contents_names_each_part_once_and_in_order(client: CheckingClient, topic: Topic) -> None:
    page = parse(client.get(f"/aide/{topic}").text)
    listed = [(link.get("href"), words(link)) for link in page.findall(".//ul[@class='sommaire']//a")]
    parts = [(f"#{title.get('id')}", words(title)) for title in page.findall(".//section[@class='partie']/h2")]
    assert listed == parts
    assert len(parts) >= 4
    for part in page.findall(".//section[@class='partie']"):
        assert len(words(part)) > 150, "a part answers something"


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        (Topic.PROFESSIONALS, ("Changer ma réponse", "Quitter le réseau", "Qui lit mon prénom", "Appelez l’équipe")),
        (Topic.ORGANISERS, ("Elle refuse.", "À joindre de vive voix", "Déplacer un déjeuner", "Annuler", "secteur")),
        (Topic.TOWN_HALLS, ("Jamais un nom", "Ni compte ni mot de passe", "autre créneau", "décrire une salle")),
    ],
)
def test_each_role_finds_its_questions(client: CheckingClient, topic: Topic, said: tuple[str, ...]) -> None:
    page = words(parse(client.get(f"/aide/{topic}").text).find(".//main"))
    for expected in said:
        assert expected in page, expected


def test_an_unknown_topic_is_not_found(client: CheckingClient) -> None:
    assert client.get("/aide/layout").status_code == 404
    assert client.get("/aide/remarks").status_code == 404


def test_reading_help_asks_for_the_letterhead_and_nothing_else(client: CheckingClient) -> None:
    for path in ("/aide", "/mairie", *(f"/aide/{topic}" for topic in Topic)):
        with recorded_statements() as sent:
            client.get(path)
        assert len(sent) <= 1, path


@pytest.mark.parametrize("path", ["/aide", "/aide/mairies", "/aide/organisation", "/aide/professionnels", "/mairie"])
def test_an_association_that_has_written_nothing_yet_still_reads_well(
    client: CheckingClient, session: Session, cast: Cast, path: str
) -> None:
    team = find_installation(session)
    assert team is not None
    team.association = team.team_name = team.team_phone = team.team_email = ""
    page = client.get(path)
    assert page.status_code == 200
    assert "tel:" not in page.text
    main = words(parse(page.text).find(".//main"))
    assert "None" not in main
    assert not main.rstrip().endswith(":")
