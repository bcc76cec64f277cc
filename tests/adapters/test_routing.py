"""Minutes by road, against a small server on loopback that answers as OSRM does."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from meetups.adapters import routing
from meetups.adapters.routing import Router, RoutingFailed, _blocks
from tests.adapters.routing_server import TableService, table_service

CHAMBERY, ALBERTVILLE, BONNEVAL = (45.58, 5.9), (45.67, 6.39), (45.37, 7.05)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[TableService]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with table_service("/osrm") as made:
        yield made


def router(service: TableService, waited: list[float] | None = None) -> Router:
    return Router(service.url, sleep=(waited if waited is not None else []).append)


def test_seconds_become_minutes_from_each_source_to_each_destination(service: TableService) -> None:
    table = router(service).minutes([CHAMBERY, BONNEVAL], [ALBERTVILLE, CHAMBERY])
    assert table[0] == [pytest.approx(107.3), 0]
    assert table[1][1] == pytest.approx(251.6)
    (asked,) = service.asked
    assert urlsplit(asked).path == (
        "/osrm/table/v1/driving/5.90000,45.58000;7.05000,45.37000;6.39000,45.67000;5.90000,45.58000"
    )
    assert urlsplit(asked).query == "sources=0;1&destinations=2;3&annotations=duration"


def test_no_road_is_no_time(service: TableService) -> None:
    service.no_road.add(("7.05000,45.37000", "6.39000,45.67000"))
    assert router(service).minutes([BONNEVAL, CHAMBERY], [ALBERTVILLE])[0] == [None]
    assert router(service).minutes([CHAMBERY], [ALBERTVILLE])[0] != [None]


@pytest.mark.parametrize(("rows", "columns"), [(150, 3), (3, 150), (120, 120), (99, 1), (1, 99)])
def test_a_hundred_points_at_most_are_asked_about_at_once(service: TableService, rows: int, columns: int) -> None:
    sources = [(45 + number / 1000, 6.0) for number in range(rows)]
    destinations = [(45.0, 6 + number / 1000) for number in range(columns)]
    table = router(service).minutes(sources, destinations)
    for row, (lat, _) in enumerate(sources):
        for column, (_, lon) in enumerate(destinations):
            assert table[row][column] == pytest.approx(185 * (lat - 45 + lon - 6), abs=0.06)
    assert max(urlsplit(path).path.count(";") + 1 for path in service.asked) <= 100


@given(st.integers(0, 400), st.integers(0, 400))
def test_blocks_share_the_table_and_none_is_too_big(rows: int, columns: int) -> None:
    blocks = list(_blocks(rows, columns))
    assert all(high and wide and len(high) + len(wide) <= 100 for high, wide in blocks)
    assert sum(len(high) * len(wide) for high, wide in blocks) == rows * columns
    cells = {(high.start, wide.start) for high, wide in blocks}
    assert len(cells) == len(blocks)


def test_nothing_to_ask_asks_nobody(service: TableService) -> None:
    assert router(service).minutes([], [CHAMBERY]) == []
    assert router(service).minutes([CHAMBERY], []) == [[]]
    assert service.asked == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_stumbles_is_asked_again_after_a_pause(service: TableService, status: int) -> None:
    service.statuses = [status, status]
    waited: list[float] = []
    assert router(service, waited).minutes([CHAMBERY], [CHAMBERY]) == [[0]]
    assert waited == [2, 4]


def test_a_server_that_goes_on_stumbling_is_given_up(service: TableService) -> None:
    service.statuses = [503] * 9
    with pytest.raises(RoutingFailed, match=r"ne répond pas .HTTP 503."):
        router(service).minutes([CHAMBERY], [CHAMBERY])
    assert len(service.asked) == 3


def test_a_refusal_is_said_at_once_with_its_code_and_without_coordinates(service: TableService) -> None:
    service.statuses = [400]
    with capture_logs() as logs, pytest.raises(RoutingFailed, match=r"refuse : HTTP 400 TooBig$"):
        router(service).minutes([CHAMBERY], [CHAMBERY])
    assert len(service.asked) == 1
    assert "45.58" not in str(logs)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "autre chose qu’un tableau"),
        (b"<html>maintenance</html>", "autre chose qu’un tableau"),
        (b"[]", "autre chose qu’un tableau"),
        (b"\xff\xfe", "autre chose qu’un tableau"),
        (b'{"code": "NoTable"}', "refuse : NoTable"),
        (b'{"code": "Ok"}', "autre taille"),
        (b'{"code": "Ok", "durations": [[1, 2]]}', "autre taille"),
        (b'{"code": "Ok", "durations": [["1"]]}', "autre taille"),
        (b'{"code": "Ok", "durations": [[-1]]}', "autre taille"),
        (b'{"code": "Ok", "durations": [[NaN]]}', "autre taille"),
        (b'{"code": "Ok", "durations": [[Infinity]]}', "autre taille"),
        (b'{"code": "Ok", "durations": [[true]]}', "autre taille"),
    ],
)
def test_an_answer_of_another_shape_is_a_failure(service: TableService, body: bytes, said: str) -> None:
    service.body = body
    with pytest.raises(RoutingFailed, match=said):
        router(service).minutes([CHAMBERY], [CHAMBERY])


def test_a_server_too_slow_is_given_up(service: TableService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "TIMEOUT_SECONDS", 0.1)
    service.delay = 10
    with pytest.raises(RoutingFailed, match=r"ne répond pas .TimeoutError."):
        router(service).minutes([CHAMBERY], [CHAMBERY])


def test_nobody_listening_is_a_failure() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        port = closed.server_port
    with pytest.raises(RoutingFailed, match="ne répond pas"):
        Router(f"http://127.0.0.1:{port}", sleep=lambda _: None).minutes([CHAMBERY], [CHAMBERY])
