"""Draw a macro alone, as pages do."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template_string

from meetups import create_app
from tests.conftest import make_settings
from tests.page_checks import parse

Draw = Callable[..., Element]


@pytest.fixture
def bare_app() -> Iterator[Flask]:
    """The application without a database, inside a request."""
    app = create_app(make_settings("sqlite:///:memory:"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context():
        yield app


@pytest.fixture
def draw(bare_app: Flask) -> Draw:
    """``draw("forms", "field(f)", f=…)``: the document around one call of a macro."""

    def drawn(file: str, call: str, **values: object) -> Element:
        source = (
            f'{{% import "macros/{file}.html" as m %}}<!doctype html><title>x</title><main>{{{{ m.{call} }}}}</main>'
        )
        return parse(render_template_string(source, **values))

    return drawn
