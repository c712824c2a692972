"""One action on many parties: look at it, do it, undo it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition
from festival.registration.desk_labels import action_labels
from festival.registration.forms.desk import BlockForm, BulkForm
from festival.registration.forms.filters import filters_from
from festival.registration.queries import listing
from festival.registration.queries.bulk import codes_of, get_bulk, look_at
from festival.registration.services import bulk
from festival.registration.types.desk import Action, BlockReason
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("bulk", __name__)

_SHOWN = 100  # codes on the page; the counts are of all


@blueprint.post("/registrations/bulk")
@access.staff(Right.CHANGE_REGISTRATIONS)
def look() -> Response:
    """Keep what was chosen and lead to the page that says what it would do."""
    form = BulkForm()
    filters = filters_from(request.form)
    back = url_for("registration.desk.registrations", **filters.as_query())
    if not form.validate():
        flash(next(str(errors[0]) for errors in form.errors.values()), "warn")
        return redirect(back, 303)
    session = current()
    edition = current_edition(session)
    chosen = (
        listing.numbers(session, edition_id=edition.id, filters=filters, limit=bulk.MOST)
        if form.all_found
        else listing.of_edition(session, form.parties[: bulk.MOST], edition_id=edition.id)
    )
    if not chosen:
        flash(_("Please tick at least one party in the list."), "warn")
        return redirect(back, 303)
    with writing() as session:
        made = bulk.prepare(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            form=form.number.data or "",
            action=Action(form.action.data),
            chosen=chosen,
            now=clock.now(),
        )
        number = made.id
    return redirect(url_for(".bulk_action", bulk_id=number), 303)


@blueprint.get("/registrations/bulk/<int:bulk_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def bulk_action(bulk_id: int) -> str:
    """Say what the action would do, or what it has done."""
    return _page(bulk_id, BlockForm(reason=BlockReason.PASSED_ON))


@blueprint.post("/registrations/bulk/<int:bulk_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def do(bulk_id: int) -> Response | tuple[str, int]:
    """Do what was looked at."""
    found = get_bulk(current(), bulk_id, made_by=access.signed_in().actor.id)
    form = BlockForm()
    blocks = found.action == Action.BLOCK
    if blocks and not form.validate():
        return _page(bulk_id, form), 422
    with writing() as session:
        bulk.do(
            session,
            actor=access.signed_in().actor,
            bulk_id=bulk_id,
            reason=form.why if blocks else BlockReason.OTHER,
            sender=sender(),
            now=clock.now(),
        )
    return redirect(url_for(".bulk_action", bulk_id=bulk_id), 303)


@blueprint.post("/registrations/bulk/<int:bulk_id>/undo")
@access.staff(Right.CHANGE_REGISTRATIONS)
def undo(bulk_id: int) -> Response:
    """Take the action back."""
    with writing() as session:
        undone = bulk.undo(
            session,
            actor=access.signed_in().actor,
            bulk_id=bulk_id,
            links=sender().links,
            now=clock.now(),
        )
    if undone is None:
        flash(_("This can no longer be taken back."), "warn")
    return redirect(url_for(".bulk_action", bulk_id=bulk_id), 303)


def _page(bulk_id: int, form: BlockForm) -> str:
    session = current()
    found = get_bulk(session, bulk_id, made_by=access.signed_in().actor.id)
    action = Action(found.action)
    seen = look_at(session, action, found.chosen["ids"]) if found.result is None else None
    done = bulk.Done(**found.result) if found.result is not None else None
    undone = bulk.Done(**found.undo_result) if found.undo_result is not None else None
    numbers = list(seen.touched) if seen else [int(number) for number in done.positions] if done else []
    return render_template(
        "registration/bulk/bulk.html",
        bulk=found,
        action=action,
        label=action_labels()[action],
        seen=seen,
        done=done,
        undone=undone,
        can_be_undone=bulk.can_be_undone(found, clock.now()),
        codes=codes_of(session, numbers, limit=_SHOWN),
        more=max(0, len(numbers) - _SHOWN),
        form=form,
    )
