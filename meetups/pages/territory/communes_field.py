"""Communes to tick, in a form without script: name one to tick it and be offered those around, then tick or untick."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, select
from wtforms import Field

from meetups.database import db
from meetups.geography.distances import Point, crow_km_matrix
from meetups.geography.meant import label_of, understand
from meetups.geography.models import Commune
from meetups.geography.queries import KM_A_DEGREE
from meetups.planning.typed import one_line

AROUND = (5, 10, 20, 30)
USUAL_KM = 10
_INSEE = re.compile(r"\d[\dAB]\d{3}")


class CommunesField(Field):
    """INSEE codes under its name; beside it ``-commune`` (a name typed), ``-laquelle`` (which one) and ``-autour``."""

    data: list[str]
    typed = ""
    chosen = ""
    around_km = USUAL_KM
    departments: Collection[str] = ()
    choices: Sequence[Commune] = ()

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        """Read what was sent beside the boxes too."""
        super().process(formdata, *args, **options)
        if not formdata:
            self.data = list(self.data or ())
            return
        self.typed = one_line(formdata.get(f"{self.name}-commune") or "")[:120]
        self.chosen = formdata.get(f"{self.name}-laquelle") or ""
        around = formdata.get(f"{self.name}-autour") or ""
        self.around_km = int(around) if around in {str(km) for km in AROUND} else USUAL_KM

    def process_formdata(self, valuelist: list[str]) -> None:
        """Codes that look like codes, each once; ``ticked`` keeps those that exist."""
        self.data = list(dict.fromkeys(code for code in valuelist if _INSEE.fullmatch(code)))

    def take_typed(self) -> bool:
        """Tick the commune that was typed, if any; ``False`` when it must be typed or chosen better."""
        if not self.typed:
            return True
        meant = understand(db.session(), self.typed, self.departments)
        commune = meant.commune or {each.insee: each for each in meant.choices}.get(self.chosen)
        if commune is None:
            self.choices = meant.choices
            self.errors = [_which(is_known=bool(meant.choices))]
            return False
        if commune.insee not in self.data:
            self.data = [*self.data, commune.insee]
        self.typed = self.chosen = ""
        return True

    @cached_property
    def ticked(self) -> list[Commune]:
        """The communes ticked, by name: one query. Read it once what was typed is taken."""
        found = db.session().scalars(select(Commune).where(Commune.insee.in_(self.data))).all() if self.data else ()
        return _by_name(found)

    def shown(self, elsewhere: Collection[str] = ()) -> list[Commune]:
        """Those ticked and those around them, by name, without those ticked ``elsewhere``: one query more."""
        if not self.ticked:
            return []
        points = [commune.point for commune in self.ticked]
        near = db.session().scalars(select(Commune).where(*_in_box(points, self.around_km))).all()
        km = crow_km_matrix([commune.point for commune in near], points).min(axis=1)
        around = [each for each, distance in zip(near, km, strict=True) if distance <= self.around_km]
        free = [each for each in around if each.insee not in elsewhere]
        return _by_name({each.insee: each for each in (*free, *self.ticked)}.values())

    @property
    def distances(self) -> Sequence[int]:
        """How far communes may be offered."""
        return AROUND

    @property
    def options(self) -> dict[str, str]:
        """Among which to choose, when several answer to what was typed."""
        return {each.insee: label_of(each) for each in self.choices}


def _which(*, is_known: bool) -> str:
    if is_known:
        return gettext("Plusieurs communes correspondent : choisissez la bonne ci-dessous.")
    return gettext("Nous ne connaissons pas cette commune : vérifiez son nom, ou écrivez son code postal.")


def _in_box(points: Sequence[Point], km: float) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions that keep every commune within ``km`` kilometres of one of the points, and some others."""
    (lats, lons), reach = zip(*points, strict=True), km / KM_A_DEGREE
    return (
        Commune.lat.between(min(lats) - reach, max(lats) + reach),
        Commune.lon.between(min(lons) - reach / 0.6, max(lons) + reach / 0.6),
    )


def _by_name(communes: Iterable[Commune]) -> list[Commune]:
    return sorted(communes, key=lambda commune: (commune.name_key, commune.insee))
