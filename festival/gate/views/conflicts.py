"""Scans that do not agree, for the gate lead: which two gates, which two times, and what it was."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.forms import ResolveForm
from festival.gate.labels import conflict_sentence, resolution_label
from festival.gate.services import resolving
from festival.gate.types import Resolution
from festival.programme.queries import current_edition
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("conflicts", __name__)


@blueprint.get("/gates/conflicts")
@access.staff(Right.MANAGE_GATES)
def conflicts() -> str:
    """List what nobody has looked at, or what is done with."""
    done = request.args.get("done") == "1"
    edition = current_edition(current())
    return render_template(
        "gate/conflicts/conflicts.html",
        lines=queries.conflicts(current(), edition.id, resolved=done),
        done=done,
        form=ResolveForm(formdata=None),
        sentence=conflict_sentence,
        resolution_label=resolution_label,
    )


@blueprint.post("/gates/conflicts/<int:conflict_id>/resolve")
@access.staff(Right.MANAGE_GATES)
def resolve(conflict_id: int) -> Response:
    """Note what a conflict was found to be."""
    form = ResolveForm()
    if not form.validate():
        flash(_("Please say what it was."), "bad")
        return redirect(url_for("gate.conflicts.conflicts"), 303)
    with writing() as session:
        fresh = resolving.resolve(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            conflict_id=conflict_id,
            resolution=Resolution(form.resolution.data),
            remark=form.remark.data,
            now=clock.now(),
        )
    flash(
        _("Noted. The scans stay as they are.") if fresh else _("Somebody has resolved it before you."),
        "good" if fresh else "info",
    )
    return redirect(url_for("gate.conflicts.conflicts"), 303)


@blueprint.post("/gates/conflicts/<int:conflict_id>/reopen")
@access.staff(Right.MANAGE_GATES)
def reopen(conflict_id: int) -> Response:
    """Take a resolution back."""
    with writing() as session:
        resolving.reopen(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            conflict_id=conflict_id,
            now=clock.now(),
        )
    flash(_("The conflict is open again."), "good")
    return redirect(url_for("gate.conflicts.conflicts"), 303)
