import pytest
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.directory.professions import family_of, find_profession, profession_labels
from meetups.directory.reference import add_professions
from tests.accounts.statements import recorded_statements


@pytest.fixture(autouse=True)
def _professions(session: Session) -> None:
    add_professions(session)


def label_of(session: Session, typed: str) -> str | None:
    found = find_profession(session, typed)
    return found.label if found else None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("infirmière", "infirmière ou infirmier"),
        ("INFIRMIER LIBÉRAL", "infirmière ou infirmier"),
        ("IDEL", "infirmière ou infirmier"),
        ("infirmier en pratique avancée", "infirmière ou infirmier en pratique avancée"),
        ("Infirmière coordinatrice", "infirmière coordonnatrice ou infirmier coordonnateur"),
        ("aide soignante de nuit", "aide-soignante ou aide-soignant"),
        ("aide à domicile", "aide à domicile"),
        ("aide domicile", "aide à domicile"),
        ("kiné", "kinésithérapeute"),
        ("masseur-kinésithérapeute", "kinésithérapeute"),
        ("médecin généraliste", "médecin généraliste"),
        ("medecin", "médecin"),
        ("secrétaire médicale", "secrétaire médicale ou médical"),
        ("assistante sociale de secteur", "assistante sociale ou assistant social"),
        ("auxiliaire de vie sociale", "auxiliaire de vie"),
        ("Coordinateur de parcours", "coordonnatrice ou coordonnateur de parcours"),
        ("Sage-femme", "sage-femme"),
    ],
)
def test_a_profession_is_recognised_in_a_persons_own_words(session: Session, typed: str, label: str) -> None:
    assert label_of(session, typed) == label


@pytest.mark.parametrize("typed", ["", "ou", "de la", "porteuse de repas", "<b>infirm</b>", "social"])
def test_words_that_name_no_profession_that_we_know_stay_possible(session: Session, typed: str) -> None:
    found = find_profession(session, typed)
    assert found is None
    assert family_of(found) is ProfessionFamily.OTHER


def test_a_profession_brings_its_family(session: Session) -> None:
    assert family_of(find_profession(session, "ambulancière")) is ProfessionFamily.TRANSPORT


def test_every_label_names_its_own_profession(session: Session) -> None:
    mistaken = {label: label_of(session, label) for label in profession_labels(session)}
    assert {label: found for label, found in mistaken.items() if found != label} == {}


def test_suggestions_are_alphabetical_whatever_the_accents(session: Session) -> None:
    labels = profession_labels(session)
    assert labels.index("éducatrice ou éducateur technique") < labels.index("ergothérapeute")


def test_recognising_costs_one_query(session: Session) -> None:
    with recorded_statements() as statements:
        find_profession(session, "infirmière")
    assert len(statements) == 1
