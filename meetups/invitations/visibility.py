"""Whether a guest who comes is named to the other people invited: their choice, logged with the text they read."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.records import record_consent
from meetups.directory.models import Professional

SEEN_TEXT_VERSION = "2026-11"
"""Of the sentence beside the box, on the guest's page and in « Mon profil »: change them together."""


def show_to_guests(
    session: Session, person: Professional, *, shown: bool, source: str = "invitation_link", now: datetime
) -> None:
    """Show or hide first name and profession; saying the same twice logs one line. Flushes."""
    session.execute(select(Professional.id).where(Professional.id == person.id).with_for_update())
    session.refresh(person, ["is_seen_by_guests"])
    if person.is_seen_by_guests is shown:
        return
    person.is_seen_by_guests = shown
    record_consent(
        session,
        subject=person,
        purpose="seen_by_guests",
        text_version=SEEN_TEXT_VERSION,
        given=shown,
        source=source,
        now=now,
    )
