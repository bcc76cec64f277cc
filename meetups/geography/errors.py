"""Refusals of this feature."""

from meetups.errors import DomainError


class UnknownDepartment(DomainError):
    """A department's number that no commune bears."""

    def __init__(self, departments: list[str]) -> None:
        """``departments`` are those that we do not know."""
        named = ", ".join(f"« {department} »" for department in departments)
        super().__init__(
            f"Aucune commune dans ce département\u00a0: {named}. Écrivez des numéros, par exemple 73,74 ou 2A."
        )


class AreaWithoutName(DomainError):
    """Lists need something to show."""

    def __init__(self) -> None:
        super().__init__("Donnez un nom à ce secteur, comme « Combe de Savoie ».")


class AreaNameTaken(DomainError):
    """Two areas that nobody could tell apart."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Un secteur s’appelle déjà « {name} » : choisissez un autre nom, ou modifiez celui-là.")


class BadRadius(DomainError):
    """Too small to hold anyone, or too wide to be near."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(f"Le rayon doit être un nombre de kilomètres entre {least} et {most}, comme 12 ou 12,5.")


class MainCommuneOutside(DomainError):
    """The place from which distances are measured must be in the area."""

    def __init__(self, name: str) -> None:
        super().__init__(f"La commune principale, {name}, doit être l’une des communes du secteur : cochez-la aussi.")
