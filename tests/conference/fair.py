"""A round of meetings for tests: two sides, tables in two areas, one interpreter."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import CompanyPerson, DeskRow, Round, SlotRow
from festival.conference.queries.companies import get_company
from festival.conference.services import companies, rounds
from festival.conference.services.rounds import RoundTerms
from festival.conference.types.companies import CompanyContent
from festival.conference.types.meetings import Meeting, Side
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.trilingual import Language, Trilingual
from festival.programme.types import EventFacts
from festival.registration.services import people
from festival.registration.types.people import PersonContent

TERMS = RoundTerms(
    walk=10,
    most=6,
    in_a_row=3,
    matrix=frozenset(
        {(Side.INVESTOR, Side.LOCAL), (Side.LOCAL, Side.INVESTOR), (Side.INVESTOR, Side.DEPARTMENT)}
    ),
)


@dataclass(frozen=True, slots=True)
class Fair:
    """Numbers of what the round has. `firms`: company → those who speak for it."""

    of: int
    edition: int
    slots: tuple[int, ...]
    desks: tuple[int, ...]
    firms: dict[int, tuple[int, ...]]
    interpreter: int
    begins: datetime

    def meeting(self, one: int, other: int, *, slot: int = 0, desk: int = 0, alone: bool = False) -> Meeting:
        """A meeting of two companies with the first of each, by their places in the fair."""
        numbers = list(self.firms)
        pair = (numbers[one], numbers[other])
        coming = frozenset(self.firms[number][0] for number in pair)
        return Meeting(self.slots[slot], self.desks[desk], pair, coming, None if alone else self.interpreter)


def company(
    session: Session, edition_id: int, name: str, side: Side, *spoken: str, mail: str | None = None
) -> int:
    """Add a company whose people speak these languages ("ja en"), and return its number."""
    content = CompanyContent(
        Trilingual(vi=f"{name} (mẫu)", ja=f"{name}（見本）", en=f"{name} (sample)"),
        side,
        "JP" if side is Side.INVESTOR else "VN",
        mail=mail,
        language="ja" if side is Side.INVESTOR else "vi",
    )
    now = clock.now()
    number = companies.add_company(session, actor=SYSTEM, edition_id=edition_id, content=content, now=now)
    row = get_company(session, edition_id, number)
    for place, words in enumerate(spoken):
        person = replace(PERSON, family=name, given=f"{place} (mẫu)", mail=f"{place}@{name.lower()}.example")
        companies.add_speaker(
            session, actor=SYSTEM, company=row, content=person, languages=languages(words), now=now
        )
    return number


PERSON = PersonContent(family="", given="", language="vi")


def languages(words: str) -> tuple[Language, ...]:
    """Languages of "vi ja"."""
    return tuple(one for one in ("vi", "ja", "en") if one in words.split())


def hold_fair(session: Session, event: EventFacts) -> Fair:
    """Set up a round: four companies, three slots, two tables in two areas, one interpreter of Vietnamese and Japanese."""
    now, begins = clock.now(), event.starts_at - timedelta(hours=6)
    of = rounds.set_up(session, actor=SYSTEM, edition_id=event.edition_id, terms=TERMS, now=now)
    rounds.add_slots(session, actor=SYSTEM, of=of, first=begins, minutes=25, pause=5, count=3, now=now)
    rounds.add_desks(
        session, actor=SYSTEM, of=of, count=1, area=Trilingual("Sảnh A", "ホールA", "Hall A"), now=now
    )
    rounds.add_desks(
        session, actor=SYSTEM, of=of, count=1, area=Trilingual("Sảnh B", "ホールB", "Hall B"), now=now
    )
    firms = [
        company(
            session, event.edition_id, "Hakodate", Side.INVESTOR, "ja", "ja en", mail="hakodate@mau.example"
        ),
        company(session, event.edition_id, "Otaru", Side.INVESTOR, "ja en", mail="otaru@mau.example"),
        company(session, event.edition_id, "Cẩm Phả", Side.LOCAL, "vi", mail="campha@mau.example"),
        company(session, event.edition_id, "Móng Cái", Side.LOCAL, "vi en"),
    ]
    who = people.add(
        session,
        actor=SYSTEM,
        edition_id=event.edition_id,
        content=replace(PERSON, family="Thông", given="Dịch (mẫu)"),
        now=now,
    )
    interpreter = rounds.set_interpreter(
        session,
        actor=SYSTEM,
        of=of,
        person_id=who.id,
        languages=("vi", "ja"),
        since=begins,
        until=begins + timedelta(hours=3),
        now=now,
    )
    speaking = session.scalars(select(CompanyPerson).order_by(CompanyPerson.id)).all()
    return Fair(
        of.id,
        event.edition_id,
        tuple(session.scalars(select(SlotRow.id).order_by(SlotRow.starts_at))),
        tuple(session.scalars(select(DeskRow.id).order_by(DeskRow.id))),
        {number: tuple(one.id for one in speaking if one.company_id == number) for number in firms},
        interpreter,
        begins,
    )


def round_of(session: Session, fair: Fair) -> Round:
    """Return the round's row."""
    found = session.get(Round, fair.of)
    assert found is not None
    return found
