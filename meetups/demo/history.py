"""Twelve meetups that already took place, as an association without this application holds them.

The same people are asked again, those who read their mail more than the others, so that there is someone to find.
"""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from meetups.demo.answering import Answer, draw_answer, registration
from meetups.demo.content.meetups import NEEDS
from meetups.demo.days import moment, past_days
from meetups.demo.places import TOWN_HALL_ROOMS
from meetups.demo.reach import Neighbour, draw_guests
from meetups.demo.scene import Scene
from meetups.demo.seeded import stream
from meetups.directory.families import ProfessionFamily
from meetups.directory.models import CarePathway, ContactChannel, Professional
from meetups.invitations.models import Invitation
from meetups.invitations.rules import Attendance, RegistrationStatus
from meetups.planning.models import HostChannel, HostingRequest, Meetup, MeetupFormat, MeetupStatus, RequestStatus
from meetups.planning.rules import loan_for, telephone_on
from meetups.proposals.rules import HOURS, slot_on

PAST_MEETUPS = 12
PLACES = 24
INVITED_BEFORE = timedelta(days=35)
FORMATS = (
    *(MeetupFormat.LUNCH,) * 3,
    MeetupFormat.EVENING,
    *(MeetupFormat.LUNCH,) * 2,
    MeetupFormat.GOOD_NEWS,
    *(MeetupFormat.LUNCH,) * 2,
    MeetupFormat.FEEDBACK,
    *(MeetupFormat.LUNCH,) * 2,
)
LENT = (8, 11)
"""Which of them are where a room is asked for now, oldest first: both lunches, five months ago and three weeks ago."""
SELDOM_ASKED = {ProfessionFamily.HOME_HELP, ProfessionFamily.TRANSPORT, ProfessionFamily.CARE_ASSISTANTS}
MONTH = timedelta(days=30.44)


