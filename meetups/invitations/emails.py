"""Mails to guests: one function a mail, each returns a value; sending is the outbox's job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from flask_babel import gettext

from meetups.directory import mailboxes
from meetups.installation import Installation
from meetups.invitations.events import cancel_part, request_part
from meetups.invitations.models import Invitation, RegistrationChange
from meetups.invitations.noted import headline, what_now
from meetups.invitations.place import access_lines, address_lines
from meetups.invitations.preferences import preferences_url
from meetups.invitations.rules import AnswerChoice, RegistrationStatus
from meetups.invitations.second_person import Reason, introduced_by, offered_by, reasons_for_you
from meetups.outbox.message import CalendarPart
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import Rendered, render_alike, render_mail
from meetups.outbox.services import Mail
from meetups.planning.models import Meetup
from meetups.planning.wording import are_you_coming, this_meetup
from meetups.web.links import link_url
from meetups.web.tokens import Purpose, sign_link

KEEPS_DATE = frozenset({RegistrationStatus.GOING, RegistrationStatus.MAYBE})
"""Answers confirmed with the calendar object."""


@dataclass(frozen=True)
class Former:
    """When and where a meetup was to be, as its guests still believe."""

    starts_at: datetime
    ends_at: datetime
    venue_id: int | None


def answer_url(invitation: Invitation, choice: AnswerChoice | None = None) -> str:
    """The guest's page; with a choice, that answer is ready and one tap records it."""
    token = sign_link(Purpose.INVITATION, invitation.public_id, invitation.link_version)
    url = link_url("invitations.answer", token)
    return f"{url}?reponse={choice.value}" if choice else url


