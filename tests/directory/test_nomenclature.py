"""The nomenclature: every profession has a family of its own kind, and words that can be read aloud."""

from collections import Counter

import pytest

from meetups.directory.families import ProfessionFamily
from meetups.directory.nomenclature import CARE_PATHWAYS, PROFESSIONS, ProfessionEntry

BY_KEY = {entry.key: entry for entry in PROFESSIONS}


def test_families_stand_in_the_alphabetical_order_of_their_labels() -> None:
    folded = [family.label.replace("É", "E").replace("é", "e").casefold() for family in ProfessionFamily]
    assert folded == sorted(folded)


@pytest.mark.parametrize("family", ProfessionFamily)
def test_every_family_has_a_label_an_icon_and_a_key_for_the_style_sheet(family: ProfessionFamily) -> None:
    assert family.label
    assert family.icon.replace("-", "").isalnum()
    assert family.value.isascii()
    assert family.value.islower()


def test_every_family_but_none_is_empty() -> None:
    assert {entry.family for entry in PROFESSIONS} == set(ProfessionFamily)


def test_a_code_is_unique_inside_its_table_and_collides_between_tables() -> None:
    assert len(BY_KEY) == len(PROFESSIONS)
    assert max(Counter(entry.code for entry in PROFESSIONS).values()) > 1


def test_every_table_of_the_nomenclature_is_there_in_full() -> None:
    counts = Counter(entry.table for entry in PROFESSIONS)
    assert counts == {"TRE_G15": 29, "TRE_R95": 5, "TRE_R94": 12, "TRE_R85": 11, "TRE_R356": 10}


@pytest.mark.parametrize("entry", PROFESSIONS, ids=lambda entry: "-".join(entry.key))
def test_labels_are_lower_case_and_readable_aloud(entry: ProfessionEntry) -> None:
    assert entry.label[0].islower()
    assert not set(entry.label) & set("·()/'.")


@pytest.mark.parametrize(
    ("key", "family"),
    [
        (("TRE_G15", "35"), ProfessionFamily.CARE_ASSISTANTS),
        (("TRE_R356", "45"), ProfessionFamily.CARE_ASSISTANTS),
        (("TRE_R85", "331"), ProfessionFamily.COORDINATION),
        (("TRE_R85", "330"), ProfessionFamily.COORDINATION),
        (("TRE_G15", "36"), ProfessionFamily.TRANSPORT),
        (("TRE_R85", "372"), ProfessionFamily.HOME_HELP),
        (("TRE_G15", "60"), ProfessionFamily.NURSING),
        (("TRE_R94", "45"), ProfessionFamily.SOCIAL),
    ],
)
def test_nobody_is_folded_under_nurses_or_doctors(key: tuple[str, str], family: ProfessionFamily) -> None:
    assert BY_KEY[key].family is family


def test_pathways_have_distinct_ascii_slugs_and_one_plain_sentence_each() -> None:
    assert len({pathway.slug for pathway in CARE_PATHWAYS}) == len(CARE_PATHWAYS)
    for pathway in CARE_PATHWAYS:
        assert pathway.slug.replace("-", "").isalpha()
        assert pathway.slug.isascii()
        assert pathway.name
        assert pathway.description.count(".") == 1
        assert pathway.description.endswith(".")
