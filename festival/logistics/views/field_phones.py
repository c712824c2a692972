"""What a phone in the field does whoever holds it, a unit or one of the crew: it answers an order, and reports with a photo."""

from flask import flash, request

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import writing
from festival.logistics import evidence
from festival.logistics.forms.incidents import FieldForm
from festival.logistics.models import CrewMember, ResponseUnit
from festival.logistics.services.incidents import dispatching, reporting
from festival.logistics.types.files import MOST_BYTES, FileKind, FileRefusal
from festival.logistics.types.incidents import IncidentRefusal, UnitAnswer
from festival.web.locale import gettext as _

_FORM_BYTES = 64 * 1024


def allow_photos(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let the addresses of a blueprint take a photo; before the form is read for its token."""
    request.max_content_length = MOST_BYTES + _FORM_BYTES


def answer_order(unit_id: int, dispatch_id: int, *, crew_id: int | None = None) -> None:
    """Take which of the three answers was pressed, and say what became of it. Raises NotFound."""
    said = request.form.get("answer", "")
    if said not in {UnitAnswer.UNDER_WAY, UnitAnswer.ON_SCENE, UnitAnswer.DONE}:
        raise NotFound(said)
    with writing() as session:
        outcome = dispatching.answer(
            session,
            unit_id=unit_id,
            dispatch_id=dispatch_id,
            said=UnitAnswer(said),
            crew_id=crew_id,
            now=clock.now(),
        )
    if isinstance(outcome, IncidentRefusal):
        flash(_("The control room has changed this order meanwhile. Please look at it again."), "warn")
    else:
        flash(_("The control room knows."), "good")


def take_report(sender: ResponseUnit | CrewMember, form: FieldForm) -> int | None:
    """Take a report and say so; return the status with which its form is shown again, or None when it was taken."""
    fine = form.validate()
    photo = _photo_in(form)
    if not fine or form.photo.errors:
        return 422
    with writing() as session:
        made = reporting.report(
            session,
            sender=sender,
            text=form.said.data,
            name=form.name.data or ""
            if isinstance(sender, ResponseUnit)
            else "",  # a unit's phone goes round
            place=form.place.data or "",
            place_text=form.place_text.data or "",
            photo=photo,
            now=clock.now(),
            submission=form.sent,
        )
    if made is None:
        form.take_errors(
            {
                "said": _(
                    "Many of your reports still wait in the control room. Please call it by radio or phone."
                )
            }
        )
        return 429
    flash(_("Thank you. The control room has your report."), "good")
    return None


def _photo_in(form: FieldForm) -> bytes | None:
    """Return the photo drawn anew, without place and camera; what is no picture is refused at its field."""
    sent = form.photo.data
    data = sent.read(MOST_BYTES + 1) if sent else b""
    if not data:
        return None
    made = evidence.checked("photo.jpg", data)
    if not isinstance(made, FileRefusal) and made.kind is FileKind.JPEG:
        return made.data
    sentence = (
        _("The photo is larger than 8 MB. Please take a smaller one.")
        if made is FileRefusal.TOO_LARGE
        else _("This is no photo that can be read. JPEG, PNG and WebP can.")
    )
    form.take_errors({"photo": sentence})
    return None
