"""Sessions at the desk: what they say, their talks, who takes part, and who is speaking now."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.forms.sessions import MaterialForm, SessionForm, TalkForm
from festival.conference.labels import sessions as words
from festival.conference.queries.fields import all_fields
from festival.conference.queries.sessions import as_session, get_session_row, live_of, sessions_of
from festival.conference.rules import sessions as rules
from festival.conference.services import sessions as services
from festival.conference.types.sessions import ConferenceSession, PartKind, SessionStale, Talk
from festival.conference.views.hall import conference_events, people_of, room_of
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, as_version, form_number
from festival.programme.queries import current_edition
from festival.programme.queries.ground import ground_of
from festival.programme.views.answers import Answer
from festival.registration.queries.people import search_people
from festival.registration.rules import names
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("sessions_desk", __name__)
FOUND = 12  # persons that a search offers; who has more types more of the name


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


def _common() -> dict[str, Any]:
    return {"actor": access.signed_in().actor, "now": clock.now()}


def session_of_desk(session_id: int) -> ConferenceSession:
    """Return a session of the desk's conference. Raises NotFound."""
    return as_session(get_session_row(current(), session_id, conference_events()))


@blueprint.get("/conference/sessions")
@access.staff(Right.SEE_CONFERENCE)
def sessions() -> str:
    """List the sessions of each event, with what stands against them."""
    events = conference_events()
    listed = sessions_of(current(), events, only_public=False)
    return render_template(
        "conference/sessions_desk/sessions.html",
        events=events.values(),
        sessions=listed,
        people=people_of(listed),
        against={one.id: _against(one, listed) for one in listed},
        live=live_of(current(), events),
        room=room_of,
        words=words,
        may_edit=_may_edit(),
    )


def _against(one: ConferenceSession, listed: tuple[ConferenceSession, ...]) -> list[str]:
    event = conference_events()[one.content.event_id]
    said = words.objection_labels()
    return [said[each] for each in rules.objections(one, (event.starts_at, event.ends_at), listed)]


def _form(*, sent: bool) -> SessionForm:
    form = SessionForm() if sent else SessionForm(formdata=None)
    spaces = [space for venue in ground_of(current()).venues for space in venue.spaces]
    form.offer(conference_events().values(), spaces, all_fields(current()))
    return form


