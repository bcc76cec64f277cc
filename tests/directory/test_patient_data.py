"""Text about a person who is cared for is seen before it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.demo.content.role_profiles import ROLE_DRAFTS
from meetups.directory.patient_data import PatientTrace, patient_traces

SPACES = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-", "  "])
numbers = st.tuples(
    st.sampled_from("12"),
    st.integers(0, 99).map("{:02}".format),
    st.sampled_from(["01", "07", "12", "20", "42", "50", "99"]),
    st.sampled_from(["01", "73", "2A", "2B", "97"]),
    st.integers(0, 999).map("{:03}".format),
    st.integers(0, 999).map("{:03}".format),
)


@given(numbers, SPACES, st.one_of(st.just(""), st.integers(0, 97).map("{:02}".format)), st.text(alphabet="abc ,;:("))
def test_a_social_security_number_is_seen_however_it_is_spaced(
    parts: tuple[str, ...], space: str, key: str, around: str
) -> None:
    number = space.join([*parts, key] if key else parts)
    assert PatientTrace.SOCIAL_SECURITY_NUMBER in patient_traces(f"{around} {number} {around}")


@given(st.text(alphabet=st.characters(exclude_categories=["N"])))
def test_a_text_without_digits_holds_nothing(text: str) -> None:
    assert patient_traces(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mme Durand, née le 12 mars 1948, sort jeudi.",
        "Monsieur Perrier né le 12/03/1948",
        "M. É. 12.03.48, retour à domicile",
        "madame ... non : Madame D. née en 1948",
        "Mlle Z, née le 1er août 1999",
        "M.Dupont 3-4-1950",
    ],
)
def test_a_name_beside_a_birth_date_is_seen(text: str) -> None:
    assert patient_traces(text) == [PatientTrace.NAME_AND_BIRTH_DATE]


@pytest.mark.parametrize(
    "text",
    [
        "Appelez-moi au 06 39 98 00 12, de 12 h 15 à 13 h 45.",
        "Déjeuner le 19/01/2027 à La Motte-Servolex.",
        "Mme Durand tient le secrétariat.",
        "J’ai commencé en mars 1998. Demandez M. Martin au 04 79 00 00 00.",
        "Le 15 en cas d’urgence ; sinon le 0 806 80 11 12.",
        "Numéro ADELI 739000123, RPPS 10001234567.",
        "2 000 personnes suivies en 2024, 1 200 visites",
    ],
)
def test_what_professionals_write_of_their_work_passes(text: str) -> None:
    assert patient_traces(text) == []


def test_no_role_profile_of_the_demo_is_suspected() -> None:
    for drafts in ROLE_DRAFTS.values():
        for draft in drafts:
            whole = "\n".join([draft.mission, *draft.call_me_for, *draft.not_for, draft.methods, draft.limits])
            assert patient_traces(whole) == [], whole
