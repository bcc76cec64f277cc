"""A blank page, and changing what a meetup is about: hours that do not exist, places, and two organisers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meetups import clock
from meetups.accounts import sessions
from meetups.accounts.models import AuditEntry
from meetups.adapters.geocoder import GeocodedPoint, Geocoder
from meetups.database import db
from meetups.outbox.models import MailKind, OutgoingEmail
from meetups.planning import hosting
from meetups.planning.models import HostChannel, Meetup, MeetupFormat, Openness
from meetups.planning.services import publish
from meetups.venues.models import Host, Venue
from tests import factories
from tests.conftest import Cast, CheckingClient
from tests.factories import LUNCH, NOW
from tests.pages.forms import MEETUPS, fields_of, form_at, submit, text_of

NEW = f"{MEETUPS}/nouvelle"
BLANK = {"title": "Bien rentrer chez soi", "commune": "la motte servolex", "day": "2027-02-02"}


def edit_of(cast: Cast) -> str:
    return f"{MEETUPS}/{cast.lunch.public_id}/modifier"


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def last_made(session: Session) -> Meetup:
    return session.scalars(select(Meetup).order_by(Meetup.id.desc())).first()  # type: ignore[return-value]


def test_a_blank_page_makes_a_draft(maud: CheckingClient, session: Session, cast: Cast) -> None:
    area = factories.area(session)
    made = submit(maud, NEW, follow=True, **BLANK, capacity="18", why="Pour se connaître.", format="evening")
    assert "Le brouillon est prêt." in text_of(made)
    meetup = last_made(session)
    assert (meetup.title, meetup.format, meetup.capacity) == ("Bien rentrer chez soi", MeetupFormat.EVENING, 18)
    assert (meetup.commune_insee, meetup.area_id, meetup.is_draft) == ("73179", area.id, True)
    assert meetup.starts_at == datetime(2027, 2, 2, 11, 15, tzinfo=UTC)
    assert meetup.ends_at == datetime(2027, 2, 2, 12, 45, tzinfo=UTC)
    assert session.scalars(select(AuditEntry.action)).all() == ["meetup_created"]


def test_the_same_blank_page_sent_twice_makes_one_draft(maud: CheckingClient, session: Session, cast: Cast) -> None:
    values = fields_of(form_at(maud.get(NEW), NEW)) | BLANK
    first, second = maud.post(NEW, data=values), maud.post(NEW, data=values)
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert count(session, Meetup) == 2, "the cast's lunch, and this one"
    assert count(session, AuditEntry) == 1


def test_the_same_blank_page_sent_eight_times_at_once_makes_one_draft(
    app: Flask, session: Session, cast: Cast
) -> None:
    token = sessions.open_session(session, cast.maud, now=NOW)
    session.commit()
    values = {"public_id": "AbCdEfGhIjKl", "version": "", "format": "lunch", "capacity": "24"} | BLANK
    values |= {"start": "12:15", "end": "13:45", "pathway": factories.pathway(session).public_id}
    session.commit()
    barrier = Barrier(8)

    def send() -> str | None:
        browser = FlaskClient(app, TestResponse)
        with browser.session_transaction() as cookie:
            sessions.remember(cookie, token, now=clock.utc_now())
        barrier.wait()
        return browser.post(NEW, data=values).location

    with ThreadPoolExecutor(8) as pool:
        answers = {future.result() for future in [pool.submit(send) for _ in range(8)]}
    assert answers == {f"{MEETUPS}/AbCdEfGhIjKl"}
    assert count(session, Meetup) == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", " ", "Donnez un titre"),
        ("commune", "Nulle-Part-sur-Mer", "Nous ne connaissons pas cette commune"),
        ("day", "2027-02-31", "Choisissez un jour"),
        ("start", "25:99", "Choisissez une heure"),
        ("end", "12:00", "La fin doit venir après le début"),
        ("capacity", "beaucoup", "Écrivez un nombre de places, comme 24."),
        ("capacity", "1", "Entre 2 et 400 places"),
        ("public_id", "../../etc", ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    maud: CheckingClient, session: Session, cast: Cast, field: str, typed: str, said: str
) -> None:
    refused = submit(maud, NEW, **(BLANK | {"why": "Gardez ceci.", field: typed}))
    assert refused.status_code == 422
    assert said in text_of(refused)
    kept = fields_of(form_at(refused, NEW))
    assert kept["why"] == "Gardez ceci."
    assert kept[field] == typed.strip()
    assert count(session, Meetup) == 1


def test_a_day_that_is_past_is_refused_on_the_form(maud: CheckingClient, session: Session, cast: Cast) -> None:
    refused = submit(maud, NEW, **(BLANK | {"day": "2026-11-02"}))
    assert refused.status_code == 409
    assert "Cette date est passée" in text_of(refused)
    assert fields_of(form_at(refused, NEW))["title"] == "Bien rentrer chez soi"


def test_the_hour_that_spring_skips_is_refused(maud: CheckingClient, session: Session, cast: Cast) -> None:
    refused = submit(maud, NEW, **BLANK | {"day": "2027-03-28", "start": "02:30", "end": "04:00"})
    assert refused.status_code == 422
    assert "les montres avancent d’une heure" in text_of(refused)


def test_the_hour_that_autumn_repeats_is_the_first_and_says_so(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    made = submit(maud, NEW, follow=True, **BLANK | {"day": "2027-10-31", "start": "02:30", "end": "04:00"})
    assert "02:30 arrive deux fois : nous avons pris la première" in text_of(made)
    assert last_made(session).starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_draft_changes_freely(maud: CheckingClient, session: Session, cast: Cast) -> None:
    changed = submit(
        maud, edit_of(cast), follow=True, title="Un autre titre", day="2027-01-21", capacity="30", format="good_news"
    )
    assert "C’est enregistré." in text_of(changed)
    lunch = session.get_one(Meetup, cast.lunch.id)
    assert (lunch.title, lunch.capacity, lunch.format) == ("Un autre titre", 30, MeetupFormat.GOOD_NEWS)
    assert lunch.starts_at == LUNCH + timedelta(days=2)
    assert lunch.venue_id == cast.room.id, "the room that was on the form"


def test_a_meetup_may_be_opened_to_members_or_to_everyone_and_closed_again(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    for openness in (Openness.EVERYONE, Openness.MEMBERS, Openness.INVITED):
        assert submit(maud, edit_of(cast), openness=openness.value).status_code == 302
        assert cast.lunch.openness is openness
    submit(maud, NEW, **BLANK, openness="everyone")
    assert last_made(session).openness is Openness.EVERYONE


def test_saving_without_changing_anything_changes_nothing(maud: CheckingClient, session: Session, cast: Cast) -> None:
    before = {
        name: getattr(cast.lunch, name) for name in ("title", "starts_at", "ends_at", "venue_id", "area_id", "why")
    }
    assert submit(maud, edit_of(cast)).status_code == 302
    lunch = session.get_one(Meetup, cast.lunch.id)
    assert {name: getattr(lunch, name) for name in before} == before


def test_a_known_room_is_chosen_from_the_list_and_says_the_commune(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    room = factories.venue(session, factories.town_hall(session, "73065"), "salle Jean-Renoir", 60)
    far = factories.venue(session, factories.town_hall(session, "73157"), "salle de Modane", 60)
    session.commit()
    page = maud.get(edit_of(cast)).text
    assert room.public_id in page
    assert far.public_id not in page, "over 25 km away"
    submit(maud, edit_of(cast), place=room.public_id)
    lunch = session.get_one(Meetup, cast.lunch.id)
    assert (lunch.venue_id, lunch.commune_insee) == (room.id, "73065")


def test_a_room_that_is_too_small_is_refused_on_the_form(maud: CheckingClient, session: Session, cast: Cast) -> None:
    refused = submit(maud, edit_of(cast), capacity="60", title="Ce titre reste")
    assert refused.status_code == 409
    assert "Cette salle a 40 places assises" in text_of(refused)
    assert fields_of(form_at(refused, edit_of(cast)))["title"] == "Ce titre reste"


def test_a_room_taken_by_another_of_our_meetups_is_refused(maud: CheckingClient, session: Session, cast: Cast) -> None:
    starts_at = LUNCH + timedelta(days=2)
    factories.meetup(session, cast.room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    refused = submit(maud, edit_of(cast), day="2027-01-21")
    assert refused.status_code == 409
    assert "accueille déjà une autre de nos rencontres" in text_of(refused)


NEW_ROOM = {
    "place": "nouvelle",
    "room_name": "Salle des fêtes",
    "room_capacity": "50",
    "room_address": "1 place du Clos",
}


def test_a_room_is_described_and_its_point_found(
    maud: CheckingClient, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def locate(_self: Geocoder, address: str, town: str, near: tuple[float, float]) -> GeocodedPoint:
        assert not db.session().in_transaction(), "another service is never waited for inside a transaction"
        asked.append((address, town))
        return GeocodedPoint(45.61, 5.87, "1 place du Clos", 0.9)

    monkeypatch.setattr(Geocoder, "locate", locate)
    saved = submit(maud, edit_of(cast), follow=True, **NEW_ROOM)
    assert asked == [("1 place du Clos", "73290 La Motte-Servolex")]
    room = session.scalars(select(Venue).where(Venue.name == "Salle des fêtes")).one()
    assert (room.lat, room.lon, room.capacity, room.host_id) == (45.61, 5.87, 50, cast.mairie.id)
    assert session.get_one(Meetup, cast.lunch.id).venue_id == room.id
    assert "Point approximatif" not in text_of(saved)


def test_a_room_without_a_point_takes_the_centre_of_its_commune_and_says_so(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    saved = submit(maud, edit_of(cast), follow=True, **NEW_ROOM)
    assert "Point approximatif pour « Salle des fêtes » : le centre de la commune." in text_of(saved)
    room = session.scalars(select(Venue).where(Venue.name == "Salle des fêtes")).one()
    assert (room.lat, room.lon) == factories.commune(session).point


def test_a_room_in_a_commune_met_for_the_first_time_makes_its_town_hall(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    factories.commune(session, "73008")
    submit(maud, edit_of(cast), commune="Aix-les-Bains", **NEW_ROOM)
    lunch = session.get_one(Meetup, cast.lunch.id)
    assert lunch.commune_insee == "73008"
    assert lunch.venue is not None
    assert lunch.venue.host.name == "Mairie d’Aix-les-Bains"
    assert count(session, Host) == 2


def test_a_room_lacks_nothing_that_it_needs(maud: CheckingClient, session: Session, cast: Cast) -> None:
    refused = submit(maud, edit_of(cast), place="nouvelle")
    assert refused.status_code == 422
    assert "Donnez un nom à cette salle" in text_of(refused)
    assert "combien de personnes peuvent s’y asseoir" in text_of(refused)


def test_a_room_whose_meetup_is_refused_is_not_kept(maud: CheckingClient, session: Session, cast: Cast) -> None:
    refused = submit(maud, edit_of(cast), **NEW_ROOM, capacity="60")
    assert refused.status_code == 409
    assert count(session, Venue) == 1


def test_two_organisers_never_overwrite_each_other(maud: CheckingClient, session: Session, cast: Cast) -> None:
    typed = fields_of(form_at(maud.get(edit_of(cast)), edit_of(cast))) | {"title": "Le titre de Maud"}
    session.rollback()
    cast.lunch.title = "Le titre de Paul"
    session.commit()
    refused = maud.post(edit_of(cast), data=typed)
    assert refused.status_code == 409
    said = text_of(refused)
    assert "Quelqu’un a modifié cette rencontre" in said
    assert "Maintenant : « Le titre de Paul »" in said
    kept = fields_of(form_at(refused, edit_of(cast)))
    assert kept["title"] == "Le titre de Maud"
    assert session.get_one(Meetup, cast.lunch.id).title == "Le titre de Paul"
    assert maud.post(edit_of(cast), data=kept).status_code == 302, "read, it can be sent again"
    assert session.get_one(Meetup, cast.lunch.id).title == "Le titre de Maud"


def test_a_published_meetup_keeps_its_date_and_place_on_this_page(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    publish(session, cast.lunch, now=NOW)
    session.commit()
    assert "day" not in fields_of(form_at(maud.get(edit_of(cast)), edit_of(cast)))
    submit(maud, edit_of(cast), title="Un autre titre", day="2027-05-05", place="", starts_at="2027-05-05")
    lunch = session.get_one(Meetup, cast.lunch.id)
    assert (lunch.title, lunch.starts_at, lunch.venue_id) == ("Un autre titre", LUNCH, cast.room.id)


def test_fewer_places_than_people_who_hold_one_are_refused(maud: CheckingClient, session: Session, cast: Cast) -> None:
    publish(session, cast.lunch, now=NOW)
    cast.lunch.seats_taken = 10
    session.commit()
    refused = submit(maud, edit_of(cast), capacity="9")
    assert refused.status_code == 409
    assert "10 places sont déjà gardées" in text_of(refused)


def test_the_date_that_a_host_is_reading_does_not_change_under_it(
    maud: CheckingClient, session: Session, cast: Cast
) -> None:
    cast.lunch.venue = None
    request = hosting.request_room(session, cast.lunch, cast.mairie, venue=cast.room, needs="", asked_by=None, now=NOW)
    session.commit()
    refused = submit(maud, edit_of(cast), day="2027-01-21")
    assert refused.status_code == 409
    assert "retirez d’abord la demande" in text_of(refused)
    assert submit(maud, edit_of(cast), capacity="25").status_code == 409
    assert submit(maud, edit_of(cast), title="Le titre, lui, change").status_code == 302
    session.rollback()
    hosting.accept_request(
        session, session.merge(request), venue=None, new_room=None, note="", channel=HostChannel.LINK, now=NOW
    )
    session.commit()
    assert "si vous la changez, un courriel le lui dit" in text_of(maud.get(edit_of(cast)))
    moved = submit(maud, edit_of(cast), follow=True, day="2027-01-21")
    assert "Un courriel dit à « Mairie de La Motte-Servolex » le nouveau prêt de sa salle." in text_of(moved)
    assert session.scalar(select(func.count()).where(OutgoingEmail.kind == MailKind.PROVIDER)) == 1
    session.rollback()
    session.get_one(Host, cast.mairie.id).email = None
    assert "si vous la changez, appelez" in text_of(maud.get(edit_of(cast)))
    moved = submit(maud, edit_of(cast), follow=True, day="2027-01-22")
    assert "Appelez « Mairie de La Motte-Servolex » : le prêt de sa salle change." in text_of(moved)
    assert f"{MEETUPS}/{cast.lunch.public_id}/appels" in moved.text


def test_fields_that_no_form_offers_change_nothing(maud: CheckingClient, session: Session, cast: Cast) -> None:
    submit(maud, edit_of(cast), seats_taken="12", status="published", sequence="9")
    lunch = session.get_one(Meetup, cast.lunch.id)
    assert (lunch.seats_taken, lunch.is_draft, lunch.sequence) == (0, True, 0)
