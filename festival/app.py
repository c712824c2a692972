"""create_app(): the one place that knows every other."""

from typing import Any

from flask import Flask, request
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from festival import menu, sitemap
from festival.accounts.types import SignedIn
from festival.accounts.views.desk import identify
from festival.conference import calendars as meeting_calendars
from festival.conference.services import certificates_forgetting
from festival.conference.services import forgetting as speakers_forgetting
from festival.conference.services.door_seats import DoorSeats
from festival.conference.services.following import Conference
from festival.core import clock, config, db
from festival.core.config import ROOT, Settings
from festival.core.signing import KeyRing
from festival.gate import glance, snapshot, standing
from festival.gate.queries.gates import gates_now
from festival.gate.services.doors import HallDoors
from festival.gate.standing import Standing
from festival.gate.views import api as gate_api
from festival.gate.views import helping as gate_helping
from festival.gate.views import taps as gate_taps
from festival.logistics.services import forgetting as crew_forgetting
from festival.logistics.services.errands import TaskErrands
from festival.logistics.services.following import Tasks
from festival.logistics.services.incidents import forgetting
from festival.logistics.services.shift_following import Shifts
from festival.logistics.types.tasks import Area
from festival.programme.views import plans as programme_plans
from festival.registration import calendars, choosing
from festival.registration.papers import tickets
from festival.registration.queries import places_of, registered_in
from festival.registration.services import retention
from festival.registration.services.following import Parties
from festival.registration.types.privacy import Kept
from festival.registration.views import receipts, unsubscribing
from festival.web import (
    access,
    compression,
    documents,
    failures,
    headers,
    locale,
    observing,
    pagecache,
    rendering,
    streams,
)

MAX_BODY = 2 * 1024 * 1024  # bytes; the largest honest request is a batch of 500 scans, about 150 KB


class Identities:
    """Who sends a request: people by their session, phones by their key."""

    def person(self) -> SignedIn | None:
        """Return who is signed in."""
        return identify()

    def device(self) -> Standing | str | None:
        """Return the device of `Authorization: Device <key>`, or why it is none."""
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        return standing.find_standing(key) if kind == "Device" and key else None


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """Make the application. Raises BadSetting when the environment cannot be used."""
    settings = settings if settings is not None else config.read()
    app = Flask(
        "festival",
        template_folder=str(rendering.TEMPLATES),
        static_folder=str(rendering.STATIC),
        instance_path=str(settings.instance),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=db.engine_options(settings.database_url, settings.web_threads),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_secure else "session",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a grandmother may take an hour over a form
        WTF_CSRF_SSL_STRICT=False,  # the Referer is not sent from private pages; the token is what counts
        LOG_REQUESTS=settings.log_level == "debug",
        **overrides,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["settings"] = settings
    app.extensions["keyring"] = KeyRing(settings.secret_key)
    app.extensions["places"] = places_of
    app.extensions["registered"] = registered_in
    app.extensions["gates_now"] = gates_now
    app.extensions["concerned"] = (
        Parties(settings.public_url, settings.secret_key),
        Tasks(),
        Shifts(),
        Conference(),
    )
    app.extensions |= {"doors": HallDoors(), "seats": DoorSeats()}
    app.extensions["errands"] = TaskErrands(Area.CONFERENCE)
    app.extensions["attachments"] = {
        calendars.KIND: calendars.file,
        tickets.KIND: tickets.file,
        meeting_calendars.KIND: meeting_calendars.file,
    }
    retention.TERMS[Kept.INCIDENTS] = forgetting.TERM
    retention.TERMS[Kept.CREW] = crew_forgetting.TERM
    retention.TERMS[Kept.SPEAKERS] = speakers_forgetting.TERM
    retention.TERMS[Kept.CARDS] = certificates_forgetting.CARDS
    retention.TERMS[Kept.CERTIFICATES] = certificates_forgetting.CERTIFICATES
    retention.TERMS[Kept.QUESTIONS] = speakers_forgetting.QUESTIONS
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    if settings.clock is not None:
        clock.start_at(settings.clock)
    db.init_app(app)
    Migrate(app, db.db, directory=str(ROOT / "festival" / "migrations"), render_as_batch=True)
    observing.init_app(app)
    locale.init_app(app)
    access.use_identities(app, Identities())
    csrf = CSRFProtect(app)
    rendering.init_app(app)
    pagecache.init_app(app)
    documents.init_app(app)
    standing.init_app(app)
    glance.init_app(app)
    streams.init_app(app, limit=settings.board_streams)
    choosing.init_app(app)
    snapshot.init_app(app)
    compression.init_app(app)
    headers.init_app(app, secure=settings.is_secure)
    failures.init_app(app)
    sitemap.register(app)
    csrf.exempt(gate_api.blueprint)  # its key travels in a header that no other site can send
    csrf.exempt(gate_helping.blueprint)  # the same
    csrf.exempt(gate_taps.blueprint)  # the same
    csrf.exempt(unsubscribing.blueprint)  # mail programs send no cookie; the address's secret is the right
    csrf.exempt(receipts.blueprint)  # the same, for gateways
    csrf.exempt(programme_plans.blueprint)  # the same, and it takes nothing but JSON
    app.jinja_env.globals["desk_menu"] = menu.desk_menu
    return app
