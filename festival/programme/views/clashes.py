"""A soft clash and the reason for which it may stay."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import local
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.clashing import FoundClash, clashes_of
from festival.programme.forms.sending import ReasonForm
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import get_draft
from festival.programme.services.accepting import SHORTEST, accept
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.rendering import local_path

blueprint = Blueprint("clashes", __name__)


def _get(fingerprint: str) -> FoundClash:
    session = current()
    found = clashes_of(session, current_edition(session).id, now=clock.now())
    clash = next((one for one in found if one.fingerprint == fingerprint and not one.is_hard), None)
    if clash is None:
        raise NotFound(fingerprint)
    return clash


def _page(clash: FoundClash, form: ReasonForm) -> str:
    return render_template("programme/editor/reason.html", clash=clash, form=form, back=_back(clash))


def _back(clash: FoundClash) -> str:
    """Return where the reader came from, or the day of the clash."""
    asked = request.values.get("back")
    content = get_draft(current(), current_edition(current()).id, clash.plans[0]).content
    day = local(content.starts_at).date().isoformat() if content.starts_at else None
    return local_path(asked, url_for("programme.editor.day", day=day, _anchor="editor-clashes"))


@blueprint.get("/programme/clashes/<fingerprint>")
@access.staff(Right.EDIT_PROGRAMME)
def reason(fingerprint: str) -> str:
    """Ask why a clash may stay."""
    clash = _get(fingerprint)
    given = clash.accepted.reason if clash.accepted else ""
    return _page(clash, ReasonForm(formdata=None, data={"reason": given}))


@blueprint.post("/programme/clashes/<fingerprint>")
@access.staff(Right.EDIT_PROGRAMME)
def accept_now(fingerprint: str) -> Answer:
    """Keep why a clash may stay. What is solved meanwhile is found no more and needs no reason."""
    clash = _get(fingerprint)
    form = ReasonForm()
    good = form.validate()
    if good and len(tidy(form.reason.data)) < SHORTEST:
        form.take_errors({"reason": _("Please give the reason in a few words: at least five characters.")})
        good = False
    if not good:
        return _page(clash, form), 422
    back = _back(clash)
    edition = current_edition(current())
    with writing() as session:
        accept(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            fingerprint=clash.fingerprint,
            sentence=clash.sentence,
            reason=form.reason.data,
            now=clock.now(),
        )
    flash(_("The reason is kept."), "good")
    return redirect(back, 303)
