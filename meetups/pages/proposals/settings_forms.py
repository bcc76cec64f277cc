"""How proposals weigh and choose, as organisers type it."""

from collections.abc import Iterable
from dataclasses import asdict

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from meetups.directory.families import ProfessionFamily
from meetups.directory.half_days import WEEKDAYS
from meetups.pages.forms import WholeField
from meetups.proposals.errors import WrongPreference
from meetups.proposals.formats import PROPOSED
from meetups.proposals.rules import Weights
from meetups.proposals.settings import Preferences

DAYS = (*WEEKDAYS, "samedi", "dimanche")
NO_NUMBER = lazy_gettext("Écrivez un nombre, comme 2 ou 0,5.")


class NumberField(FloatField):
    """A number as people write it here: « 0,5 »."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ``ValueError`` with what to write instead."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        try:
            self.data = float(typed.replace(",", "."))
        except ValueError:
            raise ValueError(NO_NUMBER) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else _written(self.data)


def _rounded(value: float) -> float:
    """As many decimals as one reads: 0,08 for a twelfth, 33,3 for a third of a hundred."""
    return round(value, 2 if value < 10 else 1)


def _written(value: float) -> str:
    """« 0,08 »."""
    return f"{_rounded(value):g}".replace(".", ",")


def _typed(value: float, usual: float, scale: int = 1) -> float:
    """A third is shown as « 33,3 », ``scale`` times what is kept: left as it stands, it stays a third."""
    return usual if value == _rounded(scale * usual) else value / scale


class BoxesField(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """Field names are those of ``settings.Preferences``, so that a refusal stands beside its field."""

    version = HiddenField()
    everyone = NumberField(lazy_gettext("Toute personne à portée"))
    never_invited = NumberField(lazy_gettext("Jamais invitée : en plus"))
    newcomer = NumberField(lazy_gettext("Arrivée depuis moins de six mois : en plus"))
    month_of_waiting = NumberField(lazy_gettext("Chaque mois depuis sa dernière rencontre : en plus"))
    months_at_most = NumberField(lazy_gettext("Mois d’attente comptés, au plus"))
    gathering = WholeField(lazy_gettext("Personnes à une rencontre"))
    meetups = WholeField(lazy_gettext("Rencontres du trimestre"))
    max_share = NumberField(lazy_gettext("Part d’une même famille de métiers, au plus (%)"))
    minimum_families = WholeField(lazy_gettext("Familles de métiers à table, au moins"))
    notice_days = WholeField(lazy_gettext("Délai avant une rencontre (jours)"))
    minutes_at_most = WholeField(lazy_gettext("Minutes de route, au plus"))
    weekdays = BoxesField(lazy_gettext("Jours possibles"), choices={str(day): name for day, name in enumerate(DAYS)})
    formats = BoxesField(lazy_gettext("Formats possibles"), choices={each.value: each.label for each in PROPOSED})
    busy = BoxesField(
        lazy_gettext("Au travail à cette heure-là"),
        choices={
            f"{family.value}:{each.value}": f"{family.label}, {each.label}"
            for family in ProfessionFamily
            for each in PROPOSED
        },
    )

    def preferences(self, usual: Preferences) -> Preferences:
        """What was typed; what could not be read, and hours that the page does not show, stay as in ``usual``."""
        typed = self.data | {name: value for name, value in typed_from(usual).items() if self[name].errors}
        return Preferences(
            weights=Weights(**{name: _typed(typed[name], value) for name, value in asdict(usual.weights).items()}),
            gathering=typed["gathering"],
            meetups=typed["meetups"],
            max_share=_typed(typed["max_share"], usual.max_share, 100),
            minimum_families=typed["minimum_families"],
            notice_days=typed["notice_days"],
            weekdays=tuple(sorted(int(day) for day in typed["weekdays"])),
            formats=tuple(each for each in PROPOSED if each.value in typed["formats"]),
            minutes_at_most=typed["minutes_at_most"],
            unavailable={
                family: frozenset(
                    {each for each in PROPOSED if f"{family.value}:{each.value}" in typed["busy"]}
                    | (usual.unavailable.get(family, frozenset()) - set(PROPOSED))
                )
                for family in ProfessionFamily
            },
        )

    def refuse(self, refusals: Iterable[WrongPreference]) -> None:
        """Say beside each field why its preference cannot be; one that could not be read keeps what was said."""
        for refusal in refusals:
            name = {"unavailable": "busy"}.get(refusal.item, refusal.item.removeprefix("weights."))
            self[name].errors = self[name].errors or [str(refusal)]


def typed_from(preferences: Preferences) -> dict[str, object]:
    """The first values of a ``SettingsForm``."""
    shown = {each.value for each in PROPOSED}
    return {
        **asdict(preferences.weights),
        "gathering": preferences.gathering,
        "meetups": preferences.meetups,
        "max_share": 100 * preferences.max_share,
        "minimum_families": preferences.minimum_families,
        "notice_days": preferences.notice_days,
        "minutes_at_most": preferences.minutes_at_most,
        "weekdays": [str(day) for day in preferences.weekdays],
        "formats": [each.value for each in preferences.formats if each.value in shown],
        "busy": [
            f"{family.value}:{each.value}"
            for family, formats in preferences.unavailable.items()
            for each in formats
            if each.value in shown
        ],
    }
