"""Meetings are placed, moved, announced and held, on both databases."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from festival.conference.links import CompanyLinks
from festival.conference.models import Company, CompanyPerson, MeetingPerson, MeetingRow
from festival.conference.queries.companies import get_company
from festival.conference.queries.meetings import board, get_meeting, untold
from festival.conference.rules.meetings import propose
from festival.conference.services import announcing, companies, meetings, rounds, wishing
from festival.conference.services.meetings import Against, MeetingStale, Placed
from festival.conference.services.rounds import InUse
from festival.conference.services.wishing import NoWish
from festival.conference.types.companies import CompanyStale
from festival.conference.types.meetings import Against as Why
from festival.conference.types.meetings import FollowUpKind, Meeting, MeetingState, Side, Wanting
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.db import db
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.outbox import attachments
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration.models import Person, Registration, Ticket
from tests.conference.fair import Fair, company, hold_fair, round_of
from tests.support.apps import MAIN, event_of

LINKS = CompanyLinks("https://festival.example", "0123456789abcdef0123456789abcdef")


def held(app: Flask, event: str) -> Iterator[Fair]:
    """Set a round up; the test stands in the application's context."""
    main = event_of(app, event)
    with app.app_context():
        with writing() as session:
            made = hold_fair(session, main)
        yield made


@pytest.fixture
def fair(sqlite_app: Flask) -> Iterator[Fair]:
    """A round that is set up."""
    yield from held(sqlite_app, MAIN)


@pytest.fixture
def fair_on_both(app: Flask) -> Iterator[Fair]:
    """A round that is set up, on each kind of database."""
    yield from held(app, MAIN)


def place(fair: Fair, meeting: Meeting, **changes: object) -> meetings.Outcome:
    """Place a meeting in a transaction of its own."""
    with writing() as session:
        return meetings.place(
            session,
            actor=SYSTEM,
            of=round_of(session, fair),
            meeting=meeting,
            reader="vi",
            now=clock.now(),
            **changes,  # type: ignore[arg-type]
        )


def placed(fair: Fair, meeting: Meeting, **changes: object) -> int:
    """Place a meeting that fits and return its number."""
    outcome = place(fair, meeting, **changes)
    assert isinstance(outcome, Placed), outcome
    return outcome.id


def why(outcome: meetings.Outcome) -> set[Why]:
    """What spoke against it."""
    assert isinstance(outcome, Against), outcome
    return {one.why for one in outcome.objections}


def wants(fair: Fair, asks: int, asked: int, wanting: Wanting | None = Wanting.WANT) -> NoWish | None:
    """A company says something of another, by their places."""
    numbers = list(fair.firms)
    with writing() as session:
        return wishing.wish(
            session, actor=SYSTEM, of=round_of(session, fair), asks=get_company(session, fair.edition, numbers[asks]),
            asked_id=numbers[asked], wanting=wanting, now=clock.now(),
        )  # fmt: skip


def test_a_meeting_is_placed_once_and_read_back(fair_on_both: Fair) -> None:
    fair = fair_on_both
    asked = fair.meeting(0, 2)
    number = placed(fair, asked, submission="a" * 22)
    assert placed(fair, asked, submission="a" * 22) == number  # the same form again
    seen = board(current(), round_of(current(), fair), "vi", clock.now())
    assert seen.meetings == (replace(asked, id=number),)
    assert {one.name for one in seen.interpreters.values()} == {"Thông Dịch (mẫu)"}


def test_what_cannot_be_is_not_stored(fair: Fair) -> None:
    placed(fair, fair.meeting(0, 2))
    assert why(place(fair, fair.meeting(0, 3, desk=1))) == {Why.PERSON_TWICE, Why.INTERPRETER_TWICE}
    assert why(place(fair, fair.meeting(1, 3, alone=True))) == {Why.TABLE_TAKEN}
    assert why(place(fair, fair.meeting(1, 2, slot=1, desk=1, alone=True))) >= {Why.NO_COMMON_LANGUAGE}
    assert current().scalar(select(func.count()).select_from(MeetingRow)) == 1


