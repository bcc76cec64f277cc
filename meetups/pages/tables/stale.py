"""Settings typed while somebody else changed the plan: what was typed stays, and what changed is said.

Each field of the page is sent with the value that was read in it, ``lu-`` before its name: what this reader did not
touch follows the plan, so that saving does not take back what somebody else just wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from meetups.seating.rules import Layout

READ = "lu-"


@dataclass(frozen=True)
class Settings:
    """What the form shows now, by the names of its fields, and what changed since it was read, a sentence each."""

    shown: Mapping[str, str]
    changes: list[str]


def current(layout: Layout) -> dict[str, str]:
    """The plan as the fields of the form."""
    fields = {"count": str(len(layout.tables)), "rounds": str(layout.rounds)}
    for table in layout.tables:
        fields |= {f"nom-{table.number}": table.name, f"places-{table.number}": str(table.places)}
    return fields


def merged(form: Mapping[str, str], layout: Layout) -> Settings:
    """What was typed over the plan as it is now."""
    now = current(layout)
    read = {name: form.get(READ + name, now[name]) for name in now}
    typed = {name: form[name] for name in now if name in form and form[name] != read[name]}
    changes = [_change(name, read[name], value) for name, value in now.items() if value != read[name]]
    return Settings(
        now | typed, changes or [gettext("Les tables sont les mêmes ; des personnes ont changé de place.")]
    )


def _change(name: str, before: str, after: str) -> str:
    return gettext(
        "%(field)s : « %(after)s » au lieu de « %(before)s ».", field=_called(name), after=after, before=before
    )


def _called(name: str) -> str:
    kind, _, number = name.partition("-")
    if kind == "nom":
        return gettext("Table %(number)s, nom", number=number)
    if kind == "places":
        return gettext("Table %(number)s, places", number=number)
    return gettext("Nombre de tables") if kind == "count" else gettext("Nombre de tours")
