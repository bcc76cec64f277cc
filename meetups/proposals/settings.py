"""What organisers set about proposals: weights, sizes, notice, hours; sane until somebody says otherwise."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.directory.families import ProfessionFamily
from meetups.installation import lock_installation
from meetups.planning.models import MeetupFormat
from meetups.proposals.errors import StaleSettings, WrongPreference
from meetups.proposals.formats import PROPOSED, UNAVAILABLE
from meetups.proposals.models import ProposalSettings
from meetups.proposals.rules import NOTICE_DAYS, WEEKDAYS, WEIGHTS, Weights

Unavailable = Mapping[ProfessionFamily, frozenset[MeetupFormat]]
FEWEST_PEOPLE = 8
"""Below it there is no table worth a room."""
LONGEST_NOTICE = 120  # days: later, and nothing would fit before the horizon
WEIGHTS_IN_WORDS = {  # in the order of a page
    "everyone": "toute personne à portée",
    "never_invited": "aucune invitation jusqu’ici",
    "newcomer": "dans le réseau depuis moins de six mois",
    "month_of_waiting": "chaque mois depuis la dernière rencontre",
    "months_at_most": "nombre de mois au-delà duquel l’attente ne compte plus",
}


@dataclass(frozen=True)
class Preferences:
    """How proposals are computed. Weights are those of ``rules``: facts that each person can see, and nothing else."""

    weights: Weights = WEIGHTS
    gathering: int = 24
    """People at one meetup, fewer where the room is smaller."""
    meetups: int = 8
    """Proposals for the quarter, chosen together."""
    max_share: float = 1 / 3
    """Of the places of one meetup, for one family of professions."""
    minimum_families: int = 3
    """Different families at one meetup, when there are as many within reach."""
    notice_days: int = NOTICE_DAYS
    weekdays: tuple[int, ...] = WEEKDAYS
    """0 is Monday."""
    formats: tuple[MeetupFormat, ...] = PROPOSED
    """Those that proposals choose among, the usual one first."""
    minutes_at_most: int = 40
    """By road, where travel times are known; elsewhere only the area counts."""
    unavailable: Unavailable = field(default_factory=lambda: dict(UNAVAILABLE))
    """Family → formats whose hour finds them at work; a family that is absent can come to all."""


DEFAULTS = Preferences()


@dataclass(frozen=True)
class Stored:
    """The preferences with what a form needs to save them: ``version`` is 0 until somebody has."""

    preferences: Preferences
    version: int
    changed_at: datetime | None
    changed_by: str
    """Public id of the organiser's account, or nothing."""


def load(session: Session) -> Preferences:
    """The preferences that hold now."""
    return stored(session).preferences


def stored(session: Session) -> Stored:
    """The preferences, and when and by whom they were last changed."""
    row = session.scalar(select(ProposalSettings).execution_options(populate_existing=True))
    if row is None:
        return Stored(DEFAULTS, 0, None, "")
    return Stored(_read(row.chosen), row.version, row.changed_at, row.changed_by)


def save(session: Session, preferences: Preferences, *, version: int, by: str, now: datetime) -> Stored:
    """Keep what differs from ``DEFAULTS``. ``version``: that of the preferences from which these were typed.

    Raises ``WrongPreference``, or ``StaleSettings`` when others were saved since; the same sent twice is kept once.
    """
    check(preferences)
    preferences = _read(_written(preferences))  # no difference between an empty set and none
    lock_installation(session)
    now_stored = stored(session)
    if now_stored.preferences == preferences:
        return now_stored
    if now_stored.version != version:
        raise StaleSettings
    row = session.scalar(select(ProposalSettings))
    if row is None:
        row = ProposalSettings(id=1)
        session.add(row)
    row.chosen, row.changed_at, row.changed_by = _written(preferences), now, by
    session.flush()
    return stored(session)


def check(preferences: Preferences) -> None:
    """Raises ``WrongPreference`` naming the first item that no proposal could be computed with."""
    for refusal in problems(preferences):
        raise refusal


