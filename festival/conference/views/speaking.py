"""A speaker's own pages behind the personal link: the answer, who they are, their talks, the day, their slides."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answered

from festival.conference.forms.speaking import (
    AboutForm,
    AnswerForm,
    DayForm,
    SlidesForm,
    about_values,
    abstracts_in,
    day_values,
    place_key,
    talks_form,
    talks_values,
)
from festival.conference.labels import sessions as session_words
from festival.conference.labels import speaking as words
from festival.conference.queries.speaking import (
    Speaking,
    get_slides,
    photo_of_speaker,
    terms_of,
)
from festival.conference.rules import speaking as rules
from festival.conference.rules.materials import MOST_BYTES, examine
from festival.conference.services import slides as slides_service
from festival.conference.services import telling
from festival.conference.types.sessions import MaterialAudience, MaterialFault
from festival.conference.types.speaking import Appearance, Lacking, NoAnswer, PhotoWish, SpeakerState
from festival.conference.views.hall import attached
from festival.conference.views.speaker_files import files_of
from festival.conference.views.speaker_link import OwnSpeaker, own_speaker
from festival.core import clock
from festival.core.actor import CITIZEN, Actor
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.forms.sending import CopyForm, form_number
from festival.programme.views.answers import Answer
from festival.registration import photo_files
from festival.registration.accreditation_words import unfit_sentence
from festival.registration.rules import names
from festival.registration.types.people import Honorific, Stale
from festival.web import access, pagecache
from festival.web.locale import clock_time, day_short, language, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("speaking", __name__)
# What is asked on which page; what is left is the slides'.
PAGES: dict[str, frozenset[Lacking]] = {
    "about": frozenset({Lacking.NAME, Lacking.POSITION, Lacking.BIOGRAPHY, Lacking.PHOTO, Lacking.CONSENT}),
    "talks": frozenset({Lacking.ABSTRACT}),
    "day": frozenset({Lacking.EQUIPMENT, Lacking.LANGUAGES, Lacking.ARRIVAL}),
    "slides": frozenset({Lacking.SLIDES}),
}


def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let these addresses take a file, before the form is read for its token."""
    request.max_content_length = MOST_BYTES + 64 * 1024


blueprint.url_value_preprocessor(allow_files)


def _render(own: OwnSpeaker, template: str, **more: Any) -> str:
    person = own.row.person
    return render_template(
        template,
        edition=catalogue().edition,
        token=own.token,
        event=own.event,
        speaker=own.row,
        told=own.known.told,
        greeting=names.addressed(person, Honorific(person.honorific), language()),
        terms=terms_of(current(), own.event.id),
        words=words,
        **more,
    )


def _back(own: OwnSpeaker, said: str, endpoint: str = ".page") -> Answered:
    flash(said, "good")
    return redirect(url_for(endpoint, token=own.token), 303)


def _overtaken() -> str:
    return _(
        "Somebody has changed this in the meantime, in another window or at the desk. What you typed stands below and is not stored yet: compare it, and save once more if it is right."
    )


@blueprint.get("/speaker/<token>")
@access.token
def page(token: str) -> str:
    """Show the invitation, the answer, and what is still needed."""
    return _page(own_speaker(token, accepted=False), AnswerForm(formdata=None))


def _page(own: OwnSpeaker, form: AnswerForm) -> str:
    state, missing = own.known.told.state, rules.lacking(own.known.told)
    terms, now = terms_of(current(), own.event.id), clock.now()

    def may(then: SpeakerState) -> bool:
        found = rules.may_answer(state, then, ends_at=own.event.ends_at, answer_by=terms.answer_by, now=now)
        return found is None

    return _render(
        own,
        "conference/speaking/page.html",
        form=form,
        may_accept=may(SpeakerState.ACCEPTED),
        may_decline=may(SpeakerState.DECLINED),
        missing={name: [one for one in Lacking if one in missing & asked] for name, asked in PAGES.items()},
        has_talks=bool(own.known.told.talks),
        files=files_of(own),
        session_words=session_words,
    )


