"""``flask proposals``: compute them by hand."""

import json

import click
from flask.cli import AppGroup
from flask_babel import ngettext

from meetups import clock
from meetups.database import db
from meetups.invitations.wording import sentence
from meetups.proposals import queries, services, wording
from meetups.proposals.models import Proposal
from meetups.web.filters import hour, local, long_date

proposals_cli = AppGroup("proposals", help="Propositions de rencontres.")


@proposals_cli.command("compute")
@click.option("--limit", type=click.IntRange(1, 40), help="Nombre au plus ; sans elle, celui des réglages.")
@click.option("--json", "as_json", is_flag=True, help="Un document JSON sur la sortie standard.")
def compute(limit: int | None, as_json: bool) -> None:
    """Recalcule les propositions, les garde, et les montre de la meilleure à la dernière."""
    now = clock.utc_now()
    found = services.refresh(db.session(), now=now, count=limit, tell=_tell)
    db.session.commit()
    proposals = queries.current_proposals(db.session(), now, found)
    click.echo(ngettext("%(num)d proposition calculée.", "%(num)d propositions calculées.", found), err=True)
    if as_json:
        click.echo(json.dumps([as_document(proposal) for proposal in proposals], ensure_ascii=False, indent=2))
        return
    for proposal in proposals:
        when = f"{long_date(proposal.starts_at)}, {hour(proposal.starts_at)}"
        click.echo(f"{proposal.rank}. {proposal.area.name} × {proposal.pathway.name} — {when}, {proposal.host_name}")
        for text in wording.sentences(proposal.facts):
            click.echo(f"   {text}.")


def _tell(stage: str, count: int) -> None:
    """Progress, on the standard error: a country takes some time."""
    said = {
        "read": ngettext("%(num)d personne lue", "%(num)d personnes lues", count),
        "candidates": ngettext("%(num)d rencontre possible", "%(num)d rencontres possibles", count),
        "chosen": ngettext("%(num)d rencontre retenue", "%(num)d rencontres retenues", count),
        "explained": ngettext("%(num)d rencontre expliquée", "%(num)d rencontres expliquées", count),
    }
    click.echo(f"{said[stage]}…", err=True)


def as_document(proposal: Proposal) -> dict[str, object]:
    """One proposal as the contract writes it."""
    return {
        "id": proposal.public_id,
        "pathway": proposal.pathway.name,
        "commune": proposal.commune.name,
        "host": proposal.host_name,
        "date": local(proposal.starts_at).isoformat(),
        "capacity": proposal.capacity,
        "guests": [
            {
                "id": guest.professional.public_id,
                "first_name": guest.professional.first_name,
                "profession": guest.professional.profession_text,
                "reasons": [sentence(reason) for reason in guest.reasons],
            }
            for guest in proposal.guests
        ],
        "reasons": wording.sentences(proposal.facts),
    }
