"""Fields that everyone can fill in: a visible label, help and errors that are tied to them, what was typed kept."""

from xml.etree.ElementTree import Element

import pytest
import wtforms
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from tests.layout.conftest import Draw


class Joining(FlaskForm):
    """One field of each kind."""

    first_name = wtforms.StringField("Prénom", [wtforms.validators.InputRequired("Écrivez votre prénom.")])
    email = wtforms.EmailField("Adresse électronique")
    telephone = wtforms.TelField("Téléphone")
    day = wtforms.DateField("Jour")
    hour = wtforms.TimeField("Heure")
    places = wtforms.IntegerField("Places")
    words = wtforms.TextAreaField("Un mot")
    room = wtforms.SelectField("Salle", choices=["Tilleuls", "Conseil"])
    meal = wtforms.RadioField("Repas", choices=[SelectChoice("all", "Tout me va"), SelectChoice("other", "Autre")])
    agreed = wtforms.BooleanField("D’accord")
    next = wtforms.HiddenField()


VISIBLE = ["first_name", "email", "telephone", "day", "hour", "places", "words", "room", "meal", "agreed"]


@pytest.fixture
def form(bare_app: Flask) -> Joining:
    return Joining(formdata=MultiDict({"first_name": "", "words": "<b>bonjour</b>", "next": "/rencontres"}))


def by_id(page: Element, wanted: str) -> Element:
    (found,) = [element for element in page.iter() if element.get("id") == wanted]
    return found


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("name", VISIBLE)
def test_help_and_error_are_tied_to_their_field(draw: Draw, form: Joining, name: str) -> None:
    form[name].errors = ["À revoir."]
    page = draw("forms", "field(f, help='Une aide.')", f=form[name])
    described = (by_id(page, name).get("aria-describedby") or "").split()
    assert [words(by_id(page, identifier)) for identifier in described] == ["Une aide.", "À revoir."]


@pytest.mark.parametrize("name", VISIBLE)
def test_every_field_has_a_visible_label(draw: Draw, form: Joining, name: str) -> None:
    page = draw("forms", "field(f)", f=form[name])
    wanted = page.findall(".//legend") if name == "meal" else page.findall(f".//label[@for='{name}']")
    assert [words(label) for label in wanted] == [form[name].label.text]
    assert by_id(page, name).get("aria-describedby") is None


@pytest.mark.parametrize("name", [name for name in VISIBLE if name != "meal"])
def test_a_wrong_field_says_so_to_screen_readers_and_a_right_one_does_not(
    draw: Draw, form: Joining, name: str
) -> None:
    assert by_id(draw("forms", "field(f)", f=form[name]), name).get("aria-invalid") is None
    form[name].errors = ["À revoir."]
    assert by_id(draw("forms", "field(f)", f=form[name]), name).get("aria-invalid") == "true"


def test_each_choice_is_a_label_around_its_button(draw: Draw, form: Joining) -> None:
    page = draw("forms", "field(f)", f=form.meal)
    assert [words(label) for label in page.iter("label")] == ["Tout me va", "Autre"]
    assert all(label.find("input") is not None for label in page.iter("label"))


def test_further_words_become_attributes(draw: Draw, form: Joining) -> None:
    page = draw("forms", "field(f, autocomplete='given-name', optional=True)", f=form.first_name)
    assert by_id(page, "first_name").get("autocomplete") == "given-name"
    assert words(next(page.iter("label"))) == "Prénom (facultatif)"


def test_what_was_typed_is_kept_and_harmless(draw: Draw, form: Joining) -> None:
    assert by_id(draw("forms", "field(f)", f=form.words), "words").text == "\r\n<b>bonjour</b>".lstrip()


def test_the_summary_leads_to_each_wrong_field(draw: Draw, form: Joining) -> None:
    assert not form.validate()
    page = draw("forms", "error_summary(form)", form=form)
    (alert,) = page.findall(".//*[@role='alert']")
    links = {link.get("href"): words(link) for link in alert.iter("a")}
    assert links == {f"#{name}": form[name].label.text for name in form.errors}
    assert words(alert).startswith(f"{len(form.errors)} lignes à revoir.")


def test_no_summary_when_nothing_is_wrong(draw: Draw, form: Joining) -> None:
    page = draw("forms", "error_summary(form)", form=form)
    assert page.findall(".//*[@role='alert']") == []


def test_hidden_fields_carry_no_id_so_that_two_forms_may_share_a_page(draw: Draw, form: Joining) -> None:
    (only,) = draw("forms", "hidden(form)", form=form).iter("input")
    assert only.attrib == {"type": "hidden", "name": "next", "value": "/rencontres"}


def test_a_form_without_fields_still_carries_its_token(draw: Draw) -> None:
    (only,) = draw("forms", "hidden()").iter("input")
    assert (only.get("name"), only.get("type"), bool(only.get("value"))) == ("csrf_token", "hidden", True)
