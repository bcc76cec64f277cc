"""A tour of the demo in ten minutes: eight steps around the table, ticked once really done on this demo.

Nothing notes what a visitor reads, so a step is done when the rows say so: written after the demo was loaded.
"""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from meetups.accounts.access import current_account, demo_only
from meetups.accounts.models import Account, AuditEntry, ConsentEntry, Role
from meetups.database import db
from meetups.invitations.models import Invitation, RegistrationChange
from meetups.invitations.rules import AnswerSource
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.pages.blueprint import blueprint
from meetups.planning.models import HostChannel, HostingRequest, Meetup
from meetups.web.access_marks import demo_is_open
from meetups.web.tokens import Purpose, sign_link

ORGANISER, PROFESSIONAL, HOST, ANYONE = "organiser", "professional", "host", "anyone"
ROLES = {
    ORGANISER: lazy_gettext("Vous organisez"),
    PROFESSIONAL: lazy_gettext("Vous êtes à table"),
    HOST: lazy_gettext("Vous prêtez une salle"),
    ANYONE: lazy_gettext("Vous passez par là"),
}


@dataclass(frozen=True)
class Step:
    """One step: whose side, how many minutes, what to look at, and where."""

    role: str
    minutes: int
    title: str
    look: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class Trail:
    """What the visitor left on this demo, each fact ``None`` or false until it happened."""

    organiser: Account | None
    professional: Account | None
    signed_in: frozenset[Role]
    meetup: Meetup | None
    request_mail: str | None
    is_asked: bool
    is_answered: bool
    is_invited: bool
    invitation_mail: str | None
    has_guest_answered: bool
    has_joined: bool


@blueprint.get("/visite")
@demo_only
def tour() -> ResponseReturnValue:
    """The eight steps, the next one to do put forward."""
    steps = steps_of(read_trail(db.session()), current_account())
    following = next((index for index, step in enumerate(steps) if not step.is_done), None)
    done = sum(step.is_done for step in steps)
    return render_template("pages/opening/tour.html", steps=steps, following=following, done=done, roles=ROLES)


@blueprint.app_template_global("tour_is_open")
def tour_is_open() -> bool:
    """Whether links to the tour lead anywhere."""
    return demo_is_open()


def read_trail(session: Session) -> Trail:
    """Five queries, whatever the demo holds."""
    since = select(func.max(AuditEntry.at)).where(AuditEntry.action == "demo_loaded").scalar_subquery()
    accounts = _accounts(session)
    visits = select(Account.role).join(AuditEntry, AuditEntry.actor == Account.public_id)
    entered = session.scalars(visits.where(AuditEntry.action == "sign_in_demo").distinct()).all()
    prepared = select(Meetup).where(Meetup.created_at > since).order_by(Meetup.id.desc()).limit(1)
    asked = HostingRequest.sent_at > since
    answered = (HostingRequest.answered_at > since, HostingRequest.answer_channel == HostChannel.LINK)
    by_guest = RegistrationChange.source == AnswerSource.EMAIL_LINK
    # Whoever the team adds agreed to nothing themselves.
    by_themselves = (ConsentEntry.purpose == "membership", ConsentEntry.given, ConsentEntry.source != "organiser")
    facts = session.execute(
        select(
            exists().where(asked),
            exists().where(*answered),
            exists().where(Invitation.invited_at > since),
            exists().where(RegistrationChange.at > since, by_guest),
            exists().where(ConsentEntry.at > since, *by_themselves),
        )
    ).one()
    return Trail(
        organiser=accounts.get(Role.ORGANISER),
        professional=accounts.get(Role.PROFESSIONAL),
        signed_in=frozenset(entered),
        meetup=session.scalar(prepared),
        request_mail=_last_mail(session, MailKind.REQUEST),
        invitation_mail=_last_mail(session, MailKind.INVITATION),
        is_asked=facts[0],
        is_answered=facts[1],
        is_invited=facts[2],
        has_guest_answered=facts[3],
        has_joined=facts[4],
    )