def invitation_mail(invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """The first mail: when, where, why you, four answers."""
    part = request_part(invitation, team.association, now)
    return guest_mail(MailKind.INVITATION, "invitation", invitation, part, calendar_key(invitation, "REQUEST"))


def update_mail(
    invitation: Invitation, team: Installation, now: datetime, former: Former | None = None, because: str = ""
) -> Mail:
    """Something changed: the same calendar object, one SEQUENCE higher. With ``former``, says what.

    ``because`` is why, in the organiser's words. With another date or place each is asked again, whatever they had
    answered; else their answer stands.
    """
    asks = invitation.moved_sequence == invitation.sequence
    is_plain_mail = is_plain(invitation)
    part = None if is_plain_mail else request_part(invitation, team.association, now, asks_again=asks)
    key = calendar_key(invitation, "REQUEST")
    if is_plain_mail:
        key = f"{plain_event(invitation)}:{invitation.meetup.sequence}"
    changes = _changes(invitation.meetup, former)
    return guest_mail(MailKind.UPDATE, "update", invitation, part, key, asks=asks, because=because, **changes)


def is_plain(invitation: Invitation) -> bool:
    """Whether mails to this guest carry no calendar object: in line for a place, with nothing in their calendar."""
    answer = invitation.registration
    return not invitation.is_in_calendar and answer is not None and answer.status is RegistrationStatus.WAITING


def cancellation_mail(invitation: Invitation, team: Installation, now: datetime) -> Mail:
    """The meetup is called off, and why."""
    part = _cancel_part(invitation, team, now)
    return guest_mail(MailKind.CANCELLATION, "cancellation", invitation, part, calendar_key(invitation, "CANCEL"))


def withdrawal_mail(invitation: Invitation, team: Installation, now: datetime, *, by_structure: bool = False) -> Mail:
    """This one invitation is taken back; ``by_structure``: by the manager who had named them, not by the team."""
    part = _cancel_part(invitation, team, now)
    key = calendar_key(invitation, "CANCEL")
    return guest_mail(MailKind.WITHDRAWAL, "withdrawal", invitation, part, key, by_structure=by_structure)


def plain_event(invitation: Invitation) -> str:
    """How the outbox calls what is said to someone whose calendar holds nothing; the number of the change follows."""
    return f"invitation:{invitation.public_id}:plain"


def _cancel_part(invitation: Invitation, team: Installation, now: datetime) -> CalendarPart | None:
    """Nothing for someone in whose calendar nothing is."""
    return cancel_part(invitation, team.association, now) if invitation.is_in_calendar else None


def confirmation_mail(invitation: Invitation, change: RegistrationChange, team: Installation, now: datetime) -> Mail:
    """What we noted. The calendar follows for someone who comes or may come; SEQUENCE stays (RFC 5546, 2.1.4)."""
    part = request_part(invitation, team.association, now) if change.status in KEEPS_DATE else None
    noted = {"noted": change.status, "headline": headline(change.status), "what_now": what_now(change.status)}
    return guest_mail(
        MailKind.CONFIRMATION, "confirmation", invitation, part, confirmation_key(invitation, change), **noted
    )


def confirmation_key(invitation: Invitation, change: RegistrationChange) -> str:
    """One mail for each answer. Someone put back on a list loses their answers, whose numbers serve again on SQLite:
    the link's version, which only grows, tells them apart.
    """
    return f"confirmation:{invitation.public_id}:{invitation.link_version}:{change.id}"


def calendar_key(invitation: Invitation, method: str) -> str:
    """One mail for each (invitation, sequence, method), whatever happens."""
    return f"invitation:{invitation.public_id}:{invitation.sequence}:{method}"


def _changes(meetup: Meetup, former: Former | None) -> dict[str, object]:
    new_date = former is not None and (former.starts_at, former.ends_at) != (meetup.starts_at, meetup.ends_at)
    new_place = former is not None and former.venue_id != meetup.venue_id
    change = {
        (True, True): gettext("la date et le lieu changent"),
        (True, False): gettext("la date change"),
        (False, True): gettext("le lieu change"),
        (False, False): gettext("le programme change") if former else gettext("le rendez-vous change"),
    }[new_date, new_place]
    return {"former": former, "new_date": new_date, "new_place": new_place, "change": change}


def guest_mail(
    kind: MailKind,
    name: str,
    invitation: Invitation,
    calendar: CalendarPart | None,
    key: str,
    **context: object,
) -> Mail:
    person = invitation.professional
    assert person.email, "someone without an address is called, not mailed"
    own = _own(invitation)
    rendered = _rendered(name, invitation, calendar is not None, own, context)
    return Mail(
        kind=kind,
        dedupe_key=key,
        recipient=person.email,
        recipient_name=person.full_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=invitation.meetup.public_id,
        concerns=invitation.public_id,
        calendar=calendar,
        unsubscribe_url=own[1],
        in_thread=kind is not MailKind.INVITATION,
    )


def _rendered(
    name: str, invitation: Invitation, has_calendar: bool, own: list[str], context: dict[str, object]
) -> Rendered:
    """Those who have not answered yet, often many, receive the same mail but for a few words."""
    shared = _shared(invitation, has_calendar) | context
    if invitation.registration is None:
        return render_alike(name, own, _own_words, **shared)
    return render_mail(name, invitation=invitation, **_own_words(*own), **shared)


def _shared(invitation: Invitation, has_calendar: bool) -> dict[str, object]:
    """What mails about a meetup may say. Nothing of it is about another guest, but who proposed a colleague."""
    meetup, venue = invitation.meetup, invitation.meetup.venue
    return {
        "meetup": meetup,
        "this_meetup": this_meetup(meetup.format),
        "question": are_you_coming(meetup.format),
        "room": venue.name if venue else "",
        "address": address_lines(venue) if venue else [meetup.commune.name],
        "access": access_lines(venue) if venue else [],
        "introduced_by": introduced_by(_reasons(invitation)),
        "offered_by": offered_by(_reasons(invitation)),
        "status": invitation.registration.status if invitation.registration else None,
        "offered_until": invitation.registration.offered_until if invitation.registration else None,
        "has_calendar": has_calendar,
    }


def _own(invitation: Invitation) -> list[str]:
    """What is this guest's alone, in the order of :func:`_own_words`."""
    person, url = invitation.professional, answer_url(invitation)
    answers = [f"{url}?reponse={choice.value}" for choice in AnswerChoice]
    return [person.first_name, preferences_url(person), url, *answers, *reasons_for_you(_reasons(invitation))]


def _reasons(invitation: Invitation) -> Sequence[Reason]:
    """Why this person: nothing of it in a mailbox that others read."""
    return [] if mailboxes.is_shared(invitation.professional) else invitation.reasons


def _own_words(first_name: str, preferences: str, url: str, *rest: str) -> dict[str, object]:
    """The same, under the names that templates know."""
    answers, reasons = rest[: len(AnswerChoice)], rest[len(AnswerChoice) :]
    return {
        "person": SimpleNamespace(first_name=first_name),
        "preferences_url": preferences,
        "url": url,
        "answers": list(zip(AnswerChoice, answers, strict=True)),
        "reasons": reasons,
    }
