"""A plan’s worth and its changes in words: what repeats, whether it could be avoided, who meets for the first time."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from meetups.seating.composing import Adjusted, Moved
from meetups.seating.gathering import Held
from meetups.seating.rules import Bonds, Layout

MOST_NAMED = 6


def worth(quality: Mapping[str, Any]) -> str:
    """How many times two people meet again, and whether fewer could: by counting, or as far as the search found."""
    pairs = int(quality["repeated_pairs"])
    if pairs == 0:
        return gettext("Personne ne se retrouve : sur ce point, on ne peut pas faire mieux.")
    said = ngettext("%(num)d retrouvaille", "%(num)d retrouvailles", pairs)
    repeats, least = quality["parts"]["repeats"], quality["bounds"]["repeats"]
    if repeats <= least:
        return gettext(
            "%(said)s : c’est inévitable avec ces %(people)d personnes et ces tables.",
            said=said,
            people=quality["people"],
        )
    if not quality["searched"]:  # changed by hand: nobody tried to avoid them
        return f"{said}."
    if least:
        return gettext(
            "%(said)s. Avec ces personnes et ces tables, des retrouvailles sont inévitables ; il y en a peut-être "
            "quelques-unes de trop.",
            said=said,
        )
    return gettext("%(said)s : c’est le meilleur plan trouvé, sans certitude qu’aucun ne soit meilleur.", said=said)


def first_meetings(quality: Mapping[str, Any]) -> str:
    """Pairs who never sat at one of our tables together."""
    return ngettext(
        "%(num)d première rencontre entre deux personnes.",
        "%(num)d premières rencontres entre deux personnes.",
        int(quality["first_meetings"]),
    )


def kept_without_a_name(held: Held) -> list[str]:
    """Places counted at the tables though nobody sits there yet."""
    said = []
    if held.unnamed:
        said.append(
            ngettext("%(num)d place est gardée sans nom.", "%(num)d places sont gardées sans nom.", held.unnamed)
        )
    if held.offered:
        said.append(
            ngettext(
                "%(num)d place est proposée, pas encore confirmée.",
                "%(num)d places sont proposées, pas encore confirmées.",
                held.offered,
            )
        )
    return said


def room_added(before: Layout, after: Layout) -> str:
    """Tables, or else places, that a plan gained for more people; nothing when it has as many."""
    tables, places = len(after.tables) - len(before.tables), after.places - before.places
    if tables:
        return ngettext("%(num)d table s’ajoute.", "%(num)d tables s’ajoutent.", tables)
    return ngettext("%(num)d place s’ajoute.", "%(num)d places s’ajoutent.", places) if places else ""


def what_changed(adjusted: Adjusted, bonds: Bonds, rounds: int) -> str:
    """Who moves for a late change, by name: « Inès passe de la table 1 à la table 3. »"""
    said = [_moved(each, bonds, rounds) for each in adjusted.seated[:MOST_NAMED]]
    if more := len(adjusted.seated[MOST_NAMED:]):
        said.append(ngettext("%(num)d autre prend place.", "%(num)d autres prennent place.", more))
    if not adjusted.moved:
        said.append(gettext("Personne d’autre n’a dû changer de table."))
    said += [_moved(each, bonds, rounds) for each in adjusted.moved[:MOST_NAMED]]
    if more := len(adjusted.moved[MOST_NAMED:]):
        said.append(ngettext("Et %(num)d autre changement.", "Et %(num)d autres changements.", more))
    return " ".join(said)


def names(shown: Sequence[str]) -> str:
    """« Inès, Karim et Odile »; beyond six, how many more."""
    if len(shown) > MOST_NAMED:
        more = len(shown) - MOST_NAMED + 1
        return gettext("%(names)s et %(more)d autres personnes", names=", ".join(shown[: MOST_NAMED - 1]), more=more)
    if len(shown) < 2:
        return "".join(shown)
    return gettext("%(first)s et %(last)s", first=", ".join(shown[:-1]), last=shown[-1])


def _moved(move: Moved, bonds: Bonds, rounds: int) -> str:
    values = {"name": bonds.named(move.person), "target": move.target, "round": move.round + 1}
    if move.origin is None:
        if rounds > 1:
            return gettext("%(name)s prend place à la table %(target)d (tour %(round)d).", **values)
        return gettext("%(name)s prend place à la table %(target)d.", **values)
    values["origin"] = move.origin
    if rounds > 1:
        return gettext("%(name)s passe de la table %(origin)d à la table %(target)d (tour %(round)d).", **values)
    return gettext("%(name)s passe de la table %(origin)d à la table %(target)d.", **values)
