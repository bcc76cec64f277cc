"""``flask demo load``: a believable association in Savoie, the same for a seed and a day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetups.accounts.models import Account, ConsentEntry, Role
from meetups.accounts.records import record_audit
from meetups.demo.content.names import email_for
from meetups.demo.content.professions import allotment
from meetups.demo.current import DRAFT_SUBJECT, Current
from meetups.demo.days import moment
from meetups.demo.errors import NotEmpty
from meetups.demo.history import PLACES, History
from meetups.demo.mountains import add_mountains
from meetups.demo.people import INES, Crowd
from meetups.demo.places import Places, add_places
from meetups.demo.reach import Reach
from meetups.demo.scene import Scene
from meetups.demo.seeded import seeded_identifiers, stream
from meetups.demo.workplaces import Workplaces
from meetups.directory.models import Professional
from meetups.directory.reference import add_pathways, add_professions
from meetups.installation import Installation, find_installation
from meetups.invitations.visibility import SEEN_TEXT_VERSION
from meetups.outbox.models import MailState, OutgoingEmail
from meetups.planning.models import Meetup
from meetups.proposals.services import refresh
from meetups.venues.models import Host
from meetups.web.filters import PARIS, local

FEWEST_PEOPLE = 30
"""Below a hundred, two tables may leave nobody else to propose; below this, not even two tables."""
FOUNDED = timedelta(days=910)

Tell = Callable[[str], None]


def load_demo(
    session: Session, *, professionals: int = 400, seed: int = 1, now: datetime, progress: Tell | None = None
) -> None:
    """Fill an empty database, mark it as a demo, compute its proposals, and commit.

    Everything depends on ``seed``, on the day of ``now`` in Paris, and on nothing else. ``professionals`` is at least
    ``FEWEST_PEOPLE``. Raises ``NotEmpty``, having changed nothing.
    """
    check_empty(session)
    tell = progress or (lambda _line: None)
    today = local(now, PARIS).date()
    with seeded_identifiers(session, stream(seed, "identifiers")):
        _add_installation(session, seed, today)
        tell("Communes et mairies…")
        places = add_places(session)
        tell(f"{professionals} professionnelles et professionnels…")
        scene = _add_people(session, professionals, seed, today, places)
        tell("Rencontres passées et à venir…")
        history = History(scene, asked_next=DRAFT_SUBJECT)
        history.add()
        Current(scene, history, places=max(6, min(PLACES, professionals // 12))).add(professionals)
        add_mountains(session, today)
        _mails_left_then(session)
        record_audit(session, actor=None, action="demo_loaded", now=moment(today, 0))
        session.commit()
        tell("Propositions…")
        refresh(session, now=moment(today, 0))
        session.commit()


def check_empty(session: Session) -> None:
    """Raises ``NotEmpty`` when somebody works with this database already; a bare demo mark is nobody's work."""
    installation = find_installation(session)
    someone = [session.scalar(select(row).limit(1)) for row in (Account.id, Professional.id, Host.id, Meetup.id)]
    if any(someone) or (installation is not None and not installation.is_demo):
        raise NotEmpty


def _add_installation(session: Session, seed: int, today: date) -> None:
    installation = find_installation(session) or Installation()
    installation.association = "Parenthèse Savoie"
    installation.team_name = "Maud"
    installation.team_phone = "04 65 71 00 12"
    installation.team_email = "equipe@parenthese.example"
    installation.is_demo = True
    installation.demo_seed = seed
    installation.created_at = moment(today - FOUNDED, 12)
    session.add(installation)
    session.flush()


def _add_people(session: Session, count: int, seed: int, today: date, places: Places) -> Scene:
    """Everyone but the colleague whom a guest will send: ``count`` people with that one."""
    since = moment(today - FOUNDED, 12)
    maud = Account(email="maud@parenthese.example", first_name="Maud", role=Role.ORGANISER, created_at=since)
    session.add(maud)
    session.flush()
    pathways, rng = add_pathways(session), stream(seed, "people")
    crowd = Crowd(rng, today, Workplaces(places.communes), add_professions(session), pathways)
    professions = allotment(count - 1)
    rng.shuffle(professions)
    nurse = next(profession for profession in professions if profession.key == "nurse")
    professions.remove(nurse)
    hers = Account(email=email_for(*INES, 0), first_name=INES[0], created_at=since)
    ines = crowd.draw_ines(nurse, hers)
    people = [ines, *(crowd.draw(number, profession) for number, profession in enumerate(professions, start=1))]
    session.add_all(people)
    session.flush()
    session.add_all(_agreed_to_be_seen(person) for person in people if person.is_seen_by_guests)
    reach = Reach(people, places.areas)
    return Scene(session, seed, today, maud, ines, places, pathways, reach, said=set())


def _agreed_to_be_seen(person: Professional) -> ConsentEntry:
    return ConsentEntry(
        subject=person.public_id,
        purpose="seen_by_guests",
        text_version=SEEN_TEXT_VERSION,
        given=True,
        source="invitation_link",
        at=person.created_at,
    )


def _mails_left_then(session: Session) -> None:
    """These mails are read in the mailbox, as sent at their date; none is to leave now."""
    waiting = update(OutgoingEmail).where(OutgoingEmail.state == MailState.PENDING)
    session.execute(waiting.values(state=MailState.SENT, sent_at=OutgoingEmail.created_at, attempts=1))
