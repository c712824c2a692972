"""Errors a person meets: what happened, what was kept, what to do, in their language; JSON for programs."""

import contextlib
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from festival.core.errors import Forbidden, NoEdition, NotFound
from festival.core.transaction import current
from festival.web.locale import gettext as _
from festival.web.observing import log


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(NoEdition, lambda _error: _answer(404, "no_edition"))
    app.register_error_handler(NotFound, lambda _error: _answer(404))
    app.register_error_handler(Forbidden, lambda _error: _answer(403))
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(Exception, _broken)


def _http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    return _answer(error.code or 500)


def _csrf(_error: CSRFError) -> Any:
    return _answer(400, "csrf")


def _database(error: Exception) -> Any:
    log.error("database", id=g.get("request_id"), kind=type(error).__name__, **_of_statement(error))
    _let_go()
    response = _answer(503)
    response.headers["Retry-After"] = "5"
    return response


def _of_statement(error: Exception) -> dict[str, str | None]:
    """Return which statement broke and how, without the values in it: PostgreSQL's DETAIL quotes them."""
    original = getattr(error, "orig", None)
    diagnosis = getattr(original, "diag", None)
    said = diagnosis.message_primary if diagnosis is not None else None
    return {"statement": getattr(error, "statement", None), "said": said or str(original or error)}


def _broken(error: Exception) -> Any:
    log.error("broken", id=g.get("request_id"), endpoint=request.endpoint, exc_info=error)
    _let_go()
    return _answer(500)


def _let_go() -> None:
    g.person = None  # the error page asks the database nothing more
    with contextlib.suppress(Exception):  # the connection is gone; the pool makes a new one
        current().rollback()


def _sentences(kind: str) -> tuple[str, str, str | None]:
    """Return (what happened, what to do, what was kept) for a status or a named case."""
    table = {
        "csrf": (
            _("This form was open for too long"),
            _(
                "For your safety the form must be opened again. Please allow cookies for this site, go back, reload the page and send it once more."
            ),
            _("Nothing was stored. Your browser may still hold what you typed: use its back button."),
        ),
        "400": (
            _("We could not understand this request"),
            _("Please go back, reload the page and try once more."),
            None,
        ),
        "401": (_("Please sign in first"), _("This page is for people who have signed in."), None),
        "403": (
            _("You may not see this page"),
            _("Your account does not have this right. Ask an administrator if you need it."),
            None,
        ),
        "404": (
            _("We could not find this page"),
            _(
                "The address may have a typing error, or the page is no longer there. The programme and your ticket are one tap away."
            ),
            None,
        ),
        "no_edition": (
            _("The programme is not public yet"),
            _(
                "There is no edition of the festival yet. The organizers load one, or the sample, on the server."
            ),
            None,
        ),
        "405": (
            _("This address does not take that request"),
            _("Please go back and use the buttons of the page."),
            None,
        ),
        "413": (_("That is too large"), _("Please send less at once."), _("Nothing was stored.")),
        "429": (
            _("Too many attempts"),
            _("Please wait a few minutes, then try once more."),
            _("Nothing was lost."),
        ),
        "503": (
            _("The system is busy for a moment"),
            _(
                "Please wait about ten seconds and send it again. Sending twice does no harm: the second one changes nothing."
            ),
            _("Nothing half-done was stored."),
        ),
    }
    otherwise = (
        _("Something broke on our side"),
        _(
            "We have noted it. Please try once more in a minute; at the festival, any help desk can look after you."
        ),
        _("Nothing half-done was stored."),
    )
    return table.get(kind, otherwise)


def _answer(status: int, kind: str | None = None) -> Response:
    title, text, kept = _sentences(kind or str(status))
    if request.path.startswith("/api/"):
        response = jsonify({"error": kind or str(status), "sentence": title})
    else:
        g.private = True
        g.setdefault("person", None)  # an error page asks the database nothing
        at_desk = request.path.startswith("/desk")
        page = render_template(
            "web/errors/error.html",
            status=status,
            title=title,
            text=text,
            kept=kept,
            action_url=url_for("pages.desk.dashboard") if at_desk else url_for("pages.public.home"),
            action_label=_("Go to the overview") if at_desk else _("Go to the home page"),
        )
        response = Response(page, mimetype="text/html")
    response.status_code = status
    return response
