"""« Will our mails arrive? »: send to oneself, read it back, and say in French what to change.

Nothing here touches the database: it can be slow, and stands outside any transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext, lazy_gettext

from meetups.adapters.imap import BadImapUrl, ImapMailbox, MailboxUnavailable
from meetups.adapters.smtp import BadSmtpUrl, DeliveryFailure, SmtpTransport
from meetups.config import Settings
from meetups.outbox import authentication
from meetups.outbox.addresses import reply_address
from meetups.outbox.free_mail import is_sent_by_another
from meetups.outbox.incoming import Incoming, read_incoming
from meetups.outbox.message import Email, compose
from meetups.outbox.readiness import RESERVED
from meetups.outbox.rendering import render_mail
from meetups.outbox.writing import PRODUCT, message_id

FULL = 0.9
"""Of the mailbox's quota: beyond, answers will soon be refused."""
_PROBE = "A" * 12
"""Of the form of a public id, and nobody's."""


class Level(StrEnum):
    """How good a finding is."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, what was found, and what to do about it (empty when nothing is to be done)."""

    level: Level
    subject: str
    said: str
    advice: str = ""


def findings_of_settings(values: Settings) -> list[Finding]:
    """What can be said without sending anything."""
    return [*_sender(values), *_reading(values)]


def check_message_id(stamp: str) -> str:
    """The Message-ID of the check begun at ``stamp``: nobody else can make one."""
    return message_id(f"check:{stamp}")


def send_checks(values: Settings, stamp: str, *, now: datetime) -> list[Finding]:
    """Send one mail to ourselves, and one to an address with a « + », unless those are off. Needs ``SMTP_URL``."""
    assert values.smtp_url is not None, "the caller looks at findings_of_settings first"
    try:
        transport = SmtpTransport(values.smtp_url)
        transport.send(values.mail_from, values.mail_from, _mail(values, values.mail_from, stamp, now))
    except BadSmtpUrl:
        return [_bad_smtp_url()]
    except DeliveryFailure as failure:
        return [Finding(Level.BAD, gettext("Envoi"), failure.reason, gettext("Corrigez SMTP_URL, puis recommencez."))]
    taken = Finding(Level.GOOD, gettext("Envoi"), gettext("Le serveur a pris le courriel d’essai."))
    return [taken, *_send_to_subaddress(values, transport, stamp, now)]


def read_back(values: Settings, stamp: str) -> list[Finding] | None:
    """What the mailbox says of the check begun at ``stamp``; ``None`` when it has not arrived yet.

    Looks once: callers come back. Without ``IMAP_URL`` there is nothing to read.
    """
    if values.imap_url is None:
        return []
    try:
        with ImapMailbox(values.imap_url).session() as box:
            arrived, quota = box.find(check_message_id(stamp)), box.quota()
            plus_arrived = box.find(check_message_id(f"{stamp}+")) is not None
    except BadImapUrl:
        return [_bad_imap_url()]
    except MailboxUnavailable as failure:
        return [
            Finding(
                Level.BAD,
                gettext("Boîte des réponses"),
                failure.reason,
                gettext("Vérifiez le réglage de cette boîte (IMAP_URL)."),
            )
        ]
    if arrived is None:
        return None
    found = [Finding(Level.GOOD, gettext("Boîte des réponses"), gettext("Le courriel d’essai y est bien arrivé."))]
    found += _verdicts(values, read_incoming(arrived.raw))
    if values.mail_subaddress and not plus_arrived:
        found.append(_no_subaddress())
    return found + _quota(quota)


def not_arrived() -> Finding:
    """After waiting long enough."""
    return Finding(
        Level.BAD,
        gettext("Boîte des réponses"),
        gettext("Le courriel d’essai est parti, mais il n’est pas arrivé."),
        gettext(
            "Regardez dans les indésirables. "
            "La boîte lue (IMAP_URL) doit être celle de l’adresse d’envoi (MAIL_FROM), pas une autre."
        ),
    )


def _sender(values: Settings) -> list[Finding]:
    who = gettext("Expéditeur")
    if values.mail_from.endswith(RESERVED):
        said = gettext("L’adresse %(address)s n’existe pas.", address=values.mail_from)
        return [
            Finding(
                Level.BAD, who, said, gettext("Il faut la vôtre, à donner à qui installe l’application (MAIL_FROM).")
            )
        ]
    if values.smtp_url is None:
        said = gettext("Aucun serveur n’est réglé : les courriels attendent.")
        return [Finding(Level.BAD, gettext("Envoi"), said, gettext("Qui installe l’application l’écrit (SMTP_URL)."))]
    if is_sent_by_another(values.mail_from, values.smtp_url):
        said = gettext(
            "%(address)s est une adresse gratuite, envoyée par un autre fournisseur.", address=values.mail_from
        )
        advice = gettext(
            "Les autres la refuseront. Envoyez par le serveur du fournisseur de cette adresse (SMTP_URL), "
            "ou prenez une adresse d’envoi de votre propre domaine (MAIL_FROM)."
        )
        return [Finding(Level.BAD, who, said, advice)]
    return [Finding(Level.GOOD, who, values.mail_from)]


