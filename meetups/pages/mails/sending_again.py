"""Whether a mail that failed may leave once more: its bytes are old, and what they say must still be true."""

from datetime import datetime

from flask_babel import gettext

from meetups.outbox.models import MailKind
from meetups.planning.models import Meetup

_SAY_THAT_IT_IS_OFF = frozenset(
    {MailKind.CANCELLATION, MailKind.WITHDRAWAL, MailKind.REQUEST_WITHDRAWN, MailKind.PROVIDER}
)


def obstacle(
    kind: MailKind, meetup: Meetup | None, now: datetime, *, is_kept: bool, is_newest: bool, is_suspended: bool
) -> str:
    """Why not, in a sentence; empty when it may.

    ``is_kept``: its content was not forgotten. ``is_newest``: nothing was written since about the same invitation.
    """
    if kind is MailKind.SIGN_IN:
        return gettext("Un code ne sert que quelques minutes : la personne en demande un autre.")
    if not is_kept:
        return gettext("Son contenu n’est plus gardé : il ne peut pas repartir tel quel.")
    if not is_newest:
        return gettext("Un courriel plus récent a été écrit à cette personne : celui-ci dirait autre chose.")
    if meetup is not None and meetup.is_past(now):
        return gettext("La rencontre est passée.")
    if meetup is not None and meetup.is_cancelled and kind not in _SAY_THAT_IT_IS_OFF:
        return gettext("La rencontre est annulée.")
    if is_suspended:
        return gettext("Rien ne part vers cette adresse tant que vous ne l’avez pas rétablie, plus bas.")
    return ""
