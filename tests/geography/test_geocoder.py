"""The geocoder, against a small server on loopback that answers as the national service does."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from structlog.testing import capture_logs

from meetups.adapters import geocoder
from meetups.adapters.geocoder import Geocoder

ADDRESS, CITY = "12 rue de la Gare", "73000 Chambéry"


def feature(score: float = 0.95, lat: float = 45.571, lon: float = 5.919, **properties: str) -> dict[str, Any]:
    """One candidate, in the service's shape (GeoCodeJSON)."""
    told = {"label": "12 Rue de la Gare 73000 Chambéry", "type": "housenumber", "postcode": "73000"} | properties
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": told | {"score": score, "citycode": "73065"}}


@dataclass
class Service:
    """What the server answers, and what it was asked."""

    url: str = ""
    body: bytes = b""
    status: int = 200
    delay: float = 0
    asked: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def answers(self, *features: dict[str, Any]) -> None:
        """Set the candidates of every answer to come."""
        self.body = json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service, under a path as the national one is."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Service()
    made.answers(feature())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.released.wait(made.delay)
            self.send_response(made.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(made.body)

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """A client that hung up is what a test wants."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        made.url = f"http://127.0.0.1:{server.server_port}/geocodage"
        yield made
        made.released.set()
        server.shutdown()
        thread.join()


def test_an_address_becomes_a_point_with_its_label_and_score(service: Service) -> None:
    found = Geocoder(service.url).locate(ADDRESS, CITY)
    assert found == geocoder.GeocodedPoint(45.571, 5.919, "12 Rue de la Gare 73000 Chambéry", 0.95)


@pytest.mark.parametrize("ending", ["", "/"])
def test_the_path_of_the_service_is_kept_and_the_query_is_whole(service: Service, ending: str) -> None:
    Geocoder(service.url + ending).locate("  12 rue\nde la Gare ", CITY)
    asked = urlsplit(service.asked[0])
    assert asked.path == "/geocodage/search"
    assert parse_qs(asked.query) == {"q": ["12 rue de la Gare 73000 Chambéry"], "limit": ["5"]}


def test_the_best_score_wins(service: Service) -> None:
    service.answers(feature(0.6, label="une autre"), feature(0.9, label="la bonne"))
    found = Geocoder(service.url).locate(ADDRESS, CITY)
    assert found is not None
    assert found.label == "la bonne"


@pytest.mark.parametrize("doubtful", [feature(0.49), feature(0.9, type="municipality")])
def test_a_doubtful_answer_is_no_answer(service: Service, doubtful: dict[str, Any]) -> None:
    service.answers(doubtful)
    assert Geocoder(service.url).locate(ADDRESS, CITY) is None


def test_a_homonym_far_from_the_commune_is_refused(service: Service) -> None:
    service.answers(feature(0.99, lat=48.85, lon=2.35, label="à Paris"), feature(0.7, label="à Chambéry"))
    found = Geocoder(service.url).locate(ADDRESS, CITY, near=(45.566, 5.921))
    assert found is not None
    assert found.label == "à Chambéry"


def test_nothing_found_is_no_point(service: Service) -> None:
    service.answers()
    assert Geocoder(service.url).locate(ADDRESS, CITY) is None


@pytest.mark.parametrize("status", [400, 404, 429, 500, 502, 503, 504])
def test_an_error_of_the_service_is_no_point(service: Service, status: int) -> None:
    service.status = status
    with capture_logs() as logs:
        assert Geocoder(service.url).locate(ADDRESS, CITY) is None
    assert [line["event"] for line in logs] == ["geocoder_failed"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>maintenance</html>",
        b"12",
        b"\xff\xfe",
        b'{"features": 1}',
        b'{"features": [{"geometry": null}]}',
        b'{"features": [{"geometry": {"coordinates": [5.9, 45.5]}, "properties": {"label": "x"}}]}',
        b'{"features": [{"geometry": {"coordinates": []}, "properties": {"label": "x", "score": 1}}]}',
    ],
)
def test_an_answer_of_another_shape_is_no_point(service: Service, body: bytes) -> None:
    service.body = body
    with capture_logs() as logs:
        assert Geocoder(service.url).locate(ADDRESS, CITY) is None
    assert [line["event"] for line in logs] == ["geocoder_failed"]


def test_a_service_that_does_not_answer_is_given_up(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geocoder, "TIMEOUT_SECONDS", 0.2)
    service.delay = 10
    started = time.monotonic()
    assert Geocoder(service.url).locate(ADDRESS, CITY) is None
    assert time.monotonic() - started < 2
    assert len(service.asked) == 1


def test_the_client_is_the_one_that_asks_once_whatever_is_installed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geopy.geocoders.options.default_adapter_factory", None)
    assert Geocoder(service.url).locate(ADDRESS, CITY) is not None


def test_nobody_listening_is_no_point(service: Service) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        port = closed.server_port
    assert Geocoder(f"http://127.0.0.1:{port}").locate(ADDRESS, CITY) is None


def test_an_address_is_asked_once(service: Service) -> None:
    locator = Geocoder(service.url)
    assert locator.locate(ADDRESS, CITY) == locator.locate(ADDRESS, CITY)
    assert len(service.asked) == 1


def test_a_failure_is_not_remembered(service: Service) -> None:
    locator = Geocoder(service.url)
    service.status = 503
    assert locator.locate(ADDRESS, CITY) is None
    service.status = 200
    assert locator.locate(ADDRESS, CITY) is not None


@pytest.mark.parametrize("address", ["", "  \n "])
def test_no_address_asks_nobody(service: Service, address: str) -> None:
    assert Geocoder(service.url).locate(address, CITY) is None
    assert service.asked == []


def test_a_very_long_address_is_cut_to_what_the_service_accepts(service: Service) -> None:
    Geocoder(service.url).locate("a" * 1_000, CITY)
    assert parse_qs(urlsplit(service.asked[0]).query)["q"] == ["a" * 200]


def test_the_geocoder_can_be_turned_off() -> None:
    with capture_logs() as logs:
        assert Geocoder("off").locate(ADDRESS, CITY) is None
    assert logs == []


def test_without_a_setting_the_national_service_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    urls: list[str] = []

    def get_text(_client: object, url: str, **_options: object) -> str:
        urls.append(url)
        return '{"features": []}'

    monkeypatch.setattr("geopy.adapters.URLLibAdapter.get_text", get_text)
    Geocoder(None).locate("rue", "73000")
    assert urls == ["https://data.geopf.fr/geocodage/search?q=rue+73000&limit=5"]


@pytest.mark.parametrize("url", ["data.geopf.fr/geocodage", "ftp://example.org", "https://", "non"])
def test_a_setting_that_is_no_http_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="GEOCODER_URL"):
        Geocoder(url)


@pytest.mark.parametrize("status", [200, 404, 503])
def test_no_log_ever_holds_the_address(service: Service, caplog: pytest.LogCaptureFixture, status: int) -> None:
    service.answers(feature(0.1))
    service.status = status
    service.body += ADDRESS.encode() if status != 200 else b""
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        Geocoder(service.url).locate(ADDRESS, CITY)
    assert logs
    assert "Gare" not in str(logs) + caplog.text
