"""Mails that differ by a few words are rendered once: each is still what it would be alone."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy.orm import Session

from meetups.installation import find_installation
from meetups.outbox import rendering
from meetups.outbox.rendering import render_alike, render_mail

HTML = '{% extends "emails/layout.html" %}{% from "emails/parts.html" import heading, button %}'
TEMPLATES = {
    "emails/hello.subject.txt": "Déjeuner : {{ title }}, {{ person }}",
    "emails/hello.txt": "{{ person }}  \n\n\n\n{{ title }} {{ url }}{{ url }}\n",
    "emails/hello.html": HTML
    + "{% block content %}{{ heading(title + person) }}{{ button(url, person) }}{% endblock %}",
}
NAMES = ["Inès", "D’Arc", 'd\'Arc "Jo"', "<b>&amp;", "שרה", "a\u00a0: b", "\ue0001\ue001", "", " x ", "a  b", "a\nb"]


@pytest.fixture(autouse=True)
def _templates(app: Flask) -> None:
    assert app.jinja_loader
    app.extensions.pop("mail_templates", None)
    app.jinja_loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_loader])


def words(person: str, url: str) -> dict[str, object]:
    return {"person": person, "url": url}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(NAMES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("\u202f!")
def test_a_mail_like_others_is_what_it_would_be_alone(name: str) -> None:
    url = "https://x.example/r/a?b=1&c=2"
    assert render_alike("hello", [name, url], words, title="midi") == render_mail(
        "hello", person=name, url=url, title="midi"
    )


def test_what_mails_share_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = []
    monkeypatch.setattr(
        rendering, "render_mail", lambda *given, **more: rendered.append(1) or render_mail(*given, **more)
    )
    for name in ("Inès", "Karim", "Odile"):
        assert name in render_alike("hello", [name, "#"], words, title="midi").text
    assert len(rendered) == 1


def test_another_value_of_what_they_share_is_rendered_again(session: Session) -> None:
    installation = find_installation(session)
    assert installation
    assert "midi" in render_alike("hello", ["Inès", "#"], words, title="midi").subject
    assert "soir" in render_alike("hello", ["Inès", "#"], words, title="soir").subject
    for team in ("Maud", "Zoé"):
        installation.team_name = team
        assert team in render_alike("hello", ["Inès", "#"], words, title="midi").html


def test_rows_are_compared_by_their_columns_and_not_as_objects(session: Session) -> None:
    installation = find_installation(session)
    before = rendering._by_value(installation)
    assert installation
    installation.team_name = "Zoé"
    assert rendering._by_value(installation) != before


@dataclass(frozen=True)
class Former:
    day: date


def test_only_what_cannot_change_unseen_may_be_shared() -> None:
    assert rendering._by_value({"former": Former(date(2027, 1, 19)), "lines": ["a"]}) == (
        ("former", (Former, (date(2027, 1, 19),))),
        ("lines", ("a",)),
    )
    with pytest.raises(TypeError):
        render_alike("hello", ["Inès", "#"], words, title=object())


def test_frames_are_few(app: Flask) -> None:
    for number in range(rendering.MOST_FRAMES + 3):
        render_alike("hello", ["Inès", "#"], words, title=str(number))
    assert len(app.extensions["mail_frames"]) <= rendering.MOST_FRAMES
