"""Why the server does not start, in one line on standard error, exit status 1."""

from typing import IO, Any

import click


class Refused(click.ClickException):
    """Said as it is: a plain sentence, no "Error:" in front."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        click.echo(self.message, file=file, err=file is None)
