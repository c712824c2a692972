"""People on shifts, on both databases: refusals, overrides that are kept, proposals, swaps, arrivals, and races."""

import threading
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.models import AuditEntry
from festival.core.actor import CITIZEN, SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.models import Assignment, Proposed, Shift
from festival.logistics.post_codes import PostCodes
from festival.logistics.rules import rostering as rules
from festival.logistics.services import attending, manning, rostering, swapping
from festival.logistics.services.rostering import Assigned, Refused
from festival.logistics.types.crew import Role, Skill
from festival.logistics.types.shifts import (
    ArrivedBy,
    AssignmentState,
    Full,
    NoSuchWay,
    Over,
    TooEarly,
    WrongCode,
)
from festival.programme.queries import current_edition
from festival.web.settings import settings
from tests.logistics.rosters import NIGHT, assignment, code_of, edition_id, held, member, post, put, shift
from tests.support.apps import NOW


def do(app: Flask, what: Callable[..., Any], **more: Any) -> Any:
    """Call a service in a transaction of its own."""
    with app.app_context(), writing() as session:
        return what(session, edition_id=current_edition(session).id, **{"actor": SYSTEM, "now": NOW} | more)


def verbs(app: Flask, subject: str) -> list[str]:
    with app.app_context():
        statement = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
        return [one.verb for one in current().scalars(statement)]


def test_somebody_is_put_on_a_shift_once(app: Flask) -> None:
    first, who = shift(app, post(app)), member(app)
    made = put(app, first, who)
    again = put(app, first, who)
    assert isinstance(made, Assigned)
    assert made.changed
    assert isinstance(again, Assigned)
    assert not again.changed
    assert again.assignment.id == made.assignment.id
    assert verbs(app, "shift") == ["assigned"]


def test_who_lacks_a_qualification_is_refused_unless_somebody_says_why(app: Flask) -> None:
    doctors = shift(app, post(app), skill=Skill.DOCTOR)
    who = member(app, "Mẫu Bình (mẫu)", Skill.DOCTOR, days={Skill.DOCTOR: date(2027, 11, 16)})
    refused = put(app, doctors, who)
    assert isinstance(refused, Refused)
    assert refused.objections == (rules.SkillExpired(Skill.DOCTOR, date(2027, 11, 16)),)
    made = put(app, doctors, who, reason="Giấy gia hạn đã có")
    assert isinstance(made, Assigned)
    assert (made.assignment.overridden, made.assignment.reason) == ("SkillExpired", "Giấy gia hạn đã có")
    with app.app_context():
        entry = current().scalars(select(AuditEntry).where(AuditEntry.verb == "overridden")).one()
    assert entry.details == {"crew": who, "objections": ["SkillExpired"], "reason": "Giấy gia hạn đã có"}


def test_a_reason_that_was_not_needed_overrides_nothing(sqlite_app: Flask) -> None:
    made = put(sqlite_app, shift(sqlite_app, post(sqlite_app)), member(sqlite_app), reason="cứ xếp")
    assert isinstance(made, Assigned)
    assert (made.assignment.overridden, made.assignment.reason) == ("", "")


def test_what_somebody_holds_counts_at_the_next_shift(sqlite_app: Flask) -> None:
    app = sqlite_app
    here, who = post(app), member(app)
    first, second, late = shift(app, here, 0, 4), shift(app, here, 3, 4), shift(app, here, 6, 4)
    put(app, first, who)
    for other, kind in ((second, rules.Overlaps), (late, rules.ShortRest)):
        refused = put(app, other, who)
        assert isinstance(refused, Refused)
        assert isinstance(refused.objections[0], kind)
    with app.app_context(), writing() as session:
        held_now = session.scalars(select(Assignment)).one().id
    do(app, rostering.move, assignment_id=held_now, to=AssignmentState.REFUSED, reason="ốm")
    assert isinstance(put(app, second, who), Assigned)


def test_a_full_shift_a_past_one_and_foreign_ones(sqlite_app: Flask) -> None:
    app = sqlite_app
    small = shift(app, post(app), need=(1, 1))
    put(app, small, member(app))
    other = member(app, "Mẫu Bình (mẫu)")
    assert put(app, small, other) == Full(1)
    assert put(app, small, other, now=NIGHT + timedelta(hours=4)) == Over()
    with pytest.raises(NotFound):
        put(app, 999, other)
    with pytest.raises(NotFound):
        put(app, small, 999)


