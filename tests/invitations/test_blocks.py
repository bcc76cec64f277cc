"""Places offered to a structure: taken all at once, named one by one, given back in time."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetups.accounts.models import ConsentEntry
from meetups.cli import CLOCKWORK
from meetups.directory.models import Professional
from meetups.invitations import blocks
from meetups.invitations.answers import answer
from meetups.invitations.block_errors import (
    BadNamingDay,
    CannotBeNamed,
    NamingOver,
    NoPlaceToName,
    NotEnoughPlaces,
    NotPublishedYet,
    OnlyTheTeam,
)
from meetups.invitations.block_naming import name_person, unname
from meetups.invitations.block_queries import Kept, kept_places, named_of
from meetups.invitations.guests import add_guests
from meetups.invitations.models import Call, Invitation, SeatBlock
from meetups.invitations.newcomers import Named
from meetups.invitations.queries import answer_counts
from meetups.invitations.rules import AnswerSource, CallReason, RegistrationStatus
from meetups.invitations.services import remove_guest, reschedule
from meetups.outbox.message import describe
from meetups.outbox.models import MailKind, MailState, OutgoingEmail
from meetups.planning.models import MeetupStatus
from tests import factories
from tests.conftest import Cast
from tests.factories import LUNCH, NOW

NAME_BY = LUNCH - timedelta(days=7)
LUCIE = Named("Lucie", "Bonnet", "aide-soignante de nuit", email="lucie@tilleuls.example")
OMAR = Named("Omar", phone="0639980077")


@pytest.fixture
def three(session: Session, cast: Cast) -> SeatBlock:
    """Three places out of four, for a structure whose manager reads mails."""
    cast.lunch.status, cast.lunch.capacity = MeetupStatus.PUBLISHED, 4
    return blocks.offer(session, cast.lunch, wanted(), now=NOW, public_id="bloc-tilleul")


def wanted(**given: object) -> blocks.Offer:
    values = {
        "structure": "l’EHPAD des Tilleuls",
        "contact_name": "Hélène",
        "seats": 3,
        "name_by": NAME_BY,
        "email": "direction@tilleuls.example",
    }
    return blocks.Offer(**(values | given))  # type: ignore[arg-type]


def mails(session: Session, kind: MailKind = MailKind.SEAT_BLOCK) -> list[OutgoingEmail]:
    live = OutgoingEmail.kind == kind, OutgoingEmail.state != MailState.SUPPRESSED
    return list(session.scalars(select(OutgoingEmail).where(*live).order_by(OutgoingEmail.id)))


def waits(session: Session, cast: Cast, first_name: str = "Wanda") -> Invitation:
    guest = factories.invitation(session, cast.lunch, factories.professional(session, first_name), invited_at=NOW)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    assert guest.registration is not None
    return guest


def status(guest: Invitation) -> RegistrationStatus:
    assert guest.registration is not None
    return guest.registration.status


def test_the_places_are_held_at_once_and_the_manager_is_written_to(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    assert (three.seats, three.unnamed, cast.lunch.seats_taken) == (3, 3, 3)
    (mail,) = mails(session)
    assert mail.recipient == "direction@tilleuls.example"
    assert mail.concerns is None
    assert "3 places gardées pour l’EHPAD des Tilleuls" in mail.subject


def test_a_form_sent_twice_makes_one_block_and_one_mail(session: Session, cast: Cast, three: SeatBlock) -> None:
    again = blocks.offer(session, cast.lunch, wanted(), now=NOW, public_id=three.public_id)
    assert again.id == three.id
    assert cast.lunch.seats_taken == 3
    assert len(mails(session)) == 1


def test_all_the_places_or_none(session: Session, cast: Cast, three: SeatBlock) -> None:
    with pytest.raises(NotEnoughPlaces, match="1 place"):
        blocks.offer(session, cast.lunch, wanted(seats=2), now=NOW)
    assert cast.lunch.seats_taken == 3


def test_a_draft_offers_nothing_and_the_day_to_name_people_is_before_the_meetup(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPublishedYet):
        blocks.offer(session, cast.lunch, wanted(), now=NOW)
    cast.lunch.status = MeetupStatus.PUBLISHED
    for day in (NOW, LUNCH):
        with pytest.raises(BadNamingDay):
            blocks.offer(session, cast.lunch, wanted(name_by=day), now=NOW)


def test_a_manager_without_an_address_is_called(session: Session, cast: Cast) -> None:
    cast.lunch.status = MeetupStatus.PUBLISHED
    blocks.offer(session, cast.lunch, wanted(email=None, phone="0479000000"), now=NOW)
    (call,) = session.scalars(select(Call))
    assert (call.name, call.phone, call.reason) == ("Hélène, l’EHPAD des Tilleuls", "0479000000", CallReason.INVITED)
    assert mails(session) == []


def test_someone_named_is_asked_for_themselves_on_a_seat_of_the_block(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    guest = name_person(session, three, LUCIE, now=NOW)
    assert (three.unnamed, cast.lunch.seats_taken) == (2, 3)
    assert guest.invited_at == NOW
    assert guest.block_id == three.id
    assert status(guest) is RegistrationStatus.OFFERED
    assert guest.registration
    assert guest.registration.source is AnswerSource.STRUCTURE
    assert guest.professional.family.value == "nursing_support" or guest.professional.profession_text
    (mail,) = mails(session, MailKind.INVITATION)
    assert (mail.recipient, mail.concerns) == ("lucie@tilleuls.example", guest.public_id)
    assert mail.mime
    assert b"text/calendar" in mail.mime
    agreed = session.scalars(select(ConsentEntry).where(ConsentEntry.subject == guest.professional.public_id)).one()
    assert (agreed.purpose, agreed.given, agreed.source) == ("invitation", False, "structure")
    counts = answer_counts(session, [cast.lunch.id])[cast.lunch.id]
    assert (counts.asked, counts.answered, counts.silent) == (1, 0, 1)


def test_someone_named_without_an_address_is_to_be_called(session: Session, three: SeatBlock) -> None:
    guest = name_person(session, three, OMAR, now=NOW)
    (call,) = session.scalars(select(Call))
    assert (call.invitation_id, call.reason) == (guest.id, CallReason.INVITED)


@pytest.mark.parametrize("named", [LUCIE, OMAR])
def test_the_same_name_given_twice_is_one_person_one_seat_and_one_mail(
    session: Session, three: SeatBlock, named: Named
) -> None:
    first = name_person(session, three, named, now=NOW)
    assert name_person(session, three, named, now=NOW).id == first.id
    assert three.unnamed == 2
    assert session.scalar(select(func.count()).select_from(OutgoingEmail)) == (2 if named.email else 1)


def test_somebody_known_by_address_and_first_name_is_not_written_down_again(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    known = Named("ines", "Autre", email="ines@sante.example")
    assert name_person(session, three, known, now=NOW).professional.id == cast.ines.id
    assert cast.ines.last_name != "Autre"
    other = name_person(session, three, Named("Paul", email="ines@sante.example"), now=NOW)
    assert other.professional.id != cast.ines.id


@pytest.mark.parametrize("said", [RegistrationStatus.GOING, RegistrationStatus.DECLINED])
def test_someone_who_has_a_seat_or_said_no_uses_none_of_the_block(
    session: Session, cast: Cast, three: SeatBlock, said: RegistrationStatus
) -> None:
    guest = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    answer(session, guest, said, source=AnswerSource.EMAIL_LINK, now=NOW)
    before = cast.lunch.seats_taken
    with pytest.raises(CannotBeNamed):
        name_person(session, three, Named("Inès", email="ines@sante.example"), now=NOW)
    assert (three.unnamed, cast.lunch.seats_taken, status(guest)) == (3, before, said)


def test_someone_invited_who_kept_silent_takes_a_seat_of_the_block(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    silent = factories.invitation(session, cast.lunch, cast.ines, invited_at=NOW)
    silent.reasons = [{"code": "added_by_hand"}]
    guest = name_person(session, three, Named("Inès", email="ines@sante.example"), now=NOW)
    assert guest.id == silent.id
    assert (three.unnamed, cast.lunch.seats_taken) == (2, 3)
    with pytest.raises(OnlyTheTeam):
        unname(session, three, guest, now=NOW)


def test_a_pause_or_a_departure_is_respected_and_not_told(session: Session, cast: Cast, three: SeatBlock) -> None:
    cast.ines.paused_until = NOW + timedelta(days=30)
    with pytest.raises(CannotBeNamed) as refusal:
        name_person(session, three, Named("Inès", email="ines@sante.example"), now=NOW)
    assert "pause" not in str(refusal.value)


def test_no_more_names_than_places(session: Session, cast: Cast, three: SeatBlock) -> None:
    for number in "ABC":
        name_person(session, three, Named(number, email=f"{number}@tilleuls.example"), now=NOW)
    with pytest.raises(NoPlaceToName):
        name_person(session, three, LUCIE, now=NOW)
    assert (three.unnamed, cast.lunch.seats_taken) == (0, 3)


def test_a_name_taken_back_gives_the_place_back_to_the_block_and_says_nothing_that_was_not_heard(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    guest = name_person(session, three, LUCIE, now=NOW)
    unname(session, three, guest, now=NOW)
    unname(session, three, guest, now=NOW)
    assert (three.unnamed, cast.lunch.seats_taken) == (3, 3)
    assert status(guest) is RegistrationStatus.WITHDRAWN
    assert mails(session, MailKind.INVITATION) == []
    assert mails(session, MailKind.WITHDRAWAL) == []


def test_a_name_taken_back_is_told_to_whoever_had_heard(session: Session, three: SeatBlock) -> None:
    guest = name_person(session, three, LUCIE, now=NOW)
    factories.mails_leave(session)
    unname(session, three, guest, now=NOW)
    (mail,) = mails(session, MailKind.WITHDRAWAL)
    assert mail.recipient == "lucie@tilleuls.example"
    said = describe(mail.mime or b"")
    for words in (said.text, said.html):
        assert "L’EHPAD des Tilleuls nous a dit que vous ne veniez pas" in words
        assert "L’équipe a retiré" not in words


def test_the_team_that_takes_back_someone_named_says_that_it_did(session: Session, three: SeatBlock) -> None:
    guest = name_person(session, three, LUCIE, now=NOW)
    factories.mails_leave(session)
    remove_guest(session, guest, now=NOW)
    (mail,) = mails(session, MailKind.WITHDRAWAL)
    assert "L’équipe a retiré votre nom" in describe(mail.mime or b"").text


def test_naming_and_taking_back_is_no_way_to_fill_a_mailbox(session: Session, three: SeatBlock) -> None:
    for _ in range(2):
        guest = name_person(session, three, LUCIE, now=NOW)
        factories.mails_leave(session)
        unname(session, three, guest, now=NOW)
    with pytest.raises(CannotBeNamed):
        name_person(session, three, LUCIE, now=NOW)
    for number in "ABCDE":
        unname(
            session, three, name_person(session, three, Named(number, email=f"{number}@t.example"), now=NOW), now=NOW
        )
    with pytest.raises(CannotBeNamed):
        name_person(session, three, Named("F", email="f@t.example"), now=NOW)


def test_someone_who_answered_is_not_taken_back_by_the_manager(session: Session, three: SeatBlock) -> None:
    guest = name_person(session, three, LUCIE, now=NOW)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    with pytest.raises(OnlyTheTeam):
        unname(session, three, guest, now=NOW)
    assert status(guest) is RegistrationStatus.GOING


def test_a_yes_that_a_move_made_doubtful_is_not_taken_back_by_the_manager(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    guest = name_person(session, three, LUCIE, now=NOW)
    factories.mails_leave(session)
    answer(session, guest, RegistrationStatus.GOING, source=AnswerSource.EMAIL_LINK, now=NOW)
    day = timedelta(days=1)
    lunch = cast.lunch
    reschedule(session, lunch, starts_at=LUNCH + day, ends_at=lunch.ends_at + day, venue_id=lunch.venue_id, now=NOW)
    assert status(guest) is RegistrationStatus.OFFERED
    with pytest.raises(OnlyTheTeam):
        unname(session, three, guest, now=NOW)


def test_someone_taken_back_by_the_manager_then_invited_by_the_team_is_the_team_s_guest(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    guest = name_person(session, three, LUCIE, now=NOW)
    unname(session, three, guest, now=NOW)
    (again,) = add_guests(session, cast.lunch, [(guest.professional, [{"code": "added_by_hand"}])], now=NOW)
    assert (again.id, again.block_id) == (guest.id, None)
    assert again.reasons == [{"code": "added_by_hand"}]


def test_the_place_of_someone_named_who_declines_goes_to_whoever_waits(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    waits(session, cast, "Vera")
    waiting = waits(session, cast)
    guest = name_person(session, three, LUCIE, now=NOW)
    answer(session, guest, RegistrationStatus.DECLINED, source=AnswerSource.EMAIL_LINK, now=NOW)
    assert status(waiting) is RegistrationStatus.OFFERED
    assert (three.unnamed, cast.lunch.seats_taken) == (2, 4)
    assert kept_places(session, [cast.lunch.id])[cast.lunch.id] == [Kept(three.id, three.structure, 2, 0)]


def test_taking_the_block_back_frees_what_has_no_name_for_whoever_waits(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    waits(session, cast, "Vera")
    waiting = waits(session, cast)
    guest = name_person(session, three, LUCIE, now=NOW)
    factories.mails_leave(session)
    assert blocks.withdraw_block(session, three, now=NOW) == 2
    assert blocks.withdraw_block(session, three, now=NOW) == 0
    assert (status(waiting), status(guest)) == (RegistrationStatus.OFFERED, RegistrationStatus.OFFERED)
    assert (three.unnamed, cast.lunch.seats_taken) == (0, 3)
    assert len(mails(session)) == 2
    with pytest.raises(NamingOver):
        name_person(session, three, OMAR, now=NOW)


def test_a_block_taken_back_before_its_mail_left_is_not_heard_of(session: Session, three: SeatBlock) -> None:
    blocks.withdraw_block(session, three, now=NOW)
    assert mails(session) == []


def test_places_that_nobody_named_in_time_are_freed_by_the_worker(
    session: Session, cast: Cast, three: SeatBlock
) -> None:
    name_person(session, three, LUCIE, now=NOW)
    factories.mails_leave(session)
    (tick,) = (tick for tick in CLOCKWORK if tick.name == "blocks")
    tick.run(NAME_BY - timedelta(seconds=1))
    session.expire_all()
    assert three.unnamed == 2
    tick.run(NAME_BY)
    tick.run(NAME_BY)
    session.expire_all()
    assert (three.unnamed, cast.lunch.seats_taken) == (0, 1)
    assert [named.professional.first_name for named in named_of(three)] == ["Lucie"]
    assert len(mails(session)) == 2
    with pytest.raises(NamingOver):
        name_person(session, three, OMAR, now=NAME_BY)


def test_a_known_person_keeps_what_they_said_of_themselves(session: Session, three: SeatBlock, cast: Cast) -> None:
    people = session.scalar(select(func.count()).select_from(Professional))
    name_person(session, three, Named("Odile", phone="0639980042"), now=NOW)
    assert session.scalar(select(func.count()).select_from(Professional)) == people
    assert session.scalars(select(Invitation)).one().professional_id == cast.odile.id
