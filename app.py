"""WSGI entry."""

import gc
import sys

gc.disable()  # nothing that starting makes becomes garbage: looking for it took a seventh of the time

from meetups import create_app  # noqa: E402
from meetups.config import ConfigError  # noqa: E402

try:
    app = create_app()
except ConfigError as error:
    sys.exit(str(error))  # one line on standard error, status 1

gc.freeze()
gc.enable()