@pytest.mark.parametrize(
    ("to", "then", "allowed"),
    [
        (AssignmentState.CONFIRMED, AssignmentState.REFUSED, True),
        (AssignmentState.REFUSED, AssignmentState.CONFIRMED, False),  # that asks the rules anew
        (AssignmentState.ABSENT, AssignmentState.WITHDRAWN, False),
        (AssignmentState.WITHDRAWN, AssignmentState.OFFERED, False),
    ],
)
def test_states_follow_their_table(
    sqlite_app: Flask, to: AssignmentState, then: AssignmentState, *, allowed: bool
) -> None:
    app = sqlite_app
    made = held(app, shift(app, post(app)), member(app), confirmed=False)
    assert do(app, rostering.move, assignment_id=made, to=to).state == to
    found = do(app, rostering.move, assignment_id=made, to=then)
    assert (found.state == then) if allowed else (found == NoSuchWay(to))


def test_who_refused_can_be_put_there_again_and_has_one_row(sqlite_app: Flask) -> None:
    app = sqlite_app
    where, who = shift(app, post(app)), member(app)
    made = held(app, where, who)
    do(app, rostering.move, assignment_id=made, to=AssignmentState.REFUSED, reason="ốm")
    assert held(app, where, who) == made
    assert assignment(app, made).reason == ""


# --- two at once -------------------------------------------------------------------------------------------------------


def at_once(app: Flask, pairs: Sequence[tuple[int, int]]) -> list[str]:
    """Put people on shifts in threads that begin together; return what came of it, by name."""
    outcomes: list[object] = []
    gate = threading.Barrier(len(pairs))

    def take(where: int, who: int) -> None:
        gate.wait(10)
        outcomes.append(put(app, where, who))

    threads = [threading.Thread(target=take, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(type(one).__name__ for one in outcomes)


def together(monkeypatch: pytest.MonkeyPatch, unlocked: str) -> None:
    """Take one lock away, and let everybody have looked before anybody writes."""
    both_have_looked = threading.Barrier(2)
    write = rostering.put

    def written(*args: Any, **more: Any) -> Assignment:
        both_have_looked.wait(10)
        return write(*args, **more)

    def only_read(session: Session, _edition: int, numbers: Sequence[int]) -> list[Shift]:
        return [session.get_one(Shift, one) for one in numbers]

    monkeypatch.setattr(rostering, unlocked, only_read if unlocked == "lock_shifts" else lambda *_args: None)
    monkeypatch.setattr(rostering, "put", written)


@pytest.mark.race
def test_those_who_take_the_last_place_at_once(app: Flask) -> None:
    small = shift(app, post(app), need=(1, 1))
    people = [member(app, f"Mẫu {n} (mẫu)") for n in range(4)]
    assert at_once(app, [(small, who) for who in people]) == ["Assigned", "Full", "Full", "Full"]


@pytest.mark.race
def test_the_control_gives_the_last_place_twice_without_the_lock_of_the_shift(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = shift(postgres_app, post(postgres_app), need=(1, 1))
    people = [member(postgres_app, f"Mẫu {n} (mẫu)") for n in range(2)]
    together(monkeypatch, "lock_shifts")
    assert at_once(postgres_app, [(small, who) for who in people]) == ["Assigned", "Assigned"]


@pytest.mark.race
def test_one_person_put_on_two_shifts_at_once_gets_one(app: Flask) -> None:
    here, who = post(app), member(app)
    both = [shift(app, here, 0, 4), shift(app, here, 2, 4)]
    assert at_once(app, [(where, who) for where in both]) == ["Assigned", "Refused"]


@pytest.mark.race
def test_the_control_puts_one_person_at_two_places_without_the_lock_of_the_person(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, who = post(postgres_app), member(postgres_app)
    both = [shift(postgres_app, here, 0, 4), shift(postgres_app, here, 2, 4)]
    together(monkeypatch, "lock_crew")
    assert at_once(postgres_app, [(where, who) for where in both]) == ["Assigned", "Assigned"]


# --- proposals -------------------------------------------------------------------------------------------------------


def test_proposals_are_kept_apart_until_somebody_takes_them(app: Flask) -> None:
    here = post(app)
    doctors, anybody = shift(app, here, 0, 4, skill=Skill.DOCTOR), shift(app, here, 1, 4)
    doctor, other = member(app, "Mẫu Bình (mẫu)", Skill.DOCTOR), member(app)
    found = do(app, rostering.propose_open)
    assert set(found.pairs) == {(doctors, doctor), (anybody, other)}
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Assignment)) == 0
        numbers = list(current().scalars(select(Proposed.id)))
    assert isinstance(
        put(app, anybody, doctor), Assigned
    )  # somebody books meanwhile what the proposal counted on
    taken = do(app, rostering.take_proposals, proposal_ids=numbers)
    assert [(one.shift_id, one.crew_id) for one in taken.assignments] == [(anybody, other)]
    assert taken.refused == 1
    again = do(app, rostering.take_proposals, proposal_ids=numbers)
    assert (again.assignments, again.refused) == ((), 0)
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Proposed)) == 0


