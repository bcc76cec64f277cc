"""``flask accounts``: who organises, for an installation that nobody can sign in to yet."""

import click
from flask.cli import AppGroup

from meetups import clock
from meetups.accounts.rules import InvalidAddress, normalise_email
from meetups.accounts.services import make_organiser
from meetups.database import db

accounts_cli = AppGroup("accounts", help="Comptes de l’équipe.")


@accounts_cli.command("organiser")
@click.argument("email")
@click.argument("first_name")
def organiser(email: str, first_name: str) -> None:
    """Donne à EMAIL, de FIRST_NAME, les pages de l’organisation ; à relancer sans crainte."""
    try:
        address = normalise_email(email)
    except InvalidAddress as refusal:
        raise click.BadParameter(str(refusal), param_hint="EMAIL") from refusal
    make_organiser(db.session(), address, first_name.strip(), now=clock.utc_now())
    db.session.commit()
    click.echo("C’est fait. La connexion se fait par un code reçu à cette adresse.", err=True)
