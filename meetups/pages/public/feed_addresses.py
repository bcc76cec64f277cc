"""Where one subscribes to the lunches that a page shows."""

from dataclasses import dataclass

from meetups.calendars.links import webcal_url
from meetups.geography.models import Commune
from meetups.web.links import absolute_url


@dataclass(frozen=True)
class Addresses:
    """Absolute ones, since programs keep them. ``webcal`` is ``calendar`` for programs that subscribe by it."""

    page: str
    calendar: str
    news: str

    @property
    def webcal(self) -> str:
        """As a link that a phone opens with its calendar."""
        return webcal_url(self.calendar)


def addresses(commune: Commune | None = None, pathway: str | None = None) -> Addresses:
    """Of all lunches, or of those near a commune, or of a care pathway (its slug)."""
    place = f"{commune.name} {commune.postal_code}" if commune else None
    page, calendar, news = (
        absolute_url(endpoint, commune=place, parcours=pathway)
        for endpoint in ("pages.lunches", "pages.lunches_calendar", "pages.lunches_atom")
    )
    return Addresses(page, calendar, news)
