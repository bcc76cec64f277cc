"""Areas and pathways in words."""

from collections.abc import Collection, Sequence
from datetime import date

from babel.dates import format_date
from flask_babel import gettext, ngettext

from meetups.geography.models import Area, Commune, DayNote
from meetups.geography.naming import of_place
from meetups.web.filters import LOCALE, NO_BREAK, number, plain_date

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOST_NAMES = 6


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


def season_said(closed_from: str, closed_until: str) -> str:
    """« Fermé du 15 octobre au 15 juin », or « Fermé toute l’année »."""
    if not closed_from:
        return gettext("Fermé toute l’année")
    return gettext(
        "Fermé du %(first)s au %(last)s", first=month_day_said(closed_from), last=month_day_said(closed_until)
    )


def month_day_said(month_day: str) -> str:
    """« 15 octobre » from « 10-15 »."""
    day = date.fromisoformat(f"2000-{month_day}")
    return ("1er" if day.day == 1 else str(day.day)) + NO_BREAK + format_date(day, "MMMM", LOCALE)


def side_said(communes: Sequence[Commune]) -> str:
    """« Bessans, Bonneval-sur-Arc et Val-Cenis », or the first ones « et 12 autres communes »."""
    names = [commune.name for commune in communes]
    if len(names) > MOST_NAMES:
        first, others = names[: MOST_NAMES - 1], len(names) - MOST_NAMES + 1
        return gettext("%(names)s et %(others)d autres communes", names=", ".join(first), others=others)
    return listed(names)


def listed(words: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1])


def days_said(weekdays: Collection[int], first_day: date | None, last_day: date | None) -> str:
    """« Le mardi et le samedi, du 19 décembre 2026 au 27 mars 2027 »."""
    if first_day and first_day == last_day and not weekdays:
        return gettext("Le %(day)s", day=plain_date(first_day))
    said = _weekdays_said(weekdays)
    if first_day and last_day:
        return gettext(
            "%(days)s, du %(first)s au %(last)s", days=said, first=plain_date(first_day), last=plain_date(last_day)
        )
    if first_day:
        return gettext("%(days)s, à partir du %(first)s", days=said, first=plain_date(first_day))
    if last_day:
        return gettext("%(days)s, jusqu’au %(last)s", days=said, last=plain_date(last_day))
    return said


def _weekdays_said(weekdays: Collection[int]) -> str:
    if len(weekdays) in {0, len(WEEKDAYS)}:
        return gettext("Tous les jours")
    said = listed([gettext("le %(day)s", day=WEEKDAYS[number]) for number in sorted(weekdays)])
    return said[:1].upper() + said[1:]


def where_said(note: DayNote) -> str:
    """« Chambéry et Barby », or « partout »."""
    return side_said(note.communes) if note.communes else gettext("partout")
