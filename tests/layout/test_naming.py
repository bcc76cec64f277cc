"""First names inside a sentence are read aloud as written."""

import pytest

from meetups.web.naming import of_person


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alice", "d’Alice"),
        ("Émile", "d’Émile"),
        ("Hélène Roux", "d’Hélène Roux"),
        ("Hassan", "de Hassan"),
        ("Yves", "d’Yves"),
        ("Yasmine", "de Yasmine"),
        ("Karim", "de Karim"),
        ("Œdipe", "d’Œdipe"),
        ("", "de "),
    ],
)
def test_a_first_name_is_elided_as_it_is_heard(name: str, said: str) -> None:
    assert of_person(name) == said
