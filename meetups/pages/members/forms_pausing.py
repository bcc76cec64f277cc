"""For how long."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField

from meetups.directory.pauses import PAUSES


class PauseForm(FlaskForm):  # type: ignore[misc]
    """How many months."""

    months = RadioField(
        lazy_gettext("Pendant combien de temps ?"),
        choices={str(count): f"{count}\u00a0mois" for count in PAUSES},
        default=str(PAUSES[0]),
    )
