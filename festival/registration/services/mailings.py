"""Letters to many: drafted, counted, sent once, written in batches by the worker."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.outbox.models import Message
from festival.outbox.queries import opted_out
from festival.outbox.services import enqueue
from festival.outbox.types import Letter, MessageKind
from festival.programme.queries import get_event
from festival.programme.types import EventFacts
from festival.registration.mails.mailings import letter_of
from festival.registration.messaging import Sender
from festival.registration.models import Mailing
from festival.registration.queries.audiences import Addressee, addressees, reach
from festival.registration.types.letters import Audience, MailingState, OtherReach, Overtaken, Reach, Wording

BATCH = 100


def draft(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    kind: MessageKind,
    audience: Audience,
    wording: Wording,
    submission: str,
    now: datetime,
) -> Mailing:
    """Store a letter to many as a draft; the same form sent again gives the first one."""
    known = session.scalar(select(Mailing).where(Mailing.submission == submission))
    if known is not None:
        return known
    mailing = Mailing(
        edition_id=edition_id,
        submission=submission,
        kind=kind,
        audience=audience.as_dict(),
        subject=wording.subject,
        text=wording.text,
        short=wording.short,
        state=MailingState.DRAFT,
        version=1,
        cursor=0,
        written=0,
        spared=0,
        made_at=now,
        made_by=actor.id,
    )
    session.add(mailing)
    session.flush()
    _note(session, actor, "mailing.drafted", mailing, now)
    return mailing


def redraft(
    session: Session,
    *,
    actor: Actor,
    mailing_id: int,
    version: int,
    audience: Audience,
    wording: Wording,
    now: datetime,
) -> Mailing | Overtaken:
    """Change a draft that nobody has changed or sent since `version`. Raises NotFound."""
    mailing = _locked(session, mailing_id)
    if mailing.version != version or mailing.state != MailingState.DRAFT:
        return Overtaken(mailing.version)
    mailing.audience = audience.as_dict()
    mailing.subject, mailing.text, mailing.short = wording.subject, wording.text, wording.short
    mailing.version += 1
    session.flush()
    _note(session, actor, "mailing.drafted", mailing, now)
    return mailing


def start(
    session: Session, *, actor: Actor, mailing_id: int, counted: int, now: datetime
) -> Reach | OtherReach | Overtaken:
    """Let the worker write a draft's messages. `counted` is the number of messages that was seen before.

    A second press finds it on its way already and changes nothing. Raises NotFound.
    """
    mailing = _locked(session, mailing_id)
    found = reach(session, mailing.edition_id, Audience.from_dict(mailing.audience))
    if mailing.state != MailingState.DRAFT:
        return found if mailing.state != MailingState.STOPPED else Overtaken(mailing.version)
    if found.messages != counted:
        return OtherReach(found)
    mailing.state = MailingState.SENDING
    mailing.sent_at = now
    session.flush()
    _note(session, actor, "mailing.sent", mailing, now, parties=found.parties)
    return found


def stop(session: Session, *, actor: Actor, mailing_id: int, now: datetime) -> bool:
    """Drop a draft, or write no more of what is on its way; what was written leaves. False when it has ended. Raises NotFound."""
    mailing = _locked(session, mailing_id)
    if mailing.state not in {MailingState.DRAFT, MailingState.SENDING}:
        return False
    mailing.state = MailingState.STOPPED
    mailing.done_at = now
    session.flush()
    _note(session, actor, "mailing.stopped", mailing, now, written=mailing.written)
    return True


def _locked(session: Session, mailing_id: int) -> Mailing:
    mailing = session.scalars(
        select(Mailing)
        .where(Mailing.id == mailing_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if mailing is None:
        raise NotFound
    return mailing


def _note(session: Session, actor: Actor, verb: str, mailing: Mailing, now: datetime, **details: int) -> None:
    note(
        session,
        actor=actor,
        verb=verb,
        subject="mailing",
        subject_id=mailing.id,
        now=now,
        kind=mailing.kind,
        **details,
    )


class Mailings:
    """What the worker does for letters to many."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def any_on_its_way(self, session: Session, *, now: datetime) -> bool:  # noqa: ARG002 (the worker says it to all)
        """Tell whether there is anything to write."""
        return bool(session.scalar(select(exists().where(Mailing.state == MailingState.SENDING))))

    def write_next(self, session: Session, *, now: datetime) -> int:
        """Write the next messages of the oldest letter that is on its way; return how many registrations were looked at."""
        mailing = session.scalars(
            select(Mailing)
            .where(Mailing.state == MailingState.SENDING)
            .order_by(Mailing.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if mailing is None:
            return 0
        audience = Audience.from_dict(mailing.audience)
        batch = addressees(session, mailing.edition_id, audience, after=mailing.cursor, limit=BATCH)
        written = self._write(session, mailing, batch, now)
        mailing.written += written
        mailing.spared += len(batch) - written
        if batch:
            mailing.cursor = batch[-1].registration_id
        if len(batch) < BATCH:
            mailing.state = MailingState.SENT
            mailing.done_at = now
            _note(session, SYSTEM, "mailing.written", mailing, now, written=mailing.written)
        session.flush()
        return len(batch)

    def _write(self, session: Session, mailing: Mailing, batch: Sequence[Addressee], now: datetime) -> int:
        """Write to each address of the batch that has no letter of this mailing yet; return how many."""
        kind = MessageKind(mailing.kind)
        by_digest = {self._sender.tokens.digest(_address(one)): one for one in reversed(batch)}
        causes = {f"mailing:{mailing.id}:{digest}": digest for digest in by_digest}
        known = set(session.scalars(select(Message.cause).where(Message.cause.in_(causes))))
        left = {cause: digest for cause, digest in causes.items() if cause not in known}
        if not kind.essential:
            out = opted_out(session, list(left.values()))
            left = {cause: digest for cause, digest in left.items() if digest not in out}
        if not left:
            return 0
        events = {one.event_id: get_event(session, one.event_id) for one in by_digest.values()}
        addresses = [_address(by_digest[digest]) for digest in left.values()]
        admitted = self._sender.limits.admit_all(session, addresses, now=now)
        written = 0
        for (cause, digest), at_once in zip(left.items(), admitted, strict=True):
            one = by_digest[digest]
            due = now if at_once else self._sender.limits.next_free(session, _address(one), now=now)
            if due is not None:
                letter = self._letter(session, mailing, one, events[one.event_id])
                enqueue(session, letter, cause=cause, now=now, due=due, counted=True)
                written += 1
        return written

    def _letter(self, session: Session, mailing: Mailing, one: Addressee, event: EventFacts) -> Letter:
        link = self._sender.links.manage_url(one.registration_id, one.epoch)
        return letter_of(session, mailing, one, event, link=link)


def _address(one: Addressee) -> str:
    return one.mail or one.phone or ""
