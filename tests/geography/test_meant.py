"""Which communes people mean: one by one, or a whole list at once."""

import pytest
from sqlalchemy.orm import Session

from meetups.geography.meant import Meant, understand, understand_all
from meetups.geography.queries import commune_by_name_or_code
from meetups.geography.services import load_geography
from tests.accounts.statements import recorded_statements


@pytest.fixture
def communes(session: Session) -> Session:
    """Savoie, Oise and Haute-Garonne."""
    load_geography(session, ["31", "60", "73"])
    session.flush()
    return session


def names(meant: Meant) -> list[str]:
    """Those to choose among, in order."""
    return [commune.name for commune in meant.choices]


@pytest.mark.parametrize(
    "text",
    [
        *("Chambéry", "CHAMBERY", "73000 Chambéry", "73011 Chambéry Cedex", "motte servolex", "73065"),
        *("Modane (73)", "73500 Modane", "Toulouse"),
    ],
)
def test_without_a_doubt_the_commune_is_taken(communes: Session, text: str) -> None:
    found = commune_by_name_or_code(communes, text)
    assert found
    assert understand(communes, text, {"73"}) == Meant(found)


@pytest.mark.parametrize("text", ["Nulleville", "Modane (74)", "75001 Modane", "00000", "", "?"])
def test_what_names_nothing_is_not_known(communes: Session, text: str) -> None:
    assert understand_all(communes, [text], {"73"}) == {text: Meant()}


def test_several_communes_of_one_code_are_a_choice(communes: Session) -> None:
    meant = understand(communes, "73210", {"73"})
    assert (meant.commune, meant.is_known) == (None, True)
    assert "Aime-la-Plagne" in names(meant)
    assert len(names(meant)) > 1


def test_of_namesakes_the_one_where_the_network_works_is_meant_else_all_are_a_choice(communes: Session) -> None:
    here = understand(communes, "Saint-Sulpice", {"73"}).commune
    assert here
    assert here.insee == "73281"
    elsewhere = understand(communes, "Saint-Sulpice", set())
    assert {"73281", "60598"} <= {commune.insee for commune in elsewhere.choices}
    assert understand(communes, "Saint-Sulpice", {"38"}).commune is None


def test_a_far_commune_is_doubtful_when_a_near_one_begins_with_its_name(communes: Session) -> None:
    meant = understand(communes, "Saint-Jean", {"73"})
    assert (meant.commune, meant.is_known) == (None, True)
    assert {"Saint-Jean", "Saint-Jean-de-Maurienne"} <= set(names(meant))
    named = understand(communes, "Saint-Jean (31)", {"73"}).commune
    assert named
    assert named.department == "31"


def test_half_a_name_is_offered_whole(communes: Session) -> None:
    meant = understand(communes, "La Motte", {"73"})
    assert (meant.commune, meant.is_known) == (None, False)
    assert "La Motte-Servolex" in names(meant)


def test_a_list_takes_as_many_queries_as_one_text(communes: Session) -> None:
    texts = ["Saint-Jean", "73210", *(f"Nulleville {number}" for number in "abcdefghij")]
    with recorded_statements() as sent:
        understand_all(communes, texts, {"73"})
    assert len(sent) == 3
