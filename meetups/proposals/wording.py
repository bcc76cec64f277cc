"""A proposal's facts as sentences. No sentence claims more than the numbers say."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from meetups.directory.families import ProfessionFamily
from meetups.web.filters import number


def where(facts: Mapping[str, Any]) -> str:
    """« à moins de 15 km à vol d’oiseau », or « dans les 14 communes du secteur »."""
    if facts["radius_km"] is not None:
        return gettext("à moins de %(km)s km à vol d’oiseau", km=number(facts["radius_km"]))
    return ngettext("dans la commune du secteur", "dans les %(num)d communes du secteur", facts["communes"])


def reach_sentence(facts: Mapping[str, Any]) -> str:
    """« 64 personnes partagent ce parcours à moins de 15 km à vol d’oiseau »."""
    return ngettext(
        "%(num)d personne partage ce parcours %(where)s",
        "%(num)d personnes partagent ce parcours %(where)s",
        facts["people_in_reach"],
        where=where(facts),
    )


def never_invited_sentence(facts: Mapping[str, Any]) -> str:
    """« 9 d’entre elles n’ont jamais été invitées »."""
    return ngettext(
        "%(num)d d’entre elles n’a jamais été invitée",
        "%(num)d d’entre elles n’ont jamais été invitées",
        facts["never_invited"],
    )


def pairs_sentence(facts: Mapping[str, Any]) -> str:
    """« 87 paires de collègues ne se sont pas encore croisées à nos déjeuners »."""
    return ngettext(
        "%(num)d paire de collègues ne s’est pas encore croisée à nos déjeuners",
        "%(num)d paires de collègues ne se sont pas encore croisées à nos déjeuners",
        facts["new_pairs"],
    )


def distance_sentence(facts: Mapping[str, Any]) -> str:
    """« 4,5 km à vol d’oiseau en moyenne »."""
    return gettext("%(km)s km à vol d’oiseau en moyenne", km=number(facts["mean_km"]))


def professions_sentence(facts: Mapping[str, Any]) -> str:
    """« 7 familles de métiers à table »."""
    return ngettext(
        "%(num)d famille de métiers à table", "%(num)d familles de métiers à table", len(facts["families"])
    )


def missing_sentence(facts: Mapping[str, Any]) -> str:
    """Families that nobody within reach belongs to, or an empty text."""
    missing = facts["missing_families"]
    if not missing:
        return ""
    labels = ", ".join(ProfessionFamily(code).label for code in missing)
    if facts["radius_km"] is None:
        return gettext("Il manque, dans ces communes : %(labels)s", labels=labels)
    return gettext("Il manque, à cette distance : %(labels)s", labels=labels)


def last_sentence(facts: Mapping[str, Any]) -> str:
    """When this pathway last met there."""
    months = facts["months_since_last"]
    if months is None:
        return gettext("Jamais de rencontre ici sur ce parcours")
    if months == 0:
        return gettext("Dernière rencontre ici sur ce parcours : ce mois-ci")
    return ngettext(
        "Dernière rencontre ici sur ce parcours : il y a %(num)d mois",
        "Dernière rencontre ici sur ce parcours : il y a %(num)d mois",
        months,
    )


def sentences(facts: Mapping[str, Any]) -> list[str]:
    """Every reason, the most telling first."""
    said = [
        reach_sentence(facts),
        never_invited_sentence(facts),
        professions_sentence(facts),
        pairs_sentence(facts),
        distance_sentence(facts),
        last_sentence(facts),
        missing_sentence(facts),
    ]
    return [text for text in said if text]
