"""What was made of a mail, in words for the organiser."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from meetups.invitations.inbound.marks import reason_of
from meetups.invitations.inbound.reasons import Reason
from meetups.invitations.rules import AnswerChoice
from meetups.outbox.models import InboundKind, InboundMessage, InboundState
from meetups.web.filters import day_date, hour


def answer_said(message: InboundMessage) -> AnswerChoice | None:
    """What the calendar answered, if that is known."""
    _, detail = reason_of(message)
    is_answer = message.kind is InboundKind.CALENDAR and detail in set(AnswerChoice)
    return AnswerChoice(detail) if is_answer else None


def what_became(message: InboundMessage) -> str:
    """One or two sentences: what was done, and why."""
    reason, detail = reason_of(message)
    if reason is None:
        is_waiting = message.state is InboundState.TO_READ
        return gettext("À lire, et à ranger ensuite.") if is_waiting else gettext("Lu et rangé.")
    if reason is Reason.COUNTER:
        return _counter(detail)
    return _calendars(reason) or _others(reason, detail)


def _counter(detail: str) -> str:
    if not detail:
        return gettext("Propose un autre moment. Rien n’a changé : à vous de voir, et de lui répondre.")
    at = datetime.fromisoformat(detail)
    zone = str(ZoneInfo("Europe/Paris"))
    return gettext(
        "Propose un autre moment : %(date)s à %(hour)s. Rien n’a changé : à vous de voir, et de lui répondre.",
        date=day_date(at, zone),
        hour=hour(at, zone),
    )


def _calendars(reason: Reason) -> str:
    return {
        Reason.NOTED: gettext("C’est noté."),
        Reason.SAME: gettext("Nous le savions déjà : rien n’a changé."),
        Reason.IN_LINE: gettext("La table est complète : sur la liste d’attente."),
        Reason.UNPROVEN: gettext(
            "Rien ne prouve que cela vient de cette personne. Un courriel lui demande de confirmer ; rien n’a changé."
        ),
        Reason.MOVED: gettext(
            "La date ou le lieu ont changé depuis cette invitation. Un courriel lui redemande ; rien n’a changé."
        ),
        Reason.MEALS_ORDERED: gettext(
            "Les repas étaient commandés : rien n’a changé, et un courriel l’invite à vous appeler. À vous de décider."
        ),
        Reason.NO_ADDRESS: gettext(
            "Il faudrait lui demander de confirmer, mais aucun courriel ne lui arrive. Appelez, puis notez sa réponse."
        ),
        Reason.NOT_NEWER: gettext("Une réponse plus récente de son agenda était déjà notée : rien n’a changé."),
        Reason.SAID_SINCE: gettext("Cette personne a répondu autrement depuis : sa dernière réponse compte."),
        Reason.NOT_THEIRS: gettext(
            "La réponse est signée d’une adresse que nous ne connaissons pas à cette personne. "
            "Invitation transmise ? À vous de voir."
        ),
        Reason.WITHDRAWN: gettext("Cette invitation avait été retirée : rien n’a changé."),
        Reason.NOT_INVITED: gettext("Cette personne n’est pas encore invitée : rien n’a changé."),
        Reason.CANCELLED: gettext("La rencontre était annulée : rien n’a changé."),
        Reason.OVER: gettext("La rencontre avait déjà eu lieu : rien n’a changé."),
        Reason.NO_ANSWER: gettext("L’agenda l’a rangée sans dire ni oui ni non."),
        Reason.UNREADABLE: gettext("Cette réponse d’agenda ne se lit pas : lisez le courriel, et notez la réponse."),
        Reason.UNKNOWN_INVITATION: gettext(
            "Cette réponse ne correspond à aucune de nos invitations : à vous de voir."
        ),
    }.get(reason, "")


def _others(reason: Reason, detail: str) -> str:
    status = detail.partition(" ")[0]
    code = gettext(" (code %(code)s)", code=status) if status else ""
    return {
        Reason.SUSPENDED: gettext(
            "Cette adresse n’existe plus%(code)s : plus rien n’y part. Demandez-en une autre à la personne.", code=code
        ),
        Reason.RETURNED: gettext(
            "Le courriel nous a été rendu%(code)s. L’adresse existe peut-être : les suivants partiront encore.",
            code=code,
        ),
        Reason.DELAYED: gettext("Le serveur essaie encore%(code)s : rien à faire.", code=code),
        Reason.UNCLEAR: gettext("Un serveur nous a rendu un courriel, sans dire clairement pourquoi."),
        Reason.KNOWN: gettext("Ce refus était déjà connu%(code)s.", code=code),
        Reason.UNKNOWN_MAIL: gettext("Ce n’est pas un de nos courriels qui nous revient : rien à faire."),
        Reason.AUTOMATIC: gettext("Réponse automatique, une absence par exemple : rien à faire."),
        Reason.OURSELVES: gettext("C’est un courriel de nous à nous-mêmes : rien à faire."),
        Reason.TOO_MANY: gettext(
            "Trop de messages de cette adresse en un jour : sans doute une machine. Gardé sans vous le signaler."
        ),
        Reason.TWICE: gettext("Le même message est arrivé deux fois."),
        Reason.ODD: gettext("Ce courriel n’a pas pu être compris : lisez-le, et voyez ce qu’il faut en faire."),
    }[reason]
