"""Sending the invitations: nothing leaves that was not shown, and nothing leaves twice."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.invitations.models import Invitation
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning.models import Meetup
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of


def confirm_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/invitations"


def mails(session: Session) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)
    return session.scalar(wanted) or 0


def listed(session: Session, cast: Cast) -> None:
    for person in (cast.ines, cast.karim, cast.odile):
        factories.invitation(session, cast.lunch, person)
    session.commit()


def test_the_page_shows_how_many_leave_to_whom_and_who_is_to_be_called(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    listed(session, cast)
    page = maud.get(confirm_of(cast))
    said = text_of(page)
    for words in (
        "mardi 19 janvier, 12 h 15 à 13 h 45",
        "salle des Tilleuls, La Motte-Servolex",
        "2 personnes reçoivent un courriel",
        f"{cast.ines.full_name}, {cast.karim.full_name}",
        "1 personne est à joindre par vous",
        f"{cast.odile.full_name}, par téléphone",
        "Envoyer 2 invitations",
        "choisie à la main : assurez-vous que « Mairie de La Motte-Servolex » est d’accord",
    ):
        assert words in said, words
    assert "tel:0639980042" in {link.get("href") for link in parse(page.text).iter("a")}
    assert mails(session) == 0


def test_people_on_a_pause_are_left_aside_and_named(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    cast.karim.paused_until = NOW.replace(year=2028)
    session.commit()
    said = text_of(maud.get(confirm_of(cast)))
    assert "1 personne reste de côté" in said
    assert "1 personne reçoit un courriel" in said
    submit(maud, confirm_of(cast))
    assert mails(session) == 1


def test_sending_publishes_mails_each_once_and_says_so(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    done = submit(maud, confirm_of(cast), follow=True)
    assert "2 courriels partent. 1 personne est à joindre." in text_of(done)
    assert mails(session) == 2
    assert not session.get_one(Meetup, cast.lunch.id).is_draft
    assert session.scalars(select(AuditEntry.action)).all() == ["invitations_sent"]


def test_a_double_post_sends_nothing_twice(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    values = fields_of(form_at(maud.get(confirm_of(cast)), confirm_of(cast)))
    for _ in range(3):
        assert maud.post(confirm_of(cast), data=values).status_code == 302
    assert mails(session) == 2
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_nothing_leaves_to_someone_who_was_not_shown(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    values = fields_of(form_at(maud.get(confirm_of(cast)), confirm_of(cast)))
    session.rollback()
    late = factories.professional(session, "Tardive")
    factories.invitation(session, cast.lunch, late)
    session.commit()
    again = maud.post(confirm_of(cast), data=values)
    assert again.status_code == 409
    assert "Quelqu’un a modifié cette rencontre" in text_of(again)
    assert "3 personnes reçoivent un courriel" in text_of(again)
    assert mails(session) == 0
    assert maud.post(confirm_of(cast), data=fields_of(form_at(again, confirm_of(cast)))).status_code == 302
    assert mails(session) == 3


def test_nothing_leaves_for_a_date_that_was_not_shown(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    values = fields_of(form_at(maud.get(confirm_of(cast)), confirm_of(cast)))
    session.rollback()
    cast.lunch.title = "Tout autre chose"
    session.commit()
    assert maud.post(confirm_of(cast), data=values).status_code == 409
    assert mails(session) == 0


def test_a_post_that_confirms_nothing_sends_nothing(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    assert maud.post(confirm_of(cast)).status_code == 409
    assert mails(session) == 0


def test_without_a_room_nothing_can_leave(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    values = fields_of(form_at(maud.get(confirm_of(cast)), confirm_of(cast)))
    session.rollback()
    cast.lunch.venue = None
    session.commit()
    page = maud.get(confirm_of(cast))
    assert "il faut d’abord un lieu" in text_of(page)
    values |= {"version": str(session.get_one(Meetup, cast.lunch.id).version)}
    refused = maud.post(confirm_of(cast), data=values)
    assert refused.status_code == 409
    assert "Choisissez d’abord un lieu" in text_of(refused)
    assert mails(session) == 0


def test_an_empty_list_leads_to_finding_people(maud: CheckingClient, session: Session, cast: Cast) -> None:
    page = maud.get(confirm_of(cast))
    assert "Ajouter des personnes" in text_of(page)
    assert confirm_of(cast) not in {form.get("action") for form in parse(page.text).iter("form")}


def test_people_added_later_are_asked_alone(maud: CheckingClient, session: Session, cast: Cast) -> None:
    listed(session, cast)
    submit(maud, confirm_of(cast))
    session.rollback()
    late = factories.professional(session, "Tardive")
    factories.invitation(session, cast.lunch, late)
    session.commit()
    assert "Envoyer 1 invitation" in text_of(maud.get(confirm_of(cast)))
    submit(maud, confirm_of(cast))
    assert mails(session) == 3
    assert session.scalar(select(func.count()).where(Invitation.invited_at.is_(None))) == 0
