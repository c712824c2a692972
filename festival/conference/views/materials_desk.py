"""Files of sessions and photos of speakers at the desk: larger than any form, and examined before they are kept."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.conference.forms.sessions import MaterialForm, SpeakerForm
from festival.conference.labels.sessions import fault_sentence
from festival.conference.models import ProfileRow
from festival.conference.queries.sessions import get_material, profiles, shown_profiles
from festival.conference.rules.materials import MOST_BYTES, examine
from festival.conference.services.materials import keep_material, withdraw_material
from festival.conference.services.speakers import save_profile
from festival.conference.types.sessions import ConferenceSession, MaterialAudience, MaterialFault
from festival.conference.views.hall import attached, conference_events
from festival.conference.views.sessions_desk import session_of_desk
from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.forms.sending import CopyForm, form_number
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration import photo_files
from festival.registration.accreditation_words import unfit_sentence
from festival.registration.models import Person
from festival.registration.queries.people import get_person
from festival.registration.rules import names
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("materials_desk", __name__)


def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let these addresses take a file, before the form is read for its token."""
    request.max_content_length = MOST_BYTES + 64 * 1024


blueprint.url_value_preprocessor(allow_files)


def _taken(sent: FileStorage, most: int) -> bytes:
    """Return the bytes of a file, one more than `most` of a larger one, and close what held it on the way."""
    with sent.stream as stream:
        return stream.read(most + 1)


@blueprint.get("/conference/sessions/<int:session_id>/materials/new")
@access.staff(Right.EDIT_CONFERENCE)
def new(session_id: int) -> str:
    """Show the form for a file."""
    return _page(session_of_desk(session_id), MaterialForm(formdata=None))


def _page(found: ConferenceSession, form: MaterialForm) -> str:
    return render_template(
        "conference/sessions_desk/material.html", session_=found, form=form, submission=form_number()
    )


@blueprint.post("/conference/sessions/<int:session_id>/materials/new")
@access.staff(Right.EDIT_CONFERENCE)
def bring(session_id: int) -> Answer:
    """Keep a file, if it can do no more than be looked at."""
    found = session_of_desk(session_id)
    form = MaterialForm()
    is_right = form.validate()
    sent = form.file.data
    data = _taken(sent, MOST_BYTES) if sent else b""
    examined = examine(data)
    if isinstance(examined, MaterialFault):
        form.take_errors({"file": fault_sentence(examined)})
        return _page(found, form), 422
    if not is_right:
        return _page(found, form), 422
    with writing() as session:
        keep_material(
            session,
            actor=access.signed_in().actor,
            session_id=session_id,
            title=form.title,
            audience=MaterialAudience(form.audience.data),
            data=data,
            examined=examined,
            submission=CopyForm().sent,
            now=clock.now(),
        )
    pagecache.forget()
    flash(_("The file is kept."), "good")
    return redirect(
        url_for("conference.sessions_desk.session", session_id=session_id, _anchor="materials"), 303
    )


@blueprint.get("/conference/sessions/<int:session_id>/materials/<int:material_id>")
@access.staff(Right.SEE_CONFERENCE)
def material(session_id: int, material_id: int) -> Response:
    """Give a file to the desk."""
    session_of_desk(session_id)
    row = get_material(current(), material_id, conference_events())
    return attached(row.content, row.media_type, row.name)


@blueprint.post("/conference/sessions/<int:session_id>/materials/<int:material_id>/withdraw")
@access.staff(Right.EDIT_CONFERENCE)
def withdraw(session_id: int, material_id: int) -> Answered:
    """Give a file to nobody any more."""
    session_of_desk(session_id)
    with writing() as session:
        withdraw_material(
            session,
            actor=access.signed_in().actor,
            session_id=session_id,
            material_id=material_id,
            now=clock.now(),
        )
    pagecache.forget()
    flash(_("The file is withdrawn."), "good")
    return redirect(
        url_for("conference.sessions_desk.session", session_id=session_id, _anchor="materials"), 303
    )


# --- speakers ----------------------------------------------------------------------------------------------------------


def _person(person_id: int) -> Person:
    return get_person(current(), current_edition(current()).id, person_id)


@blueprint.get("/conference/speakers/<int:person_id>")
@access.staff(Right.SEE_CONFERENCE)
def speaker(person_id: int) -> str:
    """Show what the public reads of a speaker."""
    person = _person(person_id)
    form = SpeakerForm(formdata=None)
    known = profiles(current(), [person_id]).get(person_id)
    form.show(known.biography if known else Trilingual())
    return _speaker_page(person, form, known)


def _speaker_page(person: Person, form: SpeakerForm, known: ProfileRow | None) -> str:
    return render_template(
        "conference/sessions_desk/speaker.html",
        person=person,
        name=names.shown(person, language()),
        form=form,
        has_photo=known is not None and known.photo_agreed_at is not None,
        is_hidden=known is not None and not shown_profiles(current(), [person.id]),
        may_edit=access.signed_in().has(Right.EDIT_CONFERENCE),
    )


@blueprint.post("/conference/speakers/<int:person_id>")
@access.staff(Right.EDIT_CONFERENCE)
def save_speaker(person_id: int) -> Answer:
    """Keep what the public reads of a speaker."""
    person = _person(person_id)
    form = SpeakerForm()
    known = profiles(current(), [person_id]).get(person_id)
    if not form.validate():
        return _speaker_page(person, form, known), 422
    photo: bytes | None = None
    if form.photo.data:
        made = photo_files.read(_taken(form.photo.data, photo_files.MOST_BYTES))
        if not isinstance(made, bytes):
            form.take_errors({"photo": unfit_sentence(made)})
            return _speaker_page(person, form, known), 422
        photo = made
    with writing() as session:
        save_profile(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            person_id=person_id,
            biography=form.biography,
            photo=photo,
            without_photo=bool(form.without_photo.data) and photo is None,
            now=clock.now(),
        )
    pagecache.forget()
    flash(_("The speaker’s page is kept."), "good")
    return redirect(url_for(".speaker", person_id=person_id), 303)
