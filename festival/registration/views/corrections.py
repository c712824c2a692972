"""A request to correct data, carried out at the privacy desk: what is stored beside what is right, looked at, then one button."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.forms.sending import as_version
from festival.registration import queries
from festival.registration.forms.corrections import CorrectionForm
from festival.registration.labels import stored_labels
from festival.registration.models import PrivacyRequest, Registration
from festival.registration.queries.privacy import get_request
from festival.registration.services import correcting
from festival.registration.types.letters import Overtaken
from festival.registration.types.privacy import NEXT_REQUEST_STATES, RequestKind, RequestState
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("corrections", __name__)


@blueprint.get("/privacy/requests/<int:request_id>/correct")
@access.staff(Right.MANAGE_PRIVACY)
def correct(request_id: int) -> str:
    """Show what is stored about the party, each in a field in which it can be put right."""
    found, registration = _of(request_id)
    return _page(found, registration, CorrectionForm.of(correcting.stored(registration)))


def _of(request_id: int) -> tuple[PrivacyRequest, Registration]:
    """Return a request to correct something of a party, and the party. Raises NotFound for any other."""
    found = get_request(current(), request_id)
    runs = RequestState.DONE in NEXT_REQUEST_STATES[RequestState(found.state)]
    if found.kind != RequestKind.CORRECT or found.registration_id is None or not runs:
        raise NotFound
    return found, queries.get_registration(current(), found.registration_id)


def _page(found: PrivacyRequest, registration: Registration, form: CorrectionForm) -> str:
    form.version.data = str(found.version)
    form.seen.data = correcting.stand(registration)
    wanted = form.wanted if form.is_submitted() and not form.errors else None
    return render_template(
        "registration/privacy/correct.html",
        request_=found,
        registration=registration,
        form=form,
        stored=correcting.stored(registration),
        changes=correcting.changes(registration, wanted) if wanted else [],
        labels=stored_labels(),
    )


@blueprint.post("/privacy/requests/<int:request_id>/correct")
@access.staff(Right.MANAGE_PRIVACY)
def correct_now(request_id: int) -> str | Response | tuple[str, int]:
    """Look at what would change, or correct it and answer."""
    found, registration = _of(request_id)
    form = CorrectionForm(positions=sorted(correcting.stored(registration).names))
    version, seen = as_version(form.version.data), form.seen.data or ""
    if not form.validate():
        return _page(found, registration, form), 422
    if request.form.get("do") == "look":
        return _page(found, registration, form)
    with writing() as session:
        outcome = correcting.correct(
            session,
            actor=access.signed_in().actor,
            request_id=request_id,
            version=version,
            seen=seen,
            wanted=form.wanted,
            outcome=form.outcome.data or "",
            sender=sender(),
            now=clock.now(),
        )
    if outcome is None:
        flash(_("Nothing would change: these values are stored already."), "info")
        return redirect(url_for(".correct", request_id=request_id), 303)
    if isinstance(outcome, Overtaken):
        flash(
            _(
                "Somebody has changed the request or the party meanwhile. Nothing was corrected; please look again."
            ),
            "warn",
        )
    else:
        flash(_("Corrected. Whoever asked is told by message where there is a way to write to them."), "good")
    return redirect(url_for("registration.privacy.one", request_id=request_id), 303)
