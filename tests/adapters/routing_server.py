"""A small server on loopback that answers as OSRM's table service does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Pair = tuple[str, str]


@dataclass
class TableService:
    """Seconds are a hundred times the kilometres of a flat earth; ``no_road`` lists pairs « lon,lat » without any."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    """Answered one after the other before it works."""
    body: bytes | None = None
    delay: float = 0
    no_road: set[Pair] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    on_ask: list[object] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str) -> tuple[int, bytes]:
        """The documented JSON."""
        self.asked.append(path)
        for each in self.on_ask:
            assert callable(each)
            each()
        if self.statuses:
            return self.statuses.pop(0), b'{"code": "TooBig", "message": "Too many table coordinates"}'
        if self.body is not None:
            return 200, self.body
        parts = urlsplit(path)
        points = parts.path.rpartition("/")[2].split(";")
        query = parse_qs(parts.query)
        assert query["annotations"] == ["duration"]
        since, to = (
            [points[int(number)] for number in query[name][0].split(";")] for name in ("sources", "destinations")
        )
        table = [[self._seconds(one, other) for other in to] for one in since]
        return 200, json.dumps({"code": "Ok", "durations": table, "sources": [], "destinations": []}).encode()

    def _seconds(self, one: str, other: str) -> float | None:
        if (one, other) in self.no_road:
            return None
        (lon1, lat1), (lon2, lat2) = (map(float, point.split(",")) for point in (one, other))
        return round(100 * 111 * (abs(lon1 - lon2) + abs(lat1 - lat2)), 1)


@contextmanager
def table_service(path: str = "") -> Iterator[TableService]:
    """The service, under ``path``, until the end of the block."""
    made = TableService()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.released.wait(made.delay)
            status, body = made.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """A client that hung up is what a test wants."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        made.url = f"http://127.0.0.1:{server.server_port}{path}"
        try:
            yield made
        finally:
            made.released.set()
            server.shutdown()
            thread.join()
