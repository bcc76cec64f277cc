"""What is under way when somebody opens the demo: a lunch with answers coming in, and one that waits for its room.

Everything here goes through the same services as the pages, at hours of the last weeks: the mails are real ones.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from meetups.demo.answering import BY_CHANNEL, waking_hour
from meetups.demo.content.meetups import NEEDS, NEEDS_ACCESS
from meetups.demo.content.names import email_for, person_name
from meetups.demo.days import first_good_day, moment
from meetups.demo.history import History
from meetups.demo.reach import Neighbour, draw_guests
from meetups.demo.scene import Scene
from meetups.demo.seeded import public_id, stream
from meetups.directory.models import Professional
from meetups.help.places import Place
from meetups.help.services import write_remark
from meetups.invitations import answers, guests, queries, services
from meetups.invitations.colleagues import Colleague
from meetups.invitations.models import Invitation
from meetups.invitations.rules import AnswerSource, RegistrationStatus
from meetups.invitations.seat_requests import ask_for_seat
from meetups.planning import hosting
from meetups.planning.models import HostChannel, Meetup, MeetupFormat, Openness
from meetups.planning.services import MeetupDetails, create_meetup
from meetups.proposals.rules import slot_on

KNOCKS = (
    "Je viens d’arriver dans le secteur et je ne connais encore personne.",
    "Une collègue m’en a parlé. Je serais contente de venir.",
)
REMARK = "Sur mon téléphone, je cherchais le numéro de l’équipe. Il est tout en bas, je l’aurais aimé plus haut."

OPEN_SUBJECT = ("73179", "grand-age")  # La Motte-Servolex, where Inès works
DRAFT_SUBJECT = ("73008", "retour-a-domicile")  # Aix-les-Bains
OPEN_IN, DRAFT_IN = timedelta(days=24), timedelta(days=63)
DOORS = (
    (("73065", "sante-mentale"), timedelta(days=31), Openness.EVERYONE),  # Chambéry
    (("73011", "precarite"), timedelta(days=51), Openness.MEMBERS),  # Albertville
)
"""Lunches that one may join without being invited."""
# Days ago.
OPEN_ASKED, OPEN_GRANTED, OPEN_INVITED, DRAFT_ASKED = 20, 17, 12, 3
REACHED_OTHERWISE = 3
"""Guests without any e-mail at the open lunch, when there are some around."""

GOING, MAYBE, DECLINED = RegistrationStatus.GOING, RegistrationStatus.MAYBE, RegistrationStatus.DECLINED
BY_MAIL = (
    (GOING, AnswerSource.EMAIL_LINK),
    (MAYBE, AnswerSource.EMAIL_LINK),
    (RegistrationStatus.SUBSTITUTED, AnswerSource.EMAIL_LINK),
    (DECLINED, AnswerSource.EMAIL_LINK),
    (GOING, AnswerSource.TELEPHONE),
    (GOING, AnswerSource.SITE),
    (GOING, AnswerSource.EMAIL_LINK),
    (MAYBE, AnswerSource.EMAIL_LINK),
    (GOING, AnswerSource.EMAIL_LINK),
    (DECLINED, AnswerSource.TELEPHONE),
    (GOING, AnswerSource.EMAIL_LINK),
)
"""What people with an address answered, in the order of the list; those after them are silent, like Inès."""
OTHERWISE = (GOING, DECLINED)
"""What the others said, by telephone, letter or employer; whoever comes after them is still to be reached."""


class Current:
    """Writes the meetups to come."""

    def __init__(self, scene: Scene, history: History, places: int) -> None:
        self._scene = scene
        self._places = places
        self._history = history
        self._rng = stream(scene.seed, "current")
        self._busy = {scene.ines.id}

    def add(self, colleague_number: int) -> None:
        """The open lunch, then the draft with its question; the number makes the colleague's address theirs alone."""
        scene = self._scene
        lunch = self._draft(OPEN_SUBJECT, OPEN_IN, asked_at=self._ago(OPEN_ASKED, 18, 40), with_ines=True)
        self._grant(lunch)
        services.invite(self._scene.session, lunch, now=self._ago(OPEN_INVITED, 18, 30))
        self._answer(lunch, colleague_number)
        self._draft(DRAFT_SUBJECT, DRAFT_IN, asked_at=self._ago(DRAFT_ASKED, 20, 5))
        for subject, ahead, openness in DOORS:
            self._open_a_door(subject, ahead, openness)
        self._knock(lunch)
        write_remark(scene.session, Place("/rencontres", "/rencontres"), REMARK, account=None, now=self._ago(1, 21))

    def _knock(self, lunch: Meetup) -> None:
        """People around who were not invited ask for a seat; whoever opens the demo decides."""
        free = [
            pair for pair in self._scene.reach.neighbours(*OPEN_SUBJECT) if self._is_free(pair[0], self._ago(3, 8))
        ]
        asking = draw_guests([pair for pair in free if pair[0].email], len(KNOCKS), lambda _: 1.0, self._rng)
        for (person, _), message in zip(asking, KNOCKS, strict=False):
            self._busy.add(person.id)
            ask_for_seat(self._scene.session, lunch, person, message=message, now=self._ago(2, 20, 15))

    def _open_a_door(self, subject: tuple[str, str], ahead: timedelta, openness: Openness) -> None:
        """Half its places are for people invited, one in two of whom said yes; the others are for who comes by."""
        lunch = self._draft(
            subject, ahead, asked_at=self._ago(OPEN_ASKED, 19), openness=openness, guests_count=self._places // 2
        )
        self._grant(lunch)
        if not queries.guest_list(self._scene.session, lunch):
            return  # a small association has nobody left around there
        services.invite(self._scene.session, lunch, now=self._ago(OPEN_INVITED, 19))
        mailed = [guest for guest in queries.guest_list(self._scene.session, lunch) if guest.professional.email]
        for guest, at in zip(mailed[::2], self._hours(), strict=False):
            answers.answer(self._scene.session, guest, GOING, source=AnswerSource.EMAIL_LINK, now=at)

    def _ago(self, days: int, hour: int, minute: int = 0) -> datetime:
        return moment(self._scene.today - timedelta(days=days), hour, minute)

    def _draft(
        self,
        subject: tuple[str, str],
        ahead: timedelta,
        *,
        asked_at: datetime,
        with_ines: bool = False,
        openness: Openness = Openness.INVITED,
        guests_count: int | None = None,
    ) -> Meetup:
        """A draft with its guests, as many as its places unless said, and its question to the town hall."""
        scene, (insee, slug) = self._scene, subject
        room, idea = scene.places.rooms(insee)[0], scene.idea(slug)
        slot = slot_on(first_good_day(scene.today + ahead, step=1))
        details = MeetupDetails(
            title=idea.title,
            why=idea.why,
            format=MeetupFormat.LUNCH,
            pathway_id=scene.pathways[slug].id,
            area_id=scene.places.areas[insee].id,
            commune_insee=insee,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            capacity=min(self._places, room.capacity),
            openness=openness,
        )
        meetup = create_meetup(scene.session, details, now=asked_at, public_id=public_id(self._rng))
        people = [
            (pair[0], self._history.reasons(meetup.pathway, pair, asked_at))
            for pair in self._guests(subject, guests_count or meetup.capacity, asked_at, with_ines=with_ines)
        ]
        guests.add_guests(scene.session, meetup, people, now=asked_at)
        needs = f"{NEEDS} {NEEDS_ACCESS}"
        hosting.request_room(
            scene.session, meetup, room.host, venue=room, needs=needs, asked_by=scene.maud, now=asked_at
        )
        scene.session.refresh(meetup)
        return meetup

    def _guests(self, subject: tuple[str, str], count: int, at: datetime, *, with_ines: bool) -> list[Neighbour]:
        around = self._scene.reach.neighbours(*subject)
        ines = [pair for pair in around if pair[0] is self._scene.ines and with_ines]
        free = [pair for pair in around if self._is_free(pair[0], at)]
        others = [pair for pair in free if pair[0].email is None]
        reached = draw_guests(others, REACHED_OTHERWISE, lambda _: 1.0, self._rng)
        mailed = [pair for pair in free if pair[0].email is not None]
        rest = draw_guests(mailed, count - len(ines) - len(reached), lambda _: 1.0, self._rng)
        self._busy.update(person.id for person, _ in reached + rest)
        return ines + reached + rest

    def _is_free(self, person: Professional, at: datetime) -> bool:
        return person.id not in self._busy and person.created_at < at and person.can_be_invited(at)

    def _grant(self, meetup: Meetup) -> None:
        hosting.accept_request(
            self._scene.session,
            meetup.requests[0],
            venue=None,
            new_room=None,
            note="Volontiers. Les clés sont à l’accueil, demandez Josiane.",
            channel=HostChannel.LINK,
            now=self._ago(OPEN_GRANTED, 10, 40),
        )

    def _answer(self, meetup: Meetup, colleague_number: int) -> None:
        """Each kind of answer, by several channels. Inès stays silent: whoever opens the demo answers for her."""
        session, scene = self._scene.session, self._scene
        first, last = person_name(self._rng)
        colleague = Colleague(first_name=first, last_name=last, email=email_for(first, last, colleague_number))
        for (guest, status, source), at in zip(self._said(meetup), self._hours(), strict=False):
            actor = None if source in {AnswerSource.EMAIL_LINK, AnswerSource.SITE} else scene.maud.public_id
            answers.answer(session, guest, status, source=source, actor=actor, colleague=colleague, now=at)

    def _said(self, meetup: Meetup) -> Iterator[tuple[Invitation, RegistrationStatus, AnswerSource]]:
        by_mail, otherwise = iter(BY_MAIL), iter(OTHERWISE)
        for guest in queries.guest_list(self._scene.session, meetup):
            if guest.professional is self._scene.ines:
                continue
            if guest.professional.email is None:
                status, source = next(otherwise, None), BY_CHANNEL[guest.channel]
            else:
                status, source = next(by_mail, (None, AnswerSource.EMAIL_LINK))
            if status is not None:
                yield guest, status, source

    def _hours(self) -> list[datetime]:
        """Instants of the days since the invitations, up to yesterday, in order."""
        count = len(BY_MAIL) + len(OTHERWISE)
        days = (self._scene.today - timedelta(days=self._rng.randint(1, OPEN_INVITED - 1)) for _ in range(count))
        return sorted(waking_hour(day, self._rng) for day in days)
