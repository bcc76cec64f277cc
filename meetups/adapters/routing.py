"""Minutes by road between points, from any server that speaks the table service of OSRM.

``GET /table/v1/driving/{lon},{lat};…?sources=0;1&destinations=2&annotations=duration`` (OSRM’s HTTP API, v1). By
the worker and by one command, never while somebody waits, and never inside a write transaction.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import structlog

TIMEOUT_SECONDS = 20.0
MOST_COORDINATES = 100
"""Of one question: what public servers and OSRM's own default accept."""
ATTEMPTS = 3
PAUSE_SECONDS = 2.0
"""Before asking again; twice as long the next time."""
_WORTH_RETRYING = {429, 500, 502, 503, 504}

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""
Minutes = list[list[float | None]]
"""By source, then by destination; ``None`` where the server knows no road."""

log = structlog.get_logger()


class RoutingFailed(Exception):
    """The server gave no table. The text says why, in French, and holds no coordinates."""


class _TryAgain(Exception):
    """What may be over in a moment."""


@dataclass(frozen=True)
class Router:
    """``url`` is ``ROUTING_URL``, a path included if need be; ``sleep`` waits between attempts."""

    url: str
    sleep: Callable[[float], object] = time.sleep

    def minutes(self, sources: Sequence[Point], destinations: Sequence[Point]) -> Minutes:
        """Minutes by road from each source to each destination, in questions of at most a hundred points.

        Raises ``RoutingFailed`` when the server cannot be reached, refuses, or answers something else than a table.
        """
        table: Minutes = [[None] * len(destinations) for _ in sources]
        for rows, columns in _blocks(len(sources), len(destinations)):
            block = self._ask([sources[row] for row in rows], [destinations[column] for column in columns])
            for row, times in zip(rows, block, strict=True):
                for column, seconds in zip(columns, times, strict=True):
                    table[row][column] = None if seconds is None else round(seconds / 60, 1)
        return table

    def _ask(self, sources: Sequence[Point], destinations: Sequence[Point]) -> list[list[float | None]]:
        count = len(sources)
        points = ";".join(f"{lon:.5f},{lat:.5f}" for lat, lon in (*sources, *destinations))
        query = urlencode(
            {
                "sources": ";".join(map(str, range(count))),
                "destinations": ";".join(str(count + number) for number in range(len(destinations))),
                "annotations": "duration",
            },
            safe=";",
        )
        answer = self._get(f"{self.url.rstrip('/')}/table/v1/driving/{points}?{query}")
        return _durations(answer, count, len(destinations))

    def _get(self, url: str) -> bytes:
        pause = PAUSE_SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _read(url)
            except _TryAgain as failure:
                log.warning("routing_failed", reason=str(failure), attempt=attempt)
                if attempt == ATTEMPTS:
                    raise RoutingFailed(f"le serveur d’itinéraires ne répond pas ({failure})") from None
            self.sleep(pause)
            pause *= 2
        raise AssertionError("the last attempt answers or raises")  # pragma: no cover


def _blocks(rows: int, columns: int) -> Iterator[tuple[range, range]]:
    """Rectangles that share a table between them, each of at most a hundred points, as square as they can be."""
    wide = min(columns, max(MOST_COORDINATES // 2, MOST_COORDINATES - rows))
    high = min(rows, MOST_COORDINATES - wide)
    for top in range(0, rows, high or 1):
        for left in range(0, columns, wide or 1):
            yield range(top, min(top + high, rows)), range(left, min(left + wide, columns))


def _read(url: str) -> bytes:
    request = Request(url, headers={"User-Agent": "parenthese-reseau", "Accept": "application/json"})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - the operator's own setting, http only
            body: bytes = answer.read()
            return body
    except HTTPError as error:
        with error:
            if error.code in _WORTH_RETRYING:
                raise _TryAgain(f"HTTP {error.code}") from None
            raise RoutingFailed(f"le serveur d’itinéraires refuse : {_reason(error)}") from None
    except (OSError, HTTPException) as error:
        raise _TryAgain(type(error).__name__) from None


def _reason(error: HTTPError) -> str:
    """OSRM says why in ``code``, such as « TooBig »; its message may hold coordinates, and stays there."""
    try:
        code = str(json.loads(error.read())["code"])
    except (ValueError, LookupError, TypeError, OSError, HTTPException):
        code = ""
    return f"HTTP {error.code} {code[:40]}".rstrip()


def _durations(body: bytes, rows: int, columns: int) -> list[list[float | None]]:
    try:
        answer: Any = json.loads(body)
        code, table = answer["code"], answer.get("durations")
    except (ValueError, LookupError, TypeError, AttributeError):
        raise RoutingFailed("le serveur d’itinéraires répond autre chose qu’un tableau de durées") from None
    if code != "Ok":
        raise RoutingFailed(f"le serveur d’itinéraires refuse : {str(code)[:40]}")
    if not _is_table(table, rows, columns):
        raise RoutingFailed("le serveur d’itinéraires répond un tableau d’une autre taille, ou d’autre chose")
    durations: list[list[float | None]] = table
    return durations


def _is_table(table: Any, rows: int, columns: int) -> bool:
    return (
        isinstance(table, list)
        and len(table) == rows
        and all(isinstance(row, list) and len(row) == columns for row in table)
        and all(_is_duration(cell) for row in table for cell in row)
    )


def _is_duration(cell: Any) -> bool:
    """Nothing, or a number of seconds; JSON as Python reads it may hold NaN."""
    return cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < float("inf"))
