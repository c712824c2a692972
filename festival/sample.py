"""The sample: the real programme, and invented people, accounts and gates around it, all marked as samples."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.accounts import passwords
from festival.accounts.models import Account
from festival.accounts.services import create_account, reset
from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.clock import local
from festival.core.signing import SigningKey
from festival.core.trilingual import Trilingual
from festival.gate.models import Gate
from festival.gate.services.pairing import make_gate, offer
from festival.gate.views.desk import pairing_link
from festival.programme.models import Edition, Event
from festival.programme.queries import events_of
from festival.programme.sample import load as load_programme
from festival.registration.messaging import Sender
from festival.registration.services.registering import register
from festival.registration.types import AccessNeed, Application, Purpose
from festival.web.settings import settings

MAIN = (11, 17)
PAIRING_HOURS = 12

_ACCOUNTS = (
    ("quantri", "Quản trị viên (mẫu)", Role.ADMINISTRATOR),
    ("bantochuc", "Cán bộ ban tổ chức (mẫu)", Role.ORGANIZER),
    ("dangky", "Cán bộ đăng ký (mẫu)", Role.REGISTRAR),
    ("truongcong", "Trưởng cổng (mẫu)", Role.GATE_LEAD),
    ("dieuphoi", "Điều phối viên (mẫu)", Role.COORDINATOR),
    ("lucluong", "Thành viên lực lượng (mẫu)", Role.CREW),
    ("lanhdao", "Lãnh đạo (mẫu)", Role.LEADER),
)
_TRY_OUT = Trilingual("Cổng chạy thử (mẫu)", "試行ゲート（サンプル）", "Try-out gate (sample)")
_GATES = tuple(
    (
        Trilingual(f"Cổng {number}", f"ゲート{number}", f"Gate {number}"),
        Trilingual("Quảng trường 30/10", "10月30日広場", "30/10 Square"),
    )
    for number in range(1, 7)  # as on the plan of the square, whose zones have letters
)
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("Nguyễn Thị Mẫu Một (mẫu)", "Nguyễn Văn Mẫu Hai (mẫu)", "Nguyễn Mẫu Ba (mẫu)"),
    ("Trần Mẫu Bốn (mẫu)",),
    ("見本 花子（サンプル）", "見本 太郎（サンプル）"),
    ("Phạm Mẫu Năm (mẫu)", "Phạm Mẫu Sáu (mẫu)", "Phạm Mẫu Bảy (mẫu)", "Phạm Mẫu Tám (mẫu)"),
    ("Sample Guest One (sample)", "Sample Guest Two (sample)"),
    ("Lê Thuỳ Mẫu (mẫu)", "Lê Đức Mẫu (mẫu)"),
    ("髙﨑 見本（サンプル）",),
    ("Vũ Mẫu Chín (mẫu)", "Vũ Mẫu Mười (mẫu)", "Đặng Mẫu Ễ (mẫu)"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and the secrets that are shown this once."""

    edition: int
    accounts: list[tuple[str, str, str]] = field(default_factory=list)  # login, name, password
    pairing: str | None = None

    def as_text(self, public_url: str) -> str:
        """Return it as lines for a terminal."""
        width = max((len(login) for login, _, _ in self.accounts), default=0)
        lines = [
            f"Sample edition {self.edition} is loaded. Sign in at {public_url}/desk/ with one of these (shown this once):"
        ]
        lines += [f"  {login:<{width}}  {password}  {name}" for login, name, password in self.accounts]
        if self.pairing:
            lines.append(f"Pair a phone as a gate (works once, for {PAIRING_HOURS} hours):\n  {self.pairing}")
        return "\n".join(lines)


def next_main_day(now: datetime) -> int:
    """Return the year of the next 17 November by the local calendar, today counted."""
    today = local(now).date()
    return today.year if today <= date(today.year, *MAIN) else today.year + 1


