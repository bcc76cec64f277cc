"""People whom a person reaches: by telephone, by letter, in passing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetups.invitations.models import Call, Invitation
from meetups.invitations.rules import CallReason
from meetups.planning.models import Meetup


def add_call(session: Session, invitation: Invitation, reason: CallReason, *, now: datetime) -> Call:
    """Somebody to reach about this; the same event said twice is one call. Flushes."""
    return add_calls(session, [invitation], reason, now=now)[0]


def add_calls(
    session: Session, guests: Sequence[Invitation], reason: CallReason, *, now: datetime, event: str = ""
) -> list[Call]:
    """Each of these guests is to be reached, once: what was still to be said to them is replaced by this news.

    A reminder replaces nothing: whoever is to be called already hears the question then, and gets no second call. Nor
    does another date replace the offer of a place, which is what matters to whoever waited for it. The same event said
    twice is one call; ``event`` tells two of the same reason apart, as one reminder and the next. Flushes; three
    queries whatever the number.
    """
    keys = {_key(guest, reason, event): guest for guest in guests}
    known = {call.dedupe_key: call for call in session.scalars(select(Call).where(Call.dedupe_key.in_(keys)))}
    fresh = [guest for key, guest in keys.items() if key not in known]
    for call in _open_calls(session, fresh):
        if reason is CallReason.REMINDED or (reason is CallReason.MOVED and call.reason is CallReason.OFFERED):
            assert call.invitation is not None
            known[_key(call.invitation, reason, event)] = call
        else:
            session.delete(call)
    made = {key: known.get(key) or _call(guest, reason, key, now) for key, guest in keys.items()}
    session.add_all(made.values())
    session.flush()
    return [made[_key(guest, reason, event)] for guest in guests]


def add_provider_call(
    session: Session, meetup: Meetup, name: str, phone: str | None, *, who: str, event: str, now: datetime
) -> Call:
    """A host or a caterer to reach; ``who`` names them, ``event`` what is told, which replaces what was still to be
    said to them. Flushes.
    """
    about, reason = provider_event(who), CallReason.PROVIDER
    return add_other_call(session, meetup, name, phone, reason, key=f"{about}:{event}", replaces=about, now=now)


def provider_event(key: str) -> str:
    """How calls name what hosts and caterers learn, which mails call ``key``."""
    return f"provider:{key}"


def add_other_call(
    session: Session,
    meetup: Meetup,
    name: str,
    phone: str | None,
    reason: CallReason,
    *,
    key: str,
    replaces: str | None = None,
    now: datetime,
) -> Call:
    """Somebody to reach who has no invitation; ``key`` names the event that is told. What was still to be said of the
    event ``replaces`` is not any more. Flushes.
    """
    known = session.scalar(select(Call).where(Call.dedupe_key == f"call:{key}"))
    if known is None:
        if replaces:
            _forget_event(session, replaces)
        known = Call(
            dedupe_key=f"call:{key}",
            meetup=meetup,
            name=name,
            phone=phone or None,
            reason=reason,
            created_at=now,
        )
        session.add(known)
        session.flush()
    return known


def is_untold(session: Session, event: str, since: datetime) -> bool:
    """Whether calls about this event, of those who have no invitation, were to be made since then, and none was."""
    told = _since(session, event, since)
    return bool(told) and all(call.reached_at is None for call in told)


def take_back_calls(session: Session, event: str, since: datetime) -> bool:
    """What was decided since then is undone: nobody has to say it any more; whether nobody had. Flushes."""
    told = _since(session, event, since)
    waiting = [call for call in told if call.reached_at is None]
    for call in waiting:
        session.delete(call)
    session.flush()
    return bool(told) and waiting == list(told)


def close_calls(session: Session, invitation: Invitation, *, by: str | None, now: datetime) -> None:
    """This person was heard: nobody has to reach them any more. ``by`` is the public id of the account that typed
    their answer, or nothing when they answered themselves. Flushes.
    """
    for call in _open_calls(session, [invitation]):
        call.reached_at, call.reached_by = now, by
    session.flush()


def drop_calls(session: Session, guests: Sequence[Invitation]) -> None:
    """What was still to be said to these guests is not true any more, and they hear the rest by mail. Flushes."""
    for call in _open_calls(session, guests):
        session.delete(call)
    session.flush()


def is_to_be_called(session: Session, invitation: Invitation, reason: CallReason) -> bool:
    """Whether somebody still has to tell them this."""
    return any(call.reason is reason for call in _open_calls(session, [invitation]))


def _forget_event(session: Session, event: str) -> None:
    about = Call.dedupe_key.startswith(f"call:{event}:", autoescape=True)
    for call in session.scalars(select(Call).where(about, Call.reached_at.is_(None))):
        session.delete(call)


def _since(session: Session, event: str, since: datetime) -> Sequence[Call]:
    about = Call.dedupe_key.startswith(f"call:{event}:", autoescape=True)
    return session.scalars(select(Call).where(about, or_(Call.created_at >= since, Call.reached_at >= since))).all()


def _open_calls(session: Session, guests: Sequence[Invitation]) -> Sequence[Call]:
    return session.scalars(
        select(Call).where(Call.invitation_id.in_([guest.id for guest in guests]), Call.reached_at.is_(None))
    ).all()


def _call(guest: Invitation, reason: CallReason, key: str, now: datetime) -> Call:
    return Call(
        dedupe_key=key,
        meetup=guest.meetup,
        invitation=guest,
        name=guest.professional.full_name,
        phone=guest.professional.phone,
        reason=reason,
        created_at=now,
    )


def _key(guest: Invitation, reason: CallReason, event: str) -> str:
    event = ".".join(filter(None, (str(guest.link_version), str(guest.meetup.sequence), event)))
    if reason is CallReason.OFFERED and guest.registration is not None:  # another place may be offered another day
        event = f"{event}.{int(guest.registration.answered_at.timestamp())}"
    return f"call:{guest.public_id}:{reason}:{event}"
