"""Refusals of this feature."""

from meetups.errors import DomainError


class BadNotice(DomainError):
    """A number of days that nobody could wait for."""

    def __init__(self, most: int) -> None:
        super().__init__(f"Le préavis est un nombre de jours entre 0 et {most}, comme 45 ; laissez vide sinon.")


class BadRoomCapacity(DomainError):
    """Nobody sits in a room without a chair."""

    def __init__(self, most: int) -> None:
        super().__init__(f"Une salle a entre 1 et {most} places assises.")
