"""What may stand in a mail as a last name."""

import pytest

from meetups.directory.names import InvalidLastName, check_last_name


@pytest.mark.parametrize(
    "name", ["", "Perrier", "Le Goff", "N’Diaye", "L'Hôte", "Perrier-Favre", "Nguyễn", "St. Martin"]
)
def test_a_last_name_is_letters_or_nothing(name: str) -> None:
    check_last_name(name)


@pytest.mark.parametrize("name", ["evil.example", "500 €", "http://a.example", "Lisez : ceci", "-", "a" * 41])
def test_anything_else_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(InvalidLastName, match="comme Perrier"):
        check_last_name(name)
