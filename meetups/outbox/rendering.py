"""Mail templates, in threes: ``emails/<name>.subject.txt``, ``.txt`` and ``.html``.

They have their own environment: what is missing raises instead of leaving a hole in a letter, and plain text is
never escaped as if it were HTML.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter, itemgetter
from types import NoneType
from typing import cast

import css_inline
from flask import current_app
from flask_babel import get_translations
from jinja2 import BaseLoader, Environment, StrictUndefined, select_autoescape
from sqlalchemy import inspect

from meetups.database import Base, db
from meetups.installation import Installation, find_installation
from meetups.outbox.quoting import Pieces
from meetups.web.filters import FILTERS

MOST_FRAMES = 100
_PLAIN = (str, int, float, date, Enum, NoneType)
_MARK = re.compile("\ue000(\\d+)\ue001")
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


def render_alike(
    name: str, own: Sequence[str], words: Callable[..., Mapping[str, object]], **shared: object
) -> Rendered:
    """As ``render_mail(name, **words(*own), **shared)``, for many mails that differ by the strings ``own`` alone.

    What they share, compared by value, is rendered once, with a mark in the place of each string; templates may only
    write these strings, not look into them.
    """
    if not all(_is_plain(text) for text in own):
        return render_mail(name, **words(*own), **shared)
    key = (name, len(own), _by_value(shared), _by_value(_letterhead()))
    frames: dict[object, list[list[str]]] = current_app.extensions.setdefault("mail_frames", {})
    if key not in frames:
        if len(frames) >= MOST_FRAMES:
            frames.clear()
        marked = render_mail(name, **words(*(f"\ue000{number}\ue001" for number in range(len(own)))), **shared)
        frames[key] = [_MARK.split(text) for text in (marked.subject, marked.text, marked.html)]
    subject, text, html = frames[key]
    return Rendered(_filled(subject, own), _filled(text, own), _filled(html, [_escaped(word) for word in own]))


def _is_plain(text: str) -> bool:
    """Nothing that tidying would change, nor a mark of ours: those are for private use, hence not printable."""
    shown = text.replace("\u00a0", "_").replace("\u202f", "_")
    return shown.isprintable() and "  " not in text and text == text.strip(" ") != ""


def _escaped(text: str) -> str:
    """As the inliner writes what it has read."""
    for character, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\u00a0", "&nbsp;")):
        text = text.replace(character, name)
    return text


def _filled(frame: Sequence[str], own: Sequence[str]) -> Pieces:
    """``frame`` is cut at its marks: every second piece is the number of the string that comes there."""
    return Pieces.of([own[int(piece)] if number % 2 else piece for number, piece in enumerate(frame)])


def _by_value(value: object) -> object:
    """Something to compare: equal for rows whose columns are equal. Raises ``TypeError`` for what may change."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Base):
        return type(value), _row(value)
    if is_dataclass(value):
        return type(value), tuple(_by_value(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, Mapping):
        return tuple((key, _by_value(each)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return tuple(_by_value(each) for each in value)
    raise TypeError(f"{type(value).__name__} cannot be compared by value")


def _row(value: Base) -> tuple[object, ...]:
    names = _columns(type(value))
    try:
        return itemgetter(*names)(vars(value))
    except KeyError:  # some column was not read yet, or is to be read again
        return attrgetter(*names)(value)


@cache
def _columns(kind: type[Base]) -> tuple[str, ...]:
    return tuple(column.key for column in inspect(kind).column_attrs)


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
