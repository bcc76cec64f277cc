"""Refusals about meetups and rooms."""

from meetups.errors import DomainError


class MeetupCancelled(DomainError):
    """Nothing more happens to a meetup that was called off."""

    def __init__(self) -> None:
        super().__init__("Cette rencontre est annulée : elle ne peut plus changer.")


class MeetupOver(DomainError):
    """A meetup that has begun stays as it was."""

    def __init__(self) -> None:
        super().__init__("Cette rencontre a déjà commencé : elle ne peut plus changer.")


class BadDate(DomainError):
    """The moment asked for cannot be."""


class CapacityBelowGuests(DomainError):
    """Fewer places than people who hold one."""

    def __init__(self, seats_taken: int) -> None:
        super().__init__(
            f"{seats_taken} places sont déjà gardées : le nombre de places ne peut pas descendre dessous."
        )


class AlreadyPublished(DomainError):
    """Date and place of a published meetup only change with a mail to its guests."""

    def __init__(self) -> None:
        super().__init__("Les invitations sont parties : utilisez « Déplacer » pour changer la date ou le lieu.")


class RequestStillOpen(DomainError):
    """One question at a time for one meetup."""

    def __init__(self) -> None:
        super().__init__("Une demande est déjà en attente pour cette rencontre : retirez-la d’abord.")


class RequestClosed(DomainError):
    """The question was answered, withdrawn, or its meetup is no more."""

    def __init__(self) -> None:
        super().__init__("Cette demande n’attend plus de réponse.")


class LoanChanged(DomainError):
    """The meetup moved once more while the host read."""

    def __init__(self) -> None:
        super().__init__("Le prêt a encore changé pendant que vous lisiez : relisez la demande, puis répondez.")


class RoomNeeded(DomainError):
    """An acceptance must say which room."""

    def __init__(self) -> None:
        super().__init__("Dites-nous dans quelle salle : son nom suffit.")


class VenueTaken(DomainError):
    """Two meetups never share a room at the same hour."""

    def __init__(self) -> None:
        super().__init__("Cette salle accueille déjà une autre de nos rencontres à cette heure-là.")


class VenueTooSmall(DomainError):
    """The room seats fewer people than the meetup."""

    def __init__(self, capacity: int) -> None:
        super().__init__(
            f"Cette salle a {capacity} places assises : réduisez le nombre de places ou changez de salle."
        )