def test_what_needs_a_reason_is_stored_with_one(fair: Fair) -> None:
    two_of_one_side = fair.meeting(0, 1, alone=True)
    outcome = place(fair, two_of_one_side)
    assert why(outcome) == {Why.NOT_ALLOWED}
    assert isinstance(outcome, Against)
    assert outcome.needs_reason
    number = placed(fair, two_of_one_side, why="Theo yêu cầu của hai bên")
    assert get_meeting(current(), round_of(current(), fair), number).why == "Theo yêu cầu của hai bên"


def test_a_reason_does_not_help_against_a_hard_rule(fair: Fair) -> None:
    placed(fair, fair.meeting(0, 2))
    assert why(place(fair, fair.meeting(1, 3, alone=True), why="Vẫn xếp")) == {Why.TABLE_TAKEN}


def test_who_moves_a_meeting_second_is_told(fair_on_both: Fair) -> None:
    fair = fair_on_both
    number = placed(fair, fair.meeting(0, 2))
    assert placed(fair, replace(fair.meeting(0, 2, slot=1), id=number), version=1) == number
    assert place(fair, replace(fair.meeting(0, 2, slot=2), id=number), version=1) == MeetingStale(2)
    moved = get_meeting(current(), round_of(current(), fair), number)
    assert moved.slot_id == fair.slots[1]
    assert set(current().scalars(select(MeetingPerson.slot_id))) == {fair.slots[1]}


def test_who_sends_a_move_again_hears_that_it_stands_so_already(fair: Fair) -> None:
    number = placed(fair, fair.meeting(0, 2))
    moved = replace(fair.meeting(0, 2, slot=1), id=number)
    placed(fair, moved, version=1)
    assert place(fair, moved, version=1) == meetings.Stands(number)
    turned = replace(moved, firms=moved.firms[::-1])
    assert place(fair, turned, version=1) == meetings.Stands(number)
    assert isinstance(place(fair, replace(moved, interpreter=None), version=1), meetings.MeetingStale)


def test_a_called_off_meeting_frees_its_people_table_and_interpreter(fair: Fair) -> None:
    number = placed(fair, fair.meeting(0, 2))
    with writing() as session:
        outcome = meetings.set_state(
            session, actor=SYSTEM, of=round_of(session, fair), meeting_id=number, state=MeetingState.CANCELLED,
            version=1, now=clock.now(),
        )  # fmt: skip
    assert outcome == Placed(number)
    assert placed(fair, fair.meeting(0, 2)) != number
    with writing() as session:  # what is off stays off
        again = meetings.set_state(
            session, actor=SYSTEM, of=round_of(session, fair), meeting_id=number, state=MeetingState.PLANNED,
            version=2, now=clock.now(),
        )  # fmt: skip
    assert again == MeetingStale(2)


@pytest.mark.parametrize("part", ["slot", "desk", "people", "firms", "interpreter"])
def test_what_the_round_does_not_have_is_not_found(fair: Fair, part: str) -> None:
    plain = fair.meeting(0, 2)
    wrong = {
        "slot": replace(plain, slot=999),
        "desk": replace(plain, desk=999),
        "people": replace(plain, people=frozenset({999})),
        "firms": replace(plain, firms=(plain.firms[0], 999)),
        "interpreter": replace(plain, interpreter=999),
    }[part]
    with pytest.raises(NotFound):
        place(fair, wrong)


def test_other_events_and_crossed_out_times_keep_somebody_away(
    fair_on_both: Fair, main_event: EventFacts
) -> None:
    fair = fair_on_both
    speaker = next(iter(fair.firms.values()))[0]
    numbers = list(fair.firms)
    with writing() as session:
        wishing.set_away(
            session, actor=SYSTEM, of=round_of(session, fair), company=get_company(session, fair.edition, numbers[0]),
            away={(speaker, fair.slots[1])}, now=clock.now(),
        )  # fmt: skip
        give_ticket(session, speaker, main_event, fair)
    assert why(place(fair, fair.meeting(0, 2, slot=1))) == {Why.PERSON_AWAY}
    assert why(place(fair, fair.meeting(0, 2, slot=2))) == {
        Why.PERSON_AWAY
    }  # at the event they hold a ticket for
    assert placed(fair, fair.meeting(0, 2))


