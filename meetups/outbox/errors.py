"""Why a mail does not leave again."""

from meetups.errors import DomainError


class ContentForgotten(DomainError):
    """Its bytes were purged, or never written."""

    def __init__(self) -> None:
        super().__init__("Le contenu de ce courriel n’est plus gardé : il ne peut pas repartir tel quel.")


class AddressSuspended(DomainError):
    """What would be sent would come back."""

    def __init__(self) -> None:
        super().__init__(
            "Cette adresse nous a renvoyé un courriel : vérifiez-la avec la personne, puis rétablissez-la avant de "
            "renvoyer."
        )
