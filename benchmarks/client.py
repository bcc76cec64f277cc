"""A browser reduced to its sockets: it must cost less than what it measures."""

import re
import socket
from dataclasses import dataclass, field
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;]*)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: ([^\r]*)", re.IGNORECASE)


Cookies = dict[bytes, bytes]


class UnexpectedAnswer(Exception):
    """The server did not answer as the measure needs: its figure would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    location: str = ""


@dataclass
class Browser:
    """One connection kept open, and its cookies. HTTP/1.1, answers with a length."""

    port: int
    cookies: Cookies = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(self.request("GET", path))

    def post(self, path: str, typed: dict[str, str]) -> Answer:
        """Send a form."""
        body = urlencode(typed).encode()
        kind = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n" % len(body)
        return self._ask(self.request("POST", path, kind) + body)

    def request(self, method: str, path: str, headers: bytes = b"", cookies: Cookies | None = None) -> bytes:
        """The bytes that ask for a page, with this browser's cookies or others."""
        held_now = self.cookies if cookies is None else cookies
        cookie = b"; ".join(name + b"=" + value for name, value in held_now.items())
        held = b"Cookie: " + cookie + b"\r\n" if cookie else b""
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n".encode() + held + headers + b"\r\n"

    def _ask(self, request: bytes) -> Answer:
        head, body = self.exchange(request)
        for name, value in COOKIE.findall(head):
            self.cookies[name] = value
        found = LOCATION.search(head)
        return Answer(int(head[9:12]), body, found[1].decode() if found else "")

    def exchange(self, request: bytes) -> tuple[bytes, bytes]:
        """Send bytes, read one whole answer: (headers, body)."""
        self._socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head, body = received[: end + 2], received[end + 4 :]
        length = LENGTH.search(head)
        wanted = int(length[1]) if length else 0
        while len(body) < wanted:
            body += self._more()
        return head, body

    def _more(self) -> bytes:
        more = self._socket.recv(262_144)
        if not more:
            raise UnexpectedAnswer("the server hung up")
        return more

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
