"""What a page says will leave is what leaves, to the last host, caterer and manager; and so says the page after."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from meetups.invitations import blocks
from meetups.invitations import services as invitations
from meetups.invitations.models import Call
from meetups.invitations.seat_requests import ask_for_seat
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.outbox.suspensions import suspend_address
from meetups.planning import hosting
from meetups.planning.models import HostChannel
from tests import factories
from tests.conftest import Cast, CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

PEOPLE = "2 personnes invitées, 1 personne qui demande une place, « Mairie de La Motte-Servolex », « Chez Lou »"


@pytest.fixture
def everyone(session: Session, cast: Cast) -> Cast:
    """Two guests who read mails, one who does not; a host, a caterer, two structures, somebody who asks a place."""
    cast.lunch.venue = None
    cast.lunch.caterer_name, cast.lunch.caterer_email = "Chez Lou", "lou@traiteur.example"
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    hosting.accept_request(session, request, venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW)
    for person in (cast.ines, cast.karim, cast.odile):
        factories.invitation(session, cast.lunch, person)
    invitations.invite(session, cast.lunch, now=NOW)
    for structure, address in (("l’EHPAD", "direction@tilleuls.example"), ("le CCAS", "fermee@ccas.example")):
        name_by = LUNCH - timedelta(days=7)
        wanted = blocks.Offer(structure, "Hélène", 2, name_by, email=address, phone="0639980078")
        blocks.offer(session, cast.lunch, wanted, now=NOW)
    factories.mails_leave(session)
    suspend_address(session, "fermee@ccas.example", "5.1.1", now=NOW)
    ask_for_seat(session, cast.lunch, factories.professional(session, "Zoé"), message="", now=NOW)
    factories.mails_leave(session)
    session.commit()
    return cast


def leaving(session: Session) -> int:
    session.expire_all()
    waits = OutgoingEmail.state == MailState.PENDING
    return session.scalar(select(func.count()).select_from(OutgoingEmail).where(waits)) or 0


@pytest.mark.parametrize("gesture", ["annuler", "deplacer", "aujourdhui"])
def test_the_page_counts_every_mail_before_it_leaves(
    maud: CheckingClient, session: Session, everyone: Cast, gesture: str, frozen_clock: FrozenClock
) -> None:
    url = f"{MEETUPS}/{everyone.lunch.public_id}/{gesture}"
    page = submit(maud, url, day="2027-01-26", verifier="1") if gesture == "deplacer" else maud.get(url)
    when = " tout de suite" if gesture == "aujourdhui" else ""
    assert f"6 courriels partent{when} : {PEOPLE}, « Hélène, l’EHPAD »." in text_of(page)
    if gesture != "aujourdhui":
        assert re.search(r"(Annuler|Déplacer) et envoyer 6 courriels", text_of(page))
        assert "« Hélène, le CCAS » est à prévenir par vous" in text_of(page)
    chosen = {"annuler": {"reason": "Neige"}, "deplacer": {"confirmer": "1"}, "aujourdhui": {"gesture": "annuler"}}
    values = fields_of(form_at(page, url)) | chosen[gesture]
    done = text_of(maud.post(url, data=values, follow_redirects=True))
    assert leaving(session) == 6
    calls = session.scalar(select(func.count()).select_from(Call).where(Call.reached_at.is_(None)))
    assert f"6 courriels partent. {calls} personnes sont à joindre." in done


def test_a_host_whose_address_is_dead_is_rung_and_nothing_is_written_there(
    maud: CheckingClient, session: Session, everyone: Cast
) -> None:
    assert everyone.mairie.email
    suspend_address(session, everyone.mairie.email, "5.1.1", now=NOW)
    session.execute(update(Call).values(reached_at=NOW))
    session.commit()
    url = f"{MEETUPS}/{everyone.lunch.public_id}/annuler"
    said = text_of(maud.get(url))
    assert "« Mairie de La Motte-Servolex » est à prévenir par vous : la salle est libérée" in said
    assert "Son adresse refuse nos courriels" in said
    submit(maud, url, reason="Neige")
    assert leaving(session) == 5
    assert session.scalar(select(func.count()).select_from(Call).where(Call.name == everyone.mairie.name)) == 1
