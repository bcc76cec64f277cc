"""Pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("planning", __name__)
