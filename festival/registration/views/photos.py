"""The photo of a person's badge at the desk: shown to those with the right, brought, removed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration import consent, photo_files
from festival.registration.accreditation_words import unfit_sentence
from festival.registration.forms.accreditation import PhotoForm
from festival.registration.models import Person
from festival.registration.queries.accreditation import photo_of
from festival.registration.queries.people import get_person
from festival.registration.services import photos
from festival.registration.types.accreditation import GivenBy
from festival.registration.views.persons import shown
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("photos", __name__)


def allow_photos(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let these addresses take a photo, which is larger than any form; before the form is read for its token."""
    request.max_content_length = photo_files.MOST_BYTES + 64 * 1024


blueprint.url_value_preprocessor(allow_photos)


def received(form: PhotoForm) -> bytes | None:
    """Return the photo of a form as we keep it; None when something is wrong, which stands in the form then."""
    is_agreed = form.validate()
    sent = form.file.data
    made = photo_files.read(sent.read(photo_files.MOST_BYTES + 1) if sent else b"")
    if isinstance(made, bytes):
        return made if is_agreed else None
    form.take_errors({"file": unfit_sentence(made)})
    return None


def picture(jpeg: bytes) -> Response:
    """Answer with a photo; the guard of its view has said that nobody keeps it."""
    return Response(jpeg, mimetype="image/jpeg", headers={"Content-Disposition": "inline"})


def _person(person_id: int) -> Person:
    return get_person(current(), current_edition(current()).id, person_id)


@blueprint.get("/persons/<int:person_id>/photo")
@access.staff(Right.MANAGE_ACCREDITATION)
def photo(person_id: int) -> str:
    """Show a person's photo with the form for another."""
    return _page(_person(person_id), PhotoForm(formdata=None))


def _page(person: Person, form: PhotoForm) -> str:
    return render_template(
        "registration/photos/desk.html",
        person=person,
        shown=shown,
        form=form,
        photo=photo_of(current(), person.id),
        text=consent.photo_texts()[GivenBy.DESK],
    )


@blueprint.get("/persons/<int:person_id>/photo.jpg")
@access.staff(Right.SEE_PHOTOS)
def shown_photo(person_id: int) -> Response:
    """Give the photo itself."""
    found = photo_of(current(), _person(person_id).id)
    if found is None:
        raise NotFound
    return picture(found.jpeg)


@blueprint.post("/persons/<int:person_id>/photo")
@access.staff(Right.MANAGE_ACCREDITATION)
def bring(person_id: int) -> Answer:
    """Keep a photo that was brought to the desk."""
    person, form = _person(person_id), PhotoForm()
    jpeg = received(form)
    if jpeg is None:
        return _page(person, form), 422
    with writing() as session:
        photos.keep_photo(
            session,
            actor=access.signed_in().actor,
            person_id=person_id,
            jpeg=jpeg,
            given_by=GivenBy.DESK,
            language=language(),
            now=clock.now(),
        )
    flash(_("The photo is kept. Please check that the face is whole."), "good")
    return redirect(url_for(".photo", person_id=person_id), 303)


@blueprint.post("/persons/<int:person_id>/photo/remove")
@access.staff(Right.MANAGE_ACCREDITATION)
def remove(person_id: int) -> Response:
    """Remove a photo."""
    _person(person_id)
    with writing() as session:
        photos.remove_photo(session, actor=access.signed_in().actor, person_id=person_id, now=clock.now())
    flash(_("The photo is deleted."), "good")
    return redirect(url_for(".photo", person_id=person_id), 303)
