"""``flask mail``: whether our mails arrive. Reading what came back is added by the package that understands it."""

import time

import click
from flask.cli import AppGroup

from meetups import clock
from meetups.outbox import checking
from meetups.outbox.checking import Finding, Level
from meetups.web.links import settings

mail_cli = AppGroup("mail", help="Les courriels : arrivent-ils, et que nous répond-on ?")

PATIENCE = 60.0
"""Seconds to wait for a mail that we sent to ourselves."""
PAUSE = 2.0
_MARKS = {Level.GOOD: "bon     ", Level.WARNING: "à revoir", Level.BAD: "mauvais "}


@mail_cli.command("check")
def check() -> None:
    """S’envoie un courriel, le relit, et dit ce qu’il faut changer. Ne change rien ici."""
    values = settings()
    found = checking.findings_of_settings(values)
    if not any(finding.level is Level.BAD for finding in found):
        found += _sent_and_read()
    for finding in found:
        click.echo(f"{_MARKS[finding.level]}  {finding.subject} : {finding.said}")
        if finding.advice:
            click.echo(f"          {finding.advice}")
    if any(finding.level is Level.BAD for finding in found):
        raise click.exceptions.Exit(1)


def _sent_and_read() -> list[Finding]:
    values, now = settings(), clock.utc_now()
    stamp = f"{now.timestamp():.0f}"
    sent = checking.send_checks(values, stamp, now=now)
    if any(finding.level is Level.BAD for finding in sent):
        return sent
    deadline = time.monotonic() + PATIENCE
    while (back := checking.read_back(values, stamp)) is None:
        if time.monotonic() > deadline:
            return [*sent, checking.not_arrived()]
        time.sleep(PAUSE)
    return [*sent, *back]
