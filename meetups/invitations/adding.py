"""« Ajouter à mon agenda » for calendars that live on the web: plain links, which nothing follows by itself."""

from dataclasses import replace
from typing import NamedTuple

from flask_babel import gettext

from meetups.calendars.events import Event
from meetups.calendars.links import google_url, office365_url, outlook_url
from meetups.invitations.events import calendar_event
from meetups.invitations.models import Invitation
from meetups.planning.models import Meetup, Openness
from meetups.web.links import absolute_url


class AddLink(NamedTuple):
    """``site`` is where the link leads, for the words beside it."""

    label: str
    site: str
    url: str


def add_links(event: Event) -> list[AddLink]:
    """Google, and Outlook of a person and of an organisation: title, hours, place and text of the meetup."""
    return [
        AddLink(gettext("Google Agenda"), "google.com", google_url(event)),
        AddLink(gettext("Outlook personnel"), "outlook.live.com", outlook_url(event)),
        AddLink(gettext("Outlook professionnel"), "outlook.office.com", office365_url(event)),
    ]


def add_links_of(invitation: Invitation) -> list[AddLink]:
    """The same on a guest's page: nothing says whose it is. Sends no query of its own."""
    event = calendar_event(invitation, "", invitation.meetup.changed_at)
    return add_links(replace(event, url=page_for_calendars(invitation.meetup)))


def page_for_calendars(meetup: Meetup) -> str:
    """The public page, which opens to whoever the calendar is shared with; none for a table that the team composes."""
    is_open = meetup.openness is not Openness.INVITED
    return absolute_url("pages.lunch", public_id=meetup.public_id) if is_open else ""
