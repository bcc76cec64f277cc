"""What guests say in the story that ``flask demo play`` tells: each kind of answer, by more than one channel."""

from collections.abc import Iterator, Sequence
from itertools import chain, cycle

from meetups.demo.answering import BY_CHANNEL
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus

Reply = tuple[Invitation, RegistrationStatus, AnswerSource]

GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED
LINK, TELEPHONE = AnswerSource.EMAIL_LINK, AnswerSource.TELEPHONE
# In the order of the guest list; None says nothing. The first five come whatever the size of the table.
WITH_AN_ADDRESS = (
    (GOING, LINK),
    (MAYBE, LINK),
    (DECLINED, TELEPHONE),
    (RegistrationStatus.SUBSTITUTED, LINK),
    (GOING, TELEPHONE),
)
THEN_AGAIN = ((GOING, LINK), None, (GOING, LINK), (GOING, AnswerSource.SITE), None, (MAYBE, LINK), (DECLINED, LINK))
WITHOUT_ADDRESS = (GOING, GOING, DECLINED)


def first_replies(guests: Sequence[Invitation]) -> Iterator[Reply]:
    """Who answers an invitation, and what. Exactly one guest sends a colleague."""
    mailed, reached = chain(WITH_AN_ADDRESS, cycle(THEN_AGAIN)), cycle(WITHOUT_ADDRESS)
    for guest in guests:
        if guest.professional.email is None:
            yield guest, next(reached), BY_CHANNEL[guest.professional.contact_channel]
        elif said := next(mailed):
            yield guest, *said


def second_replies(guests: Sequence[Invitation]) -> Iterator[Reply]:
    """Once the date has moved: of those whose place is held, one cannot come any more, the last says nothing yet."""
    held = [
        guest for guest in guests if guest.registration and guest.registration.status is RegistrationStatus.OFFERED
    ]
    for position, guest in enumerate(held[:-1]):
        yield guest, DECLINED if position == 1 else GOING, BY_CHANNEL[guest.professional.contact_channel]
