"""Where the demo happens: real communes of Savoie and around, sectors, hosts and invented rooms."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meetups.demo.content.rooms import ROOMS
from meetups.geography.fiction import fictional_contact
from meetups.geography.models import Area, Commune, TownHall
from meetups.geography.naming import town_hall_name
from meetups.geography.services import load_geography
from meetups.venues.models import Host, HostKind, Venue

SAVOIE = "73"
DEPARTMENTS = (SAVOIE, "74", "38", "01", "05")
"""Savoie and its neighbours: enough to place anyone who works there, loaded in a second."""

# Kilometres as the crow flies: short where people are many, longer up the valleys.
AREAS = {
    "73065": 10.0,  # Chambéry
    "73179": 10.0,  # La Motte-Servolex
    "73008": 10.0,  # Aix-les-Bains
    "73213": 10.0,  # La Ravoire
    "73051": 10.0,  # Le Bourget-du-Lac
    "73011": 12.0,  # Albertville
    "73303": 12.0,  # Ugine
    "73010": 12.0,  # Entrelacs
    "73171": 12.0,  # Montmélian
    "73270": 12.0,  # Saint-Pierre-d'Albigny
    "73215": 15.0,  # Valgelon-La Rochette
    "73330": 15.0,  # Yenne
    "73236": 15.0,  # Saint-Genix-les-Villages
    "73181": 16.0,  # Moûtiers
    "73006": 16.0,  # Aime-la-Plagne
    "73248": 18.0,  # Saint-Jean-de-Maurienne
    "73054": 18.0,  # Bourg-Saint-Maurice
    "73157": 20.0,  # Modane
}

# Fifteen communes have rooms; in the three others the town hall is still to be asked.
TOWN_HALL_ROOMS = {
    "73065": ("Maison des Associations",),
    "73179": ("Salle des Tilleuls", "Salle de l’Ancienne Poste"),
    "73008": ("Salle des Cerisiers", "Salle du Conseil"),
    "73213": ("Salle des Combes",),
    "73051": ("Salle du Vieux Pressoir",),
    "73011": ("Salle des Trois Granges",),
    "73303": ("La Grange communale",),
    "73010": ("Salle des Hirondelles",),
    "73171": ("Salle de l’Horloge",),
    "73270": ("Foyer du Four à pain",),
    "73215": ("Salle du Lavoir",),
    "73181": ("Salle des Mélèzes",),
    "73248": ("Salle du Petit Marché",),
    "73054": ("Salle des Marmottes",),
    "73157": ("Salle des Gentianes",),
}
STRUCTURES = (
    (
        "73065",
        "Maison sociale des Passerelles",
        "accueil@passerelles.example",
        "04 65 71 20 31",
        "Salle de la Passerelle",
    ),
    ("73011", "EHPAD La Treille dorée", "accueil@treille-doree.example", "04 65 71 20 32", "Salle du Bief"),
)
_IDEAS = {room.name: room for room in ROOMS}
_ROOM_STEP = 0.0015
"""Degrees between two rooms of one commune: a few streets."""


@dataclass(frozen=True)
class Places:
    """``communes`` are those of Savoie by INSEE code; hosts and areas are found by the code of their commune."""

    communes: list[Commune]
    areas: dict[str, Area]
    hosts: dict[str, Host]

    def rooms(self, insee: str) -> list[Venue]:
        """The town hall's rooms there, perhaps none."""
        return self.hosts[insee].venues


def add_places(session: Session) -> Places:
    """Load the communes, then add sectors, hosts and rooms. Flushes."""
    known = session.scalars(select(Commune.department).distinct())
    # Town halls loaded before the demo lose their contacts too.
    load_geography(session, sorted({*DEPARTMENTS, *known}), contacts=fictional_contact)
    halls = session.scalars(select(TownHall).where(TownHall.insee.in_(AREAS)).options(joinedload(TownHall.commune)))
    town_halls = {hall.insee: hall for hall in halls}
    places = Places(
        communes=list(session.scalars(select(Commune).where(Commune.department == SAVOIE).order_by(Commune.insee))),
        areas={insee: _area(town_halls[insee].commune, radius) for insee, radius in AREAS.items()},
        hosts={insee: _town_hall_host(town_halls[insee]) for insee in AREAS},
    )
    session.add_all(places.areas.values())
    session.add_all(places.hosts.values())
    session.flush()
    session.add_all(_structure_host(town_halls[structure[0]], *structure[1:]) for structure in STRUCTURES)
    session.flush()
    return places


def _area(commune: Commune, radius_km: float) -> Area:
    return Area(name=commune.name, commune=commune, radius_km=radius_km)


def _town_hall_host(hall: TownHall) -> Host:
    return Host(
        kind=HostKind.TOWN_HALL,
        name=town_hall_name(hall.commune.name),
        commune=hall.commune,
        email=hall.email,
        phone=hall.phone,
        venues=[_room(hall, name, rank) for rank, name in enumerate(TOWN_HALL_ROOMS.get(hall.insee, ()))],
    )


def _structure_host(hall: TownHall, name: str, email: str, phone: str, room: str) -> Host:
    kind, rank = HostKind.STRUCTURE, 3
    return Host(kind=kind, name=name, commune=hall.commune, email=email, phone=phone, venues=[_room(hall, room, rank)])


def _room(hall: TownHall, name: str, rank: int) -> Venue:
    """A room near the town hall; only those that touch it share its address."""
    idea = _IDEAS[name]
    return Venue(
        name=name,
        address=hall.address.rsplit(",", 1)[0] if rank == 0 else "",
        lat=round(hall.lat + rank * _ROOM_STEP, 5),
        lon=round(hall.lon + rank * _ROOM_STEP, 5),
        capacity=idea.capacity,
        is_step_free=idea.is_step_free,
        has_kitchen=idea.has_kitchen,
        access_notes=idea.access_notes,
    )
