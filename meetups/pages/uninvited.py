"""Where people remain to be invited: on the organisers' first page, a map by commune and its table."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import current_app, render_template
from flask_babel import gettext, ngettext
from markupsafe import Markup
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from meetups.directory.models import PracticePlace, Professional
from meetups.directory.queries import may_be_invited
from meetups.geography.models import Commune
from meetups.geography.text import fold
from meetups.invitations.queries import never_invited
from meetups.pages.commune_map import NAMED, WIDTH, Row, drawing_of
from meetups.planning.models import Meetup

MOST_KEPT = 4
"""Drawings of some fifty kilobytes each: a network's map changes when somebody joins or is invited."""


def uninvited_section(session: Session, meetups: Iterable[Meetup], now: datetime) -> Markup:
    """The section, drawn once for all that it depends on, then kept; empty without anybody. One query.

    ``meetups``, their communes being loaded, are those under way: the ones to come are circled.
    """
    rows = _rows(session, now)
    to_come = {meetup.commune for meetup in meetups if not (meetup.is_cancelled or meetup.is_past(now))}
    lunches = tuple(sorted(commune.point for commune in to_come))
    kept: dict[object, Markup] = current_app.extensions.setdefault("uninvited", {})
    if (rows, lunches) not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[rows, lunches] = Markup(_drawn(rows, lunches))  # noqa: S704 - templates escape
    return kept[rows, lunches]


def conclusion(rows: Sequence[Row]) -> str:
    """What the map shows, in a sentence; ``rows`` begin with the communes where most people remain."""
    named = [f"{row.name} ({row.people})" for row in rows[:NAMED] if row.people]
    if len(named) < 2:
        return gettext("Il en reste dans une seule commune : %(first)s.", first=named[0])
    first, last = ", ".join(named[:-1]), named[-1]
    return gettext("%(first)s et %(last)s comptent le plus de personnes jamais invitées.", first=first, last=last)


def _rows(session: Session, now: datetime) -> tuple[Row, ...]:
    """By commune, the most people to invite first: one query, whoever works in two communes being in each."""
    never = case((never_invited(now), Professional.id))
    counted = (
        select(Commune.insee, Commune.name, Commune.department, Commune.lat, Commune.lon, func.count(never.distinct()))
        .join(PracticePlace, PracticePlace.commune_insee == Commune.insee)
        .join(Professional, Professional.id == PracticePlace.professional_id)
        .where(may_be_invited(now))
        .group_by(Commune.insee, Commune.name, Commune.department, Commune.lat, Commune.lon)
    )
    found = [Row(*row) for row in session.execute(counted)]
    return tuple(sorted(found, key=lambda row: (-row.people, fold(row.name), row.insee)))


def _drawn(rows: Sequence[Row], lunches: Sequence[tuple[float, float]]) -> str:
    if not rows:
        return ""
    remain = [row for row in rows if row.people]
    return render_template(
        "pages/_uninvited.html",
        rows=remain,
        conclusion=conclusion(remain) if remain else "",
        drawing=drawing_of(rows, lunches, _said) if remain else None,
        width=WIDTH,
    )


def _said(row: Row) -> str:
    return ngettext(
        "%(name)s, %(num)d personne jamais invitée",
        "%(name)s, %(num)d personnes jamais invitées",
        row.people,
        name=row.name,
    )
