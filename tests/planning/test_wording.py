"""Words that agree with the format of a meetup."""

from collections.abc import Iterator

import pytest
from flask import Flask

from meetups.planning.models import MeetupFormat
from meetups.planning.wording import default_needs


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """Words are chosen in an application's language."""
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("context")
def test_needs_say_the_head_count_and_tables_of_six() -> None:
    assert default_needs(24, MeetupFormat.LUNCH).startswith("24 personnes assises, 4 tables.")
    assert default_needs(25, MeetupFormat.LUNCH).startswith("25 personnes assises, 5 tables.")


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("kind", MeetupFormat)
def test_a_meal_is_brought_only_where_one_eats(kind: MeetupFormat) -> None:
    said = default_needs(24, kind)
    assert "Nous apportons " in said
    assert ("le repas" in said) is (kind in {MeetupFormat.LUNCH, MeetupFormat.EVENING})
