"""The privacy desk corrects what is stored about a party: what changes is shown, done, written down and told, in one step."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import names as forms_of_names
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.types import MessageKind
from festival.registration import queries
from festival.registration.labels import stored_labels
from festival.registration.messaging import Sender
from festival.registration.models import PrivacyRequest, Registration
from festival.registration.services.holding import hold
from festival.registration.services.privacy_desk import move
from festival.registration.services.telling import inform
from festival.registration.types import Reach
from festival.registration.types.letters import Overtaken
from festival.registration.types.privacy import Change, RequestState
from festival.web.locale import gettext as _
from festival.web.locale import speaking


@dataclass(frozen=True, slots=True)
class Correct:
    """What should be stored: a name for each position, and how the party is reached."""

    names: Mapping[int, str]
    reach: Reach


def stored(registration: Registration) -> Correct:
    """Return what is stored now and can be corrected here. Names of persons the organizers know stand with the person."""
    named = {
        ticket.position: ticket.name
        for ticket in queries.live_tickets(registration)
        if ticket.person_id is None
    }
    spoken = registration.language
    return Correct(named, Reach(registration.phone, registration.mail, spoken))  # type: ignore[arg-type] # one of three


def stand(registration: Registration) -> str:
    """Return a fingerprint of what is stored: a form that was made from another stand corrects nothing."""
    now = stored(registration)
    return hashlib.sha256(repr((sorted(now.names.items()), now.reach)).encode()).hexdigest()[:32]


def changes(registration: Registration, wanted: Correct) -> Sequence[Change]:
    """Return what would change, in the order of the form."""
    now = stored(registration)
    pairs = [
        ("name", now.names[position], name)
        for position, name in sorted(wanted.names.items())
        if position in now.names
    ]
    pairs += [
        ("phone", now.reach.phone or "", wanted.reach.phone or ""),
        ("mail", now.reach.mail or "", wanted.reach.mail or ""),
        ("language", now.reach.language, wanted.reach.language),
    ]
    return [Change(what, old, new) for what, old, new in pairs if old != new]


def said(changed: Sequence[Change], lang: str) -> str:
    """Return the changes as lines for whoever asked."""
    with speaking(lang):  # type: ignore[arg-type] # one of three
        labels = stored_labels()
        return "\n".join(
            _("%(what)s: %(old)s → %(new)s", what=labels[one.what], old=one.old or "–", new=one.new or "–")
            for one in changed
        )


def correct(
    session: Session,
    *,
    actor: Actor,
    request_id: int,
    version: int,
    seen: str,
    wanted: Correct,
    outcome: str,
    sender: Sender,
    now: datetime,
) -> PrivacyRequest | Overtaken | None:
    """Store what is right, end the request and write to whoever asked with old and new; None when nothing would change.

    `seen` is the stand from which the form was made: whatever has changed since is not overwritten. Codes stay as they are; a new
    contact gets the link, the old one the answer. Raises NotFound.
    """
    request = session.get(PrivacyRequest, request_id)
    if request is None or request.registration_id is None:
        raise NotFound
    registration = hold(session, request.registration_id).registration
    session.expire(registration, ["tickets"])
    if stand(registration) != seen:
        return Overtaken(request.version)
    changed = changes(registration, wanted)
    if not changed:
        return None
    ended = move(
        session,
        actor=actor,
        request_id=request_id,
        version=version,
        state=RequestState.DONE,
        outcome="\n\n".join((outcome, said(changed, request.language))),
        sender=sender,
        now=now,
    )
    if isinstance(ended, Overtaken):
        return ended
    _store(registration, wanted, now)
    session.flush()
    what = sorted({one.what for one in changed})
    for subject, subject_id, verb in (
        ("registration", registration.id, "corrected"),
        ("privacy_request", request_id, "privacy.corrected"),
    ):
        note(session, actor=actor, verb=verb, subject=subject, subject_id=subject_id, now=now, what=what)
    if {"phone", "mail"} & set(what):
        link = sender.links.manage_url(registration.id, registration.manage_epoch)
        inform(session, registration, MessageKind.CONTACT, link=link, now=now)
    return ended


def _store(registration: Registration, wanted: Correct, now: datetime) -> None:
    for ticket in queries.live_tickets(registration):
        name = wanted.names.get(ticket.position, ticket.name)
        if ticket.person_id is None and name != ticket.name:
            ticket.name, ticket.name_folded = name, forms_of_names.fold(name)
            ticket.changed_at = now
    registration.phone, registration.mail = wanted.reach.phone, wanted.reach.mail
    registration.language = wanted.reach.language
