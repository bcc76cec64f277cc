"""Pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("proposals", __name__)
