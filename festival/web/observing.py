"""A number for every request, one structured line in the log, and figures for Prometheus. No names, no tokens."""

import logging
import re
import secrets
import sys
import time

import structlog
from flask import Flask, g, request
from prometheus_client import Counter, Histogram
from werkzeug.wrappers import Response

REQUESTS = Counter("festival_requests_total", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "festival_request_seconds",
    "Time to answer",
    ["endpoint"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_QUIET = {"static", "pages.health.healthz", "pages.health.readyz", "pages.health.metrics"}


def configure_logs(level: str) -> None:
    """One JSON object a line on standard error."""
    numeric = getattr(logging, level.upper())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(numeric, logging.WARNING),
        format='{"level":"%(levelname)s","logger":"%(name)s","event":"%(message)s"}',
    )


log = structlog.get_logger("festival")


def init_app(app: Flask) -> None:
    """Count, time and log the requests of `app`."""

    @app.before_request
    def _begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        if "began" not in g:  # refused before the first hook
            return response
        took = time.perf_counter() - g.began
        endpoint = request.endpoint or "none"
        REQUESTS.labels(endpoint, request.method, response.status_code).inc()
        SECONDS.labels(endpoint).observe(took)
        response.headers["X-Request-Id"] = g.request_id
        if endpoint not in _QUIET and (response.status_code >= 500 or app.config["LOG_REQUESTS"]):
            # The route's name, never the path: ticket pages carry their secret in it.
            log.info(
                "request",
                id=g.request_id,
                endpoint=endpoint,
                method=request.method,
                status=response.status_code,
                ms=round(took * 1000, 1),
            )
        return response