def give_ticket(session: Session, speaker: int, event: EventFacts, fair: Fair) -> None:
    """Let somebody hold a ticket for an event in the round's third slot."""
    row = session.get_one(CompanyPerson, speaker)
    there = session.get_one(Event, event.id)
    other = session.scalars(select(Event).where(Event.id != there.id).order_by(Event.id)).first()
    assert other is not None
    other.starts_at = fair.begins + timedelta(minutes=60)
    other.ends_at = fair.begins + timedelta(minutes=90)
    now = clock.now()
    party = Registration(
        event_id=other.id, code="7654321", submission="s" * 22, language="vi", mail="a@mau.example", needs="", needs_note="", manage_epoch=1,
        is_sample=True, made_at=now,
    )  # fmt: skip
    session.add(party)
    session.flush()
    session.add(
        Ticket(
            registration_id=party.id, event_id=other.id, position=1, ticket_class=2, name="x", name_folded="x", state="valid",
            valid_from=other.starts_at, valid_until=other.ends_at, made_at=now, changed_at=now, person_id=row.person_id,
        )
    )  # fmt: skip


def test_nobody_away_may_be_of_another_company_or_round(fair: Fair) -> None:
    mine, others = next(iter(fair.firms)), list(fair.firms.values())[1][0]
    for wrong in ((others, fair.slots[0]), (next(iter(fair.firms.values()))[0], 999)):
        with pytest.raises(NotFound), writing() as session:
            wishing.set_away(
                session, actor=SYSTEM, of=round_of(session, fair), company=get_company(session, fair.edition, mine),
                away={wrong}, now=clock.now(),
            )  # fmt: skip


def test_wishes_follow_the_matrix_and_the_day_and_no_may_always_be_said(fair: Fair) -> None:
    assert wants(fair, 0, 2) is None
    assert wants(fair, 0, 1) is NoWish.NOT_ALLOWED
    assert wants(fair, 0, 1, Wanting.NO) is None
    with writing() as session:
        round_of(session, fair).wishes_until = clock.now() - timedelta(minutes=1)
    assert wants(fair, 2, 0) is NoWish.OVER
    assert wants(fair, 2, 0, Wanting.NO) is None
    assert wants(fair, 2, 0, None) is None
    with pytest.raises(NotFound):
        wants(fair, 0, 0)


def test_a_proposal_is_booked_as_far_as_it_still_fits(fair: Fair) -> None:
    wants(fair, 0, 2, Wanting.MUST)
    wants(fair, 1, 3)
    proposal = propose(board(current(), round_of(current(), fair), "vi", clock.now()), clock.now())
    assert len(proposal.meetings) == 2
    assert (
        current().scalar(select(func.count()).select_from(MeetingRow)) == 0
    )  # nothing is booked by proposing
    taken_meanwhile = placed(fair, replace(proposal.meetings[0], firms=proposal.meetings[0].firms))
    with writing() as session:
        outcome = meetings.take(
            session,
            actor=SYSTEM,
            of=round_of(session, fair),
            meetings=proposal.meetings,
            reader="vi",
            now=clock.now(),
        )
    assert (len(outcome.booked), outcome.refused) == (1, (proposal.meetings[0],))
    assert taken_meanwhile not in outcome.booked


def announce(fair: Fair) -> announcing.Announced:
    """Tell the companies."""
    with writing() as session:
        return announcing.announce(
            session, actor=SYSTEM, of=round_of(session, fair), links=LINKS, now=clock.now()
        )


def letters() -> list[tuple[str, str, str]]:
    """Return (to, kind of file, text) of what waits to be sent."""
    rows = current().scalars(select(Message).order_by(Message.id))
    return [(row.recipient, row.attachments.partition(" ")[2].partition(":")[0], row.text) for row in rows]


