"""« Dans quelle commune », asked in one way everywhere: when several answer to what was typed, « Laquelle ? »."""

from collections.abc import Collection

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, StopValidation

from meetups.database import db
from meetups.geography.meant import label_of, understand, written_in_full
from meetups.geography.models import Commune
from meetups.pages.forms import TOO_LONG, VersionedForm
from meetups.planning.typed import one_line


class CommuneForm(FlaskForm):  # type: ignore[misc]
    """One commune, typed; then chosen among several, if need be."""

    commune = StringField(
        lazy_gettext("Commune"),
        filters=[one_line],
        validators=[
            DataRequired(message=lazy_gettext("Écrivez une commune ou un code postal.")),
            Length(max=120, message=TOO_LONG),
        ],
    )
    commune_choice = RadioField(lazy_gettext("Laquelle ?"), choices={}, validate_choice=False)

    departments: Collection[str] = ()
    """Where the network works: it decides between namesakes."""
    commune_insee = ""

    def validate_commune(self, field: StringField) -> None:
        """The commune meant, or a choice to make. Once chosen, it is written in full: the next page carries it."""
        meant = understand(db.session(), field.data or "", self.departments)
        chosen = {commune.insee: commune for commune in meant.choices}.get(self.commune_choice.data or "")
        commune = meant.commune or chosen
        if commune is not None:
            self.commune_insee = commune.insee
            if chosen:
                field.data = written_in_full(chosen)
            return
        self.commune_choice.choices = {each.insee: label_of(each) for each in meant.choices}
        if meant.is_known:
            raise StopValidation(gettext("Plusieurs communes correspondent : choisissez la bonne ci-dessous."))
        if meant.choices:
            raise StopValidation(gettext("Nous ne connaissons pas cette commune : est-ce l’une de celles-ci ?"))
        raise StopValidation(
            gettext("Nous ne connaissons pas cette commune : vérifiez son nom, ou écrivez son code postal.")
        )

    @property
    def found(self) -> Commune:
        """The commune; read it once the form is valid."""
        return db.session().get_one(Commune, self.commune_insee)


class WhereForm(VersionedForm, CommuneForm):
    """In which commune, on a form that two people may send."""
