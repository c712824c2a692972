"""One speaker at the desk: the link, the texts beside their translations, the versions of slides, and what happened."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.audit.queries import history
from festival.conference.forms.speaking import (
    ApproveForm,
    RefuseForm,
    ReviewForm,
    SlidesForm,
    abstracts_in,
    review_values,
    talks_form,
)
from festival.conference.labels import sessions as session_words
from festival.conference.labels import speaking as words
from festival.conference.models import SpeakerRow
from festival.conference.queries.speaking import (
    Speaking,
    find_speaker,
    get_slides,
    one_of,
    photo_of_speaker,
    slides_of,
)
from festival.conference.rules import speaking as rules
from festival.conference.services import slides as slides_service
from festival.conference.services import speaking
from festival.conference.types.sessions import MaterialAudience
from festival.conference.types.speaking import NEXT_SPEAKER_STATES, Lacking, Slides, SlideState, SpeakerState
from festival.conference.views.hall import attached, conference_events
from festival.conference.views.speaker_link import links
from festival.conference.views.speaking import allow_files, bring_file, slides_form
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration.contacts import shown_phone
from festival.registration.history_words import doer_labels
from festival.registration.rules import names
from festival.registration.types.people import Stale
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.locale import language, tr_plain

blueprint = Blueprint("speaker_desk", __name__)
blueprint.url_value_preprocessor(allow_files)


def _found(speaker_id: int) -> SpeakerRow:
    row = find_speaker(current(), speaker_id)
    if row is None or row.event_id not in conference_events():
        raise NotFound(speaker_id)
    return row


def _form(known: Speaking, *, sent: bool) -> Any:
    made = talks_form(known.told.talks, ReviewForm)
    if sent:
        return made()
    assert known.row is not None
    return made(formdata=None, data=review_values(known.told, known.row.version))


@blueprint.get("/conference/speaking/<int:speaker_id>")
@access.staff(Right.SEE_CONFERENCE)
def speaker(speaker_id: int) -> str:
    """Show one speaker."""
    row = _found(speaker_id)
    known = one_of(current(), row)
    return _page(row, known, _form(known, sent=False))


def _page(
    row: SpeakerRow,
    known: Speaking,
    form: Any,
    *,
    overtaken: bool = False,
    refusing: RefuseForm | None = None,
    bringing: SlidesForm | None = None,
) -> str:
    entries = history(current(), "speaking", row.id, limit=40)
    may_edit = access.signed_in().has(Right.EDIT_CONFERENCE)
    staff = {one.actor_id for one in entries if one.actor_kind == "person" and one.actor_id}
    missing = rules.lacking(known.told)
    return render_template(
        "conference/speakers_desk/speaker.html",
        speaker=row,
        told=known.told,
        event=conference_events()[row.event_id],
        name=names.shown(row.person, language()),
        lacking=[one for one in Lacking if one in missing],
        untranslated=rules.untranslated,
        form=form,
        overtaken=overtaken,
        refusing=refusing or RefuseForm(formdata=None),
        bringing=bringing or slides_form(known.told.places, sent=False),
        submission=form_number(),
        within=slides_service.audiences_within,
        link=links().url(row.id, row.epoch) if may_edit and row.state != SpeakerState.WITHDRAWN else None,
        still=rules.still_named(known.told),
        may_withdraw=SpeakerState.WITHDRAWN in NEXT_SPEAKER_STATES[SpeakerState(row.state)],
        phone=shown_phone(row.person.phone) if row.person.phone else "",
        entries=entries,
        doers=doer_labels(),
        people=account_names(current(), staff),
        codes=LANGUAGES,
        words=words,
        session_words=session_words,
        slide_states=SlideState,
        may_edit=may_edit,
    )


def _back(speaker_id: int, anchor: str | None = None) -> Answered:
    pagecache.forget()
    return redirect(url_for(".speaker", speaker_id=speaker_id, _anchor=anchor), 303)


@blueprint.post("/conference/speaking/<int:speaker_id>/texts")
@access.staff(Right.EDIT_CONFERENCE)
def review(speaker_id: int) -> Answer:
    """Keep what editors and translators made of the texts, and show it to the public if they say so."""
    row = _found(speaker_id)
    known = one_of(current(), row)
    form = _form(known, sent=True)
    if not form.validate():
        return _page(row, known, form), 422
    publish = request.form.get("do") == "publish"
    with writing() as session:
        outcome = speaking.review(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            speaker_id=speaker_id,
            version=form.sent,
            standing=form.standing,
            biography=form.biography,
            abstracts=abstracts_in(form, known.told.talks),
            publish=publish,
            now=clock.now(),
        )
    if isinstance(outcome, Stale):
        now = _found(speaker_id)
        form.version.data = str(outcome.version)
        return _page(now, one_of(current(), now), form, overtaken=True), 409
    if not publish:
        flash(_("The texts are kept. The public does not see them yet."), "good")
    elif not rules.agrees(known.told):
        flash(
            _(
                "The abstracts are shown to the public. Biography and photo are not: the speaker has not agreed."
            ),
            "warn",
        )
    else:
        flash(_("The texts are shown to the public."), "good")
    return _back(speaker_id, "texts")


@blueprint.get("/conference/speaking/<int:speaker_id>/photo.jpg")
@access.staff(Right.EDIT_CONFERENCE)
def photo(speaker_id: int) -> Response:
    """Give the photo that waits to be looked at."""
    found = photo_of_speaker(current(), _found(speaker_id).id)
    if found is None:
        raise NotFound
    return Response(found, mimetype="image/jpeg")


@blueprint.post("/conference/speaking/<int:speaker_id>/withdraw")
@access.staff(Right.EDIT_CONFERENCE)
def withdraw(speaker_id: int) -> Answered:
    """Take an invitation back."""
    _found(speaker_id)
    with writing() as session:
        done = speaking.withdraw(
            session, actor=access.signed_in().actor, speaker_id=speaker_id, now=clock.now()
        )
    if done:
        flash(_("The invitation is taken back, and its link opens nothing any more."), "good")
        if places := one_of(current(), _found(speaker_id)).told.places:
            named = "; ".join(dict.fromkeys(tr_plain(place.session) for place in places))
            flash(
                _(
                    "The name still stands in the programme: %(sessions)s. Please take it out there too; the way is below.",
                    sessions=named,
                ),
                "warn",
            )
    return _back(speaker_id)


@blueprint.post("/conference/speaking/<int:speaker_id>/link")
@access.staff(Right.EDIT_CONFERENCE)
def end_link(speaker_id: int) -> Answered:
    """Make the old link worthless."""
    _found(speaker_id)
    with writing() as session:
        speaking.end_link(session, actor=access.signed_in().actor, speaker_id=speaker_id, now=clock.now())
    flash(_("The old link opens nothing any more. Please send the new one."), "good")
    return _back(speaker_id)


# --- slides ------------------------------------------------------------------------------------------------------------


@blueprint.get("/conference/speaking/<int:speaker_id>/slides/<int:material_id>")
@access.staff(Right.SEE_CONFERENCE)
def slides(speaker_id: int, material_id: int) -> Response:
    """Give the desk any version, also an older one."""
    row = get_slides(current(), _found(speaker_id).id, material_id)
    return attached(row.content, row.media_type, row.name)


@blueprint.post("/conference/speaking/<int:speaker_id>/slides")
@access.staff(Right.EDIT_CONFERENCE)
def bring(speaker_id: int) -> Answer:
    """Keep a file that has come in another way, for the speaker."""
    row = _found(speaker_id)
    known = one_of(current(), row)
    form = slides_form(known.told.places, sent=True)
    version = bring_file(form, known, actor=access.signed_in().actor)
    if version is None:
        return _page(row, known, _form(known, sent=False), bringing=form), 422
    flash(_("Version %(n)s is kept. It is given to nobody before you say so.", n=version), "good")
    return _back(speaker_id, "slides")


@blueprint.post("/conference/speaking/<int:speaker_id>/slides/<int:material_id>/use")
@access.staff(Right.EDIT_CONFERENCE)
def use(speaker_id: int, material_id: int) -> Answered:
    """Let this version be the one that is given out."""
    known, form = _version(speaker_id, material_id), ApproveForm()
    form.offer(known.audience)
    if not form.validate():
        raise NotFound(form.audience.data)
    with writing() as session:
        slides_service.approve(
            session,
            actor=access.signed_in().actor,
            speaker_id=speaker_id,
            material_id=material_id,
            audience=MaterialAudience(form.audience.data),
            now=clock.now(),
        )
    flash(_("Version %(n)s is the one that is given out.", n=known.version), "good")
    return _back(speaker_id, "slides")


def _version(speaker_id: int, material_id: int) -> Slides:
    listed = slides_of(current(), [_found(speaker_id).id]).get(speaker_id, ())
    known = next((one for one in listed if one.id == material_id), None)
    if known is None:
        raise NotFound(material_id)
    return known


@blueprint.post("/conference/speaking/<int:speaker_id>/slides/<int:material_id>/refuse")
@access.staff(Right.EDIT_CONFERENCE)
def refuse(speaker_id: int, material_id: int) -> Answer:
    """Give this version to nobody, and tell the speaker why."""
    _version(speaker_id, material_id)
    form = RefuseForm()
    if not form.validate():
        row = _found(speaker_id)
        known = one_of(current(), row)
        return _page(row, known, _form(known, sent=False), refusing=form), 422
    with writing() as session:
        slides_service.refuse(
            session,
            actor=access.signed_in().actor,
            speaker_id=speaker_id,
            material_id=material_id,
            reason=form.reason.data,
            now=clock.now(),
        )
    flash(_("The speaker reads on their page why the file is not accepted."), "good")
    return _back(speaker_id, "slides")
