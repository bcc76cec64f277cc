"""What an organiser changes in a proposal: another day, hour, place, fewer people, « without X », « with Y »."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from meetups.planning.models import MeetupFormat


@dataclass(frozen=True)
class Changes:
    """Only what was changed; the rest stays as computed. Plain JSON in ``Proposal.changes``, all keys optional."""

    day: date | None = None
    """In Paris."""
    format: MeetupFormat | None = None
    host: str | None = None
    """Public id; its best room is taken unless ``venue`` says which."""
    venue: str | None = None
    """Public id of a room, whoever lends it."""
    commune: str | None = None
    """INSEE code of a commune of the area whose town hall was never asked; not with ``host`` or ``venue``."""
    people: int | None = None
    without: tuple[str, ...] = ()
    """Public ids of professionals."""
    with_: tuple[str, ...] = ()
    """Public ids of professionals."""

    def __bool__(self) -> bool:
        """Whether anything is changed."""
        return any(getattr(self, each.name) for each in fields(self))

    def as_json(self) -> dict[str, Any]:
        """Plain JSON; what is not changed is left out."""
        written: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value:
                is_day, is_tuple = isinstance(value, date), isinstance(value, tuple)
                written[each.name] = value.isoformat() if is_day else list(value) if is_tuple else value
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Changes":
        """Back from ``as_json``. Raises ``ValueError`` or ``TypeError`` for anything else."""
        given = dict(written)
        if "day" in given:
            given["day"] = date.fromisoformat(given["day"])
        if "format" in given:
            given["format"] = MeetupFormat(given["format"])
        for name in ("without", "with_"):
            given[name] = tuple(given.get(name, ()))
        return cls(**given)

    def left_out(self, public_id: str) -> "Changes":
        """The same without this person."""
        kept = tuple(each for each in self.with_ if each != public_id)
        return replace(self, with_=kept, without=tuple(dict.fromkeys((*self.without, public_id))))

    def let_back(self, public_id: str) -> "Changes":
        """The same without asking that this person be left out."""
        return replace(self, without=tuple(each for each in self.without if each != public_id))

    def added(self, public_id: str) -> "Changes":
        """The same with this person."""
        kept = tuple(each for each in self.without if each != public_id)
        return replace(self, without=kept, with_=tuple(dict.fromkeys((*self.with_, public_id))))
