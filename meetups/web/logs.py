"""Structured logs on standard error, one JSON object a line, without personal data.

A request is logged by its route's pattern, never its path: paths hold personal tokens.
"""

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger()


def configure() -> None:
    """JSON lines on standard error, so that ``--json`` commands keep standard output for themselves."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def register(app: Flask) -> None:
    """Log each request once it is answered."""
    configure()

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _request(response: Response) -> Response:
        if request.endpoint != "static":
            rule = request.url_rule.rule if request.url_rule else "(unknown)"
            elapsed = time.perf_counter() - g.get("started", time.perf_counter())
            log.info(
                "request",
                method=request.method,
                route=rule,
                status=response.status_code,
                ms=round(elapsed * 1000, 1),
            )
        return response
