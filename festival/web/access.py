"""Guards: every view carries exactly one, and a view without one is never served.

    @blueprint.get("/registrations")
    @access.staff(Right.SEE_REGISTRATIONS)
    def registrations() -> Response: …

Who a request comes from is answered by the application (`use_identities`), because this package knows no accounts.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, cast

from flask import Flask, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from festival.core.actor import Actor
from festival.core.trilingual import Language

View = TypeVar("View", bound=Callable[..., Any])
Audience = Literal["public", "staff", "device", "token"]


class Person(Protocol):
    """Somebody who has signed in."""

    @property
    def name(self) -> str: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def language(self) -> Language: ...
    @property
    def must_enrol(self) -> bool:
        """Whether a second factor is owed before anything else."""

    def has(self, right: str) -> bool: ...


class Identities(Protocol):
    """Answers who sends the present request."""

    def person(self) -> Person | None: ...
    def device(self) -> Any | None: ...


@dataclass(frozen=True, slots=True)
class Guard:
    """Whom a view lets in; read by the sitemap's test."""

    audience: Audience
    right: str | None = None


def use_identities(app: Flask, identities: Identities) -> None:
    """Tell the guards of `app` how to find out who is there, and refuse what has no guard."""
    app.extensions["identities"] = identities

    @app.before_request
    def _closed_by_default() -> None:
        if request.endpoint and request.endpoint != "static":
            view = app.view_functions[request.endpoint]
            if getattr(view, "guard", None) is None:
                app.logger.error("view without a guard: %s", request.endpoint)
                abort(404)


def actor() -> Person | None:
    """Return who is signed in, asked once a request."""
    if "person" not in g:
        g.person = current_identities().person()
    return cast("Person | None", g.person)


def signed_in() -> Person:
    """Return who is signed in, inside a staff view."""
    person = actor()
    if person is None:
        abort(401)
    return person


def device() -> Any:
    """Return the device that sends the request, inside a device view."""
    return g.device


def current_identities() -> Identities:
    """Return the application's way of telling who is there."""
    from flask import current_app  # noqa: PLC0415 (a proxy; only meaningful inside a request)

    return cast("Identities", current_app.extensions["identities"])


def public(view: View) -> View:
    """Let everybody in."""
    return _guarded(view, view, Guard("public"))


def token(view: View) -> View:
    """Let in whoever holds the secret in the address; the view itself compares it and answers 404 otherwise.

    What it shows is for the holder only: never cached, and its address never passed on.
    """

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        g.private = True
        return view(*args, **kwargs)

    return _guarded(view, guarded, Guard("token"))


def staff(right: str, *, before_enrolment: bool = False) -> Callable[[View], View]:
    """Let in people who signed in and hold `right`; others sign in first, or meet a 403.

    `before_enrolment` is for the few pages on which a person sets up the second factor.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            g.private = True
            person = actor()
            if person is None:
                return _sign_in_first()
            if person.must_enrol and not before_enrolment:
                return redirect(url_for("accounts.desk.second_factor"), 303)
            if not person.has(right):
                abort(403)
            return view(*args, **kwargs)

        return _guarded(view, guarded, Guard("staff", right))

    return decorate


def by_device(view: View) -> View:
    """Let in paired devices: `Authorization: Device <key>`, never a cookie. Others get 401 in JSON."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        g.private = True
        found = current_identities().device()
        if found is None or isinstance(found, str):
            return {"error": found or "unknown_device"}, 401
        g.device = found
        return view(*args, **kwargs)

    return _guarded(view, guarded, Guard("device"))


def _guarded(view: View, wrapper: Callable[..., Any], guard: Guard) -> View:
    if getattr(view, "guard", None) is not None:
        raise TypeError(f"{view.__module__}.{view.__qualname__} carries two guards")
    if wrapper is view:

        @functools.wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

    wrapper.guard = guard  # type: ignore[attr-defined]
    return cast("View", wrapper)


def _sign_in_first() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.desk.sign_in", next=back), 303)
