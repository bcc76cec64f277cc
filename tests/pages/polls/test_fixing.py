"""Fixing the date, or giving up: what leaves is shown first, and leaves once."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import AuditEntry
from meetups.installation import Installation
from meetups.invitations.models import Invitation, Registration
from meetups.invitations.services import remove_guest
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, Meetup
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.page_checks import parse
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of
from tests.polls.polls import NO, SLOTS, YES, Asked, say


def invited(session: Session) -> int:
    wanted = select(func.count()).select_from(OutgoingEmail).where(OutgoingEmail.kind == MailKind.INVITATION)
    return session.scalar(wanted) or 0


def closing_of(cast: Cast, asked: Asked, number: int) -> str:
    return f"{page_of(cast)}?creneau={asked.poll.slots[number].public_id}"


def page_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/dates"


def test_what_leaves_is_shown_first_then_it_leaves_once(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    page, action = closing_of(cast, voted, 1), f"{page_of(cast)}/fixer"
    shown = maud.get(page)
    said = text_of(shown)
    for words in (
        "Mardi 26 janvier, 12 h 15 à 13 h 45. salle des Tilleuls",
        "3 personnes reçoivent un courriel",
        "1 personne est à joindre par vous",
        "2 personnes ont dit oui à cette date : nous leur gardons une place, à confirmer.",
        "Fixer la date et envoyer 3 invitations",
    ):
        assert words in said, words
    assert invited(session) == 0
    values = fields_of(form_at(shown, action))
    done = maud.post(action, data=values, follow_redirects=True)
    assert "La date est fixée. 3 courriels partent. 1 personne est à joindre." in text_of(done)
    again = maud.post(action, data=values, follow_redirects=True)
    assert "Le choix de la date est déjà terminé." in text_of(again)
    assert "La date est fixée : mardi 26 janvier 2027." in text_of(again)
    assert session.get_one(Meetup, cast.lunch.id).starts_at == SLOTS[1][0]
    assert invited(session) == 3
    assert session.scalar(select(func.count()).select_from(Registration)) == 2
    assert session.scalars(select(AuditEntry.action)).all() == ["poll_closed"]


def test_two_organisers_at_once_fix_one_date(maud: CheckingClient, session: Session, cast: Cast, voted: Asked) -> None:
    action = f"{page_of(cast)}/fixer"
    first, second = (fields_of(form_at(maud.get(closing_of(cast, voted, n)), action)) for n in (0, 1))
    assert "La date est fixée" in text_of(maud.post(action, data=first, follow_redirects=True))
    assert "déjà terminé" in text_of(maud.post(action, data=second, follow_redirects=True))
    assert session.get_one(Meetup, cast.lunch.id).starts_at == SLOTS[0][0]


def test_a_vote_that_arrives_meanwhile_is_shown_before_anything_leaves(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    page, action = closing_of(cast, voted, 1), f"{page_of(cast)}/fixer"
    values = fields_of(form_at(maud.get(page), action))
    session.commit()
    say(session, voted, "Zoé", NO, YES, NO)
    stale = maud.post(action, data=values)
    assert stale.status_code == 409
    assert "Quelque chose a changé" in text_of(stale)
    assert "3 personnes ont dit oui" in text_of(stale)
    assert invited(session) == 0


def test_a_room_that_is_taken_is_said_and_nothing_changes(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    factories.meetup(session, cast.room, starts_at=SLOTS[1][0], ends_at=SLOTS[1][1])
    action = f"{page_of(cast)}/fixer"
    values = fields_of(form_at(maud.get(closing_of(cast, voted, 1)), action))
    refused = maud.post(action, data=values)
    assert refused.status_code == 409
    assert "Cette salle accueille déjà une autre de nos rencontres" in text_of(refused)
    assert session.get_one(Meetup, cast.lunch.id).starts_at == LUNCH
    assert invited(session) == 0


def test_without_a_room_the_date_is_fixed_and_the_room_is_next(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.venue = None
    page, action = closing_of(cast, voted, 1), f"{page_of(cast)}/fixer"
    shown = maud.get(page)
    assert "les invitations partiront quand la salle sera trouvée" in text_of(shown)
    done = text_of(maud.post(action, data=fields_of(form_at(shown, action)), follow_redirects=True))
    assert "La date est fixée. Il reste à trouver la salle" in done
    assert "Demander la salle" in done
    session.commit()
    session.get_one(Meetup, cast.lunch.id).venue = cast.room
    confirm = f"{MEETUPS}/{cast.lunch.public_id}/invitations"
    assert submit(maud, confirm).status_code == 302
    sources = session.scalars(select(Registration.source)).all()
    assert sources == ["poll", "poll"], "the places wait for the invitations"


def test_a_room_lent_for_the_former_date_is_said(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.venue = None
    session.flush()
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    warned = "a prêté sa salle pour le mardi 19 janvier"
    assert warned in text_of(maud.get(closing_of(cast, voted, 1)))
    assert warned not in text_of(maud.get(closing_of(cast, voted, 0)))
    session.commit()
    say(session, voted, "Mairie", YES, YES, NO)
    agreed = maud.get(closing_of(cast, voted, 1))
    assert warned not in text_of(agreed), "it said yes to this one"
    assert "un courriel dit à « Mairie de La Motte-Servolex » le nouveau prêt de sa salle" in text_of(agreed)
    action = f"{page_of(cast)}/fixer"
    done = text_of(maud.post(action, data=fields_of(form_at(agreed, action)), follow_redirects=True))
    assert "Un courriel dit à « Mairie de La Motte-Servolex » le nouveau prêt de sa salle." in done
    assert session.scalar(select(func.count()).where(OutgoingEmail.kind == MailKind.PROVIDER)) == 1


def test_a_host_that_thinks_about_another_date_is_released_first(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.venue = None
    session.flush()
    hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    action = f"{page_of(cast)}/fixer"
    shown = maud.get(closing_of(cast, voted, 1))
    assert "réfléchit à la date du mardi 19 janvier" in text_of(shown)
    assert f"{MEETUPS}/{cast.lunch.public_id}#lieu" in shown.text
    assert action not in {form.get("action") for form in parse(shown.text).iter("form")}
    assert "Fixer la date" in text_of(maud.get(closing_of(cast, voted, 0))), "the date that it thinks about"


def test_a_lent_room_alone_writes_and_must_be_able_to(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    cast.lunch.venue = None
    session.flush()
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    for guest in session.scalars(select(Invitation)).all():
        remove_guest(session, guest, now=NOW)
    session.scalars(select(Installation)).one().is_demo = False
    action = f"{page_of(cast)}/fixer"
    shown = maud.get(closing_of(cast, voted, 1))
    refused = maud.post(action, data=fields_of(form_at(shown, action)))
    assert refused.status_code == 409
    assert "Aucun courriel ne peut encore partir" in text_of(refused)
    assert session.get_one(Meetup, cast.lunch.id).starts_at == LUNCH


def test_once_the_date_is_fixed_no_other_is_called_the_best(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    assert "La meilleure date" in text_of(maud.get(page_of(cast)))
    action = f"{page_of(cast)}/fixer"
    maud.post(action, data=fields_of(form_at(maud.get(closing_of(cast, voted, 0)), action)))
    over = text_of(maud.get(page_of(cast)))
    assert "La date est fixée : mardi 19 janvier 2027." in over
    assert "La meilleure date" not in over
    assert "Date par date" in over


def test_dropping_asks_first_and_writes_to_nobody(
    maud: CheckingClient, session: Session, cast: Cast, voted: Asked
) -> None:
    before = session.scalar(select(func.count()).select_from(OutgoingEmail))
    action = f"{page_of(cast)}/abandonner"
    dropped = submit(maud, f"{page_of(cast)}?abandonner=1", action, follow=True)
    assert "Le choix de dates est abandonné" in text_of(dropped)
    assert maud.post(action).status_code == 302
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == before
    assert session.scalars(select(AuditEntry.action)).all() == ["poll_dropped"]
