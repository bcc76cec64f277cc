"""The committed open data, as it is read: ``data/PROVENANCE.md`` tells where it comes from."""

import csv
import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def read_communes() -> Iterator[dict[str, str]]:
    """Yield the rows of ``communes.csv.gz``, ordered by INSEE code; columns are those of its header."""
    with gzip.open(DATA / "communes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@lru_cache(maxsize=4)
def outlines(department: str) -> dict[str, Any] | None:
    """The GeoJSON collection of a department's communes (``id`` is the INSEE code), or ``None`` when we hold none.

    Shared between callers: do not change it.
    """
    path = DATA / f"outlines-{department}.geojson.gz"
    if not path.exists():
        return None
    collection: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return collection