@blueprint.get("/conference/sessions/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form."""
    form = _form(sent=False)
    form.event.data = request.args.get("event", "")
    return _page(None, form)


@blueprint.post("/conference/sessions/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Add a session."""
    return _save(None)


@blueprint.get("/conference/sessions/<int:session_id>")
@access.staff(Right.SEE_CONFERENCE)
def session(session_id: int) -> str:
    """Show one session with all that hangs on it."""
    found = session_of_desk(session_id)
    form = _form(sent=False)
    form.show(found)
    return _page(found, form)


@blueprint.post("/conference/sessions/<int:session_id>")
@access.staff(Right.EDIT_CONFERENCE)
def change(session_id: int) -> Answer:
    """Let a session say something else."""
    return _save(session_of_desk(session_id))


def _save(found: ConferenceSession | None) -> Answer:
    form = _form(sent=True)
    if not form.validate():
        return _page(found, form), 422
    with writing() as db:
        outcome = services.save_session(
            db,
            session_id=found.id if found else None,
            version=as_version(form.version.data),
            content=form.content,
            submission=CopyForm().sent,
            **_common(),
        )
    if isinstance(outcome, SessionStale):
        form.version.data = str(outcome.version)
        assert found is not None
        return _page(session_of_desk(found.id), form, overtaken=True), 409
    pagecache.forget()
    flash(_("The session is kept."), "good")
    return redirect(url_for(".session", session_id=outcome), 303)


def _page(found: ConferenceSession | None, form: SessionForm, *, overtaken: bool = False) -> str:
    query = request.args.get("q", "").strip()
    offered = (
        search_people(current(), edition_id=current_edition(current()).id, text=query, per_page=FOUND).rows
        if found and query
        else ()
    )
    event = conference_events().get(found.content.event_id) if found else None
    return render_template(
        "conference/sessions_desk/session.html",
        session_=found,
        event=event,
        form=form,
        overtaken=overtaken,
        talk_form=TalkForm(formdata=None),
        material_form=MaterialForm(formdata=None),
        people=people_of([found]) if found else {},
        live=live_of(current(), [event.id]).get(event.id) if event else None,
        query=query,
        offered=offered,
        named=lambda person: names.shown(person, language()),
        parts=PartKind,
        words=words,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@blueprint.post("/conference/sessions/<int:session_id>/talks")
@access.staff(Right.EDIT_CONFERENCE)
def add_talk(session_id: int) -> Answer:
    """Add a talk."""
    session_of_desk(session_id)
    form = TalkForm()
    if not form.validate():
        return _talk_page(session_of_desk(session_id), None, form), 422
    with writing() as db:
        services.add_talk(
            db, session_id=session_id, content=form.content, submission=CopyForm().sent, **_common()
        )
    return _back(session_id, _("The talk is kept."))


@blueprint.get("/conference/sessions/<int:session_id>/talks/<int:talk_id>")
@access.staff(Right.SEE_CONFERENCE)
def talk(session_id: int, talk_id: int) -> str:
    """Show one talk."""
    found = session_of_desk(session_id)
    one = _talk(found, talk_id)
    form = TalkForm(formdata=None)
    form.show(one)
    return _talk_page(found, one, form)


def _talk(found: ConferenceSession, talk_id: int) -> Talk:
    one = next((each for each in found.talks if each.id == talk_id), None)
    if one is None:
        raise NotFound(talk_id)
    return one


def _talk_page(found: ConferenceSession, one: Talk | None, form: TalkForm) -> str:
    return render_template(
        "conference/sessions_desk/talk.html",
        session_=found,
        talk=one,
        form=form,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@blueprint.post("/conference/sessions/<int:session_id>/talks/<int:talk_id>")
@access.staff(Right.EDIT_CONFERENCE)
def change_talk(session_id: int, talk_id: int) -> Answer:
    """Let a talk say something else."""
    found = session_of_desk(session_id)
    one = _talk(found, talk_id)
    form = TalkForm()
    if not form.validate():
        return _talk_page(found, one, form), 422
    with writing() as db:
        services.change_talk(db, session_id=session_id, talk_id=talk_id, content=form.content, **_common())
    return _back(session_id, _("The talk is kept."))


@blueprint.post("/conference/sessions/<int:session_id>/talks/<int:talk_id>/remove")
@access.staff(Right.EDIT_CONFERENCE)
def remove_talk(session_id: int, talk_id: int) -> Response:
    """Take a talk out."""
    _talk(session_of_desk(session_id), talk_id)
    with writing() as db:
        services.remove_talk(db, session_id=session_id, talk_id=talk_id, **_common())
    return _back(session_id, _("The talk is taken out."))


@blueprint.post("/conference/sessions/<int:session_id>/people")
@access.staff(Right.EDIT_CONFERENCE)
def add_part(session_id: int) -> Response:
    """Let somebody take part."""
    session_of_desk(session_id)
    kind = request.form.get("kind", "")
    person_id = request.form.get("person", 0, type=int)
    if kind not in set(PartKind):
        raise NotFound(kind)
    with writing() as db:
        services.add_part(
            db,
            edition_id=current_edition(db).id,
            session_id=session_id,
            talk_id=request.form.get("talk", None, type=int),
            person_id=person_id,
            kind=PartKind(kind),
            **_common(),
        )
    return _back(session_id, _("Who takes part is kept."), anchor="people")


@blueprint.post("/conference/sessions/<int:session_id>/people/<int:part_id>/remove")
@access.staff(Right.EDIT_CONFERENCE)
def remove_part(session_id: int, part_id: int) -> Response:
    """Let somebody take part no more."""
    session_of_desk(session_id)
    with writing() as db:
        services.remove_part(db, session_id=session_id, part_id=part_id, **_common())
    return _back(session_id, _("Who takes part is kept."), anchor="people")


@blueprint.post("/conference/sessions/<int:session_id>/now")
@access.staff(Right.EDIT_CONFERENCE)
def call_now(session_id: int) -> Response:
    """Say who is speaking now, or that nobody is."""
    session_of_desk(session_id)
    with writing() as db:
        if request.form.get("do") == "silent":
            services.fall_silent(db, session_id=session_id, **_common())
        else:
            talk_id = request.form.get("talk", None, type=int)
            services.call_now(db, session_id=session_id, talk_id=talk_id, **_common())
    return _back(session_id, _("The public page says so within seconds."), anchor="now")


def _back(session_id: int, said: str, anchor: str | None = None) -> Response:
    pagecache.forget()
    flash(said, "good")
    return redirect(url_for(".session", session_id=session_id, _anchor=anchor), 303)
