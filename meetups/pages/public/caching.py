"""Pages that anyone may read, drawn once for all that they show, and not sent again to whoever holds them.

Shared caches and browsers may keep a visitor's page but ask again each time (RFC 9111, 5.2.2.4), and are answered
« not modified » (RFC 9110, 13.1.2). The page of someone with a cookie is theirs alone: it is kept nowhere.
"""

from collections.abc import Callable, Hashable, Mapping

from flask import Response, current_app, g, make_response, render_template, request, session

from meetups.pages.navigation import association

MOST = 500
"""Pages kept, of some ten kilobytes each."""

Context = Callable[[], Mapping[str, object]]


def public_page(template: str, facts: Hashable, context: Context, status: int = 200) -> Response:
    """A page made of ``facts``: everything that it shows, beside its own address and the association's letterhead.

    ``context`` is called only when the same page was not drawn before: drawing costs more than reading the facts.
    """
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        return make_response(render_template(template, **context()), status)
    response = make_response(_drawn(template, facts, context), status)
    if status == 200 and not session.modified:
        response.cache_control.public = True
        response.cache_control.no_cache = True
        response.vary.add("Cookie")
        response.add_etag()
        response.make_conditional(request)
    return response


def _drawn(template: str, facts: Hashable, context: Context) -> str:
    kept: dict[Hashable, str] = current_app.extensions.setdefault("public_pages", {})
    key = (template, request.full_path, association(), facts)
    page = kept.get(key)
    if page is None:
        page = render_template(template, **context())
        # A form token or a script's nonce is for one answer only.
        if not session.modified and "csp_nonce" not in g:
            if len(kept) >= MOST:
                kept.clear()
            kept[key] = page
    return page
