"""What a person says about being invited at all: no more, a pause, again. One person, never their whole mailbox."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account
from meetups.accounts.records import record_audit, record_consent
from meetups.directory import pauses
from meetups.directory.models import Professional
from meetups.web.links import link_url
from meetups.web.tokens import BadLink, Purpose, read_link, sign_link

TEXT_VERSION = "2026-11"
"""Of what ``templates/invitations/preferences.html`` says: change both together."""


def preferences_url(person: Professional) -> str:
    """The page where this person stops, pauses or resumes our invitations; it does not depend on any meetup."""
    return link_url("invitations.preferences", sign_link(Purpose.PREFERENCES, person.public_id))


def person_by_link(session: Session, token: str, *, to_change: bool = False) -> Professional:
    """Whose invitations a link is about; ``to_change`` holds the row. Raises ``BadLink``."""
    wanted = select(Professional).where(Professional.public_id == read_link(Purpose.PREFERENCES, token).public_id)
    if to_change:
        wanted = wanted.with_for_update(of=Professional).execution_options(populate_existing=True)
    person = session.scalar(wanted)
    if person is None:
        raise BadLink
    return person


def unsubscribe(
    session: Session, person: Professional, *, source: str, actor: Account | None = None, now: datetime
) -> None:
    """No invitation any more; seats that they hold are kept. Said twice, it is said once. Flushes.

    ``source`` is the channel; ``actor`` the organiser who does it for somebody who called.
    """
    if person.left_at is not None or person.unsubscribed_at is not None:
        return
    person.unsubscribed_at = now
    _note(session, person, given=False, source=source, actor=actor, now=now)


def pause(
    session: Session, person: Professional, months: int, *, source: str, actor: Account | None = None, now: datetime
) -> None:
    """No invitation for ``months`` months; whoever had stopped them altogether is asked again afterwards. Flushes.

    Raises ``UnknownPause``.
    """
    pauses.pause(session, person, months, actor=actor, now=now)
    _allow(session, person, source=source, actor=actor, now=now)


def resume(
    session: Session, person: Professional, *, source: str, actor: Account | None = None, now: datetime
) -> None:
    """Invitations may come again, whatever had stopped them. Said twice, it is said once. Flushes."""
    pauses.resume(session, person, actor=actor, now=now)
    _allow(session, person, source=source, actor=actor, now=now)


def _allow(session: Session, person: Professional, *, source: str, actor: Account | None, now: datetime) -> None:
    if person.unsubscribed_at is None:
        return
    person.unsubscribed_at = None
    _note(session, person, given=True, source=source, actor=actor, now=now)


def _note(
    session: Session, person: Professional, *, given: bool, source: str, actor: Account | None, now: datetime
) -> None:
    record_consent(
        session,
        subject=person,
        purpose="invitations",
        text_version=TEXT_VERSION,
        given=given,
        source="organiser" if actor else source,
        now=now,
    )
    action = "resubscribed" if given else "unsubscribed"
    record_audit(session, actor=actor or person.account or person.public_id, action=action, object=person, now=now)
