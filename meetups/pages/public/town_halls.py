"""How a town hall hosts a lunch: for the clerk who wonders before answering, and for the one who was never asked."""

from flask import render_template
from flask.typing import ResponseReturnValue

from meetups.accounts.access import public
from meetups.pages.blueprint import blueprint
from meetups.planning.choices import HostChoice
from meetups.planning.rules import SETTING_UP, TIDYING


@blueprint.get("/mairie")
@public
def town_halls() -> ResponseReturnValue:
    """What is asked, what is sent, how to answer."""
    return render_template(
        "pages/public/town_halls.html",
        choices=HostChoice,
        setting_up=int(SETTING_UP.total_seconds()) // 60,
        tidying=int(TIDYING.total_seconds()) // 60,
    )
