"""The mails that carry a code: to sign in, and to join."""

from meetups.accounts.rules import readable_code
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.web.links import absolute_url


def sign_in(code_id: int, digits: str, *, email: str, first_name: str) -> Mail:
    """The code, and a link that only writes it in its field. The subject stays without it: subjects are kept."""
    return _mail("sign_in", "accounts.code", code_id, digits, email, first_name)


def joining(code_id: int, digits: str, *, email: str, first_name: str) -> Mail:
    """The same to someone who joins: it says nothing of whether we know this address already."""
    return _mail("joining", "pages.join_code", code_id, digits, email, first_name)


def _mail(name: str, page: str, code_id: int, digits: str, email: str, first_name: str) -> Mail:
    rendered = render_mail(
        name, first_name=first_name, code=readable_code(digits), url=absolute_url(page, code=digits)
    )
    return Mail(
        kind=MailKind.SIGN_IN,
        dedupe_key=f"code:{code_id}",
        recipient=email,
        recipient_name=first_name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )
