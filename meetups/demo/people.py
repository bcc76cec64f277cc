"""Who the demo's people are: drawn one by one, from a profession to a row."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from meetups.accounts.models import Account
from meetups.demo.content.names import email_for, gender_of, person_name, phone
from meetups.demo.content.profession_data import DemoProfession
from meetups.demo.content.professions import draw_channel, draw_pathways
from meetups.demo.content.role_profiles import RoleText, role_profile
from meetups.demo.content.structures import StructureKind, structure_name
from meetups.demo.days import moment
from meetups.demo.workplaces import Workplaces
from meetups.directory.half_days import HALF_DAYS, HalfDay, Moment
from meetups.directory.models import ContactChannel, Professional, RoleProfile, Structure, Visibility
from meetups.directory.reference import Pathways, Professions
from meetups.geography.models import Commune

# Of a hundred people.
WITH_PROFILE = 0.82
SEEN_BY_GUESTS = 0.6
RELAYS = 0.05
PAUSED = 0.03
WITH_PHONE = 0.9
# How long ago people came, in days: (share, from, to). The last line is the newcomers.
ARRIVALS = ((60, 560, 900), (25, 190, 560), (15, 3, 180))

INES = ("Inès", "Perrier")
INES_COMMUNE = "73179"
INES_PATHWAYS = ("grand-age", "retour-a-domicile")


@dataclass(frozen=True)
class _Traits:
    """What is drawn first, and what the rest follows from."""

    profession: DemoProfession
    role: RoleText
    name: tuple[str, str]
    commune: Commune
    pathways: tuple[str, ...]
    channel: ContactChannel


@dataclass
class Crowd:
    """Draws people; ``structures`` grows as they need some."""

    rng: random.Random
    today: date
    workplaces: Workplaces
    professions: Professions
    pathways: Pathways
    structures: dict[tuple[str, str], Structure] = field(default_factory=dict)

    def draw(self, number: int, profession: DemoProfession) -> Professional:
        """Anyone of that profession; ``number`` makes their address theirs alone."""
        role = role_profile(profession.key, self.rng)
        traits = _Traits(
            profession,
            role,
            name=person_name(self.rng, profession.women),
            commune=self.workplaces.draw(role.setting, self.rng),
            pathways=draw_pathways(profession, self.rng, role.pathways),
            channel=ContactChannel(draw_channel(profession, role.setting, self.rng)),
        )
        person = self._person(number, traits)
        person.is_relay = self.rng.random() < RELAYS
        if self.rng.random() < PAUSED:
            person.is_relay, person.paused_until = False, moment(self.today + timedelta(self.rng.randint(20, 120)), 0)
        return person

    def draw_ines(self, profession: DemoProfession, account: Account) -> Professional:
        """The nurse whose account visitors borrow: on the road, and seen by the other guests."""
        role = role_profile(profession.key, self.rng)
        while role.setting is not StructureKind.NURSING_PRACTICE:
            role = role_profile(profession.key, self.rng)
        commune = self.workplaces.communes[INES_COMMUNE]
        person = self._person(0, _Traits(profession, role, INES, commune, INES_PATHWAYS, ContactChannel.EMAIL))
        person.account, person.is_seen_by_guests, person.created_at = account, True, account.created_at
        person.confirmed_at, person.is_listed = person.created_at, True
        person.role_profile = self._profile(person, role)
        return person

    def _person(self, number: int, traits: _Traits) -> Professional:
        role, channel, (first, last) = traits.role, traits.channel, traits.name
        row = self.professions[traits.profession.table, traits.profession.code]
        person = Professional(
            first_name=first,
            last_name=last,
            profession=row,
            profession_text=role.own_words(gender_of(first, self.rng)),
            family=row.family,
            structure=self._structure(role.setting, traits.commune),
            contact_channel=channel,
            email=email_for(first, last, number) if channel is ContactChannel.EMAIL else None,
            phone=self._phone(channel),
            is_seen_by_guests=self.rng.random() < SEEN_BY_GUESTS,
            created_at=moment(self._arrival(), self.rng.randint(8, 20)),
            pathways=[self.pathways[slug] for slug in traits.pathways],
            places=self.workplaces.places(traits.commune, role.setting, channel, self.rng),
        )
        person.confirmed_at = person.created_at
        if self.rng.random() < WITH_PROFILE:
            person.role_profile = self._profile(person, role)
        person.is_listed = person.role_profile is not None or person.is_seen_by_guests
        _show(person, number)
        return person

    def _profile(self, person: Professional, role: RoleText) -> RoleProfile:
        return RoleProfile(**role.as_fields(), updated_at=person.created_at)

    def _phone(self, channel: ContactChannel) -> str | None:
        needed = channel in {ContactChannel.TELEPHONE, ContactChannel.EMPLOYER}
        return phone(self.rng) if needed or self.rng.random() < WITH_PHONE else None

    def _arrival(self) -> date:
        _, least, most = self.rng.choices(ARRIVALS, weights=[share for share, *_ in ARRIVALS])[0]
        return self.today - timedelta(self.rng.randint(least, most))

    def _structure(self, kind: StructureKind, commune: Commune) -> Structure | None:
        name = structure_name(kind, commune.name, self.rng)
        if name is None:
            return None
        return self.structures.setdefault((name, commune.insee), Structure(name=name, commune_insee=commune.insee))


def _show(person: Professional, number: int) -> None:
    """What members may see, and the meals that suit: by turns, so that every case is met."""
    choices = [Visibility.MEMBERS, Visibility.MET, Visibility.MEMBERS, Visibility.NOBODY]
    if person.is_listed and person.phone:
        person.phone_visibility = choices[number % 4]
    if person.is_listed and person.email:
        person.email_visibility = choices[number // 4 % 4]
    person.meals = [half_day.code for half_day in HALF_DAYS if _suits(half_day, number)]
    if person.role_profile is not None:
        person.role_profile.reachable = [half_day.code for half_day in HALF_DAYS if (number + half_day.weekday) % 3]


def _suits(half_day: HalfDay, number: int) -> bool:
    """Lunch most days, two afternoons in three, two evenings for three people in five."""
    if half_day.moment is Moment.NOON:
        return (number + half_day.weekday) % 4 > 0
    if half_day.moment is Moment.AFTERNOON:
        return (number + half_day.weekday) % 3 > 0
    return half_day.moment is Moment.EVENING and number % 5 < 3 and half_day.weekday in {1, 3}
