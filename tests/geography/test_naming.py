"""Names of communes inside a sentence."""

import pytest

from meetups.geography.naming import as_subject, of_place, town_hall_name, typographic


@pytest.mark.parametrize(
    ("commune", "said"),
    [
        ("Chambéry", "de Chambéry"),
        ("Aix-les-Bains", "d’Aix-les-Bains"),
        ("Épersy", "d’Épersy"),
        ("Le Bourget-du-Lac", "du Bourget-du-Lac"),
        ("Les Belleville", "des Belleville"),
        ("La Motte-Servolex", "de La Motte-Servolex"),
        ("L'Isle", "de L’Isle"),
        ("Hauteluce", "de Hauteluce"),
        ("Yenne", "de Yenne"),
        ("Yvoire", "d’Yvoire"),
    ],
)
def test_a_commune_is_named_as_people_say_it(commune: str, said: str) -> None:
    assert of_place(commune) == said
    assert town_hall_name(commune) == f"Mairie {said}"


def test_a_sentence_begins_with_the_town_hall_not_with_its_name_alone() -> None:
    assert as_subject("Mairie de Chambéry") == "La mairie de Chambéry"
    assert as_subject("EHPAD La Treille dorée") == "EHPAD La Treille dorée"


def test_official_names_and_addresses_are_written_as_one_prints_them() -> None:
    assert typographic("Saint-Pierre-d'Albigny") == "Saint-Pierre-d’Albigny"
    assert typographic("Place de Hôtel-de-Ville") == "Place de l’Hôtel-de-Ville"
    assert typographic("Place de l'Hôtel de Ville") == "Place de l’Hôtel de Ville"
