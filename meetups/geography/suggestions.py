"""What a team of Savoie would write first: roads that winter closes, and days when roads or squares are full.

The closures are the usual ones of high passes, rounded to be cautious: departments publish the true dates each year.
Communes stand by INSEE code.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from dateutil.easter import easter

from meetups.geography.barriers import Closure

SATURDAY = 5


@dataclass(frozen=True)
class KnownClosure:
    """A pass that closes in winter, with the communes that it then parts; ``road`` says what it joins in summer."""

    name: str
    road: str
    closure: Closure

    @property
    def public_id(self) -> str:
        """Always the same: taken twice, by two people or from two pages, it makes one barrier."""
        return _identifier("barrier", self.name)


@dataclass(frozen=True)
class KnownDays:
    """Days that warn; ``weekdays`` count from Monday, 0."""

    label: str
    weekdays: tuple[int, ...]
    communes: tuple[str, ...]
    first_day: date | None = None
    last_day: date | None = None

    @property
    def public_id(self) -> str:
        """Always the same for a season, as above."""
        return _identifier("day note", self.label, str(self.first_day))


def _closure(here: str, there: str, closed_from: str, closed_until: str) -> Closure:
    return Closure(frozenset(here.split()), frozenset(there.split()), closed_from, closed_until)


CLOSURES = (
    KnownClosure(
        "Col de l’Iseran",
        "Haute-Maurienne et Haute-Tarentaise",
        _closure("73047 73040 73290 73023 73157", "73304 73296 73232 73323 73176 73285 73054", "10-15", "06-15"),
    ),
    KnownClosure(
        "Col du Galibier",
        "Valloire et la Guisane",
        _closure("73306 73307 73261", "05063 05181 05079 05161 05133", "10-31", "05-31"),
    ),
    KnownClosure(
        "Col de la Madeleine",
        "La Chambre et la Tarentaise",
        _closure("73067 73235 73224 73259 73189", "73187 73003 73181", "11-15", "05-31"),
    ),
    KnownClosure(
        "Cols du Glandon et de la Croix de Fer",
        "les Villards et les Arves, et l’Oisans",
        _closure("73230 73221 73280 73242", "38005 38527 38289 38052", "11-01", "05-31"),
    ),
    KnownClosure(
        "Cormet de Roselend",
        "le Beaufortain et Bourg-Saint-Maurice",
        _closure("73034 73132 73317", "73054 73077 73285", "11-01", "05-31"),
    ),
)

ROAD_TO_RESORTS = ("73011", "73181", "73187", "73003", "73006", "73054", "73257", "73227")
MARKETS = (
    KnownDays("Marché du mardi et du vendredi à Moûtiers", (1, 4), ("73181",)),
    KnownDays("Marché du mardi et du samedi à Chambéry", (1, 5), ("73065",)),
    KnownDays("Marché du mercredi et du samedi à Aix-les-Bains", (2, 5), ("73008",)),
    KnownDays("Marché du jeudi à Albertville", (3,), ("73011",)),
)


def closures_for(departments: Collection[str], standing: Iterable[Closure]) -> list[KnownClosure]:
    """Those with a side in ``departments``, that no barrier ``standing`` already draws, even in part."""
    drawn = list(standing)
    return [
        known
        for known in CLOSURES
        if any(_department(insee) in departments for insee in known.closure.here | known.closure.there)
        and not any(_part(known.closure, other) for other in drawn)
    ]


def days_for(departments: Collection[str], today: date) -> list[KnownDays]:
    """This winter's Saturdays, or the next one's once Easter is past, then market days, in ``departments``."""
    return [
        known
        for known in (ski_saturdays(today), *MARKETS)
        if any(_department(insee) in departments for insee in known.communes)
    ]


def ski_saturdays(today: date) -> KnownDays:
    """Saturdays from the last one before Christmas to that of Easter."""
    year = today.year if today > easter(today.year) else today.year - 1
    christmas = date(year, 12, 25)
    first = christmas - timedelta(days=(christmas.weekday() - SATURDAY) % 7)
    label = "Samedi des stations : route très chargée"
    return KnownDays(label, (SATURDAY,), ROAD_TO_RESORTS, first, easter(year + 1) - timedelta(days=1))


def _part(one: Closure, other: Closure) -> bool:
    """Whether both keep some same two communes apart."""
    return bool(
        (one.here & other.here and one.there & other.there) or (one.here & other.there and one.there & other.here)
    )


def _department(insee: str) -> str:
    return insee[:3] if insee.startswith("97") else insee[:2]


def _identifier(*parts: str) -> str:
    return sha256("\n".join(parts).replace("\u00a0", " ").encode()).hexdigest()[:12]
