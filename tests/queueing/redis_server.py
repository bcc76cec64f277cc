"""A real Redis on a free loopback port, which a test may kill, freeze and start again."""

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError

from tests.databases import free_port
from tests.processes import soon


class RedisServer:
    """Keeps nothing on disk: what it held when it dies is lost."""

    def __init__(self, folder: str) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As QUEUE_URL is written."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Until it answers."""
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        command = ["redis-server", *options, "--dir", self._folder]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert soon(self._answers), "Redis does not start"

    def kill(self) -> None:
        """At once, with all that it held."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """It accepts connections and says nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def waiting(self) -> int:
        """Messages that no worker took."""
        with Redis(port=self.port) as client:
            return int(client.llen("parenthese"))  # type: ignore[arg-type]

    def _answers(self) -> bool:
        try:
            with Redis(port=self.port, socket_connect_timeout=1) as client:
                return bool(client.ping())
        except RedisError:
            return False


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """Started, and killed whatever happens."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.kill()
