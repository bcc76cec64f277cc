"""Headers of every answer, and which transactions a request may open (ASVS 3.4, 3.5.3, 14.3.2)."""

import secrets

from flask import Flask, Response, abort, g, request

from meetups.database import reading

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def csp_nonce() -> str:
    """This answer's nonce: the only scripts that run carry it."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy() -> str:
    return (
        f"default-src 'none'; script-src 'nonce-{csp_nonce()}' 'strict-dynamic'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
    )


def register(app: Flask) -> None:
    """Read-only transactions for safe methods, and the headers."""

    @app.before_request
    def _choose_transaction() -> None:
        reading.set(request.method in SAFE_METHODS)
        g.pop("csp_nonce", None)  # a test's context outlives its requests

    @app.before_request
    def _refuse_nul() -> None:
        # PostgreSQL takes no NUL in a text, and no address of ours holds one.
        if "\0" in request.path or any("\0" in value for value in request.args.values()):
            abort(404)

    @app.teardown_request
    def _forget_transaction(_error: BaseException | None) -> None:
        reading.set(False)

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _policy())
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response

    app.jinja_env.globals["csp_nonce"] = csp_nonce
