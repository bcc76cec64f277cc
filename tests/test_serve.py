"""``flask serve``: two processes, one port, nothing left behind."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy.orm import Session

from meetups.accounts.models import Role
from meetups.config import Settings
from meetups.demo.errors import NotEmpty
from meetups.demo.loading import load_demo
from meetups.installation import find_installation, is_demo
from meetups.planning.hosting import request_room
from meetups.server.child import WorkerChild
from meetups.server.listening import listen, make_server
from meetups.server.loading import load_reference
from meetups.server.welcome import welcome
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.databases import free_port
from tests.factories import NOW
from tests.processes import get, running, soon


@pytest.fixture
def environment(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """A migrated database that holds no demo, and a free port."""
    path = tmp_path / "serve.db"
    shutil.copy(sqlite_template, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        # As after a first start: else each test would load all the communes of France.
        connection.execute(
            "INSERT INTO communes VALUES ('73065', 'Chambéry', 'chambery', '73000', 1, '73', '', '', 45, 5)"
        )
    return {"DATABASE_URL": f"sqlite:///{path}", "PORT": str(free_port()), "DEMO": "0", "BASE_URL": ""}


def is_free(port: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", int(port))) != 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_pages_answer_and_nothing_is_left_after_a_signal(environment: dict[str, str], number: int) -> None:
    with running("serve", ignore_interrupts=True, **environment) as run:
        run.read_until("Ctrl-C")
        assert get(f"http://127.0.0.1:{environment['PORT']}/healthz")[0] == 200
        assert soon(lambda: len(run.alive()) == 2), "the server and its worker"
        run.process.send_signal(number)
        assert soon(lambda: not run.alive())
        assert is_free(environment["PORT"])
        assert run.process.wait() == (0 if number != signal.SIGKILL else -signal.SIGKILL)
    assert any(f"http://127.0.0.1:{environment['PORT']}" in line for line in run.lines)


def test_slow_clients_do_not_hold_the_others(environment: dict[str, str]) -> None:
    address = ("127.0.0.1", int(environment["PORT"]))
    with running("serve", **environment) as run, ExitStack() as slow:
        run.read_until("Ctrl-C")
        for _client in range(300):
            slow.enter_context(socket.create_connection(address)).sendall(b"GET / HTTP/1.1\r\nHost: ")
        started = time.monotonic()
        assert get(f"http://127.0.0.1:{environment['PORT']}/healthz")[0] == 200
        assert time.monotonic() - started < 1


def test_what_a_client_says_of_a_proxy_is_not_believed(app: Flask) -> None:
    seen: list[tuple[str | None, str, str | None]] = []
    app.before_request(
        lambda: seen.append((request.remote_addr, request.scheme, request.headers.get("X-Forwarded-For")))
    )
    settings: Settings = app.extensions["settings"]
    port = free_port()
    server = make_server(app, listen(replace(settings, port=port)))
    serving = threading.Thread(target=server.run)
    serving.start()
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "ailleurs.example"}
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers=forged)) as answer:
        assert "Server" not in answer.headers
    server.close()
    serving.join()
    assert seen == [("127.0.0.1", "http", None)]


def test_a_busy_port_is_said_in_one_line(environment: dict[str, str]) -> None:
    with (
        socket.create_server(("127.0.0.1", int(environment["PORT"]))),
        running("serve", **environment) as run,
    ):
        out, err = run.process.communicate(timeout=20)
    assert run.process.returncode == 1
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith(f"Le port {environment['PORT']} est déjà pris")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"BASE_URL": "http://reseau.exemple.fr"}, "BASE_URL"),
        ({"DATABASE_URL": "sqlite:////proc/nowhere/x.db"}, "On ne peut pas écrire dans /proc/nowhere"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "La base de données ne répond pas"),
    ],
)
def test_what_prevents_serving_is_said_in_one_line(
    environment: dict[str, str], wrong: dict[str, str], words: str
) -> None:
    with running("serve", **environment | wrong) as run:
        _, err = run.process.communicate(timeout=20)
    assert run.process.returncode == 1
    assert err.count("\n") == 1
    assert words in err


def test_a_worker_that_dies_is_started_again() -> None:
    child = WorkerChild((sys.executable, "-c", "import sys; sys.stdin.read()"))
    child.start()
    assert soon(lambda: child.pid is not None)
    first = child.pid
    assert first
    os.kill(first, signal.SIGKILL)
    assert soon(lambda: child.pid not in {None, first})
    child.stop()
    assert child.pid is None


def test_a_worker_that_does_not_listen_is_cut() -> None:
    child = WorkerChild((sys.executable, "-c", "import time; time.sleep(60)"), patience=0.2)
    child.start()
    assert soon(lambda: child.pid is not None)
    child.stop()
    assert child.pid is None


def test_the_terminal_shows_one_link_for_each_role_of_a_demo(
    session: Session, cast: Cast, client: CheckingClient
) -> None:
    request_room(session, cast.lunch, cast.mairie, venue=None, needs="", asked_by=cast.maud, now=NOW)
    said = welcome(session, NOW)
    links = re.findall(r"http://127\.0\.0\.1:5000(/\S+)", said)
    assert [link.split("/")[1] for link in links] == ["visite", "demo", "demo", "h", "courriels"]
    client.allowed_addresses = frozenset({"mairie.73179@mairie.example"})
    assert [client.get(link).status_code for link in links] == [200] * len(links)
    assert "Maud" in said
    assert "/h/" not in welcome(session, cast.lunch.starts_at), "a request of the past is nobody's question"


def test_a_real_installation_starts_with_all_of_france_and_one_link(environment: dict[str, str]) -> None:
    with closing(sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("DELETE FROM communes")
    with running("serve", **environment) as run:
        run.read_until("Ctrl-C")
        run.process.send_signal(signal.SIGTERM)
        progress = run.process.communicate()[1]
    (link,) = [line.strip() for line in run.lines if "/ouverture/" in line]
    assert "Communes et mairies de France" in progress
    with closing(sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///"))) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("communes", "town_halls", "professions", "care_pathways", "accounts")
        ]
        assert connection.execute("SELECT is_demo, opened_at FROM installation").fetchall() == [(0, None)]
    assert counts[0] == counts[1] > 34_000
    assert (counts[2] > 60, counts[3:]) == (True, [0, 0]), "pathways are only proposed, in the guide"
    with running("serve", **environment) as again:
        again.read_until("Ctrl-C")
        assert get(link)[0] == 200
        again.process.send_signal(signal.SIGTERM)
        progress = again.process.communicate()[1]
    assert any(link in line for line in again.lines), "the link stays the same until it served"
    assert "Communes et mairies" not in progress


def test_without_a_demo_a_demos_database_says_that_it_is_one(session: Session, cast: Cast) -> None:
    said = welcome(session, NOW, wants_demo=False).replace("\u00a0", " ")
    assert "Cette base est une démonstration" in said
    assert "DEMO=0 DATABASE_URL=sqlite:///reseau.db make run" in said
    assert "Cette base est une démonstration" not in welcome(session, NOW).replace("\u00a0", " ")


def test_what_a_real_installation_needs_is_added_once(session: Session) -> None:
    row = find_installation(session)
    assert row
    session.delete(row)
    factories.commune(session)
    session.commit()
    load_reference(session, now=NOW)
    made = find_installation(session)
    assert made
    assert (made.is_demo, made.created_at) == (False, NOW)
    made.association = "Tables du Lac"
    session.commit()
    session.expunge_all()
    with recorded_statements() as sent:
        load_reference(session, now=NOW)
    assert len(sent) == 3
    kept = find_installation(session)
    assert kept
    assert kept.association == "Tables du Lac"


def test_a_demo_is_never_loaded_over_a_real_installation(session: Session) -> None:
    row = find_installation(session)
    assert row
    row.is_demo = False
    session.commit()
    with pytest.raises(NotEmpty):
        load_demo(session, now=NOW)
    assert not is_demo(session)


@pytest.fixture
def real(session: Session, cast: Cast) -> Cast:
    """Not a demo, and Maud organises."""
    installation = find_installation(session)
    assert installation
    installation.is_demo = False
    session.commit()
    return cast


@pytest.mark.parametrize(
    "changes", [{"smtp_url": "smtps://smtp.tables.fr"}, {"base_url": "https://reseau.tables.fr"}], ids=str
)
def test_outside_a_demo_the_terminal_gives_the_address_only(
    app: Flask, session: Session, real: Cast, changes: dict[str, str]
) -> None:
    app.extensions["settings"] = settings = replace(app.extensions["settings"], **changes)
    assert re.findall(r"http\S+", welcome(session, NOW)) == [settings.base_url]
    assert "accounts organiser" not in welcome(session, NOW), "somebody organises already"
    real.maud.disabled_at = NOW
    assert "flask accounts organiser" in welcome(session, NOW)


def test_while_no_mail_leaves_the_terminal_lets_the_administrator_in(
    session: Session, real: Cast, client: CheckingClient
) -> None:
    factories.account(session, "claire@asso.example", "Claire", Role.ADMINISTRATOR)
    session.commit()
    said = welcome(session, NOW)
    assert "Aucun serveur de courriel" in said
    (path,) = re.findall(r"http://127\.0\.0\.1:5000(/\S+)", said)
    assert "Entrer comme Claire" in client.get(path).text
    entered = client.post(path)
    assert (entered.status_code, entered.location) == (302, "/organisation")
    assert client.get("/organisation").status_code == 200
