"""Which page a remark is about: no secret of an address is ever kept, nor written in a link."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from meetups.help.places import NAMING, Place, place_of, this_page
from meetups.web.tokens import Purpose, sign_link


@pytest.mark.parametrize("pattern", ["/i/<token>", "/i/<token>/agenda.ics", "/h/<token>", "/demo/connexion/<token>"])
def test_a_link_s_token_is_replaced_by_the_name_of_its_place(app: Flask, pattern: str) -> None:
    token = sign_link(Purpose.INVITATION, "abcdefghijkl")
    path = pattern.replace("<token>", token)
    assert place_of(path) == Place(pattern)
    assert place_of(f"{path}?reponse=oui#suite") == Place(pattern)
    assert place_of(pattern) == Place(pattern), "what was stored or linked names the same page"
    with app.test_request_context(path):
        assert this_page() == pattern


def test_every_route_hides_what_it_does_not_know_to_be_harmless(app: Flask) -> None:
    secret = "s3cret-" * 5
    for rule in app.url_map.iter_rules():
        unknown = rule.arguments - NAMING
        assert unknown <= {"token", "code", "filename"}, f"{rule}: is {unknown} a secret?"
        path = _path(rule, secret)
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        with app.test_request_context(path, method=method):
            name = this_page()
            if unknown:
                assert secret not in name, rule
        assert place_of(path).name == name


def _path(rule: Rule, value: str) -> str:
    built = rule.build({name: 7 if name in {"number"} else value for name in rule.arguments}, append_unknown=False)
    assert built
    return built[1]


@pytest.mark.parametrize(
    "target",
    [
        "",
        None,
        "https://ailleurs.example/i/abc",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "/i/abc/def/ghi",
        "/nulle-part/jean@exemple.fr",
        "aide",
    ],
)
def test_an_address_that_is_not_ours_names_no_page(app: Flask, target: str | None) -> None:
    assert place_of(target) == Place()


def test_a_code_after_the_question_mark_is_never_kept(app: Flask) -> None:
    assert place_of("/connexion/code?code=12345678") == Place("/connexion/code", "/connexion/code")
    with app.test_request_context("/connexion/code?code=12345678"):
        assert this_page() == "/connexion/code"


def test_what_stands_in_the_place_of_a_name_is_kept_only_if_it_looks_like_one(app: Flask) -> None:
    assert place_of("/organisation/rencontres/abc_DEF-1234").url == "/organisation/rencontres/abc_DEF-1234"
    assert place_of("/organisation/rencontres/jean@exemple.fr") == Place("/organisation/rencontres/<public_id>")


def test_a_form_s_own_address_is_named_but_opens_nothing(app: Flask) -> None:
    path = "/organisation/propositions/abcdefghijkl/preparer"
    assert place_of(path) == Place(path)


def test_a_page_that_no_route_answers_has_no_name(app: Flask) -> None:
    with app.test_request_context("/h/abc/def/trop-long"):
        assert this_page() == ""
