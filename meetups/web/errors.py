"""Error pages that help. One body for each status, whatever the reason, so that nothing leaks."""

import structlog
from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from meetups.database import db
from meetups.web.tokens import BadLink, ExpiredLink

log = structlog.get_logger()
WITH_A_PAGE = {400, 403, 404, 410, 413, 429, 500, 503}


def error_page(status: int) -> tuple[str, int]:
    """Our page for a status; that of 400 for those without one."""
    return render_template(f"errors/{status if status in WITH_A_PAGE else 400}.html"), status


def register(app: Flask) -> None:
    """Answer every refusal and failure with a page of ours."""

    @app.errorhandler(HTTPException)
    def _refused(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None or (error.code or 500) < 400:
            return error
        if isinstance(error, SecurityError):  # for a host that is not ours: no address of ours can be written
            return "Cette adresse n’est pas celle du réseau.", 400
        page, status = error_page(error.code or 500)
        headers = [(k, v) for k, v in error.get_headers() if k.lower() not in {"content-type", "content-length"}]
        return page, status, headers

    @app.errorhandler(BadLink)
    def _unknown_link(_error: BadLink) -> tuple[str, int]:
        return error_page(404)

    @app.errorhandler(ExpiredLink)
    def _expired_link(_error: ExpiredLink) -> tuple[str, int]:
        return error_page(410)

    @app.errorhandler(StaleDataError)
    def _changed_meanwhile(_error: StaleDataError) -> tuple[str, int]:
        db.session.rollback()
        return render_template("errors/409.html"), 409

    @app.errorhandler(OperationalError)
    def _database_away(error: OperationalError) -> tuple[str, int]:
        db.session.rollback()
        log.error("database_unavailable", cause=type(error.orig).__name__)
        return error_page(503)
