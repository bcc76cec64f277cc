"""Two organisers on one page: the second one is told, and loses nothing of what they chose."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import HiddenField

from meetups.errors import DomainError
from meetups.geography.models import Barrier, DayNote

Thing = TypeVar("Thing", Barrier, DayNote)


class SomethingChanged(DomainError):
    """Another organiser was there first."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un a modifié cette page en même temps que vous. Ce que vous avez choisi est gardé ici : "
            "vérifiez, puis enregistrez."
        )


def hold(session: Session, thing: Thing, version: HiddenField, mark_of: Callable[[Thing], str]) -> None:
    """Keep the thing for this transaction. Raises ``SomethingChanged`` unless it is what the form was filled with."""
    model = type(thing)
    session.execute(select(model.id).where(model.id == thing.id).with_for_update())
    session.refresh(thing)
    seen, version.data = version.data, mark_of(thing)
    if seen != version.data:
        raise SomethingChanged
