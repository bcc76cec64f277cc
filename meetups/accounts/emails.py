"""The mails that carry a code: to sign in, and to join."""

from meetups.accounts.models import OneTimeCode
from meetups.accounts.rules import readable_code
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.web.links import absolute_url


def code_key(code: OneTimeCode) -> str:
    """How the outbox calls the mail of a code: never by its primary key, which SQLite gives again once it is free."""
    return f"code:{code.browser_digest[:32]}"


def sign_in(key: str, digits: str, *, email: str, first_name: str) -> Mail:
    """The code, and a link that only writes it in its field. The subject stays without it: subjects are kept."""
    return _mail("sign_in", "accounts.code", key, digits, email, first_name)


def joining(key: str, digits: str, *, email: str, first_name: str) -> Mail:
    """The same to someone who joins: it says nothing of whether we know this address already."""
    return _mail("joining", "pages.join_code", key, digits, email, first_name)


def _mail(name: str, page: str, key: str, digits: str, email: str, first_name: str) -> Mail:
    rendered = render_mail(
        name, first_name=first_name, code=readable_code(digits), url=absolute_url(page, code=digits)
    )
    return Mail(
        kind=MailKind.SIGN_IN,
        dedupe_key=key,
        recipient=email,
        recipient_name=first_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )
