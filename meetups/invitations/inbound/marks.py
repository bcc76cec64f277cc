"""Writing down what was made of a mail."""

from meetups.invitations.inbound.reasons import Reason
from meetups.invitations.models import Invitation
from meetups.outbox.models import InboundMessage, InboundState


def settle(message: InboundMessage, state: InboundState, reason: Reason | None = None, detail: str = "") -> None:
    """Its state, and why: the word alone, or ``word:detail``."""
    message.state = state
    message.reason = f"{reason}:{detail}" if reason and detail else (reason or "")


def reason_of(message: InboundMessage) -> tuple[Reason | None, str]:
    """The word and its detail."""
    word, _, detail = message.reason.partition(":")
    return (Reason(word) if word else None), detail


def attach(message: InboundMessage, invitation: Invitation | None) -> None:
    """It is about this guest, if any."""
    if invitation is not None:
        message.about, message.concerns = invitation.meetup.public_id, invitation.public_id