def test_each_company_hears_what_is_new_and_what_is_off_once(fair_on_both: Fair) -> None:
    fair = fair_on_both
    number = placed(fair, fair.meeting(0, 2))
    placed(fair, fair.meeting(1, 3, desk=1, alone=True))
    told = announce(fair)
    numbers = list(fair.firms)
    assert (told.companies, told.letters, told.without_address) == (4, 3, (numbers[3],))
    assert {(to, file) for to, file, _ in letters()} == {
        ("hakodate@mau.example", "REQUEST"),
        ("campha@mau.example", "REQUEST"),
        ("otaru@mau.example", "REQUEST"),
    }
    assert untold(current(), round_of(current(), fair)) == []
    assert announce(fair).letters == 0
    placed(fair, replace(fair.meeting(0, 2, slot=1), id=number), version=1)
    assert {(to, file) for to, file, _ in letters_after(announce(fair))} == {
        ("hakodate@mau.example", "REQUEST"),
        ("campha@mau.example", "REQUEST"),
    }
    with writing() as session:
        meetings.set_state(
            session, actor=SYSTEM, of=round_of(session, fair), meeting_id=number, state=MeetingState.CANCELLED,
            version=2, now=clock.now(),
        )  # fmt: skip
    assert {(to, file) for to, file, _ in letters_after(announce(fair))} == {
        ("hakodate@mau.example", "CANCEL"),
        ("campha@mau.example", "CANCEL"),
    }


def by_desk(fair: Fair) -> dict[int, announcing.News]:
    """Return whom the desk has still to tell itself."""
    return announcing.still_untold(current(), round_of(current(), fair)).by_desk


def tell(fair: Fair, *companies: int, seen: int | None = None) -> frozenset[int]:
    """The desk says that it has told companies what the page showed."""
    with writing() as session:
        of = round_of(session, fair)
        return announcing.told(
            session, actor=SYSTEM, of=of, companies=companies, seen=of.version if seen is None else seen,
            now=clock.now(),
        )  # fmt: skip


def test_who_has_no_address_stays_on_the_list_until_the_desk_has_told_them(fair_on_both: Fair) -> None:
    fair = fair_on_both
    silent = list(fair.firms)[3]
    number = placed(fair, fair.meeting(1, 3, alone=True))
    announce(fair)
    assert {one: (what.asked, what.off) for one, what in by_desk(fair).items()} == {silent: ([number], [])}
    assert announcing.still_untold(current(), round_of(current(), fair)).companies == 1
    assert announce(fair).companies == 0  # it is announced: there is nothing to announce again
    assert tell(fair, silent) == {silent}
    assert tell(fair, silent) == frozenset()  # a second press finds nothing
    assert by_desk(fair) == {}


def test_told_takes_nothing_along_that_was_announced_after_somebody_looked(fair: Fair) -> None:
    silent = list(fair.firms)[3]
    number = placed(fair, fair.meeting(1, 3, alone=True))
    announce(fair)
    looked = round_of(current(), fair).version
    placed(fair, replace(fair.meeting(1, 3, slot=1, alone=True), id=number), version=1)
    announce(fair)
    assert tell(fair, silent, seen=looked) == frozenset()
    assert by_desk(fair)[silent].asked == [number]
    with writing() as session:
        meetings.set_state(
            session, actor=SYSTEM, of=round_of(session, fair), meeting_id=number, state=MeetingState.CANCELLED,
            version=2, now=clock.now(),
        )  # fmt: skip
    announce(fair)
    assert (by_desk(fair)[silent].asked, by_desk(fair)[silent].off) == ([], [number])


def test_who_gets_an_address_later_is_told_by_mail(fair: Fair) -> None:
    silent = list(fair.firms)[3]
    placed(fair, fair.meeting(1, 3, alone=True))
    announce(fair)
    with writing() as session:
        session.get_one(Company, silent).mail = "mongcai@mau.example"
    assert by_desk(fair) == {}
    told = announce(fair)
    assert (told.companies, told.without_address) == (1, ())
    assert letters_after(told)[0][0] == "mongcai@mau.example"
    assert announce(fair).companies == 0


def letters_after(told: announcing.Announced) -> list[tuple[str, str, str]]:
    """Return the newest letters."""
    return letters()[-told.letters :]


def test_who_is_taken_out_of_a_meeting_is_told_that_it_is_off(fair: Fair) -> None:
    number = placed(fair, fair.meeting(0, 2))
    announce(fair)
    placed(fair, replace(fair.meeting(1, 2), id=number), version=1)
    assert {(to, file) for to, file, _ in letters_after(announce(fair))} == {
        ("hakodate@mau.example", "CANCEL"),
        ("otaru@mau.example", "REQUEST"),
        ("campha@mau.example", "REQUEST"),
    }


