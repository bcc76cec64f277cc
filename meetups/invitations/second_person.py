"""Why someone is invited, said to that person. Organisers read the same reasons in ``wording.py``."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, ngettext

from meetups.invitations.wording import sentence
from meetups.web.filters import number

Reason = Mapping[str, Any]


def reasons_for_you(reasons: Iterable[Reason]) -> list[str]:
    """Sentences without a full stop. Who gave us their address is said elsewhere, more fully."""
    return [_to_you(reason) for reason in reasons if reason["code"] not in {"instead_of", "structure"}]


def introduced_by(reasons: Iterable[Reason]) -> str | None:
    """First name of the person who gave us a colleague's address, if that is why this one is invited."""
    return next((str(reason["first_name"]) for reason in reasons if reason["code"] == "instead_of"), None)


def offered_by(reasons: Iterable[Reason]) -> str | None:
    """The structure whose manager named this person, if any, as a sentence begins."""
    named = next((str(reason["name"]) for reason in reasons if reason["code"] == "structure"), None)
    return named[:1].upper() + named[1:] if named else None


def _to_you(reason: Reason) -> str:
    match reason["code"]:
        case "pathway":
            return gettext("vous partagez le parcours « %(name)s »", name=reason["name"])
        case "distance":
            return gettext("vous travaillez à %(km)s km, à vol d’oiseau", km=number(reason["km"]))
        case "never_invited":
            return gettext("c’est la première fois que nous vous invitons")
        case "months_since" if (months := round(reason["months"])) > 0:
            return ngettext(
                "notre dernière rencontre avec vous date de %(num)d mois",
                "notre dernière rencontre avec vous date de %(num)d mois",
                months,
            )
        case "months_since":
            return gettext("notre dernière rencontre avec vous est toute récente")
        case "family":
            return gettext("votre famille de métiers compte à cette table : %(label)s", label=reason["label"])
        case "never_came":
            return gettext("ce serait votre première rencontre avec nous")
        case "newcomer":
            return gettext("vous êtes dans le réseau depuis moins de six mois")
        case "new_people":
            return ngettext(
                "vous y croiseriez %(num)d personne pour la première fois à nos déjeuners",
                "vous y croiseriez %(num)d personnes pour la première fois à nos déjeuners",
                int(reason["count"]),
            )
        case "added_by_hand":
            return gettext("l’équipe a pensé à vous")
        case "signed_up":
            return gettext("vous avez pris une place sur le site")
        case "asked_for_seat":
            return gettext("vous avez demandé une place à l’équipe")
        case _:
            return sentence(reason)
