"""The sample: the real programme, and invented people, accounts and gates around it, all marked as samples."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.accounts import passwords
from festival.accounts.models import Account
from festival.accounts.services import create_account, reset
from festival.accounts.types import Role
from festival.conference.sample.companies import business_meetings
from festival.conference.sample.fields import fields
from festival.conference.sample.planning import planning
from festival.conference.sample.questions import questions
from festival.conference.sample.sessions import sessions
from festival.conference.sample.signings import signings
from festival.conference.sample.speakers import speakers
from festival.core.actor import SYSTEM, Actor
from festival.core.clock import local
from festival.core.signing import SigningKey
from festival.gate.services.pairing import offer
from festival.gate.views.desk import pairing_link
from festival.programme.models import Edition
from festival.programme.sample import load as load_programme
from festival.sample.accreditation import accreditations
from festival.sample.crew import crew
from festival.sample.gates import gates
from festival.sample.guests import guests
from festival.sample.logistics import work
from festival.sample.parties import group, registrations
from festival.sample.places import slots
from festival.sample.zones import zones
from festival.web.settings import settings

MAIN = (11, 17)
PAIRING_HOURS = 12

_ACCOUNTS = (
    ("quantri", "Quản trị viên (mẫu)", Role.ADMINISTRATOR),
    ("bantochuc", "Cán bộ ban tổ chức (mẫu)", Role.ORGANIZER),
    ("dangky", "Cán bộ đăng ký (mẫu)", Role.REGISTRAR),
    ("letan", "Cán bộ lễ tân (mẫu)", Role.PROTOCOL),
    ("anninh", "Cán bộ an ninh (mẫu)", Role.SECURITY),
    ("dulieu", "Cán bộ bảo vệ dữ liệu (mẫu)", Role.PRIVACY_OFFICER),
    ("truongcong", "Trưởng cổng (mẫu)", Role.GATE_LEAD),
    ("dieuphoi", "Điều phối viên (mẫu)", Role.COORDINATOR),
    ("lucluong", "Thành viên lực lượng (mẫu)", Role.CREW),
    ("lanhdao", "Lãnh đạo (mẫu)", Role.LEADER),
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
    gate_id = gates(session, edition, now=now)
    zones(session, edition)
    if fresh:
        slots(session, edition, now=now)
        registrations(session, edition, now=now)
        group(session, edition, now=now)
        guests(session, edition, now=now)
        planning(session, now=now)
        fields(session, now=now)
        sessions(session, edition, now=now)
        speakers(session, edition, now=now)
        questions(session, now=now)
        business_meetings(session, edition_id=edition.id, now=now)
        signings(session, edition_id=edition.id, now=now)
    made = _accounts(session, now=now)
    if fresh:
        protocol, security = (_officer(session, login) for login in ("letan", "anninh"))
        accreditations(session, edition, protocol=protocol, security=security, now=now)
        work(session, edition, now=now)
        crew(session, edition, now=now)
    token = offer(
        session,
        actor=SYSTEM,
        gate_id=gate_id,
        device_name="Máy thử (mẫu)",
        shows_names=True,
        now=now,
        life=timedelta(hours=PAIRING_HOURS),
    )
    return Loaded(chosen, made, pairing_link(settings().public_url, token))


def _officer(session: Session, login: str) -> Actor:
    return Actor("person", session.scalars(select(Account.id).where(Account.login == login)).one())


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
