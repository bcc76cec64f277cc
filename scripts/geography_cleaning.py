"""What is kept of each commune and town hall, and how it is cleaned (``PROVENANCE.md`` says it to the readers)."""

import json
import math
import re
from collections import Counter
from typing import Any

import shapely
from email_validator import EmailNotValidError, validate_email

from meetups.geography.hours import compact_hours
from scripts.geography_sources import Source

KM_PER_DEGREE = 6371.009 * math.pi / 180
FAR_KM = 2.0
"""A town hall farther than this outside its commune's outline is a mistake of the source."""


def commune_columns(source: Source, code: str) -> dict[str, str]:
    """Name, postal codes and population: etalab's, which are newer."""
    commune = source.communes[code]
    epci_code, epci_name = source.epci_by_commune.get(code, ("", ""))
    return {
        "insee": code,
        "name": commune["nom"],
        "postal_codes": " ".join(sorted(commune["codesPostaux"])),
        "population": str(commune["population"]),
        "department": commune["departement"],
        "epci_code": epci_code,
        "epci_name": epci_name,
    }


def place_all(source: Source, codes: list[str], counts: Counter[str]) -> dict[str, dict[str, str]]:
    """Centre and town hall of each commune; the few that nothing places stand amid those of their postal code."""
    placed, lost = {}, []
    for code in codes:
        found = place(read_point(source.town_halls[code]["mairie_localisation"]), source.outlines.get(code), counts)
        if found is None:
            lost.append(code)
        else:
            placed[code] = found
    return placed | {code: place_amid_neighbours(source, code, placed, counts) for code in lost}


def place(town_hall: Any, outline: Any, counts: Counter[str]) -> dict[str, str] | None:
    """Columns of the centre and of the town hall, or ``None`` when the source has neither point nor outline.

    The centre is the town hall when it stands inside the outline, because people live and work around it (half of
    Savoie's geometric centres are more than a kilometre up the mountain); a point of the surface otherwise.
    """
    if outline is None:
        return None if town_hall is None else point_columns(town_hall, town_hall, approximate=False)
    away = km_outside(outline, town_hall) if town_hall is not None else math.inf
    counts["over_10_km"] += 10 < away < math.inf
    counts["far"] += FAR_KM < away < math.inf
    counts["without_point"] += away == math.inf
    centre = town_hall if away == 0 else outline.representative_point()
    return point_columns(centre, centre if away > FAR_KM else town_hall, approximate=away > FAR_KM)


def place_amid_neighbours(
    source: Source, code: str, placed: dict[str, dict[str, str]], counts: Counter[str]
) -> dict[str, str]:
    """The mean centre of the communes that share a postal code, for both points."""
    own = set(source.communes[code]["codesPostaux"])
    near = [point for other, point in placed.items() if own & set(source.communes[other]["codesPostaux"])]
    counts["amid_neighbours"] += 1
    mean = shapely.Point(*(sum(float(point[axis]) for point in near) / len(near) for axis in ("lon", "lat")))
    return point_columns(mean, mean, approximate=True)


def point_columns(centre: Any, town_hall: Any, *, approximate: bool) -> dict[str, str]:
    """Degrees at five decimals, about a metre."""
    return {
        "lat": f"{centre.y:.5f}",
        "lon": f"{centre.x:.5f}",
        "townhall_lat": f"{town_hall.y:.5f}",
        "townhall_lon": f"{town_hall.x:.5f}",
        "townhall_approximate": str(int(approximate)),
    }


def read_point(wkb: str) -> Any:
    """A shapely point, or ``None`` when absent or empty."""
    point = shapely.from_wkb(wkb) if wkb else None
    return None if point is None or point.is_empty else point


def km_outside(outline: Any, point: Any) -> float:
    """Kilometres from the outline to the point, 0 inside; the plane is flattened at the point's latitude."""
    if outline.covers(point):
        return 0.0
    shrink = math.cos(math.radians(point.y))
    flat_outline, flat_point = (shapely.transform(shape, lambda xy: xy * (shrink, 1)) for shape in (outline, point))
    return float(shapely.distance(flat_outline, flat_point)) * KM_PER_DEGREE


def contact_columns(row: dict[str, str]) -> dict[str, str]:
    """What the town hall publishes to be reached: address on one line, phone, e-mail, hours."""
    return {
        "address": ", ".join(" ".join(line.split()) for line in row["mairie_adresse"].splitlines() if line.strip()),
        "phone": clean_phone(row["mairie_telephone"]),
        "email": clean_email(row["mairie_email"]),
        "opening_hours": compact_hours(json.loads(row["mairie_horaires"] or "[]")),
    }


def clean_phone(text: str) -> str:
    """A French number as ``04 79 60 20 20``, or nothing when it is not one."""
    digits = re.sub(r"\D", "", text)
    if not re.fullmatch(r"0[1-9]\d{8}", digits):
        return ""
    return " ".join(digits[start : start + 2] for start in range(0, 10, 2))


def clean_email(text: str) -> str:
    """The address in lower case, or nothing when its syntax is wrong."""
    try:
        return validate_email(text.strip().lower(), check_deliverability=False).normalized
    except EmailNotValidError:
        return ""
