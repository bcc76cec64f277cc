"""What the pages with parameters are visited with: real rows of the demo, and the few that it lacks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, Role
from meetups.directory.joining import Newcomer, join
from meetups.directory.models import CarePathway, Professional, RoleProfile
from meetups.geography.models import Area, Barrier, Commune, DayNote
from meetups.help.models import Remark
from meetups.invitations import blocks
from meetups.invitations.block_emails import block_token
from meetups.invitations.emails import answer_url
from meetups.invitations.feeds import open_feed
from meetups.invitations.inbound import receive
from meetups.invitations.models import Invitation, Registration, SeatBlock, SeatRequest
from meetups.invitations.rules import AnswerSource, RegistrationStatus, SeatRequestStatus
from meetups.outbox.models import InboundMessage, OutgoingEmail
from meetups.outbox.suspensions import suspend_address
from meetups.planning.models import HostingRequest, Meetup, MeetupStatus, Openness, RequestStatus
from meetups.polls.emails import poll_url
from meetups.polls.models import DatePoll, PollVoter
from meetups.polls.services import Question, open_poll
from meetups.proposals.models import Proposal
from meetups.seating.composing import composed
from meetups.seating.gathering import gather
from meetups.seating.gestures import pin
from meetups.seating.models import SeatingPlan, SeatingWish, WishKind
from meetups.seating.rules import Layout, tables_for
from meetups.seating.services import keep
from meetups.venues.models import Host
from meetups.web.links import absolute_url
from meetups.web.tokens import Purpose, sign_link
from tests import factories
from tests.factories import NOW

NO_ROOM_YET = "Un déjeuner qui cherche sa salle"
SEATED = "Un déjeuner et son plan de table"
NEWCOMER_EMAIL = "zoe@ailleurs.example"

Values = list[dict[str, Any]]
Row = TypeVar("Row")


def add_what_the_demo_lacks(session: Session) -> None:
    """A newcomer with an empty profile, someone to call, a seat to decide, remarks, a drawn area, lunches."""
    place = session.scalars(select(Commune).where(Commune.insee == "73087")).one()
    account = Account(email=NEWCOMER_EMAIL, first_name="Zoé", role=Role.PROFESSIONAL, created_at=NOW)
    session.add(account)
    zoe = Newcomer(first_name="Zoé", profession_text="auxiliaire de vie", commune=place, email=NEWCOMER_EMAIL)
    person = join(session, zoe, account=account, is_listed=True, source="site", now=NOW, confirmed=True)
    caller = Newcomer(first_name="Odile", profession_text="chauffeuse", commune=place, phone="0639980042")
    join(session, caller, account=None, is_listed=False, source="site", now=NOW, confirmed=False)
    members_only = _first(session, select(Meetup).where(Meetup.openness == Openness.MEMBERS))
    session.add(
        SeatRequest(
            meetup=members_only,
            professional=person,
            message="Je viens de commencer à Cognin.",
            status=SeatRequestStatus.ASKED,
            asked_at=NOW,
        )
    )
    session.add(Remark(page="/rencontres", text="Je ne trouve pas le plan.\nMerci.", written_at=NOW, account=account))
    session.add(Remark(page="/", text="Bravo.", written_at=NOW - timedelta(days=2), read_at=NOW))
    receive(session, b"From: sacha@ailleurs.example\r\n\r\nComment venir ?\r\n", now=NOW)
    valley = Area(name="Vallée", commune_insee=place.insee, communes=[place])
    session.add(valley)
    roomless = factories.meetup(session, title=NO_ROOM_YET)
    _ask_for_a_date(session, roomless, person)
    called_off = factories.meetup(session, status=MeetupStatus.CANCELLED, cancelled_at=NOW, cancel_reason="Inondée.")
    called_off.openness = Openness.EVERYONE
    factories.invitation(session, called_off, person, invited_at=NOW)
    _offer_places(session)
    seat_people(session)
    open_feed(session, person, "demonstration", replaces="", now=NOW)
    suspend_address(session, NEWCOMER_EMAIL, "5.1.1", now=NOW)


def seat_people(session: Session) -> Meetup:
    """A meetup for thirteen, its tables in two rounds: a place is pinned, a wish noted, and somebody has no seat."""
    people = session.scalars(select(Professional).where(Professional.left_at.is_(None)).limit(13)).all()
    table = factories.meetup(session, title=SEATED, status=MeetupStatus.PUBLISHED, seats_taken=13)
    for person in people:
        guest = factories.invitation(session, table, person, invited_at=NOW)
        status, source = RegistrationStatus.GOING, AnswerSource.SITE
        session.add(
            Registration(
                meetup=table, professional=person, invitation=guest, status=status, source=source, answered_at=NOW
            )
        )
    session.flush()
    gathered = gather(session, table, now=NOW)
    laid = Layout(tables_for(12, 2), 2)
    made = composed(replace(gathered, people=gathered.people[:12], layout=laid), seed=1)
    first = next(iter(made.layout.seats))
    keep(session, table, replace(made, layout=pin(made.layout, *first, is_pinned=True)), seen=0, seed=1, now=NOW)
    one, other = sorted(person.id for person in people[:2])
    until = table.starts_at.date()
    session.add(
        SeatingWish(kind=WishKind.APART, one_id=one, other_id=other, until=until, created_at=NOW, created_by="maud")
    )
    session.flush()
    return table


def _offer_places(session: Session) -> None:
    has_room = Meetup.status == MeetupStatus.PUBLISHED, Meetup.capacity - Meetup.seats_taken >= 2
    table = _first(session, select(Meetup).where(*has_room, Meetup.starts_at > NOW + timedelta(days=3)))
    until = table.starts_at - timedelta(days=2)
    wanted = blocks.Offer("l’EHPAD des Tilleuls", "Hélène", 2, until, email="direction@tilleuls.example")
    blocks.offer(session, table, wanted, now=NOW)


def _ask_for_a_date(session: Session, meetup: Meetup, person: Professional) -> None:
    guests = [factories.invitation(session, meetup, person)]
    slots = [(meetup.starts_at + timedelta(days=days), meetup.ends_at + timedelta(days=days)) for days in (0, 2, 6)]
    open_poll(session, meetup, Question(slots, guests, NOW + timedelta(days=7)), now=NOW)


def examples(session: Session) -> dict[str, Values]:
    """Endpoint → the parameters to visit it with, those of the address and those after its question mark."""
    return {**_public(session), **_members(session), **_meetups(session), **_organisers(session)}


def _public(session: Session) -> dict[str, Values]:
    account = _first(session, select(Account).where(Account.role == Role.ORGANISER))
    mails = session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id).limit(1))
    hosting = _first(session, select(HostingRequest).where(HostingRequest.status == RequestStatus.SENT))
    answered = _first(session, select(HostingRequest).where(HostingRequest.status == RequestStatus.ACCEPTED))
    tokens = [sign_link(Purpose.HOST, each.public_id, each.link_version) for each in (hosting, answered)]
    shown = [{"public_id": each.public_id} for each in _open_to_readers(session)]
    return {
        "demo.sign_in": [{"token": sign_link(Purpose.DEMO_SIGN_IN, account.public_id)}],
        "outbox.mail": [{"public_id": mail.public_id} for mail in mails],
        "planning.host_request": [{"token": tokens[0]}, {"token": tokens[0], "reponse": "oui"}, {"token": tokens[1]}],
        "pages.host_rooms": [{"token": tokens[0]}],
        "invitations.answer": _answers(session),
        "invitations.preferences": _preferences(session),
        "pages.home": [{}, {"commune": "Modane"}],
        "pages.lunches": [{}, {"passees": "1"}, {"commune": "Bessans"}],
        "pages.lunch": shown,
        "pages.seat": shown[:1],
        "pages.joined": [{}, {"rencontre": shown[0]["public_id"]}],
        "help.page": [{"topic": topic} for topic in ("professionnels", "organisation", "mairies")],
        "help.remark": [{}, {"merci": "1"}],
    }


def _first(session: Session, wanted: Select[Row]) -> Row:
    """Of these rows the first; the demo has one."""
    return session.scalars(wanted.limit(1)).one()


def _open_to_readers(session: Session) -> list[Meetup]:
    """Open to everyone, to members, cancelled, and the last one that is over."""
    published = select(Meetup).where(Meetup.status != MeetupStatus.DRAFT)
    over = _first(session, published.where(Meetup.starts_at < NOW).order_by(Meetup.starts_at.desc()))
    everyone = session.scalars(published.where(Meetup.openness == Openness.EVERYONE).order_by(Meetup.id)).all()
    members = session.scalars(published.where(Meetup.openness == Openness.MEMBERS)).all()
    return [*everyone, *members, over]


def _answers(session: Session) -> Values:
    """A question not yet answered, with each answer ready, and one page for each answer given."""
    live = select(Invitation).join(Invitation.meetup).where(Meetup.starts_at > NOW, Invitation.invited_at.is_not(None))
    answer = Registration.invitation_id == Invitation.id
    silent = live.outerjoin(Registration, answer).where(Registration.id.is_(None))
    asked = _first(session, silent.order_by(Invitation.id))
    given: Values = [{"token": _token(asked)}]
    given += [{"token": _token(asked), "reponse": choice} for choice in ("oui", "peut-etre", "non", "collegue")]
    for status in RegistrationStatus:
        chosen = live.join(Registration, answer).where(Registration.status == status).order_by(Invitation.id)
        given += [{"token": _token(found)} for found in session.scalars(chosen.limit(1))]
    return given


def _preferences(session: Session) -> Values:
    """Somebody whom we may invite, and somebody on a pause."""
    here = select(Professional).where(Professional.left_at.is_(None)).order_by(Professional.id)
    people = [here.where(Professional.paused_until.is_(None)), here.where(Professional.paused_until > NOW)]
    found = [_first(session, each) for each in people]
    return [{"token": sign_link(Purpose.PREFERENCES, each.public_id)} for each in found]


def _token(invitation: Invitation) -> str:
    return answer_url(invitation).rsplit("/", 1)[1]


def _members(session: Session) -> dict[str, Values]:
    listed = (
        select(Professional).where(Professional.is_listed, Professional.left_at.is_(None)).order_by(Professional.id)
    )
    full = _first(session, listed.join(RoleProfile))
    empty = _first(session, listed.where(~Professional.role_profile.has()))
    return {
        "pages.my_calendar": [{}, {"refaire": "1"}],
        "pages.directory": [{}, {"q": "infirmière", "commune": "Chambéry"}, {"q": "zzz"}],
        "pages.role_profile": [{"public_id": full.public_id}, {"public_id": empty.public_id}],
    }


def _meetups(session: Session) -> dict[str, Values]:
    draft = _first(session, select(Meetup).where(Meetup.status == MeetupStatus.DRAFT).order_by(Meetup.id))
    published = select(Meetup).where(Meetup.status == MeetupStatus.PUBLISHED)
    inviting = _first(session, published.where(Meetup.starts_at > NOW).order_by(Meetup.starts_at))
    roomless = session.scalars(select(Meetup).where(Meetup.title == NO_ROOM_YET)).one()
    guest = _first(session, select(Invitation).where(Invitation.meetup_id == inviting.id).order_by(Invitation.id))
    block = _first(session, select(SeatBlock))
    begun, asked = {"public_id": inviting.public_id}, {"public_id": draft.public_id}
    voter = _first(session, select(PollVoter).join(DatePoll).where(DatePoll.meetup_id == roomless.id))
    voting = poll_url(voter).rsplit("/", 1)[1]
    every = [{"public_id": meetup.public_id} for meetup in [draft, roomless, inviting, *_open_to_readers(session)]]
    return {
        "pages.meetup": every,
        "pages.poll": [asked, *_poll_pages(roomless, voter)],
        "polls.vote": [{"token": voting}, {"token": voting, "reponse": "yes"}],
        "pages.answers": [begun],
        "pages.meetups": [{}, {"etat": "passes"}, {"etat": "brouillons"}],
        "pages.edit_meetup": [asked, begun],
        "pages.guests": [asked, begun, begun | {"q": "marie"}],
        "pages.confirm_invitations": [asked, begun],
        "pages.today": [begun],
        "pages.rhythm": [asked, begun],
        "pages.waiting_list": [asked, begun],
        "pages.seat_blocks": [begun, {"public_id": block.meetup.public_id}],
        "invitations.seat_block": [{"token": block_token(block)}],
        "pages.request_room": [{"public_id": roomless.public_id}],
        "pages.record_host_answer": [asked],
        "pages.reschedule": [begun],
        "pages.cancel": [asked, begun],
        "pages.calls": [begun],
        "pages.letters": [begun],
        **_tables(session, begun),
        "pages.letter": [begun | {"invitation_public_id": guest.public_id}],
        "pages.guest_employer_letter": [begun | {"invitation_public_id": guest.public_id}],
        "invitations.employer_letter": [{"token": _token(guest)}],
        "pages.record_answer": [begun | {"invitation_public_id": guest.public_id}],
    }


def _tables(session: Session, begun: dict[str, Any]) -> dict[str, Values]:
    """The tables of a meetup that has a plan of two rounds, and those of one that has none yet."""
    planned = _first(session, select(SeatingPlan)).meetup.public_id
    both = [{"public_id": planned}, begun]
    return {
        "pages.tables": [*both, {"public_id": planned, "tour": "2"}],
        "pages.arrange_tables": both,
        "pages.seating_wishes": both,
        "pages.tables_to_print": both,
        "pages.table_cards": both,
    }


def _poll_pages(meetup: Meetup, voter: PollVoter) -> Values:
    """What was answered, a vote to type, a date to fix, giving up."""
    shown: dict[str, Any] = {"public_id": meetup.public_id}
    slot = voter.poll.slots[0]
    more = [{"personne": voter.public_id}, {"creneau": slot.public_id}, {"abandonner": "1"}]
    return [shown, *(shown | each for each in more)]


def _organisers(session: Session) -> dict[str, Values]:
    circle = _first(session, select(Area).where(Area.radius_km.is_not(None)).order_by(Area.id))
    drawn = _first(session, select(Area).where(Area.radius_km.is_(None)))
    pathway = _first(session, select(CarePathway).order_by(CarePathway.id))
    newcomer = session.scalars(select(Professional).where(Professional.email == NEWCOMER_EMAIL)).one()
    to_call = _first(session, select(Professional).where(Professional.confirmed_at.is_(None)))
    known = _first(session, select(Professional).join(RoleProfile).order_by(Professional.id))
    organiser = _first(session, select(Account).where(Account.role == Role.ORGANISER))
    written = _first(session, select(InboundMessage).order_by(InboundMessage.id))
    people = [{"public_id": each.public_id} for each in (known, newcomer, to_call)]
    barrier = _first(session, select(Barrier).order_by(Barrier.id))
    note = _first(session, select(DayNote).order_by(DayNote.id))
    host = _first(session, select(Host).join(Host.venues).order_by(Host.id))
    proposal = _first(session, select(Proposal).where(Proposal.meetup_id.is_(None)).order_by(Proposal.rank))
    proposed = {"public_id": proposal.public_id}
    return {
        "pages.proposal": [proposed, proposed | {"personnes": "10"}, proposed | {"avec": "inconnu"}],
        "pages.proposal_settings": [{}, {"origine": "1"}],
        "pages.gaps": [{}, {"parcours": pathway.slug}],
        "pages.messages": [{}, {"apres": "30"}],
        "pages.message": [{"public_id": written.public_id}],
        "pages.people": [{}, {"q": "marie"}, {"qui": "a-rappeler"}],
        "pages.person": people,
        "pages.edit_person": people[:1],
        "pages.erase_person": people,
        "pages.outbox": [{}, {"etat": "partis"}, {"etat": "en-attente"}],
        "pages.remove_organiser": [{"public_id": organiser.public_id}],
        "pages.edit_area": [{"public_id": circle.public_id}, {"public_id": drawn.public_id}],
        "pages.edit_barrier": [{"public_id": barrier.public_id}],
        "pages.edit_day_note": [{"public_id": note.public_id}],
        "pages.hosts": [{}, {"q": "motte"}, {"q": "zzz"}],
        "pages.edit_host": [{"public_id": host.public_id}],
        "pages.edit_pathway": [{"public_id": pathway.public_id}],
    }


def sign_in_link(session: Session) -> str:
    """The demo's link for the newcomer."""
    newcomer = session.scalars(select(Account).where(Account.email == NEWCOMER_EMAIL)).one()
    return absolute_url("demo.sign_in", token=sign_link(Purpose.DEMO_SIGN_IN, newcomer.public_id))
