"""Refusals about invitations and answers."""

from meetups.errors import DomainError


class MeetupFull(DomainError):
    """Every seat is held."""

    def __init__(self) -> None:
        super().__init__(
            "La table est complète. Votre réponse n’a pas changé. "
            "Appelez l’équipe : une place peut se libérer, et elle pensera à vous."
        )


class MealsOrdered(DomainError):
    """After the deadline, only a person takes a new place or changes what is on a plate."""

    def __init__(self) -> None:
        super().__init__("Les repas sont commandés : pour prendre une place ou changer de repas, appelez l’équipe.")


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


class ColleagueNotPossible(DomainError):
    """Already invited, taken off the list, or the very person who answers: a link does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            "Nous ne pouvons pas inviter cette personne par ce lien : appelez l’équipe, elle s’en occupe."
        )


class ColleagueAlreadySent(DomainError):
    """One colleague at a time, and few in all: each of them gets a mail."""

    def __init__(self) -> None:
        super().__init__("Une place est déjà gardée pour votre collègue : pour en changer, appelez l’équipe.")


class CannotBeInvited(DomainError):
    """Gone, or on a pause that they asked for."""

    def __init__(self, first_name: str) -> None:
        super().__init__(f"{first_name} a demandé une pause, ou a quitté le réseau : on ne l’invite pas.")
