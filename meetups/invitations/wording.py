"""Reasons as sentences. A reason is a code with numbers, stored; the words are chosen when a page shows it.

No sentence claims more than we know: « pour la première fois à nos déjeuners », kilometres as the crow flies.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from meetups.web.filters import number
from meetups.web.naming import of_person


def sentence(reason: Mapping[str, Any]) -> str:
    """One reason for having this person at this table, without a full stop."""
    match reason["code"]:
        case "pathway":
            return gettext("partage le parcours « %(name)s »", name=reason["name"])
        case "distance":
            return gettext("travaille à %(km)s km à vol d’oiseau", km=number(reason["km"]))
        case "minutes":
            return ngettext("à %(num)d minute de route", "à %(num)d minutes de route", int(reason["minutes"]))
        case "never_invited":
            return gettext("aucune invitation jusqu’ici")
        case "months_since":
            months = round(reason["months"])
            return ngettext("dernière rencontre il y a %(num)d mois", "dernière rencontre il y a %(num)d mois", months)
        case "never_came":
            return gettext("aucune rencontre avec nous jusqu’ici")
        case "newcomer":
            return gettext("dans le réseau depuis moins de six mois")
        case "family":
            return gettext("apporte à la table le métier : %(label)s", label=reason["label"])
        case "new_people":
            count = int(reason["count"])
            return ngettext(
                "y croiserait %(num)d personne pour la première fois à nos déjeuners",
                "y croiserait %(num)d personnes pour la première fois à nos déjeuners",
                count,
            )
        case "added_by_hand":
            return gettext("ajout de l’équipe")
        case "instead_of":
            return gettext("vient à la place %(of_person)s", of_person=of_person(str(reason["first_name"])))
        case "structure":
            return gettext("nommée ou nommé par %(structure)s", structure=reason["name"])
        case "signed_up":
            return gettext("inscription sur le site")
        case "asked_for_seat":
            return gettext("a demandé une place sur le site")
        case code:
            raise ValueError(f"no words for the reason {code!r}")
