"""Whether mails leave, and whether they may be written: links must open elsewhere, and the sender exist."""

from collections.abc import Sequence

from meetups.config import Settings
from meetups.errors import DomainError
from meetups.outbox.free_mail import is_sent_by_another

RESERVED = ".example"
"""No mail server delivers there (RFC 2606): the sender's address until somebody sets one."""

_BASE_URL = (
    "les liens ne s’ouvriraient que sur cette machine : donnez à l’application une adresse que tout le monde "
    "atteint (BASE_URL)"
)
_FREE_MAIL = (
    "l’expéditeur est une adresse gratuite envoyée par un autre fournisseur, les autres la refuseraient : "
    "prenez le serveur de cette adresse (SMTP_URL), ou une adresse d’envoi de votre domaine (MAIL_FROM)"
)
_MAIL_FROM = "l’expéditeur n’existe pas, personne ne pourrait lui répondre : donnez la vôtre (MAIL_FROM)"


def mails_wait(settings: Settings, *, is_demo: bool) -> bool:
    """Whether every mail stays in the outbox, because no server is set; a demo has its mailbox."""
    return settings.smtp_url is None and not is_demo


class NotReadyToWrite(DomainError):
    """Mails would carry links that open nowhere, or an invented sender."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"Aucun courriel ne peut encore partir vers de vraies boîtes : {' ; et '.join(missing)}.")


def not_ready(settings: Settings, *, is_demo: bool) -> NotReadyToWrite | None:
    """Why nothing may be written to real people yet; ``None`` when it may, and in a demo, which never does.

    A mail is written once: waiting for its server with a wrong link, it would leave with that link.
    """
    if is_demo:
        return None
    foreign = settings.smtp_url is not None and is_sent_by_another(settings.mail_from, settings.smtp_url)
    wrong = {
        _BASE_URL: settings.is_loopback,
        _MAIL_FROM: settings.mail_from.endswith(RESERVED),
        _FREE_MAIL: foreign,
    }
    missing = [what for what, is_wrong in wrong.items() if is_wrong]
    return NotReadyToWrite(missing) if missing else None


def check_can_write(settings: Settings, *, is_demo: bool) -> None:
    """Raises ``NotReadyToWrite``, which says what to set."""
    if refusal := not_ready(settings, is_demo=is_demo):
        raise refusal
