"""The privacy desk: requests with their clocks, answered and carried out, and evidence of what people agreed to."""

import json
from datetime import date
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from sqlalchemy import select
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.audit.queries import history
from festival.audit.services import note
from festival.core import clock, ids
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.forms.sending import as_version
from festival.registration.contacts import shown_phone
from festival.registration.forms.privacy import AnswerForm, RequestForm
from festival.registration.labels import asked_label, request_state_label
from festival.registration.models import PrivacyRequest, Registration
from festival.registration.queries import privacy as queries
from festival.registration.queries.personal_data import of_registration
from festival.registration.rules.working_days import working_days_left
from festival.registration.services.privacy_desk import carry_out, move
from festival.registration.services.privacy_requests import open_request
from festival.registration.types.letters import Overtaken
from festival.registration.types.privacy import RequestKind, RequestState
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("privacy", __name__)
_STATES = {"refuse": RequestState.REFUSED, "answer": RequestState.ANSWERED}


@blueprint.get("/privacy")
@access.staff(Right.MANAGE_PRIVACY)
def requests() -> str:
    """List what runs, the most urgent first, and what has ended."""
    session = current()
    today, rest = clock.local(clock.now()).date(), queries.days_of_rest(session)
    running = queries.requests(session, running=True)
    return render_template(
        "registration/privacy/requests.html",
        running=[(one, *_clock(one, today, rest)) for one in running],
        ended=queries.requests(session, running=False),
        request_label=_label,
        state_label=request_state_label,
    )


def _label(kind: str) -> str:
    return asked_label(RequestKind(kind))


def _clock(one: PrivacyRequest, today: date, rest: frozenset[date]) -> tuple[date, int]:
    """Return the day by which the next step is due, and how many working days are left (below zero: late)."""
    due = one.answer_by if one.state == RequestState.OPEN else one.done_by
    left = working_days_left(today, due, rest)
    return due, left if today <= due else min(left, -1)


@blueprint.get("/privacy/requests/new")
@access.staff(Right.MANAGE_PRIVACY)
def new() -> str:
    """Show the form for a request that reaches the desk."""
    form = RequestForm()
    form.submission.data = ids.token(128)
    return render_template("registration/privacy/new.html", form=form)


@blueprint.post("/privacy/requests")
@access.staff(Right.MANAGE_PRIVACY)
def make() -> Response | tuple[str, int]:
    """Take a request that reached the desk; the same form sent again comes to the same one."""
    form = RequestForm()
    number = form.submission.data or ""
    known = 16 <= len(number) <= 60
    registration = _by_code(form.code.data or "")
    valid = form.validate()
    if form.code.data and registration is None:
        form.take_errors({"code": _("There is no party with this code.")})
        valid = False
    if not valid or not known:
        form.submission.data = number if known else ids.token(128)
        return render_template("registration/privacy/new.html", form=form), 422
    with writing() as session:
        made = open_request(
            session,
            actor=access.signed_in().actor,
            kind=RequestKind(form.kind.data),
            registration_id=registration,
            language=form.spoken,
            details=form.details.data or "",
            submission=number,
            sender=sender(),
            now=clock.now(),
            name=form.name.data,
            contact=form.contact.data,
        )
    return _to(made.id)


def _by_code(code: str) -> int | None:
    clean = ids.clean_code(code)[:7]
    return current().scalar(select(Registration.id).where(Registration.code == clean)) if clean else None


@blueprint.get("/privacy/requests/<int:request_id>")
@access.staff(Right.MANAGE_PRIVACY)
def one(request_id: int) -> str:
    """Show one request with its clocks and what can be done."""
    return _page(queries.get_request(current(), request_id), AnswerForm())


def _page(found: PrivacyRequest, form: AnswerForm) -> str:
    session = current()
    today, rest = clock.local(clock.now()).date(), queries.days_of_rest(session)
    due, left = _clock(found, today, rest)
    form.version.data = str(found.version)
    return render_template(
        "registration/privacy/request.html",
        request_=found,
        label=_label(found.kind),
        state_label=request_state_label(found.state),
        registration=session.get(Registration, found.registration_id) if found.registration_id else None,
        due=due,
        left=left,
        form=form,
        history=history(session, "privacy_request", found.id),
        state_label_of=request_state_label,
        erases=found.kind in {RequestKind.DELETE, RequestKind.WITHDRAW},
        corrects=found.kind == RequestKind.CORRECT,
        restricts=found.kind in {RequestKind.RESTRICT, RequestKind.OBJECT},
    )


@blueprint.post("/privacy/requests/<int:request_id>")
@access.staff(Right.MANAGE_PRIVACY)
def answer(request_id: int) -> Response | tuple[str, int]:
    """Answer, carry out or refuse; the button says which."""
    found = queries.get_request(current(), request_id)
    form = AnswerForm()
    version = as_version(form.version.data)
    if not form.validate():
        return _page(found, form), 422
    wanted = request.form.get("do")
    with writing() as session:
        doing = partial(
            carry_out
            if wanted == "carry_out"
            else partial(move, state=_STATES.get(wanted or "", RequestState.ANSWERED)),
            actor=access.signed_in().actor,
            request_id=request_id,
            version=version,
            outcome=form.outcome.data or "",
            sender=sender(),
            now=clock.now(),
        )
        outcome = doing(session)
    if isinstance(outcome, Overtaken):
        flash(_("Somebody else has worked on this request meanwhile. Nothing was done or sent now."), "warn")
    else:
        flash(_("Done. Whoever asked is told by message where there is a way to write to them."), "good")
    return _to(request_id)


@blueprint.post("/privacy/requests/<int:request_id>/data.json")
@access.staff(Right.MANAGE_PRIVACY)
def data(request_id: int) -> FlaskResponse:
    """Give out everything stored about the party of a request, to hand over; that it was given out is written down."""
    found = queries.get_request(current(), request_id)
    if found.registration_id is None:
        raise NotFound
    stored = of_registration(current(), found.registration_id)
    with writing() as session:
        note(
            session,
            actor=access.signed_in().actor,
            verb="privacy.exported",
            subject="privacy_request",
            subject_id=found.id,
            now=clock.now(),
            registration=found.registration_id,
        )
    response = FlaskResponse(json.dumps(stored, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="du-lieu-{found.id}.json"'
    return response


@blueprint.post("/privacy/evidence")
@access.staff(Right.MANAGE_PRIVACY)
def find_evidence() -> str:
    """Show what was agreed to under a code, a phone or a mail. It is asked by POST: an address would end up in logs."""
    asked = tidy(request.form.get("q", ""))[:254]
    return _evidence(asked)


@blueprint.get("/privacy/evidence")
@access.staff(Right.MANAGE_PRIVACY)
def evidence() -> str:
    """Ask whose consent is looked for."""
    return _evidence("")


def _evidence(asked: str) -> str:
    return render_template(
        "registration/privacy/evidence.html",
        asked=asked,
        rows=queries.evidence(current(), asked) if asked else [],
        shown_phone=shown_phone,
    )


def _to(request_id: int) -> Response:
    return redirect(url_for("registration.privacy.one", request_id=request_id), 303)
