"""Our commands as real processes, and a look at what is left of them."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
MARK = "PARENTHESE_TEST_RUN"


@dataclass
class Run:
    """One command and all its descendants, which carry the same mark in their environment."""

    process: subprocess.Popen[str]
    mark: str
    lines: list[str] = field(default_factory=list)

    def read_until(self, words: str) -> None:
        """Read standard output up to a line that holds ``words``."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return
        raise AssertionError(f"never said {words!r}: {self.lines}")

    def alive(self) -> set[int]:
        """Process ids that still run."""
        return {int(folder.name) for folder in Path("/proc").glob("[0-9]*") if self._is_ours(folder)}

    def _is_ours(self, folder: Path) -> bool:
        try:
            marked = f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes()
            return marked and ") Z" not in (folder / "stat").read_text()
        except OSError:
            return False  # it ended while we looked


@contextmanager
def running(
    *arguments: str, ignore_interrupts: bool = False, is_heard: bool = True, **environment: str
) -> Iterator[Run]:
    """``flask …`` in its own process group; whatever is left of it afterwards is killed.

    Say ``is_heard=False`` of one that talks for long and that nobody reads: it would wait for ever on a full pipe.
    """
    mark, output = uuid.uuid4().hex, subprocess.PIPE if is_heard else subprocess.DEVNULL

    def as_in_a_background_shell() -> None:
        if ignore_interrupts:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), *arguments],
        env=os.environ | {MARK: mark, "SECRET_KEY": "un-secret-de-test-assez-long-pour-signer"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        start_new_session=True,
        preexec_fn=as_in_a_background_shell,
    )
    run = Run(process, mark)
    try:
        yield run
    finally:
        for pid in run.alive():
            os.kill(pid, signal.SIGKILL)
        process.communicate()


def get(url: str) -> tuple[int, str]:
    """Status and body of a page that answers with success."""
    with urllib.request.urlopen(url, timeout=5) as response:
        return response.status, response.read().decode()


def soon(check: Callable[[], bool], seconds: float = 8.0) -> bool:
    """Whether ``check`` comes true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if check():
            return True
        time.sleep(0.02)
    return check()