def _reading(values: Settings) -> list[Finding]:
    box = gettext("Boîte des réponses")
    if values.imap_url is None:
        said = gettext("Elle n’est pas lue : les réponses des agendas et les refus ne sont pas pris en compte.")
        return [
            Finding(
                Level.WARNING,
                box,
                said,
                gettext("Qui installe l’application dit comment ouvrir la boîte de l’adresse d’envoi (IMAP_URL)."),
            )
        ]
    if values.mail_authserv_id is None:
        said = gettext("Rien ne dit à quel serveur se fier pour savoir qui écrit.")
        advice = gettext(
            "Faites l’essai ci-dessous : il donne son nom, à écrire dans les réglages (MAIL_AUTHSERV_ID). "
            "Sans lui, une réponse d’agenda n’est prise en compte qu’après un clic de la personne."
        )
        return [Finding(Level.WARNING, gettext("Confiance"), said, advice)]
    return []


def _mail(values: Settings, recipient: str, stamp: str, now: datetime) -> bytes:
    rendered = render_mail("mail_check")
    return compose(
        Email(
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            to=recipient,
            to_name="",
            from_address=values.mail_from,
            from_name=PRODUCT,
            message_id=check_message_id(stamp),
            date=now,
        )
    )


def _send_to_subaddress(values: Settings, transport: SmtpTransport, stamp: str, now: datetime) -> list[Finding]:
    if not values.mail_subaddress:
        return []
    address = reply_address(values.secret_key.encode(), values.mail_from, _PROBE)
    try:
        transport.send(values.mail_from, address, _mail(values, address, f"{stamp}+", now))
    except DeliveryFailure:
        return [_no_subaddress()]
    return []


def _no_subaddress() -> Finding:
    return Finding(
        Level.WARNING,
        gettext("Adresses avec un « + »"),
        gettext("Votre serveur ne les accepte pas : les réponses et les refus s’y perdraient."),
        gettext("Écrivez MAIL_SUBADDRESS=off."),
    )


_ADVICE = {
    "spf": lazy_gettext("Ajoutez votre serveur d’envoi à l’enregistrement SPF (TXT) de votre domaine."),
    "dkim": lazy_gettext("Demandez à votre fournisseur d’envoi d’activer la signature DKIM de votre domaine."),
    "dmarc": lazy_gettext("Publiez un enregistrement DMARC, une fois SPF ou DKIM en place pour ce domaine."),
}


def _verdicts(values: Settings, mail: Incoming) -> list[Finding]:
    lines = mail.authentication_results
    trusted = values.mail_authserv_id
    if trusted is None:
        known = authentication.servers(lines)
        if not known:
            return [_silent_server()]
        said = gettext("Le serveur qui signe vos courriels reçus se nomme %(name)s.", name=known[0])
        advice = gettext("Si c’est bien le vôtre, écrivez MAIL_AUTHSERV_ID=%(name)s.", name=known[0])
        return [Finding(Level.WARNING, gettext("Confiance"), said, advice)]
    found = authentication.verdicts(lines, trusted)
    if not found:
        return [_silent_server()]
    return [_verdict(method, found.get(method, "none")) for method in _ADVICE]


def _verdict(method: str, result: str) -> Finding:
    name = method.upper()
    if result == "pass":
        return Finding(Level.GOOD, name, gettext("Conforme."))
    said = gettext("Résultat lu par votre serveur : %(result)s.", result=result)
    level = Level.WARNING if result in {"none", "neutral"} else Level.BAD
    return Finding(level, name, said, str(_ADVICE[method]))


def _silent_server() -> Finding:
    return Finding(
        Level.WARNING,
        "SPF, DKIM, DMARC",
        gettext("Votre serveur n’en dit rien pour un courriel que l’on s’envoie à soi-même."),
        gettext("Envoyez un essai vers une autre boîte, et lisez-y « afficher l’original »."),
    )


def _quota(quota: tuple[int, int] | None) -> list[Finding]:
    if quota is None:
        return []
    used, most = quota
    share = round(100 * used / most)
    said = gettext("La boîte est remplie à %(share)d %%.", share=share)
    if used < FULL * most:
        return [Finding(Level.GOOD, gettext("Place dans la boîte"), said)]
    advice = gettext("Videz-la : pleine, elle refuse les réponses.")
    return [Finding(Level.BAD, gettext("Place dans la boîte"), said, advice)]


def _bad_smtp_url() -> Finding:
    said = gettext("SMTP_URL est mal écrit.")
    return Finding(
        Level.BAD, gettext("Envoi"), said, gettext("Écrivez smtp[s]://utilisateur:motdepasse@serveur:port.")
    )


def _bad_imap_url() -> Finding:
    said = gettext("L’accès à cette boîte est mal écrit (IMAP_URL).")
    advice = gettext("Écrivez imap[s]://utilisateur:motdepasse@serveur:port.")
    return Finding(Level.BAD, gettext("Boîte des réponses"), said, advice)
