"""Mails about rooms: one function a mail, each returns a value; sending is the outbox's job."""

from meetups.accounts.models import Account
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.planning.choices import HostChoice
from meetups.planning.models import HostingRequest
from meetups.planning.wording import a_meetup, this_meetup
from meetups.web.links import absolute_url
from meetups.web.tokens import Purpose, sign_link


def host_url(request: HostingRequest, choice: HostChoice | None = None) -> str:
    """The page where a host answers, without an account; with a choice, that answer is ready on it."""
    token = sign_link(Purpose.HOST, request.public_id, request.link_version)
    return absolute_url("planning.host_request", token=token, reponse=choice.value if choice else None)


def hosting_request(request: HostingRequest, asked_by: Account | None) -> Mail:
    """The question: head count, date, needs, three answers. No name of any guest."""
    answers = [(choice, host_url(request, choice)) for choice in HostChoice]
    organiser = asked_by.first_name if asked_by else ""
    return _to_host(MailKind.REQUEST, "hosting_request", request, organiser=organiser, answers=answers)


def request_withdrawn(request: HostingRequest) -> Mail:
    """The question is taken back: the room is free again."""
    return _to_host(MailKind.REQUEST_WITHDRAWN, "request_withdrawn", request, replies=True)


def slot_taken(request: HostingRequest) -> Mail:
    """The organiser takes the slot that the host proposed."""
    return _to_host(MailKind.REQUEST_ANSWERED, "slot_taken", request, replies=True)


def host_answered(request: HostingRequest, asker: Account, *, is_again: bool = False) -> Mail:
    """Tell the organiser who asked what the host answered. ``is_again``: about the date to which the meetup moved."""
    again = f":{request.sent_at.timestamp():.3f}" if is_again else ""
    rendered = render_mail(
        "host_answered",
        first_name=asker.first_name,
        is_again=is_again,
        url=absolute_url("pages.meetup", public_id=request.meetup.public_id),
        **_about(request),
    )
    return Mail(
        kind=MailKind.REQUEST_ANSWERED,
        dedupe_key=f"request:{request.public_id}:{request.status}{again}:organiser",
        recipient=asker.email,
        recipient_name=asker.first_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=request.meetup.public_id,
    )


def _to_host(kind: MailKind, name: str, request: HostingRequest, *, replies: bool = False, **context: object) -> Mail:
    rendered = render_mail(name, url=host_url(request), **_about(request), **context)
    asked = f"request:{request.public_id}:asked"
    assert request.host.email
    return Mail(
        kind=kind,
        dedupe_key=f"request:{request.public_id}:{request.status}" if replies else asked,
        recipient=request.host.email,
        recipient_name=request.host.name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=request.meetup.public_id,
        replies_to=asked if replies else None,
    )


def _about(request: HostingRequest) -> dict[str, object]:
    """What every mail about a room may say: nothing in it names a guest."""
    meetup = request.meetup
    return {
        "hosting": request,
        "host": request.host,
        "room": request.venue.name if request.venue else "",
        "zone": meetup.zone,
        "meetup": meetup,
        "a_meetup": a_meetup(meetup.format),
        "this_meetup": this_meetup(meetup.format),
    }
