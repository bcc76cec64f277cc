"""Real databases for the tests: SQLite files, and a PostgreSQL started on a free loopback port."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

TEMPLATE = "template_app"
NOTE_CHANGES = """
    CREATE SCHEMA watch;
    CREATE TABLE watch.changes (what text);
    CREATE FUNCTION watch.note() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO watch.changes VALUES (tg_tag); END $$;
    CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION watch.note();
"""
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
TABLES = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _binaries() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise RuntimeError("PostgreSQL is missing: install Debian's postgresql-15 (make test names it)")
    return versions[-1].parent


def _as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings the user that it wants."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Start a throw-away cluster; yields its address without a database name, stops it whatever happens."""
    binaries, port = _binaries(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    settings = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", "max_connections=120")
    options = " ".join([f"-p {port} -h 127.0.0.1 -k {folder}", *(f"-c {setting}" for setting in settings)])
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    try:
        subprocess.run(
            _as_postgres(
                [str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"]
            ),
            **run,
        )
        start = [str(binaries / "pg_ctl"), "-w", "-D", str(data), "-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run(_as_postgres(start), **run)
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        stop = [str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(_as_postgres(stop), check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


class Emptied:
    """A PostgreSQL database that is emptied for each test: ten times faster than making another.

    It is left as the template is: no rows, nobody connected, identifiers from one, and the same tables.
    """

    def __init__(self, address: str) -> None:
        """``address``: of a cluster that holds the migrated template."""
        self._address = address
        self._make()

    @property
    def url(self) -> str:
        """Always the same."""
        return self._address + "/test"

    def empty(self) -> None:
        """Take out whatever was written; a test that changed the tables themselves costs a new database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid, 5000) {OTHERS}")
            is_as_made = self._schema(connection) == self._made
            if is_as_made:
                _delete_all(connection)
        if not is_as_made:
            self._make()

    def _make(self) -> None:
        with psycopg.connect(self._address + "/postgres", autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS test WITH (FORCE)")
            connection.execute(f"CREATE DATABASE test TEMPLATE {TEMPLATE}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            assert not _written(connection), "the migrations write rows: emptying would lose them"
            connection.execute(NOTE_CHANGES)
            self._made = self._schema(connection)

    def _schema(self, connection: psycopg.Connection) -> list[tuple[str, ...]]:
        return connection.execute(
            "SELECT version_num FROM alembic_version UNION ALL SELECT what FROM watch.changes"
        ).fetchall()


def _written(connection: psycopg.Connection) -> list[str]:
    """Tables with a file that holds something, even a row that was taken back."""
    return [name for (name,) in connection.execute(f"SELECT relname {TABLES} AND pg_relation_size(oid) > 0")]


def _delete_all(connection: psycopg.Connection) -> None:
    """Truncating a table means truncating all those that refer to it, so a few rows are sooner deleted."""
    if written := [f'"{name}"' for name in _written(connection)]:
        deletions = "".join(f"DELETE FROM {name};" for name in written)
        # As a replica, in any order: foreign keys are not looked at.
        connection.execute("SET session_replication_role = replica;" + deletions)
        # Gives the pages back too, so that the next rows are found in the order in which they are written.
        connection.execute(f"VACUUM {', '.join(written)}")
    connection.execute(
        "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
        " WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"
    )


def copy_sqlite(template: Path, path: Path) -> None:
    """Put a fresh copy where another may be: whoever still holds the old file does not see the new one."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, path)
