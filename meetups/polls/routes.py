"""The page where a guest or a host says which dates suit them."""

from flask import Blueprint

from meetups.polls import models as _models  # noqa: F401 - the tables

blueprint = Blueprint("polls", __name__)
