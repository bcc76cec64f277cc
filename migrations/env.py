"""Run migrations on SQLite and PostgreSQL.

SQLite alters a table by copying it: with foreign keys on, dropping the old copy deletes all cascading children. So
they are off while we migrate, and checked before we commit.
"""

from alembic import context
from flask import current_app
from sqlalchemy import event

from meetups.database import UTCDateTime, db

engine = db.engine


def _off(dbapi: object, _record: object) -> None:
    dbapi.execute("PRAGMA foreign_keys=OFF")


def run() -> None:
    """Migrate in one transaction."""
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        engine.dispose()
        event.listen(engine, "connect", _off)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                render_as_batch=is_sqlite,
                compare_type=True,
                render_item=_plain_types,
                **_arguments(),
            )
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("a migration broke a foreign key")
    finally:
        if is_sqlite:
            event.remove(engine, "connect", _off)
            engine.dispose()


def _plain_types(kind: str, item: object, _context: object) -> str | bool:
    """Write instants as the plain type that they are, so that a migration imports nothing of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def _arguments() -> dict[str, object]:
    given = dict(current_app.extensions["migrate"].configure_args)
    return {name: value for name, value in given.items() if name not in {"compare_type", "render_as_batch"}}


run()
