"""Texts of messages at the desk: rewritten in three languages, looked at with real facts, and taken back."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES, Language
from festival.outbox.types import MessageKind
from festival.programme.forms.sending import as_version
from festival.programme.queries import current_edition, events_of
from festival.programme.types import EventFacts
from festival.registration.forms.letters import LANGUAGE_NAMES, WordingForm
from festival.registration.labels import message_label, placeholder_labels
from festival.registration.mails.allowed import NEEDED, PLACEHOLDERS
from festival.registration.mails.samples import sample_facts
from festival.registration.mails.standard import standard, standard_wording
from festival.registration.mails.wording import filled, in_language
from festival.registration.models import MessageText
from festival.registration.queries.letters import own_wordings, versions, wording_of
from festival.registration.services.wording import save
from festival.registration.types.letters import Overtaken, Said, Wording
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("letters", __name__)


@blueprint.get("/letters")
@access.staff(Right.WRITE_MESSAGES)
def texts() -> str:
    """List the kinds of messages, and which say something of the organizers' own."""
    own = own_wordings(current())
    return render_template(
        "registration/letters/texts.html",
        kinds=[(kind, message_label(kind), kind in own, kind.essential) for kind in PLACEHOLDERS],
    )


def _kind(word: str) -> MessageKind:
    if word not in set(PLACEHOLDERS):
        raise NotFound
    return MessageKind(word)


@blueprint.get("/letters/<kind>")
@access.staff(Right.WRITE_MESSAGES)
def text(kind: str) -> str:
    """Show one kind's texts as they are, or an older version of them to start from."""
    known = _kind(kind)
    saved = versions(current(), known)
    form = _form(known)
    form.version.data = str(saved[0].version if saved else 0)
    wanted = request.args.get("version", type=int)
    chosen = next((row for row in saved if row.version == wanted), saved[0] if saved else None)
    form.show((wording_of(chosen) if chosen else None) or standard_wording(known))
    return _page(known, form, saved, older=chosen if chosen and chosen is not saved[0] else None)


@blueprint.post("/letters/<kind>")
@access.staff(Right.WRITE_MESSAGES)
def save_text(kind: str) -> str | Response | tuple[str, int]:
    """Save one kind's texts, or only look at them."""
    known = _kind(kind)
    form = _form(known)
    if not form.validate():
        return _page(known, form, versions(current(), known)), 422
    if request.form.get("do") == "look":
        return _page(known, form, versions(current(), known))
    wording = form.wording
    return _store(known, form, None if wording == standard_wording(known) else wording)


@blueprint.post("/letters/<kind>/standard")
@access.staff(Right.WRITE_MESSAGES)
def back_to_standard(kind: str) -> str | Response | tuple[str, int]:
    """Let one kind say the standard text again."""
    known = _kind(kind)
    form = _form(known)
    form.show(standard_wording(known))
    return _store(known, form, None)


def _store(kind: MessageKind, form: WordingForm, wording: Wording | None) -> str | Response | tuple[str, int]:
    with writing() as session:
        outcome = save(
            session,
            actor=access.signed_in().actor,
            kind=kind,
            wording=wording,
            version=as_version(form.version.data),
            now=clock.now(),
        )
    if isinstance(outcome, Overtaken):
        flash(
            _(
                "Somebody else has saved these texts meanwhile. Yours are below and not stored; compare them with the newest version in the history."
            ),
            "warn",
        )
        form.version.data = str(outcome.version)
        return _page(kind, form, versions(current(), kind)), 409
    flash(
        _("The texts are saved. Messages that are written from now on say them.")
        if wording
        else _("Messages of this kind say the standard text from now on."),
        "good",
    )
    return redirect(url_for("registration.letters.text", kind=kind), 303)


def _form(kind: MessageKind) -> WordingForm:
    return WordingForm(allowed=PLACEHOLDERS[kind], needed=NEEDED.get(kind, ()))


def _page(kind: MessageKind, form: WordingForm, saved: Any, *, older: MessageText | None = None) -> str:
    session = current()
    names = placeholder_labels()
    return render_template(
        "registration/letters/text.html",
        kind=kind,
        label=message_label(kind),
        form=form,
        languages_of=LANGUAGE_NAMES,
        placeholders=[(word, names[word]) for word in PLACEHOLDERS[kind]],
        previews=_previews(kind, form.wording),
        versions=saved,
        staff=account_names(session, {row.made_by for row in saved}),
        older=older,
        is_own=bool(saved) and wording_of(saved[0]) is not None,
    )


def _previews(kind: MessageKind, wording: Wording) -> Mapping[Language, Said] | None:
    """Return the texts filled with a real event's facts; None while there is no event."""
    event = _event()
    if event is None:
        return None
    return {
        lang: filled(in_language(wording, lang, standard(kind, lang)), sample_facts(event, lang, clock.now()))
        for lang in LANGUAGES
    }


def _event() -> EventFacts | None:
    session = current()
    events = events_of(session, current_edition(session).id)
    return next((event for event in events if event.is_main), events[0] if events else None)
