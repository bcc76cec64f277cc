"""What the pages say of what was just done: how many mails leave, how many people are to be reached by a person."""

from flask_babel import gettext, ngettext

from meetups.invitations.services import Sent
from meetups.pages.news import News
from meetups.planning.models import HostingRequest


def mails_leaving(count: int) -> str:
    """« 24 courriels partent. »"""
    return ngettext("%(num)d courriel part.", "%(num)d courriels partent.", count)


def people_to_reach(count: int) -> str:
    """« 2 personnes sont à joindre. »"""
    return ngettext("%(num)d personne est à joindre.", "%(num)d personnes sont à joindre.", count)


def new_loan(request: HostingRequest) -> str:
    """What is said of the host whose room is lent for another moment, or another of whose rooms is."""
    host = request.host.name
    if request.host.email:
        return gettext("Un courriel dit à « %(host)s » le nouveau prêt de sa salle.", host=host)
    return gettext("Appelez « %(host)s » : le prêt de sa salle change.", host=host)


def recipients(news: News) -> str:
    """« 7 personnes invitées, « Mairie de La Motte-Servolex » »: to whom all those mails leave."""
    asking = len(news.plain) + len(news.with_calendar) - news.invited
    people = [
        ngettext("%(num)d personne invitée", "%(num)d personnes invitées", news.invited) if news.invited else "",
        ngettext("%(num)d personne qui demande une place", "%(num)d personnes qui demandent une place", asking)
        if asking
        else "",
    ]
    named = [gettext("« %(name)s »", name=provider.name) for provider in news.written_to]
    return ", ".join(filter(None, [*people, *named]))


def told(sent: Sent) -> str:
    """Both, and nothing about what is nil."""
    said = []
    if sent.mailed:
        said.append(mails_leaving(sent.mailed))
    if sent.to_reach:
        said.append(people_to_reach(sent.to_reach))
    return " ".join(said) or gettext("Personne n’était à prévenir.")
