"""Changing a plan by hand: somebody to another table, two people exchanged, a place pinned."""

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from meetups.accounts.access import organiser
from meetups.pages.blueprint import blueprint
from meetups.pages.tables.plan_pages import TABLES
from meetups.pages.tables.thinking import back_to_tables, looked_at, shown_round, written
from meetups.seating.errors import Seated
from meetups.seating.gathering import Gathered
from meetups.seating.gestures import exchange, move, pin
from meetups.seating.rules import Layout
from meetups.seating.services import changed
from meetups.web.naming import of_person


@blueprint.post(f"{TABLES}/deplacer")
@organiser
@back_to_tables
def move_at_tables(public_id: str) -> ResponseReturnValue:
    """To a table with a free place, or in somebody's place."""
    gathered = looked_at(public_id)
    who = _person(gathered, request.form.get("qui", ""))
    layout, said = _moved(gathered, who, request.form.get("vers", ""))
    return written(public_id, changed(gathered, layout), said, to=_anchor(gathered, who))


@blueprint.post(f"{TABLES}/fixer")
@organiser
@back_to_tables
def pin_at_tables(public_id: str) -> ResponseReturnValue:
    """Somebody keeps their table when the rest is mixed, or not any more."""
    gathered = looked_at(public_id)
    who, is_pinned = _person(gathered, request.form.get("qui", "")), request.form.get("fixer") == "1"
    layout = pin(gathered.layout, shown_round(), who, is_pinned=is_pinned)
    of = of_person(gathered.bonds.named(who))
    if is_pinned:
        said = gettext("La place %(of)s ne bougera plus quand vous mélangez.", of=of)
    else:
        said = gettext("La place %(of)s peut de nouveau changer.", of=of)
    return written(public_id, changed(gathered, layout), said, to=_anchor(gathered, who))


def _moved(gathered: Gathered, who: int, to: str) -> tuple[Layout, str]:
    kind, _, value = to.partition(":")
    name, round_ = gathered.bonds.named(who), shown_round()
    if kind == "personne":
        other = _person(gathered, value)
        if other == who:
            raise Seated(gettext("%(name)s est déjà à cette place : choisissez-en une autre.", name=name))
        layout, theirs = exchange(gathered.layout, round_, who, other, gathered.bonds), gathered.bonds.named(other)
        if (round_, other) not in layout.seats:
            said = gettext("%(one)s prend la place %(of)s, qui n’en a plus.", one=name, of=of_person(theirs))
            return layout, said
        return layout, gettext("%(one)s et %(other)s ont échangé leurs places.", one=name, other=theirs)
    if kind != "table" or not (value.isascii() and value.isdecimal() and len(value) < 6):
        abort(400)
    layout = move(gathered.layout, round_, who, int(value), gathered.bonds)
    return layout, gettext("%(name)s est maintenant à la table %(table)s.", name=name, table=value)


def _person(gathered: Gathered, public_id: str) -> int:
    """Somebody who comes, by the id that pages show."""
    for person in gathered.people:
        if person.public_id == public_id:
            return person.id
    raise Seated(gettext("Cette personne ne vient plus : choisissez dans les listes."))


def _anchor(gathered: Gathered, who: int) -> str:
    return next(f"p-{person.public_id}" for person in gathered.people if person.id == who)
