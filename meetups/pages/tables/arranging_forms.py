"""The tables themselves: how many, what they are called, their places, and how many rounds."""

from collections.abc import Mapping

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, NumberRange

from meetups.pages.forms import NO_WHOLE_NUMBER, WholeField
from meetups.planning.typed import one_line
from meetups.seating.rules import MOST_PLACES, MOST_ROUNDS, Layout, Table, tables_for

MOST_TABLES = 1000
MOST_BY_HAND = 60
"""Tables whose names and places stand on the page; beyond, they are laid by number alone."""
LONGEST_NAME = 40


class ArrangeForm(FlaskForm):  # type: ignore[misc]
    """How many tables and rounds. The names and places of tables are read beside it, one line a table."""

    version = HiddenField()
    count = WholeField(
        lazy_gettext("Nombre de tables"),
        validators=[
            InputRequired(message=NO_WHOLE_NUMBER),
            NumberRange(1, MOST_TABLES, message=lazy_gettext("Entre 1 et %(high)d tables.", high=MOST_TABLES)),
        ],
    )
    rounds = WholeField(
        lazy_gettext("Nombre de tours"),
        validators=[
            InputRequired(message=NO_WHOLE_NUMBER),
            NumberRange(1, MOST_ROUNDS, message=lazy_gettext("Entre 1 et %(high)d tours.", high=MOST_ROUNDS)),
        ],
    )


class BadTable(ValueError):
    """A line that cannot be; the text says which and what to write."""


def read_tables(layout: Layout, count: int, people: int, most: int | None) -> tuple[Table, ...]:
    """The tables typed. Another number of tables lays them anew, with the names typed first. Raises ``BadTable``."""
    if count != len(layout.tables):
        names = [one_line(request.form.get(f"nom-{table.number}", table.name)) for table in layout.tables]
        return tables_for(people, count, [name[:LONGEST_NAME] for name in names], most=most)
    return tuple(_read(request.form, table) for table in layout.tables)


def _read(form: Mapping[str, str], table: Table) -> Table:
    name = one_line(form.get(f"nom-{table.number}", table.name))
    typed = form.get(f"places-{table.number}", str(table.places)).strip()
    if len(name) > LONGEST_NAME:
        raise BadTable(gettext("Le nom de la table %(number)d est trop long.", number=table.number))
    places = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
    if not 1 <= places <= MOST_PLACES:
        raise BadTable(
            gettext("Table %(number)d : entre 1 et %(high)d places, comme 6.", number=table.number, high=MOST_PLACES)
        )
    return Table(table.number, name, places)
