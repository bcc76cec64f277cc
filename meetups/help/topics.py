"""For whom the help pages are."""

from enum import StrEnum


class Topic(StrEnum):
    """The value stands in the address and names the template."""

    PROFESSIONALS = "professionnels"
    ORGANISERS = "organisation"
    TOWN_HALLS = "mairies"

    @property
    def label(self) -> str:
        """The page's title."""
        return {
            Topic.PROFESSIONALS: "Vous soignez ou vous accompagnez",
            Topic.ORGANISERS: "Vous organisez des déjeuners",
            Topic.TOWN_HALLS: "Vous prêtez une salle",
        }[self]

    @property
    def icon(self) -> str:
        """Its drawing, always beside the words."""
        return {Topic.PROFESSIONALS: "people", Topic.ORGANISERS: "list-ul", Topic.TOWN_HALLS: "door-open"}[self]
