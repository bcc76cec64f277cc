"""What may be kept of a page that anyone may read: shared caches and browsers ask again each time, and are answered
« not modified » (RFC 9111, 5.2.2.4; RFC 9110, 13)."""

from flask import Response, current_app, make_response, request, session


def revalidated(page: str, status: int = 200) -> Response:
    """The page with an ETag for a visitor without a cookie; anyone else's is theirs alone, and is kept nowhere."""
    response = make_response(page, status)
    is_known = current_app.config["SESSION_COOKIE_NAME"] in request.cookies or bool(session)
    if not is_known and status == 200:
        response.cache_control.public = True
        response.cache_control.no_cache = True
        response.vary.add("Cookie")
        response.add_etag()
        response.make_conditional(request)
    return response
