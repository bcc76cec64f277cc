"""Writing down what was made of a mail."""

from meetups.invitations.inbound.reasons import Reason
from meetups.invitations.models import Invitation
from meetups.outbox.models import InboundKind, InboundMessage, InboundState


def settle(message: InboundMessage, state: InboundState, reason: Reason | None = None, detail: str = "") -> None:
    """Its state, and why: the word alone, or ``word:detail``."""
    message.state = state
    message.reason = f"{reason}:{detail}" if reason and detail else (reason or "")


def reason_of(message: InboundMessage) -> tuple[Reason | None, str]:
    """The word and its detail."""
    word, _, detail = message.reason.partition(":")
    return (Reason(word) if word else None), detail


def returned_to(message: InboundMessage) -> str:
    """Of a mail that came back and was for no guest, the address to which it went; else nothing."""
    _, detail = reason_of(message)
    return detail.rpartition(" ")[2] if message.kind is InboundKind.BOUNCE and "@" in detail else ""


def forget_returned_to(message: InboundMessage) -> None:
    """Whose address it was is not said any more."""
    if returned_to(message):
        message.reason = message.reason.rpartition(" ")[0].rstrip(":")


def attach(message: InboundMessage, invitation: Invitation | None) -> None:
    """It is about this guest, if any."""
    if invitation is not None:
        message.about, message.concerns = invitation.meetup.public_id, invitation.public_id
