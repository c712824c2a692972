"""The photo of a report from the field: let in up to its size, and drawn anew."""

from flask import request

from festival.logistics import evidence
from festival.logistics.forms.incidents import FieldForm
from festival.logistics.types.files import MOST_BYTES, FileKind, FileRefusal
from festival.web.locale import gettext as _

_FORM_BYTES = 64 * 1024


def allow_photos(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let the addresses of a blueprint take a photo; before the form is read for its token."""
    request.max_content_length = MOST_BYTES + _FORM_BYTES


def photo_in(form: FieldForm) -> bytes | None:
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
