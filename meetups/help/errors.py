"""Refusals about remarks."""

from meetups.errors import DomainError


class TooManyRemarks(DomainError):
    """More in an hour than a team can read."""

    def __init__(self) -> None:
        super().__init__(
            "Beaucoup de remarques arrivent en ce moment : celle-ci n’est pas enregistrée. "
            "Appelez l’équipe, ou réessayez dans une heure : vos mots restent sur cette page."
        )
