"""How many times a second a page is served, and at what cost of processor."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.client import Browser, UnexpectedAnswer
from benchmarks.servers import Server

BROWSERS = 4


@dataclass(frozen=True)
class Rate:
    """What one measure gave."""

    per_second: float
    cpu_ms: float
    """Milliseconds of the server's processor for one page, or one whole visit."""


def pages(server: Server, path: str, *, seconds: float, cookies: dict[bytes, bytes] | None = None) -> Rate:
    """Several browsers ask for the same page, each on its own connection. Raises ``UnexpectedAnswer``."""

    def visit(browser: Browser) -> Callable[[], None]:
        browser.cookies = dict(cookies or {})
        answer = browser.get(path)
        if answer.status != 200:
            raise UnexpectedAnswer(f"{path}: {answer.status}")
        request = browser.request("GET", path)

        def once() -> None:
            if not browser.exchange(request)[0].startswith(b"HTTP/1.1 200"):
                raise UnexpectedAnswer(path)

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
