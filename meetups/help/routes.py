"""Help for each role, and « qu’est-ce qui vous a gêné ? »."""

from flask import Blueprint

from meetups.help.models import Remark

__all__ = ["Remark", "blueprint"]

blueprint = Blueprint("help", __name__)
