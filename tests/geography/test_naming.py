"""Names of communes inside a sentence."""

import pytest

from meetups.geography.naming import of_place, town_hall_name


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
