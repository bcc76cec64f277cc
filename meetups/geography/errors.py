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
