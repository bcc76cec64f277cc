"""« Qui sera là »: by family and first name, alphabetical like every list of people."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from meetups.directory.families import ProfessionFamily
from meetups.directory.models import Professional
from meetups.geography.text import fold

Row = tuple[ProfessionFamily, int, list[str]]


def by_family(people: Iterable[Professional]) -> list[Row]:
    """(family, number, first names) for those who agreed to be seen. Homonyms get the initial of the last name."""
    known = sorted(people, key=lambda person: (fold(person.family.label), fold(person.first_name), person.id))
    namesakes = Counter(fold(person.first_name) for person in known)
    return [
        (family, len(names), names)
        for family, group in groupby(known, key=lambda person: person.family)
        if (names := [_shown(person, namesakes) for person in group])
    ]


def _shown(person: Professional, namesakes: Counter[str]) -> str:
    if namesakes[fold(person.first_name)] < 2 or not person.last_name:
        return person.first_name
    return f"{person.first_name} {person.last_name[0].upper()}."
