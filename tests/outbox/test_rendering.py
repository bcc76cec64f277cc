"""Mail templates."""

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader, UndefinedError

from meetups.outbox.rendering import render_mail

TEXT = '{% extends "emails/layout.txt" %}'
HTML = '{% extends "emails/layout.html" %}{% from "emails/parts.html" import heading, button %}'
TEMPLATES = {
    "emails/hello.subject.txt": "Déjeuner :\n {{ title }}\n",
    "emails/hello.txt": TEXT + "{% block content %}« {{ title }} »  \n\n\n\nfin{% endblock %}",
    "emails/count.subject.txt": "{{ ngettext('%(num)s place, %(day)s', '%(num)s places, %(day)s', n, day=day) }}",
    "emails/count.txt": "{{ _('à %(share)s', share='100 %') }}",
    "emails/count.html": "<p>{{ _('L’aide & %(day)s', day=day) }}</p>",
    "emails/hello.html": HTML + "{% block content %}{{ heading(title) }}{{ button(url, 'Je viens') }}{% endblock %}",
}


@pytest.fixture(autouse=True)
def _templates(app: Flask) -> None:
    assert app.jinja_loader
    app.extensions.pop("mail_templates", None)  # made again from these
    app.jinja_loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_loader])


def test_html_is_escaped_and_plain_text_is_not() -> None:
    mail = render_mail("hello", title="L’aide & <moi>", url="https://x.example/?a=1&b=2")
    assert "L’aide &amp; &lt;moi&gt;" in mail.html
    assert 'href="https://x.example/?a=1&amp;b=2"' in mail.html
    assert "« L’aide & <moi> »" in mail.text
    assert mail.subject == "Déjeuner : L’aide & <moi>"


def test_the_subject_is_one_line() -> None:
    mail = render_mail("hello", title="midi\r\nBcc: autre@x.example\t!", url="#")
    assert mail.subject == "Déjeuner : midi Bcc: autre@x.example !"


def test_what_people_typed_is_not_a_template() -> None:
    mail = render_mail("hello", title="{{ 7 * 7 }}", url="#")
    assert "{{ 7 * 7 }}" in mail.subject
    assert "{{ 7 * 7 }}" in mail.text
    assert "{{ 7 * 7 }}" in mail.html


def test_a_missing_value_raises_rather_than_leaving_a_hole() -> None:
    with pytest.raises(UndefinedError):
        render_mail("hello", title="midi")


def test_styles_are_inlined_and_only_media_queries_stay() -> None:
    html = render_mail("hello", title="midi", url="#").html
    assert '<h1 style="' in html
    head = html[html.index("<style") : html.index("</style>")]
    assert "@media" in head
    assert ".sheet" not in head


def test_every_mail_is_signed_by_the_association_and_can_be_answered_by_telephone() -> None:
    mail = render_mail("hello", title="midi", url="#")
    for words in (mail.text, mail.html.replace("&nbsp;", "\N{NO-BREAK SPACE}")):
        assert "pour l’association Parenthèse Savoie" in words
        assert "04 65 71 00 12" in words.replace("\N{NO-BREAK SPACE}", " ")


def test_plain_text_has_no_heap_of_empty_lines() -> None:
    text = render_mail("hello", title="midi", url="#").text
    assert "\n\n\n" not in text
    assert "« midi »\n\nfin" in text


def test_sentences_are_counted_and_translated_with_their_variables() -> None:
    mail = render_mail("count", n=2, day="<mardi>")
    assert mail.subject == "2 places, <mardi>"
    assert mail.text == "à 100 %\n"
    assert "L’aide & &lt;mardi&gt;" in mail.html.replace("&amp;", "&")
