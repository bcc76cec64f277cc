"""Whether a mail that failed may leave once more: its bytes are old, and what they say must still be true."""

from datetime import datetime

from flask_babel import gettext

from meetups.outbox.models import MailKind
from meetups.planning.models import Meetup

_SAY_THAT_IT_IS_OFF = frozenset(
    {MailKind.CANCELLATION, MailKind.WITHDRAWAL, MailKind.REQUEST_WITHDRAWN, MailKind.PROVIDER}
)


_CALLED_OFF = ":cancelled"
"""How the key of a mail ends that tells a structure, or who asked for a seat, that the meetup is off."""
_THREADS = frozenset({"block", "seat", "request", "caterer"})
"""How keys begin of mails that follow each other about something else than an invitation."""


def thread_of(key: str, recipient: str) -> tuple[str, str] | None:
    """What a mail without an invitation is about, and to whom: a newer one there makes it old."""
    kind, _, rest = key.partition(":")
    return (f"{kind}:{rest.partition(':')[0]}", recipient) if kind in _THREADS else None


def block_linked(key: str) -> str | None:
    """The public id of the places whose link a mail brings to the manager of a structure."""
    parts = key.split(":")
    return parts[1] if parts[0] == "block" and parts[2:3] == ["link"] else None


def obstacle(
    kind: MailKind,
    key: str,
    meetup: Meetup | None,
    now: datetime,
    *,
    is_kept: bool,
    is_newest: bool,
    is_over: bool,
    is_suspended: bool,
) -> str:
    """Why not, in a sentence; empty when it may.

    ``is_kept``: its content was not forgotten. ``is_newest``: nothing was written since about the same invitation, or
    in the same thread. ``is_over``: it brings a link that names nobody any more.
    """
    says_that_it_is_off = kind in _SAY_THAT_IT_IS_OFF or key.endswith(_CALLED_OFF)
    if kind is MailKind.SIGN_IN:
        return gettext("Un code ne sert que quelques minutes : la personne en demande un autre.")
    if not is_kept:
        return gettext("Son contenu n’est plus gardé : il ne peut pas repartir tel quel.")
    if not is_newest:
        return gettext("Un courriel plus récent a été écrit à cette personne : celui-ci dirait autre chose.")
    if meetup is not None and meetup.is_past(now):
        return gettext("La rencontre est passée.")
    if meetup is not None and meetup.is_cancelled and not says_that_it_is_off:
        return gettext("La rencontre est annulée.")
    if is_over:
        return gettext("Le temps de donner des noms est passé, ou les places ont été reprises.")
    if is_suspended:
        return gettext("Rien ne part vers cette adresse tant que vous ne l’avez pas rétablie, plus bas.")
    return ""
