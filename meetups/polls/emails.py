"""Mails of a date poll: one to a guest, one to a host. Neither names anybody else."""

from meetups.invitations.models import Invitation
from meetups.invitations.preferences import preferences_url
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import Rendered, render_mail
from meetups.outbox.services import Mail
from meetups.planning.wording import a_meetup, this_meetup
from meetups.polls.models import PollVoter
from meetups.polls.rules import Vote
from meetups.web.links import absolute_url
from meetups.web.tokens import Purpose, sign_link


def poll_url(voter: PollVoter, everywhere: Vote | None = None) -> str:
    """The page where dates are chosen, without an account; with a vote, it is ready on every slot, and not noted."""
    token = sign_link(Purpose.POLL, voter.public_id, voter.link_version)
    return absolute_url("polls.vote", token=token, reponse=everywhere.value if everywhere else None)


def poll_event(voter_public_id: str) -> str:
    """How the outbox's keys name the mails of one voter."""
    return f"poll:{voter_public_id}"


def asked_key(voter: PollVoter) -> str:
    """The outbox's key of the one mail that a voter gets."""
    return f"{poll_event(voter.public_id)}:asked"


def poll_mail(voter: PollVoter, guest: Invitation) -> Mail:
    """Which dates suit a guest: the few whose presence decides get it."""
    person = guest.professional
    assert person.email, "someone without an address is called, not mailed"
    rendered = _render("poll", voter, person=person, preferences_url=preferences_url(person))
    return Mail(
        kind=MailKind.POLL,
        dedupe_key=asked_key(voter),
        recipient=person.email,
        recipient_name=person.full_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=guest.meetup.public_id,
        concerns=guest.public_id,
        unsubscribe_url=preferences_url(person),
    )


def host_poll_mail(voter: PollVoter) -> Mail:
    """Which dates suit whoever lends the room."""
    host = voter.host
    assert host is not None
    assert host.email
    rendered = _render("poll_host", voter, host=host)
    return Mail(
        kind=MailKind.POLL,
        dedupe_key=asked_key(voter),
        recipient=host.email,
        recipient_name=host.name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=voter.poll.meetup.public_id,
    )


def _render(name: str, voter: PollVoter, **context: object) -> Rendered:
    poll, meetup = voter.poll, voter.poll.meetup
    return render_mail(
        name,
        poll=poll,
        meetup=meetup,
        zone=meetup.zone,
        a_meetup=a_meetup(meetup.format),
        this_meetup=this_meetup(meetup.format),
        url=poll_url(voter),
        every_url=poll_url(voter, Vote.YES),
        none_url=poll_url(voter, Vote.NO),
        **context,
    )
