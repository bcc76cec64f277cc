"""How the committed data is cleaned, on small sources made by hand."""

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

from scripts import derive_geography
from scripts.geography_cleaning import clean_email, clean_phone, contact_columns, km_outside, place, place_all
from scripts.geography_sources import Source, read_outlines

SQUARE = shapely.box(6.0, 45.0, 6.1, 45.1)
KM = 1 / 111.195
"""One kilometre, in degrees of latitude."""


@pytest.mark.parametrize("written", ["04 79 60 20 20", "0479602020", " 04.79.60.20.20 "])
def test_a_phone_is_written_in_pairs(written: str) -> None:
    assert clean_phone(written) == "04 79 60 20 20"


@pytest.mark.parametrize("written", ["", "04 79", "12 34 56 78 90", "04 79 60 20 200"])
def test_what_is_not_a_french_number_is_left_out(written: str) -> None:
    assert clean_phone(written) == ""


def test_an_email_is_in_lower_case_or_left_out() -> None:
    assert clean_email(" Mairie@Exemple.FR ") == "mairie@exemple.fr"
    assert clean_email("mairie chez exemple.fr") == ""


def test_an_address_fits_on_one_line() -> None:
    row = {"mairie_adresse": "1  place du Puits\n\n73000 Chambéry", "mairie_telephone": "", "mairie_email": ""}
    assert contact_columns(row | {"mairie_horaires": ""})["address"] == "1 place du Puits, 73000 Chambéry"


def test_distance_outside_an_outline_is_in_kilometres_in_every_direction() -> None:
    assert km_outside(SQUARE, shapely.Point(6.05, 45.1 + 3 * KM)) == pytest.approx(3, rel=0.01)
    assert km_outside(SQUARE, shapely.Point(6.1 + 3 * KM / 0.7066, 45.05)) == pytest.approx(3, rel=0.01)
    assert km_outside(SQUARE, shapely.Point(6.05, 45.05)) == 0


def test_a_town_hall_inside_its_outline_is_the_commune_s_centre() -> None:
    placed = placing(shapely.Point(6.01, 45.02))
    assert (placed["lat"], placed["lon"]) == ("45.02000", "6.01000")
    assert (placed["townhall_lat"], placed["townhall_lon"]) == ("45.02000", "6.01000")
    assert placed["townhall_approximate"] == "0"


def test_a_town_hall_a_little_outside_is_kept_but_is_not_the_centre() -> None:
    placed = placing(shapely.Point(6.05, 45.1 + 1.9 * KM))
    assert placed["townhall_approximate"] == "0"
    assert float(placed["townhall_lat"]) > 45.1
    assert SQUARE.covers(shapely.Point(float(placed["lon"]), float(placed["lat"])))


@pytest.mark.parametrize("point", [shapely.Point(6.05, 45.1 + 2.1 * KM), shapely.Point(-1, 48), None])
def test_a_town_hall_far_outside_or_unknown_is_placed_inside_and_marked(point: Any) -> None:
    placed = placing(point)
    assert placed["townhall_approximate"] == "1"
    assert SQUARE.covers(shapely.Point(float(placed["townhall_lon"]), float(placed["townhall_lat"])))


def test_without_an_outline_the_town_hall_is_believed() -> None:
    placed = place(shapely.Point(6.5, 45.5), None, Counter())
    assert placed is not None
    assert (placed["lat"], placed["townhall_approximate"]) == ("45.50000", "0")


def test_a_commune_that_nothing_places_stands_amid_those_of_its_postal_code() -> None:
    communes = {
        code: {"codesPostaux": [postal]}
        for code, postal in (("1", "73000"), ("2", "73000"), ("3", "73100"), ("4", "73000"))
    }
    points = {"1": "POINT (6.0 45.0)", "2": "POINT (6.2 45.2)", "3": "POINT (7 47)", "4": "POINT EMPTY"}
    town_halls = {code: {"mairie_localisation": shapely.from_wkt(point).wkb_hex} for code, point in points.items()}
    places = place_all(Source(communes, {}, town_halls, {}, 0, []), list(communes), Counter())
    assert (places["4"]["lat"], places["4"]["lon"]) == ("45.10000", "6.10000")
    assert places["4"]["townhall_approximate"] == "1"


def test_a_commune_without_an_outline_takes_the_union_of_its_delegated_communes() -> None:
    rows = [
        {"id": "7", "code": "14581", "type": "COM", "geometry": "", "commune_parent_id": ""},
        {"id": "8", "code": "14011", "type": "COMD", "geometry": SQUARE.wkb_hex, "commune_parent_id": "7"},
        {
            "id": "9",
            "code": "14267",
            "type": "COMD",
            "geometry": shapely.box(6.1, 45.0, 6.2, 45.1).wkb_hex,
            "commune_parent_id": "7",
        },
        {"id": "10", "code": "73065", "type": "COM", "geometry": SQUARE.wkb_hex, "commune_parent_id": ""},
        {"id": "11", "code": "73044", "type": "COMD", "geometry": SQUARE.wkb_hex, "commune_parent_id": "10"},
    ]
    own, joined = read_outlines(rows)
    assert list(own) == ["73065"]
    assert {code: shape.bounds for code, shape in joined.items()} == {"14581": (6.0, 45.0, 6.2, 45.1)}


def test_outlines_have_four_decimals_and_wind_as_the_standard_asks() -> None:
    clockwise = shapely.Polygon([(6.0, 45.0), (6.0, 45.123456), (6.1, 45.1), (6.1, 45.0)])
    rows = [
        {"insee": "73065", "department": "73", "name": "Chambéry"},
        {"insee": "01001", "department": "01", "name": ""},
    ]
    source = Source({}, {}, {}, {"73065": clockwise, "01001": SQUARE}, 0, [])
    content = derive_geography.as_geojson(source, rows, "73").decode()
    assert content.count('"Feature"') == 1
    assert "45.1235]" in content
    assert shapely.from_geojson(content).geoms[0].exterior.is_ccw


def test_the_same_content_is_compressed_to_the_same_bytes_without_a_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derive_geography, "DATA", tmp_path)
    line = derive_geography.write_compressed("table.csv.gz", b"insee\n")
    first = (tmp_path / "table.csv.gz").read_bytes()
    assert first[4:8] == b"\0\0\0\0"  # MTIME, RFC 1952
    assert gzip.decompress(first) == b"insee\n"
    assert line == derive_geography.write_compressed("table.csv.gz", b"insee\n")
    assert (tmp_path / "table.csv.gz").read_bytes() == first


def placing(point: Any) -> dict[str, str]:
    """The columns of a town hall at ``point`` in the square."""
    placed = place(point, SQUARE, Counter())
    assert placed is not None
    return placed
