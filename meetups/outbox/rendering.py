"""Mail templates, in threes: ``emails/<name>.subject.txt``, ``.txt`` and ``.html``.

They have their own environment: what is missing raises instead of leaving a hole in a letter, and plain text is
never escaped as if it were HTML.
"""

import re
from dataclasses import dataclass
from typing import cast

import css_inline
from flask import current_app
from flask_babel import get_translations
from jinja2 import BaseLoader, Environment, StrictUndefined, select_autoescape

from meetups.database import db
from meetups.installation import Installation, find_installation
from meetups.web.filters import FILTERS

# Media queries cannot be inlined: they stay in the head for the clients that read them.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Rendered:
    """The words of one mail, ready for the outbox."""

    subject: str
    text: str
    html: str


def render_mail(name: str, **context: object) -> Rendered:
    """Render the three templates called ``name``, the styles inlined in the HTML.

    ``installation``, the association's letterhead, is always there: ``emails/layout.*`` sign with it. Raises
    ``jinja2.UndefinedError`` when a template uses a value that was not given.
    """
    values = {"installation": _letterhead()} | context

    def render(suffix: str) -> str:
        return _environment().get_template(f"emails/{name}.{suffix}").render(values)

    return Rendered(
        subject=_one_line(render("subject.txt")),
        text=_tidy(render("txt")),
        html=_inliner.inline(render("html")),
    )


def _letterhead() -> Installation:
    return find_installation(db.session()) or Installation(association="", team_name="", team_phone="", team_email="")


def _environment() -> Environment:
    """One environment for each application, made at its first mail."""
    made = current_app.extensions.get("mail_templates")
    if made is None:
        made = current_app.extensions["mail_templates"] = _make(cast(BaseLoader, current_app.jinja_loader))
    return cast(Environment, made)


def _make(loader: BaseLoader) -> Environment:
    made = Environment(
        loader=loader,
        autoescape=select_autoescape(["html"], default_for_string=False, default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Bare translations: the template's own functions put the variables in, and twice would be once too many.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        lambda words: get_translations().ugettext(words),
        lambda one, many, count: get_translations().ungettext(one, many, count),
        newstyle=True,
    )
    made.filters.update(FILTERS)
    return made


def _one_line(text: str) -> str:
    """Line ends and tabs become one space; the no-break spaces of French stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _tidy(text: str) -> str:
    """No blanks at the end of lines, one empty line between paragraphs at most."""
    lines = "\n".join(line.rstrip(" \t") for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
