"""Signing in with a one-time code: the same work and the same answer whether or not we know the address."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetups.accounts import emails, queries, rules, sessions
from meetups.accounts.digests import Kind, digest
from meetups.accounts.models import Account, OneTimeCode, Role
from meetups.accounts.records import record_audit
from meetups.errors import DomainError
from meetups.installation import lock_installation
from meetups.outbox.services import enqueue


class TooManyCodes(DomainError):
    """Five codes were asked for this address within the hour."""

    def __init__(self) -> None:
        super().__init__(
            "Plusieurs codes ont déjà été demandés pour cette adresse. Prenez le dernier reçu, "
            "ou redemandez-en un dans une heure. Vous pouvez aussi appeler l’équipe."
        )


class CodeRefused(DomainError):
    """This code does not sign this browser in. The try was counted: commit it."""


class WrongCode(CodeRefused):
    """Not the digits that were sent last."""

    def __init__(self) -> None:
        super().__init__("Ce n’est pas le bon code. Vérifiez les chiffres du dernier courriel reçu.")


class CodeOver(CodeRefused):
    """Used, too old, or tried too often: which one is nobody's business."""

    def __init__(self) -> None:
        super().__init__(
            "Ce code ne sert plus : il vaut dix minutes, une seule fois, et cinq essais au plus. Demandez-en un autre."
        )


def request_code(session: Session, email: str, *, browser: str, now: datetime) -> str:
    """Send a code for a normalised address to whoever reads it; ``browser`` is the nonce of the browser that asks.

    Returns the nonce that the code is bound to. Asked again at once, nothing more is sent; later on, a new code has
    a nonce of its own. An unknown address and a disabled account get the same rows and statements, the mail included,
    but that mail never leaves. Raises ``TooManyCodes``.
    """
    account = queries.account_by_email(session, email, for_update=True)
    if account is not None and not account.is_active:
        account = None
    made = _new_code(session, account, email, browser, now)
    if made.digits is not None:
        first_name = account.first_name if account else ""
        mail = emails.sign_in(emails.code_key(made.code), made.digits, email=email, first_name=first_name)
        enqueue(session, mail, now=now, suppressed=account is None)
    return made.browser


def request_joining_code(session: Session, email: str, *, first_name: str, browser: str, now: datetime) -> str:
    """Send a code to whoever reads a normalised address, known or not: same rows, same statements, same mail.

    ``first_name`` is what was typed, for known addresses too. Only a disabled account gets nothing. Returns the nonce
    as ``request_code`` does. Raises ``TooManyCodes`` or ``rules.InvalidFirstName``.
    """
    rules.check_first_name(first_name)
    lock_installation(session)  # this mail leaves for addresses without any account row that could be locked
    account = queries.account_by_email(session, email, for_update=True)
    is_closed = account is not None and not account.is_active
    made = _new_code(session, None if is_closed else account, email, browser, now)
    if made.digits is not None:
        mail = emails.joining(emails.code_key(made.code), made.digits, email=email, first_name=first_name)
        enqueue(session, mail, now=now, suppressed=is_closed)
    return made.browser


@dataclass(frozen=True)
class _Made:
    """A code and the nonce that it is bound to; without its digits when the same gesture made it just before."""

    code: OneTimeCode
    browser: str
    digits: str | None = None


def _new_code(session: Session, account: Account | None, email: str, browser: str, now: datetime) -> _Made:
    known = _code_of(session, browser)
    if known is not None:
        if known.used_at is None and now - known.created_at < rules.SAME_GESTURE:
            return _Made(known, browser)
        browser = secrets.token_urlsafe(32)
    _refuse_too_many(session, email, now)
    digits = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    code = OneTimeCode(
        account_id=account.id if account else None,
        email_digest=digest(Kind.EMAIL, email),
        browser_digest=digest(Kind.BROWSER, browser),
        code_digest=_code_digest(browser, digits),
        created_at=now,
        expires_at=now + rules.CODE_LIFE,
    )
    try:
        with session.begin_nested():
            session.add(code)
    except IntegrityError:
        # The other request of a double click committed first.
        known = _code_of(session, browser)
        if known is None:
            raise
        return _Made(known, browser)
    return _Made(code, browser, digits)


def _code_of(session: Session, browser: str) -> OneTimeCode | None:
    return session.scalar(select(OneTimeCode).where(OneTimeCode.browser_digest == digest(Kind.BROWSER, browser)))


