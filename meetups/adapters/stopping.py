"""Being asked to stop, by a signal or by the end of the process that started us, and hearing it at once."""

import os
import select
import signal
import threading
import time

GRACE_SECONDS = 5.0


class Stop:
    """A request to stop that wakes whoever waits. Safe in signal handlers: a pipe, no lock."""

    def __init__(self) -> None:
        self.requested = False
        self._reader, self._writer = os.pipe()

    def request(self, *_signal: object) -> None:
        """Ask; more than once changes nothing."""
        if not self.requested:
            self.requested = True
            os.write(self._writer, b".")

    def wait(self, seconds: float) -> None:
        """Sleep at most ``seconds``, less when asked to stop."""
        select.select([self._reader], [], [], seconds)

    def on_signals(self) -> None:
        """SIGINT and SIGTERM ask to stop. Explicit, since shells start background commands with INT ignored."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.request)

    def on_end_of_input(self, descriptor: int = 0, grace: float = GRACE_SECONDS) -> None:
        """The end of our standard input asks to stop: whoever holds the other end is gone, even by KILL.

        What is not finished after ``grace`` seconds is cut: leases and turns bring it back later.
        """

        def watch() -> None:
            while os.read(descriptor, 1024):
                continue
            self.request()
            time.sleep(grace)
            os._exit(0)

        threading.Thread(target=watch, name="end-of-input", daemon=True).start()
