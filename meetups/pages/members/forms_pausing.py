"""For how long."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from meetups.directory.pauses import PAUSES

STOP = "arret"
"""No date at all: what the link of a mail calls « ne plus recevoir d’invitations »."""


class PauseForm(FlaskForm):  # type: ignore[misc]
    """How many months, or without an end."""

    months = RadioField(
        lazy_gettext("Pendant combien de temps ?"),
        choices=[
            *(SelectChoice(str(count), f"{count}\u00a0mois") for count in PAUSES),
            SelectChoice(STOP, lazy_gettext("Jusqu’à nouvel ordre")),
        ],
        default=str(PAUSES[0]),
    )
