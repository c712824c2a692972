"""What was ticked off on paper is keyed in: the same line twice is one scan, judged and settled like a phone's."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core import clock, ids
from festival.gate.models import Device, Gate
from festival.gate.queries import gate_facts
from festival.gate.services.agreeing import agree
from festival.gate.types import MOST_HERE, Claim, Direction, PairedGate, Verdict
from festival.registration.qr import Codes

MOST = 500  # lines at once
PAPER = "Danh sách giấy"  # the name under which the desk's lists know it
_LINE = re.compile(
    r"^\s*(?P<code>[0-9A-Za-z][0-9A-Za-z \-]*?[0-9A-Za-z])(?:\s*[=×]\s*(?P<here>\d{1,3}))?"
    r"(?:[\s,;]+(?P<hour>\d{1,2})[:hH](?P<minute>\d{2}))?\s*$"
)


@dataclass(frozen=True, slots=True)
class Keyed:
    """How many people counted, how many lines were known before, and the lines that mean no ticket."""

    people: int
    repeated: int
    wrong: list[str]


def key_in(
    session: Session, *, gate: Gate, lines: Sequence[str], at: datetime, codes: Codes, now: datetime
) -> Keyed:
    """Take lines of a paper list ("K7F2-QX9-1", with or without "19:05", of a party "K7F2-QX9 = 25"); those without a time happened `at`."""
    claims: dict[UUID, tuple[str, Claim]] = {}
    wrong = []
    for line in lines[:MOST]:
        if not line.strip():
            continue
        claim = _claim(line, gate.id, at, now)
        if claim is None:
            wrong.append(line.strip())
        else:
            claims.setdefault(claim.id, (line.strip(), claim))
    paper = _paper(session, gate, now)
    answered = agree(
        session, device=paper, gate=gate_facts(session, gate.id), claims=[claim for _, claim in claims.values()],
        codes=codes, now=now,
    )  # fmt: skip
    people = repeated = 0
    for (line, _), (scan, ticket) in zip(claims.values(), answered, strict=True):
        if ticket is None:
            wrong.append(line)
        elif scan.received_at != now:
            repeated += 1
        elif scan.verdict == Verdict.ADMITTED:
            people += scan.people
    return Keyed(people, repeated, wrong)


def _claim(line: str, gate_id: int, at: datetime, now: datetime) -> Claim | None:
    found = _LINE.match(line)
    if found is None:
        return None
    code = ids.clean_code(found["code"])
    here = int(found["here"]) if found["here"] else None
    if here is not None and not 0 < here <= MOST_HERE:
        return None
    if found["hour"]:
        if int(found["hour"]) > 23 or int(found["minute"]) > 59:
            return None
        at = clock.local(now).replace(
            hour=int(found["hour"]), minute=int(found["minute"]), second=0, microsecond=0
        )
        if at > now:  # before midnight, keyed in after it
            at -= timedelta(days=1)
    line = f"paper:{gate_id}:{code}"
    if here is not None:  # some of a party now, others later
        line += f":{here}:{found['hour'] or ''}:{found['minute'] or ''}"
    number = uuid5(NAMESPACE_URL, line)
    return Claim(number, code, Direction.IN, at, Verdict.ADMITTED, offline=True, gate=gate_id, here=here)


def _paper(session: Session, gate: Gate, now: datetime) -> PairedGate:
    """Return the device that stands for a gate's paper; it has no key, so that nothing can speak in its name."""
    digest = hashlib.sha256(f"paper:{gate.id}".encode() + ids.token(128).encode()).digest()
    found = session.scalars(
        select(Device).where(Device.gate_id == gate.id, Device.name == PAPER).with_for_update()
    ).first()
    if found is None:
        found = Device(
            gate_id=gate.id, name=PAPER, digest=digest, shows_names=False, agent=None, paired_at=now, seen_at=None,
            revoked_at=now, ends_at=None, report=None,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return PairedGate(found.id, found.name, False, None, gate.id, gate.edition_id)
