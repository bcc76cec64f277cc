"""Words ready to send from one's own telephone: short, complete, without anything about anybody else."""

from flask_babel import gettext

from meetups.installation import Installation
from meetups.invitations.models import Call
from meetups.invitations.rules import CallReason
from meetups.planning.models import Meetup
from meetups.planning.wording import this_meetup
from meetups.web.filters import day_date, hour


def message_for(call: Call, meetup: Meetup, team: Installation | None, url: str | None) -> str:
    """What an ``sms:`` link carries; ``url`` is the person's short link, when there is something to answer."""
    first_name = call.invitation.professional.first_name if call.invitation else ""
    hello = gettext("Bonjour %(name)s,", name=first_name) if first_name else gettext("Bonjour,")
    parts = [hello, _news(call, meetup)]
    if url:
        parts.append(gettext("Pour répondre : %(url)s", url=url))
    if team is not None:
        parts.append(f"{team.team_name}, {team.association}".strip(", "))
    return " ".join(part for part in parts if part)


def _news(call: Call, meetup: Meetup) -> str:
    said = {
        "day": day_date(meetup.starts_at, meetup.zone),
        "hour": hour(meetup.starts_at, meetup.zone),
        "what": this_meetup(meetup.format),
        "place": meetup.venue.name if meetup.venue else meetup.commune.name,
    }
    if meetup.is_cancelled:
        why = meetup.cancel_reason
        return gettext("%(what)s du %(day)s n’aura pas lieu. %(why)s", **said | {"why": why}).strip()
    match call.reason:
        case CallReason.OFFERED:
            return gettext("une place s’est libérée pour %(what)s : %(day)s à %(hour)s, %(place)s.", **said)
        case CallReason.MOVED | CallReason.PROVIDER:
            return gettext("%(what)s change : ce sera %(day)s à %(hour)s, %(place)s.", **said)
        case CallReason.WITHDRAWN if call.invitation is None:
            return gettext("nous ne gardons plus de place sans nom pour %(what)s, %(day)s.", **said)
        case CallReason.WITHDRAWN:
            return gettext("nous ne vous attendons plus pour %(what)s, %(day)s. Appelez-nous, au besoin.", **said)
        case CallReason.INVITED if call.invitation is None:
            return gettext(
                "des places sont gardées pour votre structure, %(day)s à %(hour)s (%(what)s) : qui vient ?", **said
            )
        case _:
            return gettext("vous venez à %(what)s ? C’est %(day)s à %(hour)s, %(place)s.", **said)
