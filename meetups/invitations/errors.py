"""Refusals about invitations and answers."""

from meetups.errors import DomainError


class MeetupFull(DomainError):
    """Every seat is held."""

    def __init__(self) -> None:
        super().__init__(
            "La table est complète. Votre réponse n’a pas changé. "
            "Appelez l’équipe : une place peut se libérer, et elle pensera à vous."
        )


class NotInvited(DomainError):
    """This person is on the list of a draft: nobody asked them yet."""

    def __init__(self) -> None:
        super().__init__("Cette personne n’a pas encore été invitée : envoyez d’abord les invitations.")


class PlaceNeeded(DomainError):
    """An invitation says where."""

    def __init__(self) -> None:
        super().__init__("Choisissez d’abord un lieu : les invitations disent où venir.")


class NobodyToInvite(DomainError):
    """An empty guest list."""

    def __init__(self) -> None:
        super().__init__("La liste ne compte personne à inviter : ajoutez d’abord des personnes.")


class ColleagueUnreachable(DomainError):
    """A colleague needs a first name, and an e-mail address or a telephone number."""

    def __init__(self) -> None:
        super().__init__("Il nous faut le prénom de votre collègue, et son courriel ou son téléphone.")


class ColleagueAlreadyInvited(DomainError):
    """The colleague has an invitation of their own."""

    def __init__(self) -> None:
        super().__init__("Cette personne est déjà invitée : elle peut répondre pour elle-même.")


class CannotBeInvited(DomainError):
    """Gone, or on a pause that they asked for."""

    def __init__(self, first_name: str) -> None:
        super().__init__(f"{first_name} a demandé une pause, ou a quitté le réseau : on ne l’invite pas.")
