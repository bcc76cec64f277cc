"""The one blueprint of invitations. Each file of views adds to it."""

from flask import Blueprint

blueprint = Blueprint("invitations", "meetups.invitations")