def test_a_meeting_nobody_heard_of_goes_without_a_word(fair: Fair) -> None:
    number = placed(fair, fair.meeting(0, 2))
    with writing() as session:
        meetings.set_state(
            session, actor=SYSTEM, of=round_of(session, fair), meeting_id=number, state=MeetingState.CANCELLED,
            version=1, now=clock.now(),
        )  # fmt: skip
    assert announce(fair).companies == 0


def test_the_mails_calendar_rises_in_sequence_and_keeps_its_uid(fair: Fair) -> None:
    number = placed(fair, fair.meeting(0, 2))
    announce(fair)
    first = calendar()
    placed(fair, replace(fair.meeting(0, 2, slot=1), id=number), version=1)
    announce(fair)
    second = calendar()
    with writing() as session:
        meetings.set_state(
            session, actor=SYSTEM, of=round_of(session, fair), meeting_id=number, state=MeetingState.CANCELLED,
            version=2, now=clock.now(),
        )  # fmt: skip
    announce(fair)
    third = calendar()
    assert [one["METHOD"] for one in (first, second, third)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert first["UID"] == second["UID"] == third["UID"]
    sequences = [int(one["SEQUENCE"]) for one in (first, second, third)]
    assert sequences == sorted(set(sequences))
    assert first["SUMMARY"] == "面談：Cẩm Phả（見本）"
    assert third["STATUS"] == "CANCELLED"


def calendar() -> dict[str, str]:
    """Return the lines of the newest calendar of Hakodate."""
    row = (
        current()
        .scalars(
            select(Message)
            .where(Message.recipient == "hakodate@mau.example")
            .order_by(Message.id.desc())
            .limit(1)
        )
        .one()
    )
    [file] = attachments.make(current(), row)
    text = file.content.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.split("\r\n") if ":" in line)


def test_minutes_ratings_arrivals_and_what_was_agreed_are_kept(fair: Fair) -> None:
    number = placed(fair, fair.meeting(0, 2))
    numbers = list(fair.firms)
    with writing() as session:
        of, now = round_of(session, fair), clock.now()
        meetings.arrive(
            session, actor=SYSTEM, of=of, meeting_id=number, company_id=numbers[0], is_there=True, now=now
        )
        meetings.rate(
            session,
            actor=SYSTEM,
            of=of,
            meeting_id=number,
            company_id=numbers[0],
            rating=5,
            remark="Rất tốt",
            now=now,
        )
        assert meetings.write_minutes(
            session, actor=SYSTEM, of=of, meeting_id=number, text="Đã trao đổi", version=1, now=now
        ) == Placed(number)
        assert meetings.write_minutes(
            session, actor=SYSTEM, of=of, meeting_id=number, text="Khác", version=1, now=now
        ) == MeetingStale(2)
        first = meetings.add_follow_up(
            session, actor=SYSTEM, of=of, meeting_id=number, kind=FollowUpKind.SITE_VISIT, title="Khảo sát", owner="Sở mẫu",
            due_at=None, now=now, submission="f" * 22,
        )  # fmt: skip
        again = meetings.add_follow_up(
            session, actor=SYSTEM, of=of, meeting_id=number, kind=FollowUpKind.SITE_VISIT, title="Khảo sát", owner="Sở mẫu",
            due_at=None, now=now, submission="f" * 22,
        )  # fmt: skip
        assert first == again
        meetings.settle_follow_up(session, actor=SYSTEM, of=of, number=first, is_done=True, now=now)
    with pytest.raises(NotFound), writing() as session:
        meetings.rate(
            session, actor=SYSTEM, of=round_of(session, fair), meeting_id=number, company_id=numbers[3], rating=1, remark="",
            now=clock.now(),
        )  # fmt: skip


