"""Whoever gets messages ends those that can be spared: with one click of the mail program (RFC 8058), or on a page.

The secret in the address is the right; a mail program sends no cookie, so that these forms carry no CSRF token.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.outbox.queries import opted_out
from festival.outbox.services import opt_in, opt_out
from festival.outbox.types import MessageKind
from festival.programme.catalogue import catalogue
from festival.registration.labels import message_label
from festival.registration.views.speaking import sender
from festival.web import access

blueprint = Blueprint("unsubscribing", __name__)


def _digest(code: str) -> str:
    found = sender().tokens.read_unsubscribe(code)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/unsubscribe/<code>")
@access.token
def page(code: str) -> str:
    """Say which messages can be ended and which come all the same."""
    digest = _digest(code)
    return render_template(
        "registration/unsubscribing/page.html",
        edition=catalogue().edition,
        code=code,
        is_out=digest in opted_out(current(), [digest]),
        spared=[message_label(kind) for kind in MessageKind if not kind.essential],
        essential=[
            message_label(kind) for kind in MessageKind if kind.essential and kind is not MessageKind.OTHER
        ],
    )


@blueprint.post("/unsubscribe/<code>")
@access.token
def end(code: str) -> Response | tuple[str, int]:
    """End what can be spared; a mail program that does it by itself gets a plain answer."""
    digest = _digest(code)
    with writing() as session:
        opt_out(session, digest, now=clock.now())
    if request.form.get("List-Unsubscribe") == "One-Click":
        return "", 200
    return redirect(url_for("registration.unsubscribing.page", code=code), 303)


@blueprint.post("/unsubscribe/<code>/again")
@access.token
def again(code: str) -> Response:
    """Let them come again."""
    digest = _digest(code)
    with writing() as session:
        opt_in(session, digest)
    return redirect(url_for("registration.unsubscribing.page", code=code), 303)
