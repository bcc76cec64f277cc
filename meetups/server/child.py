"""The worker as a child process, which never outlives us: it ends when its standard input does."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import structlog

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "worker", "--attached")
STEADY_SECONDS = 60.0
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
STOP_SECONDS = 6.0

log = structlog.get_logger()


class WorkerChild:
    """Started again when it dies: after 1 s, 2 s… 60 s while it keeps dying."""

    def __init__(self, command: Sequence[str] = COMMAND, patience: float = STOP_SECONDS) -> None:
        self._command = command
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._watcher = threading.Thread(target=self._watch, name="worker-child", daemon=True)

    @property
    def pid(self) -> int | None:
        """Of the one that runs, if any does."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start it, and watch over it."""
        self._watcher.start()

    def stop(self) -> None:
        """Let it finish the mail that is leaving, then make sure that nothing of it is left."""
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            process.wait(self._patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _watch(self) -> None:
        wait = FIRST_WAIT / 2
        while process := self._spawn():
            started = time.monotonic()
            status = process.wait()
            if self._stopping.is_set():
                return
            if process.stdin is not None:
                process.stdin.close()
            steady = time.monotonic() - started > STEADY_SECONDS
            wait = FIRST_WAIT if steady else min(wait * 2, LONGEST_WAIT)
            log.error("worker_died", status=status, again_in_seconds=wait)
            self._stopping.wait(wait)

    def _spawn(self) -> subprocess.Popen[bytes] | None:
        """In a session of its own, so that Ctrl-C reaches us alone and we decide the order."""
        with self._lock:
            if self._stopping.is_set():
                return None
            self._process = subprocess.Popen(  # noqa: S603
                self._command, stdin=subprocess.PIPE, start_new_session=True, cwd=ROOT
            )
            return self._process
