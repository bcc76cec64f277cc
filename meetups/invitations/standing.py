"""Where someone stands in the waiting list, said to that person."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from meetups.invitations.models import Invitation
from meetups.invitations.waiting_queries import waiting_line

_ORDINALS = (
    "première",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
)


def standing(session: Session, invitation: Invitation) -> str:
    """« Vous êtes en deuxième position pour l’instant. », and that it may change; empty for someone who waits no more.

    Two queries. The order is that of the organisers' page: whoever comes later may pass, for the table's mix.
    """
    line = [each.guest.id for each in waiting_line(session, invitation.meetup)]
    if invitation.id not in line:
        return ""
    return gettext(
        "Vous êtes en %(ordinal)s position pour l’instant. L’ordre peut encore changer, surtout pour que des métiers "
        "différents se retrouvent à table.",
        ordinal=ordinal(line.index(invitation.id) + 1),
    )


def ordinal(position: int) -> str:
    """« deuxième » for 2; in figures beyond ten: « 12e »."""
    return _ORDINALS[position - 1] if position <= len(_ORDINALS) else f"{position}e"