def _accounts(session: Session) -> dict[Role, Account]:
    """The first active account of each role, as the terminal's links."""
    rows = session.scalars(select(Account).where(Account.disabled_at.is_(None)).order_by(Account.id.desc()))
    return {account.role: account for account in rows}


def _last_mail(session: Session, kind: MailKind) -> str | None:
    """Public id: the last one asked for is the visitor's own, once they asked."""
    newest = select(OutgoingEmail.public_id).where(OutgoingEmail.kind == kind).order_by(OutgoingEmail.id.desc())
    return session.scalar(newest.limit(1))


def steps_of(trail: Trail, account: Account | None) -> list[Step]:
    """The eight steps, in order. Links go through the demo's sign-in when another person must be at the keyboard."""
    is_organiser = account is not None and account.is_organiser
    dashboard = url_for("pages.organisation")
    as_organiser = dashboard if is_organiser or trail.organiser is None else _enter(trail.organiser)
    meetup = dashboard
    if trail.meetup is not None and is_organiser:
        meetup = url_for("pages.meetup", public_id=trail.meetup.public_id)
    organise = meetup if is_organiser else as_organiser
    return [
        Step(
            ORGANISER,
            2,
            gettext("Entrer comme l’équipe qui organise"),
            gettext("Lisez une proposition : pourquoi ce déjeuner, ici et pour ces personnes. Jamais une note."),
            as_organiser,
            Role.ORGANISER in trail.signed_in,
        ),
        Step(
            ORGANISER,
            1,
            gettext("La préparer"),
            gettext("« Préparer » fait un brouillon complet : date, salle à demander, liste. Rien ne part encore."),
            as_organiser,
            trail.meetup is not None,
        ),
        Step(
            ORGANISER,
            1,
            gettext("Demander une salle à la mairie"),
            gettext("Regardez ce que lira la mairie : une date, un nombre de personnes, aucun nom."),
            organise,
            trail.is_asked,
        ),
        Step(
            HOST,
            1,
            gettext("Répondre pour la mairie, depuis son courriel"),
            gettext("Ouvrez le lien du courriel : accepter, refuser ou proposer un autre créneau, sans compte."),
            _mail(trail.request_mail),
            trail.is_answered,
        ),
        Step(
            ORGANISER,
            1,
            gettext("Envoyer les invitations"),
            gettext("Avant l’envoi, la page dit combien de courriels partent et qui il faudra appeler."),
            organise,
            trail.is_invited,
        ),
        Step(
            PROFESSIONAL,
            1,
            gettext("Répondre à une invitation, depuis son courriel"),
            gettext("Une réponse, plus qu’un appui. L’invitation entre aussi dans l’agenda."),
            _mail(trail.invitation_mail),
            trail.has_guest_answered,
        ),
        Step(
            ANYONE,
            2,
            gettext("Rejoindre le réseau"),
            gettext("Regardez les déjeuners à venir, puis inscrivez quelqu’un d’inventé, en quatre lignes."),
            url_for("pages.lunches"),
            trail.has_joined,
        ),
        Step(
            PROFESSIONAL,
            1,
            gettext("Entrer comme une personne du réseau"),
            gettext("Ouvrez ensuite l’annuaire : qui appeler, pour quoi, et comment."),
            _directory(trail, account),
            Role.PROFESSIONAL in trail.signed_in,
        ),
    ]


def _enter(account: Account) -> str:
    return url_for("demo.sign_in", token=sign_link(Purpose.DEMO_SIGN_IN, account.public_id))


def _mail(public_id: str | None) -> str:
    return url_for("outbox.mail", public_id=public_id) if public_id else url_for("outbox.mailbox")


def _directory(trail: Trail, account: Account | None) -> str:
    if trail.professional is None or (account is not None and account.role is Role.PROFESSIONAL):
        return url_for("pages.directory")
    return _enter(trail.professional)
