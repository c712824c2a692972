"""What is ready before doors open and what is not: gates, phones, keys, zones. Each line is a check with its answer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.signing import SigningKey
from festival.core.trilingual import Trilingual
from festival.gate.models import RehearsalScan
from festival.gate.queries.arrivals import Arrivals
from festival.gate.queries.board import Board, GateLine, PhoneLine

REHEARSED = timedelta(days=2)  # a scan in a rehearsal says something of a phone for so long
State = Literal["good", "weak", "missing"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `what` is a word of readiness_words, `facts` fill its sentence."""

    what: str
    state: State
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A gate, the festival as a whole, or the zones, with their checks."""

    name: Trilingual | None
    checks: list[Check]
    phones: list[tuple[PhoneLine, list[Check]]] = field(default_factory=list)

    @property
    def missing(self) -> list[tuple[PhoneLine | None, list[Check]]]:
        """What must be done before doors open, by the phone it is about (None: the gate or the whole itself)."""
        lines: list[tuple[PhoneLine | None, list[Check]]] = [(None, self.checks), *self.phones]
        bad = [(phone, [one for one in checks if one.state == "missing"]) for phone, checks in lines]
        return [(phone, checks) for phone, checks in bad if checks]

    @property
    def state(self) -> State:
        """The worst of all checks."""
        states = [one.state for one in self.checks]
        states += [one.state for _phone, checks in self.phones for one in checks]
        return "missing" if "missing" in states else "weak" if "weak" in states else "good"


def keys_that_hold(session: Session) -> int:
    """Return how many signing keys there are that have not been withdrawn."""
    return (
        session.scalar(select(func.count()).select_from(SigningKey).where(SigningKey.withdrawn_at.is_(None)))
        or 0
    )


def readiness(session: Session, board: Board, now: datetime) -> list[Part]:
    """Return what is ready, the whole first, then the gates of the event that comes next, then the zones."""
    coming = board.arrivals
    rehearsed = set(
        session.scalars(
            select(RehearsalScan.device_id).where(RehearsalScan.received_at >= now - REHEARSED).distinct()
        )
    )
    lines = [line for line in board.lines if coming is None or line.gate.checks_time]
    return [
        Part(None, _whole(session, board, coming)),
        *(_gate(line, board, rehearsed, now) for line in lines),
    ]


def _whole(session: Session, board: Board, coming: Arrivals | None) -> list[Check]:
    keys = keys_that_hold(session)
    stale = [line for line in board.crowd.lines if line.is_stale]
    doubtful = [line for line in board.crowd.lines if line.stand.is_doubtful]
    led = {way.gate_id for way in board.crowd.ways}
    lost = [
        line for line in board.lines if coming and line.gate.id in coming.gates and line.gate.id not in led
    ]
    return [
        Check("event", "good" if coming else "missing"),
        Check("keys", "good" if keys else "missing", {"n": keys}),
        Check("conflicts", "good" if not board.conflicts else "weak", {"n": board.conflicts}),
        Check("zones", "good" if board.crowd.lines else "weak", {"n": len(board.crowd.lines)}),
        Check("fresh", "good" if not stale else "weak", {"n": len(stale)}),
        Check("doubts", "good" if not doubtful else "weak", {"n": len(doubtful)}),
        Check("ways", "good" if not lost else "weak", {"n": len(lost)}),
        Check("alarms", "good" if not board.alarms else "weak", {"n": len(board.alarms)}),
    ]


def _gate(line: GateLine, board: Board, rehearsed: set[int], now: datetime) -> Part:
    admits = bool(board.arrivals and line.gate.id in board.arrivals.gates)
    return Part(
        line.gate.name,
        [
            Check("open", "good" if line.gate.is_open else "missing"),
            Check("admits", "good" if admits else "weak"),
            Check("order", "good" if line.order is None else "weak"),
            Check(
                "phones",
                "good" if len(line.phones) > 1 else "weak" if line.phones else "missing",
                {"n": len(line.phones)},
            ),
        ],
        [
            (
                phone,
                [
                    *_phone(phone, now),
                    Check("rehearsed", "good" if phone.device in rehearsed else "weak"),
                ],
            )
            for phone in line.phones
        ],
    )


def _phone(phone: PhoneLine, now: datetime) -> list[Check]:
    wrong = set(phone.troubles)

    def check(what: str, state: State = "missing", **facts: object) -> Check:
        return Check(what, state if what in wrong else "good", facts)

    age = int((now - phone.snapshot_at).total_seconds() // 60) if phone.snapshot_at else 0
    return [
        check("silent"),
        check("snapshot", n=age),
        check("signatures"),
        check("clock", n=round(abs(phone.skew or 0) / 1000)),
        Check("battery", "weak") if phone.battery is None else check("battery", n=phone.battery),
        check("version", "weak"),
        check("waiting", "weak", n=phone.waiting),
    ]