@blueprint.post("/speaker/<token>/answer")
@access.token
def answer(token: str) -> Answer:
    """Take a yes or a no, with a note."""
    own, form = own_speaker(token, accepted=False), AnswerForm()
    if form.says.data not in {SpeakerState.ACCEPTED, SpeakerState.DECLINED}:
        raise NotFound
    if not form.validate():
        return _page(own, form), 422
    says = SpeakerState(form.says.data)
    with writing() as session:
        outcome = telling.answer(
            session,
            actor=CITIZEN,
            event=own.event,
            speaker_id=own.row.id,
            says=says,
            words=form.words.data or "",
            now=clock.now(),
        )
    pagecache.forget()
    if isinstance(outcome, NoAnswer):
        flash(words.no_answer_sentence(outcome), "warn")
    elif says is SpeakerState.ACCEPTED:
        flash(_("Thank you. We are glad that you will speak. Below stands what we still need."), "good")
    else:
        flash(_("Thank you for telling us. We are sorry that you cannot speak."), "good")
    return redirect(url_for(".page", token=token), 303)


# --- about the person --------------------------------------------------------------------------------------------------


@blueprint.get("/speaker/<token>/about")
@access.token
def about(token: str) -> str:
    """Ask who the speaker is."""
    own = own_speaker(token)
    values = about_values(own.known.told, own.row.version)
    return _render(
        own, "conference/speaking/about.html", form=AboutForm(formdata=None, data=values), overtaken=""
    )


@blueprint.post("/speaker/<token>/about")
@access.token
def save_about(token: str) -> Answer:
    """Keep who the speaker is."""
    own, form = own_speaker(token), AboutForm()
    good = form.validate()
    photo = _photo(form)
    if not good or photo is None:
        return _render(own, "conference/speaking/about.html", form=form, overtaken=""), 422
    with writing() as session:
        outcome = telling.tell_about(
            session,
            actor=CITIZEN,
            speaker_id=own.row.id,
            version=form.sent,
            content=form.content(own.known.told.person),
            photo=photo,
            language=language(),
            now=clock.now(),
        )
    pagecache.forget()
    if isinstance(outcome, Stale):
        form.version.data = str(outcome.version)
        return _render(
            own_speaker(token), "conference/speaking/about.html", form=form, overtaken=_overtaken()
        ), 409
    return _back(
        own, _("Thank you, this is kept. The organizers look at texts and photo before they are shown.")
    )


def _photo(form: AboutForm) -> PhotoWish | None:
    """Return what becomes of the photo; None when the file is of no use, which stands in the form then."""
    sent = form.photo.data
    if not sent:
        return PhotoWish(remove=bool(form.without_photo.data))
    made = photo_files.read(_taken(sent, photo_files.MOST_BYTES))
    if isinstance(made, bytes):
        return PhotoWish(jpeg=made)
    form.take_errors({"photo": unfit_sentence(made)})
    return None


def _taken(sent: FileStorage, most: int) -> bytes:
    """Return the bytes of a file, one more than `most` of a larger one, and close what held it on the way."""
    with sent.stream as stream:
        return stream.read(most + 1)


@blueprint.get("/speaker/<token>/photo.jpg")
@access.token
def photo(token: str) -> Response:
    """Give speakers their own photo."""
    found = photo_of_speaker(current(), own_speaker(token).row.id)
    if found is None:
        raise NotFound
    return Response(found, mimetype="image/jpeg")


# --- the talks, and the day --------------------------------------------------------------------------------------------


@blueprint.get("/speaker/<token>/talks")
@access.token
def talks(token: str) -> str:
    """Ask what the talks are about."""
    own = own_speaker(token)
    form = talks_form(own.known.told.talks)(formdata=None, data=talks_values(own.known.told, own.row.version))
    return _render(own, "conference/speaking/talks.html", form=form, overtaken="")


