"""How many times a second a page is served, and at what cost of processor."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.client import Browser, Cookies, UnexpectedAnswer
from benchmarks.servers import Server

BROWSERS = 4


@dataclass(frozen=True)
class Rate:
    """What one measure gave."""

    per_second: float
    cpu_ms: float
    """Milliseconds of the server's processor for one page, or one whole visit."""


def pages(server: Server, path: str, *, seconds: float, readers: Sequence[Cookies] = ({},)) -> Rate:
    """Several browsers ask for the same page, each on its own connection, as each reader in turn.

    Raises ``UnexpectedAnswer``.
    """

    def visit(browser: Browser) -> Callable[[], None]:
        requests = itertools.cycle([browser.request("GET", path, cookies=cookies) for cookies in readers])
        browser.exchange(next(requests))

        def once() -> None:
            head, _ = browser.exchange(next(requests))
            if not head.startswith(b"HTTP/1.1 200"):
                raise UnexpectedAnswer(f"{path}: {head[9:12].decode()}")

        return once

    return repeated(server, visit, seconds=seconds)


def repeated(server: Server, prepare: Callable[[Browser], Callable[[], None]], *, seconds: float) -> Rate:
    """``prepare`` gives each browser what it does again and again, until time is up."""
    browsers = [Browser(server.port) for _ in range(BROWSERS)]
    visits = [prepare(browser) for browser in browsers]
    counts, failures = [0] * BROWSERS, list[Exception]()
    end = time.perf_counter() + seconds

    def run(number: int) -> None:
        try:
            while time.perf_counter() < end:
                visits[number]()
                counts[number] += 1
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(BROWSERS)]
    cpu, start = server.cpu(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, used = time.perf_counter() - start, server.cpu() - cpu
    for browser in browsers:
        browser.close()
    if failures:
        raise failures[0]
    return Rate(sum(counts) / elapsed, 1000 * used / sum(counts))
