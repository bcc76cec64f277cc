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
        "title": meetup.title,
        "day": day_date(meetup.starts_at, meetup.zone),
        "hour": hour(meetup.starts_at, meetup.zone),
        "what": this_meetup(meetup.format),
        "place": meetup.venue.name if meetup.venue else meetup.commune.name,
    }
    if meetup.is_cancelled:
        why = meetup.cancel_reason.rstrip(" .")
        off = gettext("« %(title)s », %(day)s, n’aura pas lieu.", **said)
        return f"{off} {why}." if why else off
    return _sentence(call.reason, call.event, is_guest=call.invitation is not None) % said


def _sentence(reason: CallReason, event: str, *, is_guest: bool) -> str:
    match reason:
        case CallReason.OFFERED:
            return gettext("une place s’est libérée : « %(title)s », %(day)s à %(hour)s, %(place)s. Venez-vous ?")
        case CallReason.MOVED if is_guest:
            return gettext("« %(title)s » change : ce sera %(day)s à %(hour)s, %(place)s. Venez-vous ?")
        case CallReason.PROVIDER if event == "asked":
            return gettext("nous vous avons demandé une salle, %(day)s à %(hour)s : « %(title)s ». Est-ce possible ?")
        case CallReason.PROVIDER if event in {"withdrawn", "released"}:
            return gettext("nous n’avons plus besoin de votre salle pour « %(title)s ». Merci beaucoup.")
        case CallReason.PROVIDER if event == "accepted":
            return gettext("la date que vous proposez convient, %(day)s à %(hour)s : « %(title)s ». Merci beaucoup.")
        case CallReason.MOVED | CallReason.PROVIDER:
            return gettext("« %(title)s » change : ce sera %(day)s à %(hour)s, %(place)s.")
        case CallReason.WITHDRAWN if is_guest:
            return gettext("nous ne vous attendons plus, %(day)s, pour « %(title)s ». Appelez-nous, au besoin.")
        case CallReason.WITHDRAWN:
            return gettext("nous ne gardons plus de place sans nom pour « %(title)s », %(day)s.")
        case CallReason.INVITED if not is_guest:
            return gettext("des places sont gardées pour votre structure, %(day)s (« %(title)s ») : qui vient ?")
        case _:
            said = gettext("nous aimerions vous voir à %(what)s : « %(title)s »,")
            return " ".join([said, gettext("%(day)s à %(hour)s, %(place)s. Venez-vous ?")])
