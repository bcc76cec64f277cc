"""Someone who left stands in no proposal that waits, before the next computation says so."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from meetups.directory.models import Professional
from meetups.proposals.models import ProposalGuest


def leave_proposals(session: Session, person: Professional) -> None:
    """Take a person off every stored proposal. Numbers such as « 24 people » follow at the next computation."""
    session.execute(
        delete(ProposalGuest)
        .where(ProposalGuest.professional_id == person.id)
        .execution_options(synchronize_session=False)
    )
