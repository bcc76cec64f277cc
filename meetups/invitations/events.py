"""A guest's invitation as calendar objects."""

from datetime import datetime

from meetups.calendars import events
from meetups.invitations.models import Invitation
from meetups.invitations.rules import partstat
from meetups.outbox.message import CalendarPart
from meetups.venues.models import Venue
from meetups.web.links import settings


def place_line(venue: Venue) -> str:
    """« salle des Tilleuls, 12 rue de l’Église, 73290 La Motte-Servolex »: what a calendar shows."""
    commune = venue.host.commune
    town = f"{commune.postal_codes.split(' ')[0]} {commune.name}".strip()
    return ", ".join(part for part in (venue.name, venue.address, town) if part)


def calendar_event(invitation: Invitation, organizer: str, stamp: datetime) -> events.Event:
    """The meetup as this guest's calendar keeps it. Nothing personal is inside: calendars are shared."""
    meetup, venue = invitation.meetup, invitation.meetup.venue
    return events.Event(
        uid=invitation.uid,
        sequence=max(invitation.sequence, 0),
        stamp=stamp,
        starts_at=meetup.starts_at,
        ends_at=meetup.ends_at,
        zone=meetup.zone,
        summary=meetup.title,
        description=meetup.why,
        location=place_line(venue) if venue else meetup.commune.name,
        lat=venue.lat if venue else None,
        lon=venue.lon if venue else None,
        organizer_name=organizer,
        organizer_email=settings().mail_from,
    )


def _attendee(invitation: Invitation, *, asks_again: bool = False) -> events.Attendee:
    person = invitation.professional
    known = invitation.registration.status if invitation.registration and not asks_again else None
    return events.Attendee(person.full_name, person.email or "", partstat(known))


def request_part(invitation: Invitation, organizer: str, stamp: datetime, *, asks_again: bool = False) -> CalendarPart:
    """METHOD:REQUEST with the answer that we know, or with none when another date or place makes it doubtful."""
    event = calendar_event(invitation, organizer, stamp)
    return CalendarPart("REQUEST", events.invitation(event, _attendee(invitation, asks_again=asks_again)))


def cancel_part(invitation: Invitation, organizer: str, stamp: datetime) -> CalendarPart:
    """METHOD:CANCEL for this guest."""
    event = calendar_event(invitation, organizer, stamp)
    return CalendarPart("CANCEL", events.cancellation(event, _attendee(invitation)))
