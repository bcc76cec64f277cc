"""What a page about someone shows: texts made into lists, and what whoever looks may know."""

import re
from dataclasses import dataclass, field

from meetups.directory.half_days import WEEKDAYS, HalfDay, Moment
from meetups.directory.models import Professional, RoleProfile
from meetups.geography.text import place_key
from meetups.pages.members.contact import Reach
from meetups.pages.members.together import Together

_RATHER = re.compile(r"^(?P<what>.+?)\s*\(\s*plutôt\s*:?\s*(?P<whom>[^()]+)\)\s*\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """Something not to call for, and whom to call rather."""

    what: str
    rather: str = ""


@dataclass(frozen=True)
class Week:
    """« matin » → for each day from Monday, whether a call is welcome."""

    rows: list[tuple[str, list[bool]]]
    days: tuple[str, ...] = WEEKDAYS

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        return not any(any(row) for _, row in self.rows)


@dataclass(frozen=True)
class RoleView:
    """Someone, as one reader may see them."""

    person: Professional
    name: str
    reach: Reach
    together: Together = field(default_factory=Together)
    is_self: bool = False

    @property
    def role(self) -> RoleProfile | None:
        """What they wrote, if they did."""
        return self.person.role_profile

    @property
    def communes(self) -> list[str]:
        """Where they work, each once, alphabetically. Never an address: it may be a home."""
        return sorted({place.commune.name for place in self.person.places})

    @property
    def other_communes(self) -> list[str]:
        """Those that the name of the structure does not say already."""
        structure = place_key(self.person.structure.name) if self.person.structure else ""
        return [commune for commune in self.communes if place_key(commune) not in structure]

    @property
    def call_me_for(self) -> list[str]:
        """One reason an item."""
        return _lines(self.role.call_me_for) if self.role else []

    @property
    def not_for(self) -> list[Item]:
        """« financer les travaux (plutôt : l’assistante sociale) » says whom to call rather."""
        return [_item(line) for line in _lines(self.role.not_for)] if self.role else []

    @property
    def to_know(self) -> list[str]:
        """Constraints, then limits."""
        return _lines(f"{self.role.constraints}\n{self.role.limits}") if self.role else []

    @property
    def week(self) -> Week:
        """When a call is welcome."""
        codes = set(self.role.reachable) if self.role else set()
        return Week(
            [(moment.label, [HalfDay(day, moment).code in codes for day in range(len(WEEKDAYS))]) for moment in Moment]
        )


def first_reason(person: Professional) -> str:
    """The first thing to call someone for, as a list quotes it: without its final stop."""
    lines = _lines(person.role_profile.call_me_for) if person.role_profile else []
    return lines[0].rstrip(" .;,") if lines else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _item(line: str) -> Item:
    found = _RATHER.match(line)
    return Item(found["what"], found["whom"].strip()) if found else Item(line)
