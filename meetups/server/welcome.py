"""What the terminal says once pages are served: the address, and in a demo one link for each role."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, Role
from meetups.installation import is_demo
from meetups.pages.opening.first_account import opening_url
from meetups.pages.opening.terminal import terminal_url
from meetups.planning.models import HostingRequest, RequestStatus
from meetups.web.access_marks import demo_is_open
from meetups.web.links import absolute_url, settings
from meetups.web.tokens import Purpose, sign_link

_ANOTHER_DATABASE = (
    "  Pour ouvrir votre réseau, arrêtez (Ctrl-C) et donnez-lui une base à lui :",
    "    DEMO=0 DATABASE_URL=sqlite:///reseau.db make run",
)


def welcome(session: Session, now: datetime, *, wants_demo: bool = True) -> str:
    """A few lines in French, links last so that a terminal makes them clickable.

    ``wants_demo`` is false with ``DEMO=0``: a demo's database then says that it is one.
    """
    lines = ["", f"  Parenthèse Réseau est ouvert : {settings().base_url}", ""]
    if not wants_demo and is_demo(session):
        lines += ["  Cette base est une démonstration : n’y mettez aucune vraie personne.", *_ANOTHER_DATABASE, ""]
    opening = opening_url(session)
    if demo_is_open():
        lines += [f"  Pour une visite de dix minutes :\n    {absolute_url('pages.tour')}"]
        lines += [f"  {label}\n    {url}" for label, url in demo_links(session, now)]
        lines += [f"  Pour lire tous les courriels :\n    {absolute_url('outbox.mailbox')}", ""]
    elif opening:
        lines += [
            "  Pour commencer, ouvrez ce lien ; il sert une fois, à la première personne :",
            f"    {opening}",
            "",
        ]
    elif back := terminal_url(session, now):
        lines += ["  Aucun serveur de courriel n’est réglé (SMTP_URL) : les courriels attendent, codes compris."]
        lines += ["  Pour entrer quand même, d’ici à demain :", f"    {back}", ""]
    elif _organiser(session) is None:
        lines += ["  Pour vous donner les pages de l’organisation :"]
        lines += ["    .venv/bin/flask accounts organiser vous@exemple.fr Prénom", ""]
    lines.append("  Pour arrêter : Ctrl-C")
    return "\n".join(lines)


def demo_links(session: Session, now: datetime) -> Iterator[tuple[str, str]]:
    """(label, URL) for an organiser, a professional, and the town hall that has a question to answer."""
    organiser = _organiser(session)
    if organiser:
        yield f"Pour organiser, avec {organiser.first_name} :", _sign_in(organiser)
    professional = _account(session, Role.PROFESSIONAL)
    if professional:
        yield f"Pour être à table, avec {professional.first_name} :", _sign_in(professional)
    request = session.scalar(
        select(HostingRequest)
        .where(HostingRequest.status.in_([RequestStatus.SENT, RequestStatus.RECEIVED]), HostingRequest.starts_at > now)
        .order_by(HostingRequest.id)
        .limit(1)
    )
    if request:
        token = sign_link(Purpose.HOST, request.public_id, request.link_version)
        yield f"Pour prêter une salle, {request.host.name} :", absolute_url("planning.host_request", token=token)


def _organiser(session: Session) -> Account | None:
    return _account(session, Role.ORGANISER) or _account(session, Role.ADMINISTRATOR)


def _account(session: Session, role: Role) -> Account | None:
    active = (Account.role == role, Account.disabled_at.is_(None))
    return session.scalar(select(Account).where(*active).order_by(Account.id).limit(1))


def _sign_in(account: Account) -> str:
    return absolute_url("demo.sign_in", token=sign_link(Purpose.DEMO_SIGN_IN, account.public_id))