# --- swaps -----------------------------------------------------------------------------------------------------------


def ask(app: Flask, giver: int, give: int, asked: int, back: int | None = None) -> Any:
    return do(
        app,
        swapping.ask,
        actor=CITIZEN,
        crew_id=giver,
        assignment_id=give,
        asked_id=asked,
        back_id=back,
        submission=None,
    )


def test_two_change_places_when_both_agree(app: Flask) -> None:
    here = post(app)
    first, second = shift(app, here, 0, 4), shift(app, here, 24, 4)
    an, binh = member(app), member(app, "Mẫu Bình (mẫu)")
    give, back = held(app, first, an), held(app, second, binh)
    asked = ask(app, an, give, binh, back)
    assert isinstance(asked, swapping.Asked)
    assert assignment(app, give).state == AssignmentState.CONFIRMED
    with pytest.raises(NotFound):
        do(app, swapping.agree, actor=CITIZEN, crew_id=an, swap_id=asked.swap.id)
    done = do(app, swapping.agree, actor=CITIZEN, crew_id=binh, swap_id=asked.swap.id)
    assert isinstance(done, swapping.Swapped)
    with app.app_context():
        rows = current().scalars(select(Assignment).order_by(Assignment.shift_id, Assignment.crew_id)).all()
        stands = {(one.shift_id, one.crew_id): one.state for one in rows}
    assert stands == {
        (first, an): "withdrawn",
        (first, binh): "confirmed",
        (second, binh): "withdrawn",
        (second, an): "confirmed",
    }
    assert do(app, swapping.agree, actor=CITIZEN, crew_id=binh, swap_id=asked.swap.id) == swapping.Gone()


def test_the_rules_are_asked_for_both_before_and_when_they_agree(sqlite_app: Flask) -> None:
    app = sqlite_app
    here = post(app)
    doctors, other = shift(app, here, 0, 4, skill=Skill.DOCTOR), shift(app, here, 24, 4)
    doctor, an = member(app, "Mẫu Bình (mẫu)", Skill.DOCTOR), member(app)
    give, back = held(app, doctors, doctor), held(app, other, an)
    against = ask(app, doctor, give, an)
    assert isinstance(against, swapping.Against)
    assert against.objections == (rules.SkillMissing(Skill.DOCTOR),)
    asked = ask(app, an, back, doctor)
    assert isinstance(asked, swapping.Asked)
    held(app, shift(app, here, 26, 4), doctor)  # meanwhile the doctor gets another shift at that time
    late = do(app, swapping.agree, actor=CITIZEN, crew_id=doctor, swap_id=asked.swap.id)
    assert isinstance(late, swapping.Against)
    assert assignment(app, back).state == AssignmentState.CONFIRMED


def test_nobody_gives_away_what_is_not_theirs(sqlite_app: Flask) -> None:
    app = sqlite_app
    give = held(app, shift(app, post(app)), member(app))
    other = member(app, "Mẫu Bình (mẫu)")
    with pytest.raises(NotFound):
        ask(app, other, give, member(app, "Mẫu Cường (mẫu)"))


# --- at the post -----------------------------------------------------------------------------------------------------


def with_code(app: Flask, made: int, said: str, minutes: float) -> Any:
    with app.app_context():
        codes = PostCodes(settings().public_url, settings().secret_key)
    return do(
        app,
        attending.arrive_with_code,
        actor=CITIZEN,
        assignment_id=made,
        said=said,
        codes=codes,
        now=NIGHT + timedelta(minutes=minutes),
    )


def test_somebody_checks_in_with_the_code_of_the_post(app: Flask) -> None:
    here, elsewhere = post(app), post(app, "Y2")
    made = held(app, shift(app, here), member(app), confirmed=False)
    code = code_of(app, here)
    assert with_code(app, made, code_of(app, elsewhere), -10) == WrongCode()
    assert with_code(app, made, code, -90) == TooEarly(NIGHT - timedelta(minutes=60))
    assert with_code(app, made, f" {code[:4].lower()}-{code[4:]}", -10).changed
    found = assignment(app, made)
    assert (found.state, found.arrived_by) == ("confirmed", "code")
    assert found.arrived_at == NIGHT - timedelta(minutes=10)
    assert not with_code(app, made, code, 5).changed
    left = do(app, attending.leave, assignment_id=made, now=NIGHT + timedelta(hours=4))
    assert left.left_at == NIGHT + timedelta(hours=4)


