"""Real mail servers on loopback."""

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True)
class Received:
    """One mail as the server took it."""

    sender: str
    recipient: str
    content: bytes
    encrypted: bool
    user: str | None


@dataclass
class Recorder:
    """Keeps what it receives. ``answers`` maps a command or a recipient to a refusal; ``extensions`` are offered."""

    answers: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    extensions: tuple[str, ...] = ()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return [responses[0], *(f"250-{extension}" for extension in self.extensions), *responses[1:]]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        user = session.auth_data.decode() if isinstance(session.auth_data, bytes) else None
        for recipient in envelope.rcpt_tos:
            content = bytes(envelope.original_content or b"")
            mail = Received(str(envelope.mail_from), recipient, content, session.ssl is not None, user)
            self.received.append(mail)
        return "250 OK"


class OneAccount:
    """Lets in one user with one password."""

    def __init__(self, user: str, password: str) -> None:
        self.credentials = (user.encode(), password.encode())

    def __call__(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        accepted = isinstance(data, LoginPassword) and (data.login, data.password) == self.credentials
        return AuthResult(success=accepted, handled=accepted, auth_data=data.login if accepted else None)


def free_port() -> int:
    """A port nobody listens on: aiosmtpd cannot choose one by itself (its ``port=0`` fails)."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        """Can also refuse the command itself, before the content: some servers answer recipients so late."""
        refusal = self.event_handler.answers.get("DATA command")
        if refusal is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(refusal)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def smtp_server(recorder: Recorder, *, implicit_tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    """An SMTP server that writes into ``recorder``; gives its port."""
    controller = _Controller(recorder, hostname="127.0.0.1", port=free_port(), ssl_context=implicit_tls, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def one_line_server(line: bytes | None) -> Iterator[int]:
    """A server that greets with ``line`` and closes, or stays silent for ``None``."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        done = threading.Event()

        def greet() -> None:
            client, _ = listener.accept()
            with client:
                if line is None:
                    done.wait(10)
                else:
                    client.sendall(line)

        thread = threading.Thread(target=greet)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            done.set()
            thread.join()


@contextmanager
def scripted_server(*connections: list[bytes], extensions: Sequence[bytes] = ()) -> Iterator[tuple[int, list[bytes]]]:
    """A server that answers line after line with what it was told to, then closes: one list for each connection.

    Gives its port and what it hears, where a content is its last line alone.
    """
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(10)

        def serve() -> None:
            for answers in connections:
                client, _ = listener.accept()
                with client, client.makefile("rb") as lines:
                    client.sendall(b"220 ready\r\n")
                    lines.readline()
                    offered = b"".join(b"250-%s\r\n" % extension for extension in extensions)
                    client.sendall(b"250-here\r\n" + offered + b"250 SIZE\r\n")
                    _say(client, lines, answers, heard)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listener.getsockname()[1]), heard
        finally:
            thread.join()


def _say(client: socket.socket, lines: BinaryIO, answers: list[bytes], heard: list[bytes]) -> None:
    said = b""
    for answer in answers:
        line = lines.readline()
        while said.startswith(b"354") and line not in {b".\r\n", b""}:
            line = lines.readline()
        heard.append(line.rstrip(b"\r\n"))
        client.sendall(answer + b"\r\n")
        said = answer
    if said.startswith(b"354"):
        while lines.readline() not in {b".\r\n", b""}:
            continue
