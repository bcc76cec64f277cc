"""The mail that carries a sign-in code."""

from meetups.accounts.rules import readable_code
from meetups.outbox.models import MailKind
from meetups.outbox.rendering import render_mail
from meetups.outbox.services import Mail
from meetups.web.links import absolute_url


def sign_in(code_id: int, digits: str, *, email: str, first_name: str) -> Mail:
    """The code, and a link that only writes it in its field. The subject stays without it: subjects are kept."""
    rendered = render_mail(
        "sign_in",
        first_name=first_name,
        code=readable_code(digits),
        url=absolute_url("accounts.code", code=digits),
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