def test_another_code_ends_the_one_that_was_spread(sqlite_app: Flask) -> None:
    app = sqlite_app
    here = post(app)
    made, old = held(app, shift(app, here), member(app)), code_of(app, here)
    do(app, manning.new_code, post_id=here)
    assert with_code(app, made, old, 0) == WrongCode()


def test_who_was_given_up_comes_after_all(sqlite_app: Flask) -> None:
    app = sqlite_app
    made = held(app, shift(app, post(app)), member(app))
    late = NIGHT + timedelta(minutes=20)
    do(app, rostering.move, assignment_id=made, to=AssignmentState.ABSENT, now=late)
    done = do(app, attending.arrive, assignment_id=made, by=ArrivedBy.LEADER, now=late)
    assert done.changed
    assert assignment(app, made).state == AssignmentState.CONFIRMED


def test_who_could_step_in_is_ranked_and_does(sqlite_app: Flask) -> None:
    app = sqlite_app
    where = shift(app, post(app), skill=Skill.FIRST_AID, need=(1, 1))
    gone, able, unable = (
        member(app, "Mẫu An (mẫu)", Skill.FIRST_AID),
        member(app, "Mẫu Bình (mẫu)", Skill.FIRST_AID),
        member(app, "Mẫu Cường (mẫu)"),
    )
    made = held(app, where, gone)
    do(app, rostering.move, assignment_id=made, to=AssignmentState.ABSENT, now=NIGHT)
    with app.app_context():
        found = attending.replacements(current(), edition_id(app), current().get_one(Shift, where))
    assert [(one.worker_id, one.may) for one in found if one.worker_id != gone] == [
        (able, True),
        (unable, False),
    ]
    stepped = put(app, where, able, replaces_id=made, now=NIGHT)
    assert isinstance(stepped, Assigned)
    assert stepped.assignment.replaces_id == made


# --- what posts need -------------------------------------------------------------------------------------------------


def test_shifts_are_made_once_and_follow_the_counts(app: Flask) -> None:
    here = post(app)
    one = shift(app, here, 0, 6)
    assert do(app, manning.make_shifts, hours=3, is_open=True) == 0
    with app.app_context():
        demand = current().get_one(Shift, one).demand_id
    do(app, manning.change_counts, demand_id=demand, minimum=3, target=5)
    with app.app_context():
        found = current().get_one(Shift, one)
    assert (found.minimum, found.target) == (3, 5)
    held(app, one, member(app))
    assert do(app, manning.drop_demand, demand_id=demand) == manning.People(1)


def test_a_leader_at_a_post_checks_in_who_stands_there(sqlite_app: Flask) -> None:
    app = sqlite_app
    here, elsewhere = post(app), post(app, "Y2")
    lead = shift(app, here, role=Role.LEAD, need=(1, 1))
    boss = member(app, "Mẫu Trưởng (mẫu)", Skill.LEAD)
    held(app, lead, boss)
    own = held(app, shift(app, here), member(app))
    other = held(app, shift(app, elsewhere), member(app, "Mẫu Bình (mẫu)"))
    with app.app_context():
        leader = rostering.lock_crew(current(), edition_id(app), [boss])[0]
        assert attending.leads(current(), leader, current().get_one(Assignment, own))
        assert not attending.leads(current(), leader, current().get_one(Assignment, other))


def test_who_refuses_is_neither_proposed_again_nor_booked_by_an_older_proposal(sqlite_app: Flask) -> None:
    app = sqlite_app
    who = member(app)
    where = shift(app, post(app))
    do(app, rostering.propose_open)
    with app.app_context():
        [proposed] = current().scalars(select(Proposed.id))
        with writing() as session:  # the person takes it by themselves, and thinks better of it
            session.add(
                Assignment(
                    shift_id=where, crew_id=who, state="refused", reason="", overridden="",
                    made_at=NOW, changed_at=NOW, told=0,
                )
            )  # fmt: skip
    taken = do(app, rostering.take_proposals, proposal_ids=[proposed])
    assert (taken.assignments, taken.refused) == ((), 1)
    assert do(app, rostering.propose_open).pairs == ()
    with app.app_context():
        found = attending.replacements(current(), edition_id(app), current().get_one(Shift, where))
    assert [one.worker_id for one in found if rules.HasRefused() in one.objections] == [who]
