from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.accounts import rules
from tests.factories import NOW


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lucie@exemple.fr", "lucie@exemple.fr"),
        ("  Lucie.MARTIN@Exemple.FR ", "lucie.martin@exemple.fr"),
        ("lucie@sante.example", "lucie@sante.example"),
        ("lucie@hôpital.fr", "lucie@xn--hpital-ixa.fr"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert rules.normalise_email(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Écrivez votre adresse, comme lucie@exemple.fr"),
        ("lucie.exemple.fr", "Il manque le signe @, comme dans lucie@exemple.fr"),
        ("lucie @exemple.fr", "espace"),
        ("lucie@martin@exemple.fr", "un signe @ de trop"),
        ("@exemple.fr", "Il manque le début"),
        ("lucie@exemple", "Il manque la fin"),
        ("lucie@", "Il manque la fin"),
        ("inès@exemple.fr", "un accent"),
        ("lucie..@exemple.fr", "Vérifiez-la"),
    ],
)
def test_an_address_that_is_wrong_says_what_it_lacks(typed: str, said: str) -> None:
    with pytest.raises(rules.InvalidAddress, match=said):
        rules.normalise_email(typed)


def address_or_refusal(typed: str) -> str:
    try:
        return rules.normalise_email(typed)
    except rules.InvalidAddress as refusal:
        return f"refusé : {refusal}"


@given(st.text(max_size=80) | st.emails())
def test_any_text_is_an_address_that_mail_can_carry_or_a_refusal_in_words(typed: str) -> None:
    said = address_or_refusal(typed)
    if said.startswith("refusé"):
        assert "lucie@exemple.fr" in said
    else:
        assert said.isascii()
        assert rules.normalise_email(said) == said


@pytest.mark.parametrize("typed", ["12345678", "1234 5678", "1234\u00a05678", " 12-34-56-78 ", "1234.5678\n"])
def test_a_code_may_be_typed_or_pasted_as_one_likes(typed: str) -> None:
    assert rules.normalise_code(typed) == "12345678"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "huit chiffres"),
        ("1234567", "il y en a 7"),
        ("123456789", "il y en a 9"),
        ("1234567O", "que des chiffres"),
        ("１２３４５６７８", "que des chiffres"),
    ],
)
def test_what_cannot_be_a_code_says_why(typed: str, said: str) -> None:
    with pytest.raises(rules.InvalidCode, match=said):
        rules.normalise_code(typed)


def test_a_code_reads_in_two_halves() -> None:
    assert rules.readable_code("12345678") == "1234\u00a05678"


@pytest.mark.parametrize("target", ["/", "/moi", "/organisation?page=2", "/i/abc.1.xyz", "/a%20b", "/rencontres#juin"])
def test_a_path_of_ours_is_a_safe_way_back(target: str) -> None:
    assert rules.safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "moi",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/moi\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "https://evil.example/",
        "http:/evil.example",
        "https:evil.example",
        "//[evil",
        "\u2028//evil.example",
        "/\u202e/evil",
    ],
)
def test_anything_else_goes_home(target: str | None) -> None:
    assert rules.safe_next(target) == "/"


def test_an_organiser_who_stays_away_a_day_signs_in_again() -> None:
    just_under = NOW - timedelta(hours=23, minutes=59)
    assert not rules.is_idle(just_under, NOW, is_organiser=True)
    assert rules.is_idle(NOW - timedelta(hours=24), NOW, is_organiser=True)
    assert not rules.is_idle(NOW - timedelta(hours=24), NOW, is_organiser=False)


def test_a_member_who_stays_away_two_weeks_signs_in_again() -> None:
    assert not rules.is_idle(NOW - timedelta(days=13), NOW, is_organiser=False)
    assert rules.is_idle(NOW - timedelta(days=14), NOW, is_organiser=False)
