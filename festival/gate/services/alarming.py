"""Alarms are raised when a zone crosses a limit, end when it has fallen well below, and are taken up by somebody with a name.

One row for each crossing: a level whose alarm stands raises no other one (an index in the database says so too).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.accounts.models import Account
from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NoEdition, NotFound
from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.gate import mails
from festival.gate.models import CrowdAlarm, CrowdLimit, CrowdWatcher, CrowdZone
from festival.gate.queries import crowd as crowds
from festival.gate.queries.crowd import ZoneLine
from festival.gate.queries.pulse import pulse
from festival.gate.rules import crowding
from festival.gate.types import LimitKind
from festival.outbox.services import enqueue_all
from festival.programme.queries import current_edition

AT_LEAST_EVERY = 15  # seconds: a transaction that was slow may have changed what the pulse does not show


class Watching:
    """Looks at the zones whenever something has been counted, for the worker's rounds."""

    def __init__(self, board_url: str) -> None:
        self._board_url = board_url
        self._seen: object = None

    def anything_new(self, session: Session, *, now: datetime) -> bool:
        """Tell whether something was counted or changed since the last look."""
        try:
            edition = current_edition(session)
        except NoEdition:
            return False
        return self._signs(session, edition.id, now) != self._seen

    def watch(self, session: Session, *, now: datetime) -> int:
        """Raise and end alarms; return 0: there is no more to do in this round."""
        edition = current_edition(session)
        self._seen = self._signs(session, edition.id, now)
        watch(session, edition_id=edition.id, board_url=self._board_url, now=now)
        return 0

    def _signs(self, session: Session, edition_id: int, now: datetime) -> object:
        return pulse(session, edition_id, now).counts, int(now.timestamp()) // AT_LEAST_EVERY


def watch(session: Session, *, edition_id: int, board_url: str, now: datetime) -> int:
    """Raise an alarm for each limit that a zone has crossed, end those it is well below; return how many are new."""
    # Locked before it is looked at: two workers raise nothing twice.
    session.execute(
        select(CrowdZone.id)
        .where(CrowdZone.edition_id == edition_id)
        .order_by(CrowdZone.id)
        .with_for_update()
    ).all()
    known = crowds.limits(session)
    read = crowds.crowd(session, edition_id, now)
    held = crowds.open_levels(session, [line.zone.id for line in read.lines])
    raised: list[tuple[CrowdAlarm, ZoneLine]] = []
    for line in read.lines:
        for kind in LimitKind:
            before = held.get((line.zone.id, kind), set())
            now_held = crowding.holding(
                crowds.rules_of(known[kind]), before, line.people, crowds.size_of(line.zone, kind)
            )
            _end(session, line, kind, before - now_held, now)
            for level in sorted(now_held - before):
                alarm = _raise(session, line, next(one for one in known[kind] if one.level == level), now)
                if alarm is not None:
                    raised.append((alarm, line))
    _tell(session, raised, board_url, now)
    return len(raised)


def _raise(session: Session, line: ZoneLine, limit: CrowdLimit, now: datetime) -> CrowdAlarm | None:
    insert = postgres_insert if session.connection().dialect.name == "postgresql" else sqlite_insert
    number = session.scalar(
        insert(CrowdAlarm)
        .values(
            zone_id=line.zone.id, kind=limit.kind, level=limit.level, at_least=limit.at_least,
            people=line.people, raised_at=now, note="",
        )
        .on_conflict_do_nothing()
        .returning(CrowdAlarm.id)
    )  # fmt: skip
    return session.get(CrowdAlarm, number) if number else None


def _end(session: Session, line: ZoneLine, kind: LimitKind, levels: set[int], now: datetime) -> None:
    if levels:
        session.execute(
            update(CrowdAlarm)
            .where(
                CrowdAlarm.zone_id == line.zone.id,
                CrowdAlarm.kind == kind,
                CrowdAlarm.level.in_(levels),
                CrowdAlarm.ended_at.is_(None),
            )
            .values(ended_at=now)
        )


def _tell(
    session: Session, raised: Sequence[tuple[CrowdAlarm, ZoneLine]], board_url: str, now: datetime
) -> None:
    """Write to who wishes it, of each zone and kind only the highest level that was crossed."""
    if not raised:
        return
    highest: dict[tuple[int, str], tuple[CrowdAlarm, ZoneLine]] = {}
    for alarm, line in raised:  # lowest level first
        highest[alarm.zone_id, alarm.kind] = (alarm, line)
    watchers = session.execute(
        select(CrowdWatcher, Account.language)
        .join(Account, Account.id == CrowdWatcher.account_id)
        .where(Account.disabled_at.is_(None))
    ).all()
    letters = [
        (
            f"crowd-alarm:{alarm.id}:{watcher.account_id}",
            mails.alarm(
                watcher.mail, as_language(language) or DEFAULT_LANGUAGE, alarm=alarm, line=line, url=board_url
            ),
        )
        for alarm, line in highest.values()
        for watcher, language in watchers
        if alarm.level >= watcher.least_level
    ]
    if letters:
        enqueue_all(session, letters, now=now)


def acknowledge(
    session: Session, *, actor: Actor, edition_id: int, alarm_id: int, words: str, now: datetime
) -> bool:
    """Note who has taken an alarm up, with all lower ones of the same zone and kind. False: somebody was faster.

    Raises NotFound for an alarm of another edition.
    """
    alarm = session.scalars(
        select(CrowdAlarm)
        .join(CrowdZone, CrowdZone.id == CrowdAlarm.zone_id)
        .where(CrowdAlarm.id == alarm_id, CrowdZone.edition_id == edition_id)
        .with_for_update(of=CrowdAlarm)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if alarm is None:
        raise NotFound
    if alarm.acknowledged_at is not None:
        return False
    alarm.note = words
    session.flush()
    session.execute(
        update(CrowdAlarm)
        .where(
            CrowdAlarm.zone_id == alarm.zone_id,
            CrowdAlarm.kind == alarm.kind,
            CrowdAlarm.level <= alarm.level,
            CrowdAlarm.acknowledged_at.is_(None),
        )
        .values(acknowledged_at=now, acknowledged_by=actor.id)
    )
    note(
        session, actor=actor, verb="crowd_alarm.acknowledged", subject="crowd_alarm", subject_id=alarm_id, now=now,
        zone=alarm.zone_id, level=alarm.level,
    )  # fmt: skip
    return True


def want_mail(session: Session, *, account_id: int, mail: str, least_level: int) -> None:
    """Write somebody a mail from now on when an alarm of this level or a higher one is raised; no address: no mail."""
    known = session.get(CrowdWatcher, account_id)
    if not mail:
        if known is not None:
            session.delete(known)
            session.flush()
        return
    if known is None:
        session.add(CrowdWatcher(account_id=account_id, mail=mail, least_level=least_level))
    else:
        known.mail, known.least_level = mail, least_level
