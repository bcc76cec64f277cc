"""« Ma fiche de rôle »: three questions, and a text about a person who is cared for is read twice."""

from sqlalchemy.orm import Session

from tests.conftest import Cast, CheckingClient
from tests.page_checks import parse
from tests.pages.forms import fields_of, form_at, submit, text_of

ROLE = "/moi/fiche"
ANSWERS = {
    "mission": "Je soigne les plaies à domicile.",
    "call_me_for": " - une plaie qui traîne\n\n• un pansement\n",
    "not_for": "une prise de sang (plutôt : le laboratoire)",
}
SECRET = "Mme Durand, née le 12 mars 1948"


def test_three_questions_make_a_profile(ines: CheckingClient, cast: Cast) -> None:
    page = submit(ines, ROLE, follow=True, **ANSWERS)
    assert "Votre fiche de rôle est enregistrée." in text_of(page)
    assert "Je soigne les plaies à domicile." in text_of(page)
    profile = cast.ines.role_profile
    assert profile
    assert profile.call_me_for == "une plaie qui traîne\nun pansement"
    assert fields_of(form_at(ines.get(ROLE), ROLE))["mission"] == "Je soigne les plaies à domicile."


def test_an_empty_question_is_asked_again_and_the_others_stay(ines: CheckingClient, cast: Cast) -> None:
    page = submit(ines, ROLE, **(ANSWERS | {"not_for": " \n- \n"}))
    assert page.status_code == 422
    assert "Donnez au moins une chose que l’on vous demande à tort." in text_of(page)
    assert fields_of(form_at(page, ROLE))["mission"] == ANSWERS["mission"]
    assert cast.ines.role_profile is None


def test_the_rest_is_optional_and_folded(ines: CheckingClient, cast: Cast) -> None:
    folded = parse(ines.get(ROLE).text).find(".//main//details")
    assert folded is not None
    assert folded.get("open") is None
    submit(ines, ROLE, **ANSWERS, channels="Un appel à 12 h", reachable="3-midi")
    assert cast.ines.role_profile
    assert cast.ines.role_profile.reachable == ["3-midi"]
    opened = parse(ines.get(ROLE).text).find(".//main//details")
    assert opened is not None
    assert opened.get("open") is not None


def test_long_accented_and_html_texts_are_kept_as_they_are(ines: CheckingClient, cast: Cast) -> None:
    text = "<b>Éàü ’ “</b> " * 60
    submit(ines, ROLE, **ANSWERS, methods=text)
    assert cast.ines.role_profile
    assert cast.ines.role_profile.methods == text.strip()
    page = submit(ines, ROLE, **ANSWERS, methods="x" * 1001)
    assert page.status_code == 422
    assert "C’est un peu long" in text_of(page)


def test_a_text_about_a_person_who_is_cared_for_waits_for_a_second_button(
    ines: CheckingClient, session: Session, cast: Cast
) -> None:
    page = submit(ines, ROLE, **ANSWERS, methods=SECRET)
    assert page.status_code == 422
    assert "Ce texte semble parler d’une personne soignée." in text_of(page)
    assert "un nom de famille et une date de naissance" in text_of(page)
    assert cast.ines.role_profile is None
    form = form_at(page, ROLE)
    button = next(each for each in form.iter("button") if each.get("name") == "relu")
    sent = fields_of(form) | {"relu": button.get("value") or ""}
    assert sent["methods"] == SECRET
    session.rollback()
    other = ines.post(ROLE, data=sent | {"limits": "1 48 03 73 065 012 34"})
    assert other.status_code == 422, "another text was not read again"
    assert cast.ines.role_profile is None
    session.rollback()
    assert ines.post(ROLE, data=sent).status_code == 302
    assert cast.ines.role_profile
    assert cast.ines.role_profile.methods == SECRET


def test_two_traces_in_one_text_are_told_apart_by_a_comma(ines: CheckingClient) -> None:
    page = submit(ines, ROLE, **(ANSWERS | {"mission": f"{SECRET}, 1 48 03 73 065 012 34"}))
    assert "à un numéro de sécurité sociale, et un nom de famille et une date de naissance." in text_of(page)


def test_nobody_writes_somebody_elses_profile(ines: CheckingClient, cast: Cast) -> None:
    submit(ines, ROLE, **ANSWERS, professional_id=str(cast.karim.id))
    assert cast.ines.role_profile
    assert cast.karim.role_profile is None
