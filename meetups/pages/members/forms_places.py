"""Where one works: a commune, and an address if one likes."""

from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import Length

from meetups.adapters.geocoder import GeocodedPoint, Geocoder
from meetups.database import db
from meetups.pages.commune_forms import WhereForm
from meetups.pages.forms import TOO_LONG
from meetups.planning.typed import one_line
from meetups.web.links import settings


class PracticePlaceForm(WhereForm):
    """A commune, and an address if one likes."""

    address = StringField(lazy_gettext("Adresse"), filters=[one_line], validators=[Length(max=200, message=TOO_LONG)])

    def look_up(self) -> GeocodedPoint | None:
        """The point of the address typed. Another service answers, so every transaction is ended before we wait."""
        if not self.address.data:
            return None
        commune = self.found
        town, centre = f"{commune.postal_code} {commune.name}", commune.point
        db.session.rollback()
        return Geocoder(settings().geocoder_url).locate(self.address.data, town, near=centre)
