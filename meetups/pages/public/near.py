"""The commune that a reader types to find lunches nearby. Nothing is recorded of it."""

from collections.abc import Hashable
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from meetups.geography.models import Commune
from meetups.geography.naming import of_place
from meetups.geography.queries import commune_by_name_or_code, find_communes
from meetups.pages.public.lists import home_department
from meetups.planning.typed import one_line

LONGEST = 80
NEAR_KM = 30.0
"""Kilometres as the crow flies: what « près de » means on these pages."""
SUGGESTED = 5


@dataclass(frozen=True)
class Near:
    """``typed`` stays on the screen. With an ``error``, ``suggestions`` are communes whose names begin like it."""

    typed: str = ""
    commune: Commune | None = None
    error: str = ""
    suggestions: tuple[Commune, ...] = ()

    @property
    def facts(self) -> Hashable:
        """What pages show of it."""
        return self.typed, _said(self.commune), self.error, tuple(map(_said, self.suggestions))

    @property
    def of_place(self) -> str:
        """« de Chambéry », once a commune was found."""
        return of_place(self.commune.name) if self.commune else ""

    @property
    def around(self) -> str:
        """What the list shows, once a commune was found; its postal code tells namesakes apart."""
        code = self.commune.postal_code if self.commune else ""
        return gettext(
            "À moins de %(km)d km %(of_place)s (%(code)s) à vol d’oiseau.",
            km=round(NEAR_KM),
            of_place=self.of_place,
            code=code,
        )


def _said(commune: Commune | None) -> Hashable:
    return (commune.insee, commune.name, commune.postal_codes) if commune else None


def read_commune(session: Session, text: str | None) -> Near:
    """The commune that was typed, by name or postal code; nothing typed is no error."""
    typed = one_line(text)[:LONGEST]
    if not typed:
        return Near()
    department = home_department(session)
    commune = commune_by_name_or_code(session, typed, department)
    if commune is not None:
        return Near(typed, commune)
    error = gettext("Nous ne connaissons pas cette commune : vérifiez son nom, ou écrivez son code postal.")
    return Near(typed, None, error, tuple(find_communes(session, typed, SUGGESTED, department)))
