"""The sentence above the list of people: how many, and how many were never invited."""

from flask_babel import gettext, ngettext

from meetups.pages.people.listing import People, Selection


def count_sentence(found: People, selection: Selection, typed: str) -> str:
    """« 418 personnes dans le réseau, dont 97 jamais invitées. »; empty for nobody."""
    if not found.total:
        return ""
    people = _counted(found.total, selection)
    if typed:
        people = gettext("%(people)s pour « %(words)s »", people=people, words=typed)
    if selection is not Selection.EVERYONE or not found.never:
        return gettext("%(people)s.", people=people)
    return ngettext(
        "%(people)s, dont %(num)d jamais invitée.",
        "%(people)s, dont %(num)d jamais invitées.",
        found.never,
        people=people,
    )


def _counted(count: int, selection: Selection) -> str:
    match selection:
        case Selection.EVERYONE:
            return ngettext("%(num)d personne dans le réseau", "%(num)d personnes dans le réseau", count)
        case Selection.NEVER_INVITED:
            return ngettext("%(num)d personne jamais invitée", "%(num)d personnes jamais invitées", count)
        case Selection.TO_CALL:
            return ngettext("%(num)d personne à rappeler", "%(num)d personnes à rappeler", count)
        case Selection.NO_EMAIL:
            return ngettext("%(num)d personne sans courriel", "%(num)d personnes sans courriel", count)
        case Selection.PAUSED:
            return ngettext("%(num)d personne en pause", "%(num)d personnes en pause", count)
