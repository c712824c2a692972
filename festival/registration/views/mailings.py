"""Practical notes to an audience: written, counted, looked at in three languages, sent once."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock, ids
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.outbox.types import MessageKind
from festival.programme.forms.sending import as_version
from festival.programme.queries import current_edition, events_of
from festival.registration.forms.letters import LANGUAGE_NAMES, MailingForm
from festival.registration.labels import category_labels, kind_labels, placeholder_labels
from festival.registration.mails.mailings import PLACEHOLDERS, said_to
from festival.registration.mails.samples import sample_facts
from festival.registration.models import Mailing, Slot
from festival.registration.queries.audiences import reach
from festival.registration.queries.letters import get_mailing, mailings
from festival.registration.services.mailings import draft, redraft, start, stop
from festival.registration.types.letters import Audience, Inside, MailingState, OtherReach, Overtaken
from festival.web import access
from festival.web.locale import clock_time, joined, moment, ngettext, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("mailings", __name__)


@blueprint.get("/mailings")
@access.staff(Right.WRITE_MESSAGES)
def all_mailings() -> str:
    """List the letters to many."""
    session = current()
    rows = mailings(session, current_edition(session).id)
    return render_template(
        "registration/letters/mailings.html",
        mailings=rows,
        staff=account_names(session, {row.made_by for row in rows}),
    )


@blueprint.get("/mailings/new")
@access.staff(Right.WRITE_MESSAGES)
def new() -> str:
    """Show an empty letter."""
    form = _form()
    form.submission.data = ids.token(128)
    return _form_page(form, None)


@blueprint.post("/mailings")
@access.staff(Right.WRITE_MESSAGES)
def make() -> Response | tuple[str, int]:
    """Keep a letter as a draft; the same form sent again comes to the same one."""
    form = _form()
    number = form.submission.data or ""
    if not form.validate() or not 16 <= len(number) <= 60:
        form.submission.data = number if 16 <= len(number) <= 60 else ids.token(128)
        return _form_page(form, None), 422
    with writing() as session:
        mailing = draft(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            kind=MessageKind.NOTES,
            audience=form.audience,
            wording=form.wording,
            submission=number,
            now=clock.now(),
        )
    return _to(mailing.id)


@blueprint.get("/mailings/<int:mailing_id>")
@access.staff(Right.WRITE_MESSAGES)
def mailing(mailing_id: int) -> str:
    """Show a letter: whom it reaches, what it says in three languages, how far it is."""
    return _show(_mailing(mailing_id))


@blueprint.get("/mailings/<int:mailing_id>/edit")
@access.staff(Right.WRITE_MESSAGES)
def edit(mailing_id: int) -> str | Response:
    """Show a draft to change it."""
    found = _mailing(mailing_id)
    if found.state != MailingState.DRAFT:
        return _to(mailing_id)
    form = _form()
    form.version.data = str(found.version)
    form.show_audience(Audience.from_dict(found.audience))
    for lang in LANGUAGES:
        form[f"subject_{lang}"].data = found.subject.exact(lang)
        form[f"text_{lang}"].data = found.text.exact(lang)
        form[f"short_{lang}"].data = found.short.exact(lang)
    return _form_page(form, found)


@blueprint.post("/mailings/<int:mailing_id>")
@access.staff(Right.WRITE_MESSAGES)
def change(mailing_id: int) -> Response | tuple[str, int]:
    """Change a draft."""
    found = _mailing(mailing_id)
    form = _form()
    if not form.validate():
        return _form_page(form, found), 422
    with writing() as session:
        outcome = redraft(
            session,
            actor=access.signed_in().actor,
            mailing_id=mailing_id,
            version=as_version(form.version.data),
            # Whom a violation touches is the record's to say, not the letter's.
            audience=form.audience if found.kind == MessageKind.NOTES else Audience.from_dict(found.audience),
            wording=form.wording,
            now=clock.now(),
        )
    if isinstance(outcome, Overtaken):
        flash(
            _("Somebody else has changed or sent this letter meanwhile. Yours is below and not stored."),
            "warn",
        )
        return _form_page(form, _mailing(mailing_id)), 409
    return _to(mailing_id)


@blueprint.post("/mailings/<int:mailing_id>/send")
@access.staff(Right.WRITE_MESSAGES)
def send(mailing_id: int) -> Response:
    """Send a draft to as many as were shown; pressed twice it is sent once."""
    _mailing(mailing_id)
    with writing() as session:
        outcome = start(
            session,
            actor=access.signed_in().actor,
            mailing_id=mailing_id,
            counted=as_version(request.form.get("counted")),
            now=clock.now(),
        )
    if isinstance(outcome, OtherReach):
        flash(
            _("Meanwhile others belong to this audience. Please look at the number again; nothing was sent."),
            "warn",
        )
    elif isinstance(outcome, Overtaken):
        flash(_("This letter was stopped; nothing was sent."), "warn")
    else:
        flash(
            ngettext(
                "The letter is on its way to %(n)s address.",
                "The letter is on its way to %(n)s addresses.",
                outcome.messages,
            ),
            "good",
        )
    return _to(mailing_id)


@blueprint.post("/mailings/<int:mailing_id>/stop")
@access.staff(Right.WRITE_MESSAGES)
def stop_mailing(mailing_id: int) -> Response:
    """Drop a draft, or stop what is on its way."""
    _mailing(mailing_id)
    with writing() as session:
        stopped = stop(session, actor=access.signed_in().actor, mailing_id=mailing_id, now=clock.now())
    if stopped:
        flash(_("Nothing more is written. What was written before leaves."), "good")
    else:
        flash(_("This letter had ended already."), "warn")
    return _to(mailing_id)


def _mailing(mailing_id: int) -> Mailing:
    session = current()
    return get_mailing(session, current_edition(session).id, mailing_id)


def _to(mailing_id: int) -> Response:
    return redirect(url_for("registration.mailings.mailing", mailing_id=mailing_id), 303)


def _form() -> MailingForm:
    form = MailingForm(allowed=PLACEHOLDERS)
    form.offer(list(_events().items()), list(_slots().items()))
    return form


def _events() -> dict[int, str]:
    session = current()
    return {
        event.id: f"{moment(event.starts_at)} · {tr_plain(event.title)}"
        for event in events_of(session, current_edition(session).id)
    }


def _slots() -> dict[int, str]:
    events = _events()
    rows = current().scalars(select(Slot).where(Slot.event_id.in_(events)).order_by(Slot.starts_at))
    return {
        slot.id: f"{moment(slot.starts_at)} – {clock_time(slot.ends_at)} · {events[slot.event_id].partition(' · ')[2]}"
        for slot in rows
    }


def _form_page(form: MailingForm, found: Mailing | None) -> str:
    names = placeholder_labels()
    return render_template(
        "registration/letters/mailing_form.html",
        form=form,
        mailing=found,
        languages_of=LANGUAGE_NAMES,
        placeholders=[(word, names[word]) for word in PLACEHOLDERS],
    )


def _show(found: Mailing) -> str:
    session = current()
    audience = Audience.from_dict(found.audience)
    events = events_of(session, found.edition_id)
    chosen = [event for event in events if event.id in audience.event_ids] or events
    event = next((one for one in chosen if one.is_main), chosen[0] if chosen else None)
    texts = (found.subject, found.text, found.short)
    previews = event and {
        lang: said_to(session, MessageKind(found.kind), texts, lang, sample_facts(event, lang, clock.now()))
        for lang in LANGUAGES
    }
    return render_template(
        "registration/letters/mailing.html",
        mailing=found,
        reach=reach(session, found.edition_id, audience),
        who=describe(audience),
        previews=previews,
        missing=[LANGUAGE_NAMES[lang] for lang in found.text.missing()],
        languages_of=LANGUAGE_NAMES,
        staff=account_names(session, {found.made_by}),
    )


def describe(audience: Audience) -> list[tuple[str, str]]:
    """Return an audience as pairs of words."""
    events, slots, kinds, categories = _events(), _slots(), kind_labels(), category_labels()
    inside = {Inside.NOT_YET: _("Nobody of the party yet"), Inside.CAME: _("Somebody of the party")}
    rows: list[tuple[str, Any]] = [
        (_("Events"), joined(events.get(one, "–") for one in audience.event_ids)),
        (_("Arrival times"), joined(slots.get(one, "–") for one in audience.slot_ids)),
        (_("How they registered"), joined(kinds[one] for one in audience.kinds)),
        (_("Category"), joined(categories[one] for one in audience.categories)),
        (_("Language"), joined(name for lang, name in LANGUAGE_NAMES.items() if lang in audience.languages)),
        (_("Access needs"), _("Only parties with access needs") if audience.with_needs else ""),
        (_("Have they come in?"), inside.get(audience.inside, "")),
        (_("Registered from"), moment(audience.made_from) if audience.made_from else ""),
        (_("Registered before"), moment(audience.made_until) if audience.made_until else ""),
    ]
    return [(term, text) for term, text in rows if text] or [
        (_("For whom"), _("Everybody with a valid ticket"))
    ]
