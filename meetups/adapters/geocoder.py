"""Addresses turned into points by the national address base (BAN), or by any server that speaks as ``addok`` does.

Called by the server alone, when someone types an address. It never blocks: whatever goes wrong, there is no point, and
the caller takes the commune's centre and says so. Logs hold no address.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import structlog
from geopy.adapters import URLLibAdapter
from geopy.distance import great_circle
from geopy.exc import GeopyError
from geopy.geocoders import BANFrance
from geopy.location import Location

NATIONAL_SERVICE = "https://data.geopf.fr/geocodage"
OFF = "off"
TIMEOUT_SECONDS = 3
LOWEST_SCORE = 0.5
CANDIDATES = 5
LONGEST_QUERY = 200  # characters: the service refuses more
CACHED_ADDRESSES = 512

log = structlog.get_logger()
# geopy logs the address it asks for, and what a failing server answers.
logging.getLogger("geopy").setLevel(logging.WARNING)


@dataclass(frozen=True)
class GeocodedPoint:
    """Degrees (WGS 84), the address as the service writes it, and its confidence between 0 and 1."""

    lat: float
    lon: float
    label: str
    score: float


@dataclass(frozen=True)
class _Candidate:
    point: GeocodedPoint
    kind: str
    """housenumber, street, locality or municipality."""

    def is_sure(self, near: tuple[float, float] | None, within_km: float) -> bool:
        """A municipality means that the street was not found: no better than the centre that the caller has."""
        if self.point.score < LOWEST_SCORE or self.kind == "municipality":
            return False
        return near is None or great_circle(near, (self.point.lat, self.point.lon)).km <= within_km


class Geocoder:
    """``url`` is ``GEOCODER_URL``: ``None`` for the national service, ``off`` for no service at all.

    Raises ``ValueError`` when it is neither, nor an http address.
    """

    def __init__(self, url: str | None = None) -> None:
        self._search = None if url == OFF else _cached_search(url or NATIONAL_SERVICE)

    def locate(
        self,
        address: str,
        postcode_or_city: str,
        near: tuple[float, float] | None = None,
        within_km: float = 30.0,
    ) -> GeocodedPoint | None:
        """The best point for an address, or ``None``: unknown, doubtful (score under 0.5), or no answer in 3 seconds.

        With ``near``, the (latitude, longitude) of the commune it should be in, points farther than ``within_km`` are
        homonyms elsewhere. Do not call inside a write transaction.
        """
        query = " ".join(f"{address} {postcode_or_city}".split())[:LONGEST_QUERY]
        if self._search is None or not address.strip():
            return None
        try:
            candidates = self._search(query)
        except (GeopyError, AttributeError, LookupError, TypeError, ValueError) as error:
            # The last four: an answer that is not of the documented shape.
            log.warning("geocoder_failed", reason=type(error).__name__)
            return None
        sure = [candidate.point for candidate in candidates if candidate.is_sure(near, within_km)]
        if not sure:
            log.info("geocoder_found_nothing_sure", candidates=len(candidates))
        return max(sure, key=lambda point: point.score, default=None)


def _cached_search(url: str) -> Callable[[str], tuple[_Candidate, ...]]:
    """Answers are remembered, failures are not: the service may be back for the next person."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("GEOCODER_URL : une adresse http ou https, ou « off », est attendue.")
    # geopy appends "/search" to "domain", so a path such as "/geocodage" goes with it. Its other client, used when
    # "requests" happens to be installed, tries three times, which would make nine seconds: name the plain one.
    service = BANFrance(
        domain=f"{parts.netloc}{parts.path}",
        scheme=parts.scheme,
        timeout=TIMEOUT_SECONDS,
        user_agent="parenthese-reseau",
        adapter_factory=URLLibAdapter,
    )

    @lru_cache(maxsize=CACHED_ADDRESSES)
    def search(query: str) -> tuple[_Candidate, ...]:
        found = service.geocode(query, limit=CANDIDATES, exactly_one=False)
        return tuple(_candidate(location) for location in found or [])

    return search


def _candidate(location: Location) -> _Candidate:
    properties = location.raw["properties"]
    point = GeocodedPoint(location.latitude, location.longitude, location.address, float(properties["score"]))
    return _Candidate(point, properties["type"])
