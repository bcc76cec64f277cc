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


class BarrierWithoutName(DomainError):
    """People must recognise the pass."""

    def __init__(self) -> None:
        super().__init__("Donnez un nom à cette barrière, comme « Col de l’Iseran ».")


class EmptySide(DomainError):
    """A barrier stands between two sides."""

    def __init__(self) -> None:
        super().__init__("Une barrière sépare deux côtés : cochez au moins une commune de chaque côté.")


class CommuneOnBothSides(DomainError):
    """Nobody is cut off from home."""

    def __init__(self, names: list[str]) -> None:
        named = ", ".join(names)
        super().__init__(f"Une commune ne peut pas être des deux côtés : décochez d’un côté {named}.")


class BadSeason(DomainError):
    """A day that no year has, or one end without the other."""

    def __init__(self) -> None:
        super().__init__(
            "Donnez le premier et le dernier jour de fermeture, comme le 15 octobre et le 15 juin ; "
            "ou aucun des deux, si la route manque toute l’année."
        )


class NoteWithoutLabel(DomainError):
    """A warning says something."""

    def __init__(self) -> None:
        super().__init__("Dites de quoi prévenir, comme « Marché du mardi ».")


class BadWeekday(DomainError):
    """There are seven of them."""

    def __init__(self) -> None:
        super().__init__("Cochez des jours de la semaine, du lundi au dimanche.")


class DaysBackwards(DomainError):
    """The last day comes after the first."""

    def __init__(self) -> None:
        super().__init__("Le dernier jour vient avant le premier : échangez-les.")