class History:
    """Writes the past, oldest first, and remembers who was asked and who came."""

    def __init__(self, scene: Scene, asked_next: tuple[str, str]) -> None:
        """``asked_next``: (INSEE code, pathway) for which a room is asked now, of a host that lent it twice before."""
        self._scene = scene
        self._asked_next = asked_next
        self._rng = stream(scene.seed, "history")
        self._times_asked: Counter[Professional] = Counter()
        self._came_on: dict[Professional, datetime] = {}

    def add(self) -> None:
        """Add the meetups with their rooms, guests, answers and attendance. Flushes."""
        subjects = self._subjects()
        for day, kind, (insee, slug) in zip(
            past_days(self._scene.today, PAST_MEETUPS), FORMATS, subjects, strict=True
        ):
            self._add_meetup(day, kind, insee, slug)
        self._scene.session.flush()

    def _subjects(self) -> list[tuple[str, str]]:
        """(INSEE code, pathway) of each meetup: mostly where many share it."""
        reach, pathways = self._scene.reach, self._scene.pathways
        crowds = {(insee, slug): len(reach.neighbours(insee, slug)) for insee in TOWN_HALL_ROOMS for slug in pathways}
        return _spread(crowds, self._asked_next, self._rng)

    def _add_meetup(self, day: date, kind: MeetupFormat, insee: str, slug: str) -> None:
        scene, invited_at = self._scene, moment(day - INVITED_BEFORE, 18, 30)
        room = scene.places.rooms(insee)[0]
        slot, idea = slot_on(day, HOURS[kind]), scene.idea(slug)
        meetup = Meetup(
            title=idea.title,
            why=idea.why,
            format=kind,
            pathway=scene.pathways[slug],
            area=scene.places.areas[insee],
            commune_insee=insee,
            venue=room,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            capacity=min(PLACES, room.capacity),
            status=MeetupStatus.PUBLISHED,
            created_at=moment(day - timedelta(days=62), 18),
            changed_at=invited_at,
            requests=[],
        )
        scene.session.add(meetup)
        meetup.requests.append(self._granted(meetup, day))
        known_then = [pair for pair in scene.reach.neighbours(insee, slug) if pair[0].created_at < invited_at]
        for neighbour in draw_guests(known_then, meetup.capacity, self._weight, self._rng):
            self._add_guest(meetup, neighbour, day)

    def _weight(self, person: Professional) -> float:
        """The habits that proposals correct: whoever was asked once is asked again, home helpers rarely are."""
        again = 3.0 if self._times_asked[person] else 1.0
        reachable = 1.0 if person.contact_channel is ContactChannel.EMAIL else 0.2
        return again * reachable * (0.35 if person.family in SELDOM_ASKED else 1.0)

    def _granted(self, meetup: Meetup, day: date) -> HostingRequest:
        assert meetup.venue is not None
        sent_at, loan = moment(day - timedelta(days=60), 18, 20), loan_for(meetup.starts_at, meetup.ends_at)
        return HostingRequest(
            host=meetup.venue.host,
            venue=meetup.venue,
            status=RequestStatus.ACCEPTED,
            head_count=meetup.capacity,
            starts_at=loan.starts_at,
            ends_at=loan.ends_at,
            needs=NEEDS,
            asked_by_id=self._scene.maud.id,
            sent_at=sent_at,
            back_by=telephone_on(sent_at, meetup.starts_at),
            answered_at=sent_at + timedelta(days=self._rng.randint(1, 9), hours=self._rng.randint(13, 21)),
            answer_channel=self._rng.choice([HostChannel.LINK, HostChannel.LINK, HostChannel.TELEPHONE]),
        )

    def _add_guest(self, meetup: Meetup, neighbour: Neighbour, day: date) -> None:
        person, _ = neighbour
        invitation = Invitation(
            meetup=meetup,
            professional=person,
            channel=person.contact_channel,
            sequence=0 if person.email else -1,
            reasons=self.reasons(meetup.pathway, neighbour, meetup.changed_at),
            created_at=meetup.created_at + timedelta(days=1),
            invited_at=meetup.changed_at,
        )
        self._scene.session.add(invitation)
        self._times_asked[person] += 1
        answer = draw_answer(person, day - INVITED_BEFORE, day - timedelta(days=1), self._rng)
        if answer is not None:
            self._note(invitation, answer)

    def reasons(self, pathway: CarePathway, neighbour: Neighbour, at: datetime) -> list[dict[str, object]]:
        """Why someone is on a list made at that time: the pathway, how near they work, and what they lived with us."""
        person, km = neighbour
        reasons: list[dict[str, object]] = [
            {"code": "pathway", "name": pathway.name},
            {"code": "distance", "km": round(km, 1)},
        ]
        if not self._times_asked[person]:
            reasons.append({"code": "never_invited"})
        elif person in self._came_on:
            reasons.append({"code": "months_since", "months": round((at - self._came_on[person]) / MONTH)})
        return reasons

    def _note(self, invitation: Invitation, answer: Answer) -> None:
        row = registration(invitation, answer, self._scene.maud)
        if answer.status is RegistrationStatus.GOING:
            invitation.meetup.seats_taken = (invitation.meetup.seats_taken or 0) + 1
            row.attendance = Attendance.ATTENDED if self._rng.random() < 0.92 else Attendance.ABSENT
        if row.attendance is Attendance.ATTENDED:
            self._came_on[invitation.professional] = invitation.meetup.starts_at
        self._scene.session.add(row)


def _spread(
    crowds: Mapping[tuple[str, str], int], asked_next: tuple[str, str], rng: random.Random
) -> list[tuple[str, str]]:
    """Twelve different pairs, large crowds first in chance; no sector nor pathway more than twice.

    Two of them are where ``asked_next`` is, on other pathways: that host's page has figures whatever the season.
    """
    chosen: list[tuple[str, str]] = []
    left = {pair: count for pair, count in crowds.items() if pair != asked_next}
    while len(chosen) < PAST_MEETUPS:
        here = {pair: count for pair, count in left.items() if pair[0] == asked_next[0] or len(chosen) >= len(LENT)}
        pair = rng.choices(list(here), weights=[count**3 + 1 for count in here.values()])[0]
        chosen.append(pair)
        sectors, pathways = (Counter(column) for column in zip(*chosen, strict=True))
        left = {
            (insee, slug): count
            for (insee, slug), count in left.items()
            if (insee, slug) != pair and sectors[insee] < 2 and pathways[slug] < 2
        }
    lent, elsewhere = chosen[: len(LENT)], chosen[len(LENT) :]
    for index, pair in zip(LENT, lent, strict=True):
        elsewhere.insert(index, pair)
    return elsewhere