def problems(preferences: Preferences) -> Iterator[WrongPreference]:
    """Every item that no proposal could be computed with, in the order of a page; one at most for each."""
    yield from _wrong_weights(preferences.weights)
    yield from _out_of_range(preferences, "gathering", FEWEST_PEOPLE, 400, "Le nombre de personnes d’une rencontre")
    yield from _out_of_range(preferences, "meetups", 1, 40, "Le nombre de rencontres du trimestre")
    share = preferences.max_share
    if not (math.isfinite(share) and 0.05 <= share <= 1):
        text = "La part d’une même famille de métiers doit être comprise entre 5 et 100 %."
        yield WrongPreference("max_share", text)
    families = "Le nombre de familles de métiers à table"
    yield from _out_of_range(preferences, "minimum_families", 1, len(ProfessionFamily), families)
    yield from _out_of_range(preferences, "notice_days", 0, LONGEST_NOTICE, "Le délai, en jours,")
    yield from _out_of_range(preferences, "minutes_at_most", 5, 180, "Le temps de route, en minutes,")
    if not preferences.weekdays or not set(preferences.weekdays) <= set(range(7)):
        yield WrongPreference("weekdays", "Cochez au moins un jour de la semaine.")
    if not preferences.formats:
        yield WrongPreference("formats", "Cochez au moins un format de rencontre.")
        return  # with none, nobody could come to any: that is not what is wrong
    for family, formats in preferences.unavailable.items():
        if set(preferences.formats) <= formats:
            text = f"« {family.label} » ne pourrait venir à aucune rencontre : laissez-leur au moins un format."
            yield WrongPreference("unavailable", text)
            return


def _wrong_weights(weights: Weights) -> Iterator[WrongPreference]:
    for name, value in asdict(weights).items():
        if not math.isfinite(value) or not 0 <= value <= 100:
            text = f"Le poids « {WEIGHTS_IN_WORDS[name]} » doit être un nombre entre 0 et 100."
            yield WrongPreference(f"weights.{name}", text)
        elif name == "everyone" and value <= 0:
            yield WrongPreference("weights.everyone", "Chaque personne à portée doit compter : écrivez plus que 0.")


def _out_of_range(preferences: Preferences, item: str, least: int, most: int, what: str) -> Iterator[WrongPreference]:
    if not least <= getattr(preferences, item) <= most:
        yield WrongPreference(item, f"{what} doit être un nombre entier entre {least} et {most}.")


def _written(preferences: Preferences) -> dict[str, Any]:
    """Plain JSON of what differs from the defaults, in depth for weights and families."""
    chosen: dict[str, Any] = {}
    for each in fields(Preferences):
        value, usual = getattr(preferences, each.name), getattr(DEFAULTS, each.name)
        if each.name == "weights":
            weights, usual_weights = asdict(value), asdict(usual)
            value = {name: weight for name, weight in weights.items() if weight != usual_weights[name]}
        elif each.name == "unavailable":
            value = {
                family.value: sorted(formats)
                for family in ProfessionFamily
                if (formats := value.get(family, frozenset())) != usual.get(family, frozenset())
            }
        elif value == usual:
            continue
        if value or each.name not in {"weights", "unavailable"}:
            chosen[each.name] = list(value) if isinstance(value, tuple) else value
    return chosen


def _read(chosen: Mapping[str, Any]) -> Preferences:
    given = dict(chosen)
    if "weights" in given:
        given["weights"] = Weights(**given["weights"])
    if "weekdays" in given:
        given["weekdays"] = tuple(given["weekdays"])
    if "formats" in given:
        given["formats"] = tuple(MeetupFormat(code) for code in given["formats"])
    others = {
        ProfessionFamily(family): frozenset(MeetupFormat(code) for code in formats)
        for family, formats in given.get("unavailable", {}).items()
    }
    given["unavailable"] = {family: formats for family, formats in (dict(UNAVAILABLE) | others).items() if formats}
    return Preferences(**given)
