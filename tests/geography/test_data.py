"""The committed open data says what its provenance promises."""

import gzip
import hashlib
import re
from collections import Counter

import pytest
import shapely

from meetups.geography.distances import crow_km
from meetups.geography.files import DATA, read_communes
from meetups.geography.hours import hours_in_french
from meetups.geography.queries import outlines

Rows = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Every commune by INSEE code."""
    return {row["insee"]: row for row in read_communes()}


def test_all_of_france_is_there_once_and_in_order(rows: Rows) -> None:
    codes = [row["insee"] for row in read_communes()]
    assert len(codes) == 34_875
    assert codes == sorted(set(codes))
    assert list(rows) == codes


@pytest.mark.parametrize(("department", "count"), [("73", 273), ("74", 279)])
def test_a_department_has_all_its_communes(rows: Rows, department: str, count: int) -> None:
    assert Counter(row["department"] for row in rows.values())[department] == count


def test_every_commune_has_a_name_postal_codes_a_department_and_a_population(rows: Rows) -> None:
    for row in rows.values():
        assert row["name"]
        assert row["department"] == row["insee"][: 3 if row["insee"].startswith("97") else 2]
        assert re.fullmatch(r"\d{5}( \d{5})*", row["postal_codes"])
        assert int(row["population"]) >= 0


def test_every_centre_and_town_hall_stands_in_france(rows: Rows) -> None:
    for row in rows.values():
        for lat, lon in ((row["lat"], row["lon"]), (row["townhall_lat"], row["townhall_lon"])):
            if row["department"].startswith("97"):
                assert -22 < float(lat) < 17
            else:
                assert 41 < float(lat) < 52
                assert -6 < float(lon) < 10


@pytest.mark.parametrize("department", ["73", "74"])
def test_every_centre_of_an_outlined_department_is_inside_its_commune(rows: Rows, department: str) -> None:
    for code, shape in shapes(department).items():
        centre = shapely.Point(float(rows[code]["lon"]), float(rows[code]["lat"]))
        assert shape.distance(centre) < 2e-4, code  # the outline's rounding


@pytest.mark.parametrize("department", ["73", "74"])
def test_no_town_hall_of_an_outlined_department_is_over_two_km_outside_its_commune(
    rows: Rows, department: str
) -> None:
    for code, shape in shapes(department).items():
        lat, lon = float(rows[code]["townhall_lat"]), float(rows[code]["townhall_lon"])
        nearest = shapely.shortest_line(shape, shapely.Point(lon, lat)).coords[0]
        assert crow_km(lat, lon, nearest[1], nearest[0]) < 2.1, code


def test_the_town_halls_that_the_source_misplaces_are_marked_approximate(rows: Rows) -> None:
    assert {rows[code]["townhall_approximate"] for code in ("73281", "73058")} == {"1"}
    assert rows["73065"]["townhall_approximate"] == "0"
    assert sum(row["townhall_approximate"] == "1" for row in rows.values()) < 1_200


def test_an_approximate_town_hall_stands_at_its_communes_centre(rows: Rows) -> None:
    for row in rows.values():
        if row["townhall_approximate"] == "1":
            assert (row["townhall_lat"], row["townhall_lon"]) == (row["lat"], row["lon"])


def test_contacts_are_clean_or_empty(rows: Rows) -> None:
    for row in rows.values():
        assert re.fullmatch(r"(0[1-9]( \d\d){4})?", row["phone"])
        assert re.fullmatch(r"([^\s@]+@[^\s@]+\.[a-z]+)?", row["email"])
        assert row["email"] == row["email"].lower()
        assert "\n" not in row["address"]


def test_every_opening_hours_can_be_said(rows: Rows) -> None:
    said = [hours_in_french(row["opening_hours"]) for row in rows.values()]
    assert sum(bool(lines) for lines in said) > 34_000


@pytest.mark.parametrize(("department", "count"), [("73", 273), ("74", 279)])
def test_outlines_are_valid_polygons_of_all_the_communes(rows: Rows, department: str, count: int) -> None:
    drawn = shapes(department)
    assert len(drawn) == count
    assert all(shape.is_valid and not shape.is_empty for shape in drawn.values())
    assert all(rows[code]["department"] == department for code in drawn)


@pytest.mark.parametrize("department", ["38", "../73", "", "73\n"])
def test_there_are_no_outlines_of_other_departments(department: str) -> None:
    assert outlines(department) is None


def test_the_provenance_tells_the_digest_of_each_file() -> None:
    provenance = (DATA / "PROVENANCE.md").read_text()
    files = sorted(DATA.glob("*.gz"))
    assert len(files) == 3
    for path in files:
        assert f"| `{path.name}` | {path.stat().st_size} |" in provenance
        assert hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest() in provenance


def shapes(department: str) -> dict[str, shapely.Geometry]:
    """Outlines by INSEE code."""
    collection = outlines(department)
    assert collection is not None
    return {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]}