def is_empty(session: Session) -> bool:
    """Tell whether nothing has been stored that anybody made: no edition and no account."""
    return (
        session.scalar(select(Edition.id).limit(1)) is None
        and session.scalar(select(Account.id).limit(1)) is None
    )


def load(session: Session, *, year: int | None, now: datetime) -> Loaded:
    """Load the sample edition of `year` (None: the next one), or fresh secrets when it is there already. Does not commit."""
    chosen = year or next_main_day(now)
    edition = session.scalar(select(Edition).where(Edition.year == chosen))
    fresh = edition is None
    if edition is None:
        edition = load_programme(session, year=chosen, now=now, archive=chosen < next_main_day(now))
    ring = current_app.extensions["keyring"]
    if session.scalar(select(SigningKey.id).limit(1)) is None:
        ring.make(session, now=now)
    gate_id = _gates(session, edition, now=now)
    if fresh:
        _registrations(session, edition, now=now)
    token = offer(
        session,
        actor=SYSTEM,
        gate_id=gate_id,
        device_name="Máy thử (mẫu)",
        shows_names=True,
        now=now,
        life=timedelta(hours=PAIRING_HOURS),
    )
    return Loaded(chosen, _accounts(session, now=now), pairing_link(settings().public_url, token))


def _accounts(session: Session, *, now: datetime) -> list[tuple[str, str, str]]:
    made = []
    for login, name, role in _ACCOUNTS:
        known = session.scalar(select(Account).where(Account.login == login))
        if known is None:
            password = passwords.generate()
            create_account(
                session,
                actor=SYSTEM,
                login=login,
                name=name,
                roles=[role],
                password=password,
                language="vi",
                now=now,
                sample=True,
            )
        else:
            password = reset(session, actor=SYSTEM, account_id=known.id, now=now)
        made.append((login, name, password))
    return made


def _gates(session: Session, edition: Edition, *, now: datetime) -> int:
    """Make six gates for the main night and one for trying out; return the number of the latter."""
    known = session.scalars(select(Gate).where(Gate.edition_id == edition.id, Gate.is_sample)).all()
    if known:
        return next((gate.id for gate in known if not gate.checks_time), known[0].id)
    ticketed = [event.id for event in events_of(session, edition.id) if event.takes_registrations]
    main = session.scalars(select(Event.id).where(Event.edition_id == edition.id, Event.is_main)).all()
    for position, (name, place) in enumerate(_GATES):
        make_gate(
            session,
            actor=SYSTEM,
            edition_id=edition.id,
            name=name,
            place=place,
            event_ids=list(main),
            checks_time=True,
            position=position,
            now=now,
            sample=True,
        )
    gate = make_gate(
        session,
        actor=SYSTEM,
        edition_id=edition.id,
        name=_TRY_OUT,
        place=Trilingual(),
        event_ids=ticketed or list(main),
        checks_time=False,
        position=len(_GATES),
        now=now,
        sample=True,
    )
    return gate.id


def _registrations(session: Session, edition: Edition, *, now: datetime) -> None:
    sender = Sender(settings().public_url, settings().secret_key)
    events = [event for event in events_of(session, edition.id) if event.takes_registrations]
    for event in events:
        for number, names in enumerate(_FAMILIES * 3 if event.is_main else _FAMILIES):
            japanese = "サンプル" in names[0]
            application = Application(
                submission=secrets.token_urlsafe(16),
                names=names,
                phone=None,
                mail=f"mau{event.id}-{number}@gia-dinh.example",
                language="ja" if japanese else "vi",
                needs=frozenset({AccessNeed.WHEELCHAIR}) if number % 8 == 3 else frozenset(),
                needs_note="",
                consents=frozenset(
                    {Purpose.REGISTRATION, Purpose.ACCESS_NEEDS}
                    if number % 8 == 3
                    else {Purpose.REGISTRATION}
                ),
                consent_language="ja" if japanese else "vi",
            )
            register(
                session,
                actor=SYSTEM,
                event=event,
                application=application,
                network=None,
                per_network=0,
                sender=sender,
                now=now,
                sample=True,
            )
