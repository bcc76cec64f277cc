"""A proposal's facts as sentences. No sentence claims more than the numbers say."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from meetups.directory.families import ProfessionFamily
from meetups.geography.naming import of_place
from meetups.planning.models import MeetupFormat
from meetups.planning.wording import a_meetup, this_meetup
from meetups.web.filters import number

LIST = "\u00a0; "
"""Between labels, since some hold a comma: « Médecine, sages-femmes ; Pharmacie »."""


def prepare_label(kind: MeetupFormat) -> str:
    """What the button of a proposal says: « Préparer ce déjeuner »."""
    return gettext("Préparer %(this)s", this=this_meetup(kind))


def where(facts: Mapping[str, Any]) -> str:
    """« à moins de 15 km de La Ravoire, à vol d’oiseau », or « dans les 14 communes du secteur »."""
    if facts["radius_km"] is not None and facts.get("centre"):  # it may be held farther: each is told from the room
        return gettext(
            "à moins de %(km)s km %(of_centre)s, à vol d’oiseau",
            km=number(facts["radius_km"]),
            of_centre=of_place(facts["centre"]),
        )
    if facts["radius_km"] is not None:
        return gettext("à moins de %(km)s km à vol d’oiseau", km=number(facts["radius_km"]))
    return ngettext("dans la commune du secteur", "dans les %(num)d communes du secteur", facts["communes"])


def reach_sentence(facts: Mapping[str, Any]) -> str:
    """« 64 personnes à inviter… »: whoever pauses, or is on the list of a meetup to come, is not counted."""
    return ngettext(
        "%(num)d personne à inviter partage ce parcours %(where)s",
        "%(num)d personnes à inviter partagent ce parcours %(where)s",
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


def never_invited_label(facts: Mapping[str, Any]) -> str:
    """What stands beside their number: among whom they are counted, and how many of them would be at the table."""
    said = ngettext(
        "jamais invitée, parmi les personnes à inviter",
        "jamais invitées, parmi les personnes à inviter",
        facts["never_invited"],
    )
    seated = facts.get("never_invited_seated")
    return said if seated is None else gettext("%(said)s (%(seated)s à cette table)", said=said, seated=number(seated))


def pairs_sentence(facts: Mapping[str, Any]) -> str:
    """« 87 premières rencontres y auraient lieu… »: of two people each, whom our lunches never saw together."""
    return ngettext(
        "%(num)d première rencontre y aurait lieu, entre deux personnes pas encore croisées à nos déjeuners",
        "%(num)d premières rencontres y auraient lieu, entre deux personnes pas encore croisées à nos déjeuners",
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
    """Families that nobody to invite within reach belongs to, or an empty text."""
    missing = facts["missing_families"]
    if not missing:
        return ""
    labels = LIST.join(ProfessionFamily(code).label for code in missing)
    return gettext("Il manque, parmi les personnes à inviter : %(labels)s", labels=labels)


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


def day_sentence(facts: Mapping[str, Any]) -> str:
    """Who could come at that hour on another day of the week only, or an empty text."""
    count = (facts.get("hour") or {}).get("other_weekday")
    if not count:
        return ""
    return ngettext(
        "Ce jour de la semaine ne convient pas à %(num)d personne, qui pourrait venir un autre jour à cette heure",
        "Ce jour de la semaine ne convient pas à %(num)d personnes, qui pourraient venir un autre jour à cette heure",
        count,
    )


def hour_sentence(facts: Mapping[str, Any]) -> str:
    """Whom the hour excludes whatever the day, and which other would take them, or an empty text."""
    hour = facts.get("hour")
    if not hour or not hour["people"]:
        return ""
    said = ngettext(
        "Cette heure ne convient pas à %(num)d personne",
        "Cette heure ne convient pas à %(num)d personnes",
        hour["people"],
    )
    if hour["families"]:
        labels = LIST.join(ProfessionFamily(code).label for code in hour["families"])
        said = gettext("%(said)s (au travail : %(labels)s)", said=said, labels=labels)
    if not hour["other"]:
        return said
    return ngettext(
        "%(said)s ; %(format)s conviendrait à %(num)d d’entre elles",
        "%(said)s ; %(format)s conviendrait à %(num)d d’entre elles",
        hour["other_people"],
        said=said,
        format=a_meetup(MeetupFormat(hour["other"])),
    )


def cut_off_sentence(facts: Mapping[str, Any]) -> str:
    """Who is beyond a closed road that day, or an empty text."""
    cut = facts.get("cut_off")
    if not cut:
        return ""
    return ngettext(
        "%(there)s est fermée ce jour-là depuis %(since)s : %(num)d personne ne pourrait pas venir",
        "%(there)s est fermée ce jour-là depuis %(since)s : %(num)d personnes ne pourraient pas venir",
        cut["people"],
        there=facts["commune"],
        since=", ".join(cut["communes"]),
    )


def minutes_sentence(facts: Mapping[str, Any]) -> str:
    """« 18 minutes de route en moyenne », or an empty text where no time is known."""
    minutes = facts.get("mean_minutes")
    if minutes is None:
        return ""
    return ngettext("%(num)d minute de route en moyenne", "%(num)d minutes de route en moyenne", minutes)


def never_asked_sentence(facts: Mapping[str, Any]) -> str:
    """That nobody there was ever asked for a room, or an empty text."""
    return gettext("Mairie jamais demandée jusqu’ici") if facts.get("never_asked") else ""


def warnings_sentence(facts: Mapping[str, Any]) -> str:
    """What to know of that day there, or an empty text."""
    labels = facts.get("warnings")
    return gettext("Ce jour-là : %(labels)s", labels=LIST.join(labels)) if labels else ""


def alternation_sentence(facts: Mapping[str, Any]) -> str:
    """Why another hour than last time, or an empty text."""
    last = facts.get("last_format")
    if last is None or last == facts.get("format"):
        return ""
    return gettext(
        "La dernière fois, c’était %(last)s : cette heure-ci laisse venir d’autres métiers",
        last=a_meetup(MeetupFormat(last)),
    )


def only_here_sentence(facts: Mapping[str, Any]) -> str:
    """« 12 des personnes invitées ne peuvent venir qu’à celle-ci », or an empty text."""
    count = facts.get("only_here")
    if not count:
        return ""
    return ngettext(
        "%(num)d des personnes à table ne pourrait venir à aucune autre des rencontres proposées",
        "%(num)d des personnes à table ne pourraient venir à aucune autre des rencontres proposées",
        count,
    )


def runner_up_sentence(facts: Mapping[str, Any]) -> str:
    """What the whole plan loses with the next best meetup in its place, or an empty text.

    « au plus » when the engine did not compare everything: the loss is then the most that it can be.
    """
    other = facts.get("runner_up")
    if not isinstance(other, Mapping):
        return ""
    loss = number(max(round(100 * other["loss"], 1), 0))
    percent = loss if other.get("is_exact", True) else gettext("au plus %(percent)s", percent=loss)
    if other["is_elsewhere_only"]:
        there = of_place(other["commune"])
        if loss == "0":
            return gettext("Une salle %(there)s conviendrait aussi bien, sans raccourcir les trajets", there=there)
        return gettext(
            "Dans une salle %(there)s, elle ferait perdre %(percent)s %% à l’ensemble des propositions",
            there=there,
            percent=percent,
        )
    name = gettext("%(pathway)s, %(area)s", pathway=other["pathway"], area=other["area"])
    if loss == "0":
        return gettext("À sa place, « %(name)s » conviendrait aussi bien", name=name)
    return gettext(
        "À sa place, « %(name)s » ferait perdre %(percent)s %% à l’ensemble des propositions",
        name=name,
        percent=percent,
    )


def whole_sentence(facts: Mapping[str, Any]) -> str:
    """How good the plan is: the best, proved, or how far at most from the best; an empty text when unknown."""
    whole = facts.get("whole")
    if not whole:
        return ""
    if whole["gap"] < 0.0005:  # less than what would be shown
        return gettext("Aucun autre choix de rencontres ne ferait mieux : c’est démontré")
    percent = number(round(100 * whole["gap"], 1))
    return gettext("Un autre choix de rencontres ferait au plus %(percent)s %% de mieux", percent=percent)


def sentences(facts: Mapping[str, Any]) -> list[str]:
    """Every reason, the most telling first."""
    said = [
        reach_sentence(facts),
        never_invited_sentence(facts),
        professions_sentence(facts),
        pairs_sentence(facts),
        distance_sentence(facts),
        minutes_sentence(facts),
        last_sentence(facts),
        alternation_sentence(facts),
        hour_sentence(facts),
        day_sentence(facts),
        cut_off_sentence(facts),
        warnings_sentence(facts),
        never_asked_sentence(facts),
        missing_sentence(facts),
        only_here_sentence(facts),
        runner_up_sentence(facts),
        whole_sentence(facts),
    ]
    return [text for text in said if text]
