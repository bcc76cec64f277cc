"""One gesture, two requests: what makes a double click do its work once."""

import secrets

from flask import request

from meetups.accounts.digests import Kind, digest


def browser_nonce(*about: str) -> str:
    """The secret that binds a code to this browser, 256 bits: the same when the same form is sent again.

    Both requests of a double click may carry the cookie of before the first one: all they share is the form's token,
    which this browser alone was given. A form without a token gets a nonce of its own.
    """
    token = request.form.get("csrf_token")
    return digest(Kind.GESTURE, "\n".join([token, *about])) if token else secrets.token_urlsafe(32)
