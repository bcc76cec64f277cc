"""A server under measure: started alone, pinned to its core, watched through /proc."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import Browser
from meetups.server.listening import LIMITS

TICKS = os.sysconf("SC_CLK_TCK")
MIB = 1024.0


@dataclass(frozen=True)
class Server:
    """A process that answers on a port of this machine."""

    pid: int
    port: int
    first_answer: float
    """Seconds from the start of the process to its first answer."""

    def cpu(self) -> float:
        """Seconds of processor used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """MiB, what is shared with other processes divided among them."""
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / MIB
        raise LookupError("no Pss")


@contextmanager
def served(
    name: str, path: str = "/", file: Path | None = None, environ: dict[str, str] | None = None
) -> Iterator[Server]:
    """A server of ``benchmarks.serve``, from its start to its first answer on ``path`` and on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "benchmarks.serve",
        name,
        str(port),
        json.dumps(LIMITS),
        *([str(file)] if file else []),
    ]
    # What the application would inherit from this terminal is not what an installation has.
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "TZ"}}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=kept | (environ or {}), stderr=subprocess.DEVNULL)
    try:
        _wait(process, port, path)
        yield Server(process.pid, port, time.perf_counter() - started)
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    while process.poll() is None:
        try:
            browser = Browser(port)
        except ConnectionRefusedError:
            time.sleep(0.002)
            continue
        browser.get(path)
        browser.close()
        return
    raise RuntimeError("the server stopped before it answered")
