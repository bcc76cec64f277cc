from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, ConsentEntry
from meetups.directory.models import ContactChannel, Professional
from meetups.invitations.models import SeatRequest
from meetups.invitations.rules import SeatRequestStatus
from meetups.invitations.seat_requests import decline
from meetups.outbox.models import OutgoingEmail
from meetups.planning.models import Openness
from tests import factories
from tests.conftest import Cast, CheckingClient, SignIn
from tests.factories import NOW
from tests.pages.forms import MEETUPS, text_of
from tests.pages.joining.steps import fill_in, open_to

NUMBER = "0639980077"


def called(session: Session) -> list[Professional]:
    return list(session.scalars(select(Professional).where(Professional.phone == NUMBER)))


def test_a_number_makes_someone_to_call_whom_nobody_sees_yet(client: CheckingClient, session: Session) -> None:
    accounts = session.scalar(select(func.count(Account.id)))
    sent = fill_in(client, contact="06 39 98 00 77")
    assert (sent.status_code, sent.location) == (302, "/rejoindre/merci")
    (lucie,) = called(session)
    assert lucie.confirmed_at is None
    assert not lucie.can_be_invited(NOW)
    assert lucie.is_listed, "the wish is kept, and acts once the team has called"
    assert lucie.contact_channel is ContactChannel.TELEPHONE
    assert lucie.email is None
    assert session.scalar(select(func.count(Account.id))) == accounts
    assert session.scalars(select(ConsentEntry.subject)).all() == [lucie.public_id] * 2
    shown = text_of(client.get(sent.location or ""))
    assert "Nous vous appelons" in shown
    assert "04 65 71 00 12" in shown


def test_the_same_number_and_first_name_typed_twice_make_one_person(client: CheckingClient, session: Session) -> None:
    fill_in(client, contact="06 39 98 00 77", first_name="Anne-Marie")
    fill_in(client, contact="+33 6 39 98 00 77", first_name="anne marie", profession="autre")
    (anne,) = called(session)
    assert anne.profession_text == "infirmière libérale"
    fill_in(client, contact="06 39 98 00 77", first_name="Bruno")
    assert len(called(session)) == 2, "two colleagues may share a telephone"


def test_a_number_that_the_directory_knows_shows_the_same_page_and_changes_nobody(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.odile.phone, cast.odile.first_name = NUMBER, "Lucie"
    before = cast.odile.created_at
    sent = fill_in(client, contact=NUMBER)
    assert sent.location == "/rejoindre/merci"
    assert called(session) == [cast.odile]
    assert (cast.odile.created_at, cast.odile.is_listed) == (before, False)


def test_the_sixty_first_number_of_the_hour_is_asked_to_call(client: CheckingClient, session: Session) -> None:
    for number in range(60):
        factories.professional(session, email=None, phone=f"06399801{number:02d}", confirmed_at=None)
    session.execute(Professional.__table__.update().where(Professional.confirmed_at.is_(None)).values(created_at=NOW))
    session.commit()
    refused = fill_in(client, contact=NUMBER)
    assert refused.status_code == 429
    assert "Appelez l’équipe, ou donnez un courriel" in text_of(refused)
    assert called(session) == []
    session.execute(
        Professional.__table__.update()
        .where(Professional.confirmed_at.is_(None))
        .values(created_at=NOW - timedelta(hours=1))
    )
    session.commit()
    assert fill_in(client, contact=NUMBER).status_code == 302


@pytest.mark.parametrize("openness", Openness)
def test_a_number_left_for_a_lunch_asks_for_a_seat_that_the_organiser_decides(
    client: CheckingClient, session: Session, cast: Cast, openness: Openness
) -> None:
    path = open_to(session, cast.lunch, openness)
    sent = fill_in(client, path, contact=NUMBER)
    assert sent.location == f"/rejoindre/merci?rencontre={cast.lunch.public_id}"
    (asked,) = session.scalars(select(SeatRequest)).all()
    assert "à appeler avant de décider" in asked.message
    assert asked.professional in called(session)
    assert fill_in(client, path, contact=NUMBER).status_code == 302
    assert len(session.scalars(select(SeatRequest)).all()) == 1
    assert cast.lunch.seats_taken == 0
    assert session.scalars(select(OutgoingEmail)).all() == []
    assert cast.lunch.title in text_of(client.get(sent.location or ""))


def test_who_does_not_want_the_directory_is_not_listed_by_telephone_either(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    fill_in(client, open_to(session, cast.lunch, Openness.EVERYONE), contact=NUMBER)
    assert not called(session)[0].is_listed


def test_a_number_that_was_refused_shows_a_stranger_nothing_of_it(
    client: CheckingClient, session: Session, cast: Cast
) -> None:
    path = open_to(session, cast.lunch, Openness.MEMBERS)
    fill_in(client, path, contact=NUMBER)
    (asked,) = session.scalars(select(SeatRequest)).all()
    decline(session, asked, actor=cast.maud, now=NOW)
    again = fill_in(client, path, contact=NUMBER)
    assert again.location == f"/rejoindre/merci?rencontre={cast.lunch.public_id}"
    assert "pas pu vous garder" not in text_of(client.get(again.location))
    assert asked.status is SeatRequestStatus.DECLINED


def test_a_member_s_number_typed_by_anyone_mails_the_member_nothing_and_shows_the_organiser_whom_to_call(
    client: CheckingClient, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    path = open_to(session, cast.lunch, Openness.INVITED)
    fill_in(client, path, contact=cast.ines.phone or "", first_name="Inès")
    (asked,) = session.scalars(select(SeatRequest)).all()
    assert asked.professional is cast.ines
    assert session.scalars(select(OutgoingEmail)).all() == []
    sign_in(client, cast.maud)
    page = client.get(f"{MEETUPS}/{cast.lunch.public_id}")
    assert "à appeler avant de décider" in text_of(page)
    assert f'href="tel:{cast.ines.phone}"' in page.text
    where = f"{MEETUPS}/{cast.lunch.public_id}/demandes/{asked.public_id}"
    told = client.post(where, data={"decision": "pas-cette-fois"}, follow_redirects=True)
    assert "Dites-le à Inès au 06 39 98 00 01" in text_of(told)
    assert session.scalars(select(OutgoingEmail)).all() == []
