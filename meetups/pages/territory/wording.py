"""Areas and pathways in words."""

from flask_babel import gettext, ngettext

from meetups.geography.models import Area
from meetups.geography.naming import of_place
from meetups.web.filters import number


def kind_of(area: Area) -> str:
    """« 12 communes, autour de Chambéry », or « 15 km autour de Chambéry, à vol d’oiseau »."""
    if area.radius_km is None:
        return communes_said(len(area.communes))
    return circle_said(area.commune.name, area.radius_km)


def circle_said(commune: str, radius_km: float) -> str:
    """« 15 km autour du Bourget-du-Lac, à vol d’oiseau »."""
    return gettext(
        "%(km)s km autour %(of_commune)s, à vol d’oiseau", km=number(radius_km), of_commune=of_place(commune)
    )


def communes_said(count: int) -> str:
    """« 12 communes »."""
    return ngettext("%(num)d commune", "%(num)d communes", count)


def people_said(count: int) -> str:
    """« 37 professionnels », the word of this screen for everyone."""
    return ngettext("%(amount)s professionnel", "%(amount)s professionnels", count, amount=number(count))


def inhabitants_said(count: int) -> str:
    """« 62 000 habitants »."""
    return ngettext("%(amount)s habitant", "%(amount)s habitants", count, amount=number(count))


def meetups_said(count: int) -> str:
    """« 2 rencontres à venir »."""
    return ngettext("%(num)d rencontre à venir", "%(num)d rencontres à venir", count)
