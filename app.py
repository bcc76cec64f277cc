"""WSGI entry."""

import sys

from meetups import create_app
from meetups.config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    sys.exit(str(error))  # one line on standard error, status 1
