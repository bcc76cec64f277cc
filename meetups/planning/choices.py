"""The three answers of a host, as links and buttons name them."""

from enum import StrEnum


class HostChoice(StrEnum):
    """What a host may answer; the values stand in addresses."""

    LEND = "oui"
    OTHER_SLOT = "autre"
    REFUSE = "non"

    @property
    def label(self) -> str:
        """What the button says."""
        return {
            HostChoice.LEND: "Accepter",
            HostChoice.OTHER_SLOT: "Proposer un autre créneau",
            HostChoice.REFUSE: "Refuser",
        }[self]

    @property
    def icon(self) -> str:
        """Its icon, always beside the words."""
        return {
            HostChoice.LEND: "check-lg",
            HostChoice.OTHER_SLOT: "calendar-event",
            HostChoice.REFUSE: "x-lg",
        }[self]