def test_what_a_meeting_needs_stays(fair: Fair) -> None:
    placed(fair, fair.meeting(0, 2))
    with writing() as session:
        of, now = round_of(session, fair), clock.now()
        assert (
            rounds.remove_slot(session, actor=SYSTEM, of=of, slot_id=fair.slots[0], now=now) is InUse.MEETING
        )
        assert rounds.remove_slot(session, actor=SYSTEM, of=of, slot_id=fair.slots[2], now=now) is None
        assert (
            rounds.set_break(session, actor=SYSTEM, of=of, slot_id=fair.slots[0], is_break=True, now=now)
            is InUse.MEETING
        )
        assert (
            rounds.remove_desk(session, actor=SYSTEM, of=of, desk_id=fair.desks[0], now=now) is InUse.MEETING
        )
        assert rounds.remove_desk(session, actor=SYSTEM, of=of, desk_id=fair.desks[1], now=now) is None
        assert (
            rounds.remove_interpreter(session, actor=SYSTEM, of=of, interpreter_id=fair.interpreter, now=now)
            is InUse.MEETING
        )
        # The times that are there already are left out.
        assert (
            rounds.add_slots(
                session, actor=SYSTEM, of=of, first=fair.begins, minutes=25, pause=5, count=3, now=now
            )
            == 1
        )


def test_one_person_with_two_companies_stays_one(fair: Fair) -> None:
    with writing() as session:
        first = company(session, fair.edition, "Yubari", Side.INVESTOR, "ja")
        second = company(session, fair.edition, "Yubari", Side.ASSOCIATION, "ja")
    people = {
        one.company_id: one.person_id
        for one in current().scalars(
            select(CompanyPerson).where(CompanyPerson.company_id.in_((first, second)))
        )
    }
    assert people[first] == people[second]
    assert current().scalar(select(func.count()).select_from(Person).where(Person.family == "Yubari")) == 1


def test_who_changes_a_company_second_is_told_what_it_says_now(fair: Fair) -> None:
    number = next(iter(fair.firms))
    row = get_company(current(), fair.edition, number)
    before = row.content
    with writing() as session:
        assert companies.change_company(
            session, actor=SYSTEM, edition_id=fair.edition, company_id=number, version=1,
            content=replace(before, website="https://mot.example"), now=clock.now(),
        ) == 2  # fmt: skip
    with writing() as session:
        late = companies.change_company(
            session, actor=SYSTEM, edition_id=fair.edition, company_id=number, version=1,
            content=replace(before, seeks=Trilingual("Đối tác")), now=clock.now(),
        )  # fmt: skip
    assert isinstance(late, CompanyStale)
    assert late.now.website == "https://mot.example"


# --- at once -----------------------------------------------------------------------------------------------------------


def at_once(app: Flask, acts: list[Callable[[Session], object]]) -> list[object]:
    """Do these on many threads, each in a transaction of its own; what the database refuses comes back as the error."""

    def one(act: Callable[[Session], object]) -> object:
        with app.app_context():
            try:
                with writing() as session:
                    return act(session)
            except IntegrityError as error:
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def placing(fair: Fair, meeting: Meeting) -> Callable[[Session], object]:
    """Somebody places a meeting."""
    return lambda session: meetings.place(
        session, actor=SYSTEM, of=round_of(session, fair), meeting=meeting, reader="vi", now=clock.now()
    )


@pytest.mark.race
def test_two_planners_at_once_book_a_table_once(app: Flask, fair_on_both: Fair) -> None:
    fair = fair_on_both
    acts = [placing(fair, fair.meeting(0, 2)), placing(fair, fair.meeting(1, 3, alone=True))] * 4
    found = at_once(app, acts)
    assert sum(isinstance(one, Placed) for one in found) == 1
    assert not any(isinstance(one, IntegrityError) for one in found)


@pytest.mark.race
def test_without_holding_the_round_the_database_would_have_to_refuse(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: where planners do not wait for each other, the table's own constraint is what is left."""
    both = threading.Barrier(2, timeout=20)
    known = meetings._known
    monkeypatch.setattr(meetings, "_hold", lambda session, of: None)
    monkeypatch.setattr(meetings, "_known", lambda meeting, seen: (known(meeting, seen), both.wait()))
    for fair in held(postgres_app, MAIN):
        acts = [placing(fair, fair.meeting(0, 2)), placing(fair, fair.meeting(1, 3, alone=True))]
        assert any(isinstance(one, IntegrityError) for one in at_once(postgres_app, acts))