@blueprint.post("/speaker/<token>/talks")
@access.token
def save_talks(token: str) -> Answer:
    """Keep what the talks are about."""
    own = own_speaker(token)
    form = talks_form(own.known.told.talks)()
    if not form.validate():
        return _render(own, "conference/speaking/talks.html", form=form, overtaken=""), 422
    with writing() as session:
        outcome = telling.tell_talks(
            session,
            actor=CITIZEN,
            speaker_id=own.row.id,
            version=form.sent,
            abstracts=abstracts_in(form, own.known.told.talks),
            now=clock.now(),
        )
    if isinstance(outcome, Stale):
        form.version.data = str(outcome.version)
        return _render(
            own_speaker(token), "conference/speaking/talks.html", form=form, overtaken=_overtaken()
        ), 409
    return _back(own, _("Thank you, this is kept. The organizers look at it before it is shown."))


@blueprint.get("/speaker/<token>/day")
@access.token
def day(token: str) -> str:
    """Ask what the speaker needs on the day."""
    own = own_speaker(token)
    return _render(
        own, "conference/speaking/day.html", form=DayForm(formdata=None, data=day_values(own.known.told.day))
    )


@blueprint.post("/speaker/<token>/day")
@access.token
def save_day(token: str) -> Answer:
    """Keep what the speaker needs on the day."""
    own, form = own_speaker(token), DayForm()
    if not form.validate():
        return _render(own, "conference/speaking/day.html", form=form), 422
    with writing() as session:
        telling.tell_day(session, actor=CITIZEN, speaker_id=own.row.id, content=form.content, now=clock.now())
    return _back(own, _("Thank you, this is kept."))


# --- slides ------------------------------------------------------------------------------------------------------------


def slides_form(places: Iterable[Appearance], *, sent: bool) -> SlidesForm:
    """Return the form for a file of one of these places, sent or empty."""
    form = SlidesForm() if sent else SlidesForm(formdata=None)
    form.offer(places, _named)
    return form


def _named(place: Appearance) -> str:
    return f"{day_short(place.starts_at)} {clock_time(place.starts_at)} · {tr_plain(place.title)}"


def bring_file(form: SlidesForm, known: Speaking, *, actor: Actor) -> int | None:
    """Keep the file of a form and return its version; None when something is wrong, which stands in the form then."""
    good = form.validate()
    sent = form.file.data
    data = _taken(sent, MOST_BYTES) if sent else b""
    examined = examine(data)
    if isinstance(examined, MaterialFault):
        form.take_errors({"file": session_words.fault_sentence(examined)})
        return None
    place = next((one for one in known.told.places if place_key(one) == form.place.data), None)
    if not good or place is None or known.row is None:
        return None
    with writing() as session:
        version = slides_service.bring(
            session,
            actor=actor,
            speaker_id=known.row.id,
            place=place,
            audience=MaterialAudience(form.audience.data),
            data=data,
            examined=examined,
            submission=CopyForm().sent,
            now=clock.now(),
        )
    if version is None:
        form.take_errors(
            {
                "file": _(
                    "There are many versions of this file already. Please send another one to the organizers."
                )
            }
        )
    return version


@blueprint.get("/speaker/<token>/slides")
@access.token
def slides(token: str) -> str:
    """Show the versions there are, and the form for another."""
    own = own_speaker(token)
    return _slides_page(own, slides_form(own.known.told.places, sent=False))


def _slides_page(own: OwnSpeaker, form: SlidesForm) -> str:
    return _render(
        own, "conference/speaking/slides.html", form=form, submission=form_number(), size=session_words.size
    )


@blueprint.post("/speaker/<token>/slides")
@access.token
def bring_slides(token: str) -> Answer:
    """Keep a file, if it can do no more than be looked at."""
    own = own_speaker(token)
    form = slides_form(own.known.told.places, sent=True)
    if bring_file(form, own.known, actor=CITIZEN) is None:
        return _slides_page(own, form), 422
    return _back(
        own, _("Thank you, your file is kept. The organizers look at it before anybody gets it."), ".slides"
    )


@blueprint.get("/speaker/<token>/slides/<int:material_id>")
@access.token
def own_slides(token: str, material_id: int) -> Response:
    """Give speakers a version of their own back."""
    row = get_slides(current(), own_speaker(token).row.id, material_id)
    return attached(row.content, row.media_type, row.name)
