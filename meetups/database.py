"""The database: one declarative base, UTC instants, and transactions that hold on SQLite and PostgreSQL.

Reads run in read-only transactions, writes in ``BEGIN IMMEDIATE``: plain ``BEGIN`` on SQLite failed 88 of 240
concurrent writes whatever the busy timeout, because a reader that turns writer is refused at once.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, event
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

reading: ContextVar[bool] = ContextVar("reading", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. SQLite gives back naive values, so the zone is put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; a naive value is a bug of ours, so it raises ``ValueError``."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC datetime, whatever the database kept."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """Every table. ``datetime`` columns are UTC instants; enums are kept as their codes, in plain text columns."""

    # The extension copies this class's namespace: it wants the map on the registry, not on the class.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UTCDateTime(),
            Enum: EnumColumn(Enum, native_enum=False, length=32, values_callable=_values),
        },
    )


def new_public_id() -> str:
    """A random identifier for URLs: 72 bits, so that it can be neither guessed nor counted."""
    return secrets.token_urlsafe(9)


class HasPublicId:
    """Mixin: what URLs and logs call a row, never its primary key."""

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


@contextmanager
def read_only() -> Iterator[None]:
    """Transactions begun inside this block may only read, on both databases."""
    token = reading.set(True)
    try:
        yield
    finally:
        reading.reset(token)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(dbapi: Any, _record: object) -> None:
    if isinstance(dbapi, sqlite3.Connection):
        dbapi.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            dbapi.execute("PRAGMA " + pragma)


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    only_reads = reading.get()
    if connection.dialect.name == "sqlite":
        if connection.info.get("only_reads") is not only_reads:
            connection.exec_driver_sql(f"PRAGMA query_only={int(only_reads)}")
            connection.info["only_reads"] = only_reads
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
    elif only_reads:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
