"""Put the reference data into the database."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetups.database import Base
from meetups.geography.errors import UnknownDepartment
from meetups.geography.fiction import Contact
from meetups.geography.files import read_communes
from meetups.geography.models import Commune, TownHall
from meetups.geography.naming import typographic
from meetups.geography.text import place_key

BATCH = 1000
"""Rows sent at once: enough to be quick, few enough for progress to move."""


def load_geography(
    session: Session,
    departments: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    contacts: Callable[[str], Contact] | None = None,
) -> int:
    """Insert or update communes and town halls; returns how many communes. A second call changes nothing.

    ``departments`` are numbers such as ``73`` or ``2A``, all of France when ``None``; ``progress`` is told how many
    communes are done, of how many; ``contacts`` gives, from an INSEE code, the telephone and e-mail to store instead
    of the published ones: a demo must pass it. Raises ``UnknownDepartment`` before anything is written.
    """
    rows = _rows_of(departments)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        _upsert(session, Commune, "insee", [_commune(row) for row in batch])
        _upsert(session, TownHall, "insee", [_town_hall(row, contacts) for row in batch])
        if progress is not None:
            progress(start + len(batch), len(rows))
    session.expire_all()
    return len(rows)


def _rows_of(departments: Sequence[str] | None) -> list[dict[str, str]]:
    rows = list(read_communes())
    if departments is None:
        return rows
    unknown = set(departments) - {row["department"] for row in rows}
    if unknown:
        raise UnknownDepartment(sorted(unknown))
    return [row for row in rows if row["department"] in departments]


def _commune(row: dict[str, str]) -> dict[str, Any]:
    texts = {name: row[name] for name in ("insee", "postal_codes", "department", "epci_code")}
    texts |= {name: typographic(row[name]) for name in ("name", "epci_name")}
    numbers = {"population": int(row["population"]), "lat": float(row["lat"]), "lon": float(row["lon"])}
    return texts | numbers | {"name_key": place_key(row["name"])}


def _town_hall(row: dict[str, str], contacts: Callable[[str], Contact] | None) -> dict[str, Any]:
    contact = contacts(row["insee"]) if contacts else Contact(row["phone"], row["email"])
    texts = {"insee": row["insee"], "opening_hours": row["opening_hours"]} | contact._asdict()
    texts["address"] = typographic(row["address"])
    point = {"lat": float(row["townhall_lat"]), "lon": float(row["townhall_lon"])}
    return texts | point | {"is_approximate": row["townhall_approximate"] == "1"}


def _upsert(session: Session, model: type[Base], key: str, rows: list[dict[str, Any]]) -> None:
    """One statement for the batch; both databases share the syntax, SQLAlchemy does not share the function."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(model)
    changes = {name: statement.excluded[name] for name in rows[0] if name != key}
    session.execute(statement.on_conflict_do_update(index_elements=[key], set_=changes), rows)
