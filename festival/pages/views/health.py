"""Is it alive, can it work, how is it doing."""

import hmac
import os

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from sqlalchemy import text

from festival.core.transaction import current
from festival.outbox.queries import counts
from festival.web import access
from festival.web.settings import settings

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access.public
def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@blueprint.get("/readyz")
@access.public
def readyz() -> Response:
    """Say that the database answers too (an error becomes the 503 every page gives)."""
    current().execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@blueprint.get("/metrics")
@access.public
def metrics() -> Response:
    """Give figures to Prometheus: with METRICS_TOKEN as a bearer token, or without one to this machine alone."""
    wanted = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if wanted:
        allowed = hmac.compare_digest(given.encode(), wanted.encode())
    else:
        # TLS means a proxy; if nobody has declared it (TRUSTED_PROXIES), everybody seems to be on this machine.
        allowed = not settings().is_secure and request.remote_addr in {"127.0.0.1", "::1"}
    if not allowed:
        abort(404)
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    body = generate_latest(registry)
    waiting = "".join(
        f'festival_messages{{state="{state}"}} {number}\n'
        for state, number in sorted(counts(current()).items())
    )
    return Response(
        body + f"# TYPE festival_messages gauge\n{waiting}".encode(), content_type=CONTENT_TYPE_LATEST
    )
