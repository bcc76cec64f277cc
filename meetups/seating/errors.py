"""Refusals about tables, each with what to do next."""

from meetups.errors import DomainError


class PlanChanged(DomainError):
    """Somebody else, or a second tap, changed the plan that this form was written for."""

    def __init__(self) -> None:
        super().__init__(
            "Le plan a changé entre-temps : le voici tel qu’il est maintenant. Rien n’est perdu, et rien n’a été "
            "changé par ce dernier geste."
        )


class NoLongerComing(DomainError):
    """Somebody went while their seat was thought out."""

    def __init__(self) -> None:
        super().__init__(
            "Une personne vient de se désister : rien n’a été changé par ce dernier geste. Voici le plan et qui vient "
            "maintenant ; vous pouvez recommencer."
        )


class PlanClosed(DomainError):
    """The plan of a meetup that is over or called off stays as it was."""

    def __init__(self) -> None:
        super().__init__("Cette rencontre est passée ou annulée : son plan de table ne change plus.")


class TooFewPeople(DomainError):
    """Nothing to compose yet."""

    def __init__(self) -> None:
        super().__init__("Il faut au moins quatre personnes qui ont dit « Je viens » pour composer des tables.")


class NotEnoughPlaces(DomainError):
    """More people than places at all the tables."""

    def __init__(self, people: int, places: int) -> None:
        super().__init__(
            f"Il y a {people} personnes pour {places} places à table : dans les réglages, ajoutez une table, ou des "
            "places à une table."
        )


class TooManyToSeat(DomainError):
    """More than the engine holds in memory."""

    def __init__(self) -> None:
        super().__init__("C’est trop de personnes, de tables et de tours à la fois : demandez moins de tours.")


class WishesClash(DomainError):
    """Wishes, pins and places that no plan keeps all at once, or none was found."""


class Seated(DomainError):
    """Somebody cannot be moved as asked."""


class NothingToUndo(DomainError):
    """No change is remembered."""

    def __init__(self) -> None:
        super().__init__("Il n’y a aucun changement à annuler.")


class BadWish(DomainError):
    """A wish that cannot be: the same person twice, a day that is past, or two wishes that contradict each other."""
