"""What every screen of the guide shows around its subject."""

from flask import render_template

from meetups.database import db
from meetups.pages.opening.state import SCREENS, Screen, read_progress


def show(template: str, screen: Screen, **context: object) -> str:
    """The page, with the steps and what is done of them."""
    progress = read_progress(db.session())
    return render_template(template, screen=screen, screens=SCREENS, progress=progress, **context)
