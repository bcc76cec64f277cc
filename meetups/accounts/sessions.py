"""Signed-in browsers: rows that can be revoked, and a signed cookie that remembers which row and when last seen.

Idle time lives in the cookie, so that reading a page writes nothing to the database.
"""

import secrets
from datetime import UTC, datetime, timedelta

from flask.sessions import SessionMixin
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from meetups.accounts import rules
from meetups.accounts.digests import Kind, digest
from meetups.accounts.models import Account, UserSession
from meetups.accounts.records import record_audit

TOKEN, SEEN, ENTERED = "token", "seen", "entered"
REFRESH_SEEN_AFTER = timedelta(minutes=5)
"""The cookie is written again at most this often."""


def open_session(session: Session, account: Account, *, now: datetime) -> str:
    """A new row for a browser that just proved who it is; returns its token, 256 random bits. Flushes."""
    token = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            account_id=account.id,
            token_digest=digest(Kind.SESSION, token),
            created_at=now,
            expires_at=now + rules.session_life(is_organiser=account.is_organiser),
        )
    )
    session.flush()
    return token


def close_session(session: Session, token: str, *, now: datetime) -> None:
    """Revoke one session: its cookie opens nothing any more, wherever it was copied."""
    _revoke(session, UserSession.token_digest == digest(Kind.SESSION, token), now)


def close_all_sessions(session: Session, account: Account, *, now: datetime) -> None:
    """Revoke every session of an account, on all its devices."""
    _revoke(session, UserSession.account_id == account.id, now)


def _revoke(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    session.execute(update(UserSession).where(which, UserSession.revoked_at.is_(None)).values(revoked_at=now))


def sign_in(
    session: Session,
    cookie: SessionMixin,
    account: Account,
    *,
    action: str = "sign_in",
    place: str | None = None,
    now: datetime,
) -> None:
    """Sign this browser in: a new row, a new cookie, a line in the audit log.

    Nothing of the old cookie is kept, its form token neither, so that nobody can prepare a session for another
    person (ASVS 7.2.4). ``place`` is where they go then: a second click on the code's page leads there too.
    """
    _close_current(session, cookie, now)
    token = open_session(session, account, now=now)
    record_audit(session, actor=account, action=action, now=now)
    remember(cookie, token, now=now)
    if place is not None:
        cookie[ENTERED] = place


def entered_at(cookie: SessionMixin) -> str | None:
    """Where this browser went when it signed in, as the code's page said."""
    place = cookie.get(ENTERED)
    return place if isinstance(place, str) else None


def sign_out(session: Session, cookie: SessionMixin, account: Account | None, *, now: datetime) -> None:
    """Sign this browser out; harmless when nobody is signed in."""
    _close_current(session, cookie, now)
    if account is not None:
        record_audit(session, actor=account, action="sign_out", now=now)
    cookie.clear()


def _close_current(session: Session, cookie: SessionMixin, now: datetime) -> None:
    token = cookie.get(TOKEN)
    if isinstance(token, str):
        close_session(session, token, now=now)


def remember(cookie: SessionMixin, token: str, *, now: datetime) -> None:
    """Make the cookie hold this session and nothing else."""
    cookie.clear()
    cookie.permanent = True
    cookie[TOKEN] = token
    cookie[SEEN] = int(now.timestamp())


def signed_in_account(session: Session, cookie: SessionMixin, *, now: datetime) -> Account | None:
    """Who this browser is: one query when the cookie names a session, none otherwise.

    A cookie whose session ended (signed out, too old, idle, account disabled) is emptied of it.
    """
    token, seen = cookie.get(TOKEN), cookie.get(SEEN)
    if not isinstance(token, str) or not isinstance(seen, int):
        return None
    row = session.scalar(select(UserSession).where(UserSession.token_digest == digest(Kind.SESSION, token)))
    seen_at = datetime.fromtimestamp(seen, UTC)
    if row is None or not _is_open(row, seen_at, now):
        del cookie[TOKEN], cookie[SEEN]
        return None
    if now - seen_at >= REFRESH_SEEN_AFTER:
        cookie[SEEN] = int(now.timestamp())
    return row.account


def _is_open(row: UserSession, seen_at: datetime, now: datetime) -> bool:
    if row.revoked_at is not None or now >= row.expires_at or not row.account.is_active:
        return False
    return not rules.is_idle(seen_at, now, is_organiser=row.account.is_organiser)
