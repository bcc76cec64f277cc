import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry, ConsentEntry
from meetups.accounts.records import AppendOnly, record_audit, record_consent
from tests.conftest import Cast
from tests.factories import NOW


def test_an_audit_line_holds_public_ids_only(session: Session, cast: Cast) -> None:
    record_audit(session, actor=cast.maud, action="meetup_cancelled", object=cast.lunch, now=NOW)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action, entry.object) == (cast.maud.public_id, "meetup_cancelled", cast.lunch.public_id)
    assert entry.at == NOW


def test_the_application_itself_acts_without_a_name(session: Session) -> None:
    entry = record_audit(session, actor=None, action="codes_purged", object="one_time_codes", now=NOW)
    assert (entry.actor, entry.object) == (None, "one_time_codes")


def test_a_consent_says_to_which_text_and_by_which_channel(session: Session, cast: Cast) -> None:
    record_consent(
        session, subject=cast.odile, purpose="contact", text_version="2026-11", given=True, source="telephone", now=NOW
    )
    entry = session.scalars(select(ConsentEntry)).one()
    assert (entry.subject, entry.purpose, entry.text_version) == (cast.odile.public_id, "contact", "2026-11")
    assert (entry.given, entry.source, entry.at) == (True, "telephone", NOW)


def test_a_line_of_a_log_is_never_rewritten(session: Session, cast: Cast) -> None:
    entry = record_audit(session, actor=cast.maud, action="meetup_cancelled", now=NOW)
    entry.actor = cast.stranger.public_id
    with pytest.raises(AppendOnly):
        session.flush()


def test_a_consent_is_never_removed(session: Session, cast: Cast) -> None:
    entry = record_consent(
        session, subject=cast.ines, purpose="contact", text_version="2026-11", given=False, source="site", now=NOW
    )
    session.delete(entry)
    with pytest.raises(AppendOnly):
        session.flush()
