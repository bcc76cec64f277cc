"""``flask mail fetch``: read the mailbox now."""

from typing import NoReturn

import click

from meetups import clock
from meetups.adapters.imap import BadImapUrl, MailboxUnavailable
from meetups.invitations.inbound import worker
from meetups.outbox.cli import mail_cli
from meetups.outbox.models import InboundState
from meetups.web.links import settings

__all__ = ["mail_cli"]


@mail_cli.command("fetch")
def fetch() -> None:
    """Lit la boîte des réponses, et dit ce qui a été fait de chaque courriel."""
    url = settings().imap_url
    if url is None:
        _refuse("IMAP_URL n’est pas réglé : écrivez comment ouvrir la boîte de MAIL_FROM.")
    try:
        done = worker.fetch(url, now=clock.utc_now())
    except BadImapUrl:
        _refuse("IMAP_URL : écrivez imap[s]://utilisateur:motdepasse@serveur:port.")
    except MailboxUnavailable as failure:
        _refuse(f"La boîte des réponses ne s’ouvre pas : {failure.reason}.")
    click.echo(f"Lus : {done.total()}.")
    for state in InboundState:
        if done[state]:
            click.echo(f"  {state.label} : {done[state]}")


def _refuse(why: str) -> NoReturn:
    click.echo(why, err=True)
    raise click.exceptions.Exit(1)