def _refuse_too_many(session: Session, email: str, now: datetime) -> None:
    recent = select(func.count(OneTimeCode.id)).where(
        OneTimeCode.email_digest == digest(Kind.EMAIL, email), OneTimeCode.created_at > now - rules.CODES_WINDOW
    )
    if (session.scalar(recent) or 0) >= rules.MAX_CODES:
        raise TooManyCodes


def use_code(session: Session, digits: str, *, browser: str, now: datetime) -> Account:
    """The account that a code opens, in the browser that asked for it; the code is spent.

    The same digits in the same browser within ``rules.SAME_GESTURE`` get the same answer: browsers show that of the
    last click, and drop the first one. Raises ``WrongCode`` or ``CodeOver``, both ``CodeRefused``: the caller commits
    then too, since the try counts.
    """
    code = _check(session, digits, browser, now)
    account = session.get(Account, code.account_id) if code.account_id else None
    if account is None or not account.is_active:
        raise WrongCode
    code.used_at = code.used_at or now
    session.flush()
    return account


def use_joining_code(
    session: Session, digits: str, *, email: str, first_name: str, browser: str, now: datetime
) -> Account:
    """The account of the address that a joining code was sent to, made now if there was none; the code is spent.

    ``email`` and ``first_name`` are those the code was asked with. An account that exists keeps its own name and
    role. Raises ``CodeRefused`` as ``use_code`` does.
    """
    code = _check(session, digits, browser, now)
    if not hmac.compare_digest(code.email_digest, digest(Kind.EMAIL, email)):
        raise WrongCode
    account = queries.account_by_email(session, email, for_update=True) or _open(session, email, first_name, now)
    if not account.is_active:
        raise WrongCode
    code.used_at = code.used_at or now
    session.flush()
    return account


def _open(session: Session, email: str, first_name: str, now: datetime) -> Account:
    account = Account(email=email, first_name=first_name, role=Role.PROFESSIONAL, created_at=now)
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        # Two codes for one address were typed at once; the other browser committed first.
        known = queries.account_by_email(session, email, for_update=True)
        if known is None:
            raise
        return known
    record_audit(session, actor=account, action="account_opened", object=account, now=now)
    return account


def _check(session: Session, digits: str, browser: str, now: datetime) -> OneTimeCode:
    code = _take_a_try(session, browser, now)
    if not hmac.compare_digest(code.code_digest, _code_digest(browser, digits)):
        raise WrongCode
    return code


def _take_a_try(session: Session, browser: str, now: datetime) -> OneTimeCode:
    """One statement checks and counts, so that tries in parallel cannot outrun the limit.

    A code just used has one try more: the last of five may have been the right one, clicked twice.
    """
    is_unused = OneTimeCode.used_at.is_(None)
    counted = (
        update(OneTimeCode)
        .where(
            OneTimeCode.browser_digest == digest(Kind.BROWSER, browser),
            OneTimeCode.attempts < case((is_unused, rules.MAX_ATTEMPTS), else_=rules.MAX_ATTEMPTS + 1),
            OneTimeCode.expires_at > now,
            or_(is_unused, OneTimeCode.used_at > now - rules.SAME_GESTURE),
        )
        .values(attempts=OneTimeCode.attempts + 1)
        .returning(OneTimeCode)
        .execution_options(populate_existing=True)
    )
    code = session.scalar(counted)
    if code is None:
        raise CodeOver
    return code


def _code_digest(browser: str, digits: str) -> str:
    return digest(Kind.CODE, f"{browser}:{digits}")


def disable_account(session: Session, account: Account, *, actor: Account | None, now: datetime) -> None:
    """Close an account and end its sessions at once, everywhere; opening it again does not bring them back."""
    account.disabled_at = now
    sessions.close_all_sessions(session, account, now=now)
    record_audit(session, actor=actor, action="account_disabled", object=account, now=now)


def make_organiser(
    session: Session, email: str, first_name: str, *, actor: Account | None = None, now: datetime
) -> Account:
    """Give the organisation's pages to a normalised address, whose account opens again if it was closed.

    An account that has them keeps its role, and every account its own name. ``actor`` is the organiser who does it,
    ``None`` the terminal.
    """
    lock_installation(session)  # the same form sent twice at once makes one account
    account = queries.account_by_email(session, email, for_update=True)
    if account is None:
        account = Account(email=email, first_name=first_name, role=Role.ORGANISER, created_at=now)
        session.add(account)
        session.flush()
    elif account.is_organiser and account.is_active:
        return account
    if not account.is_organiser:
        account.role = Role.ORGANISER
    account.disabled_at = None
    record_audit(session, actor=actor, action="organiser_made", object=account, now=now)
    return account
