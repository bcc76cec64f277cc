"""The organisers' list of places: who lends rooms, and which."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from meetups.geography.models import Commune
from meetups.geography.text import fold, words
from meetups.venues.models import Host, Venue

PAGE = 50


@dataclass(frozen=True)
class Hosts:
    """A page of the list; ``total`` counts the whole selection, ``next`` is whom the next page follows."""

    rows: list[Host]
    total: int
    next: str | None


def list_hosts(session: Session, *, typed: str, after: str | None, limit: int = PAGE) -> Hosts:
    """Hosts by name, with their rooms: four queries at most. Each word typed begins a word of the host's name, of its
    commune's, or of one of its rooms'.

    Names are compared here rather than by the database, which knows nothing of accents: hosts are some hundreds.
    """
    rows = session.execute(select(Host.id, Host.public_id, Host.name, Commune.name).join(Host.commune)).all()
    rooms: dict[int, str] = {}
    for host_id, name in session.execute(select(Venue.host_id, Venue.name)) if typed else ():
        rooms[host_id] = f"{rooms.get(host_id, '')} {name}"
    asked = words(typed)
    found = sorted(
        (fold(name), id_, public_id)
        for id_, public_id, name, commune in rows
        if _matches(asked, words(f"{name} {commune} {rooms.get(id_, '')}"))
    )
    start = next((rank + 1 for rank, row in enumerate(found) if after and row[2] == after), 0)
    page = found[start : start + limit]
    wanted = select(Host).where(Host.id.in_([id_ for _, id_, _ in page]))
    hosts = {
        host.id: host for host in session.scalars(wanted.options(joinedload(Host.commune), selectinload(Host.venues)))
    }
    more = page[-1][2] if start + limit < len(found) else None
    return Hosts([hosts[id_] for _, id_, _ in page], len(found), more)


def _matches(asked: list[str], known: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in known) for beginning in asked)
