"""Shifts follow a published programme: proposals and never silently, with what the rules say first, and people told."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.crew_links import CrewLinks
from festival.logistics.models import Assignment, Demand, Shift, ShiftProposal
from festival.logistics.queries import following
from festival.logistics.rules import rostering as rules
from festival.logistics.rules.following import wanted_shift
from festival.logistics.services import manning, rostering, shift_following
from festival.logistics.services.shift_following import Followed, Objected
from festival.logistics.types.crew import Skill
from festival.logistics.types.following import Clashing, ShiftWanted
from festival.logistics.types.shifts import AssignmentState
from festival.outbox.models import Message
from festival.programme.queries import current_edition
from tests.accounts.people import enter, make
from tests.logistics.rosters import NIGHT, assignment, held, member, post, put, shift
from tests.logistics.test_following import EVENT, event, publish
from tests.programme.editing import content as content_of
from tests.support.apps import NOW, FakeClock, csrf

BEGIN = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TWO_HOURS = content_of(starts_at=BEGIN, minutes=120)
LINKS = CrewLinks("https://hk.example", "0" * 32)


# --- the rule ----------------------------------------------------------------------------------------------------------


@given(st.integers(-300, 300), st.integers(-240, 240), st.integers(15, 600), st.integers(5, 600))
def test_a_shift_keeps_its_distance_from_an_event_that_moves(
    by: int, begins: int, lasts: int, minutes: int
) -> None:
    before = replace(TWO_HOURS, minutes=minutes)
    after = replace(before, starts_at=BEGIN + timedelta(minutes=by))
    start = BEGIN + timedelta(minutes=begins)
    found = wanted_shift(start, start + timedelta(minutes=lasts), before, after)
    if by == 0:
        assert found is None
    else:
        assert found is not None
        assert found.starts_at - start == timedelta(minutes=by)
        assert found.ends_at - found.starts_at == timedelta(minutes=lasts)


@given(st.integers(-300, 300), st.integers(1, 300), st.integers(5, 600), st.integers(5, 600))
def test_whatever_becomes_of_an_event_a_shift_lasts_a_quarter_at_least_or_as_long_as_before(
    begins: int, quarters: int, minutes: int, then: int
) -> None:
    before = replace(TWO_HOURS, minutes=minutes)
    start = BEGIN + timedelta(minutes=begins)
    length = timedelta(minutes=15 * quarters)
    found = wanted_shift(start, start + length, before, replace(before, minutes=then, starts_at=BEGIN + HOUR))
    lasts = found.ends_at - found.starts_at if found is not None else length  # None: it stays as it is
    assert lasts >= min(length, timedelta(minutes=15))


@pytest.mark.parametrize(
    ("begins", "lasts", "moved"),
    [
        (-1, 2, None),  # until the middle of it
        (-1, 4, (-1, 4.5)),  # until after it: stays half an hour longer
        (2, 1, (2.5, 1)),  # begins when it is over
        (0, 2, (0, 2.5)),
    ],
)
def test_an_event_that_lasts_longer_moves_what_comes_at_its_end(
    begins: float, lasts: float, moved: tuple[float, float] | None
) -> None:
    start = BEGIN + begins * HOUR
    found = wanted_shift(start, start + lasts * HOUR, TWO_HOURS, replace(TWO_HOURS, minutes=150))
    wanted = moved and ShiftWanted(BEGIN + moved[0] * HOUR, BEGIN + (moved[0] + moved[1]) * HOUR)
    assert found == wanted


def test_what_only_the_place_or_the_state_of_an_event_changes() -> None:
    start, end = BEGIN, BEGIN + HOUR
    elsewhere = replace(TWO_HOURS, venue_id=3)
    assert wanted_shift(start, end, replace(TWO_HOURS, venue_id=1), elsewhere) == ShiftWanted(start, end, 3)
    off = replace(TWO_HOURS, is_cancelled=True)
    assert wanted_shift(start, end, TWO_HOURS, off) == ShiftWanted(start, end, cancelled=True)
    assert wanted_shift(start, end, off, off) is None
    assert wanted_shift(start, end, off, TWO_HOURS) == ShiftWanted(start, end)  # takes back what was open


# --- proposals and answers ---------------------------------------------------------------------------------------------


def tied(app: Flask, post_id: int, begin: float = 0, hours: float = 4, **more: Any) -> int:
    """Add a shift that goes by the event, with its need."""
    made = shift(app, post_id, begin, hours, **more)
    with app.app_context(), writing() as session:
        demand = session.get_one(Shift, made).demand_id
        assert demand is not None
        manning.tie_demand(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            demand_id=demand,
            event_id=EVENT,
            now=NOW,
        )
    return made


def later(app: Flask, hours: float, **more: Any) -> list[str]:
    """Publish the event so many hours later; return what was said before."""
    content = event(app)
    assert content.starts_at is not None
    return publish(app, replace(content, starts_at=content.starts_at + hours * HOUR, **more))


def proposals(app: Flask) -> list[tuple[int, str]]:
    """Return (shift, answer) of all proposals."""
    with app.app_context():
        rows = current().scalars(select(ShiftProposal).order_by(ShiftProposal.id))
        return [(one.shift_id, one.answer) for one in rows]


def times(app: Flask, shift_id: int) -> tuple[float, float]:
    """Return when a shift begins and ends, in hours after 18:00 of the main night."""
    with app.app_context():
        found = current().get_one(Shift, shift_id)
        return (found.starts_at - NIGHT) / HOUR, (found.ends_at - NIGHT) / HOUR


def accept(
    app: Flask, *numbers: int, clashing: Clashing | None = None, reason: str = ""
) -> Followed | Objected | shift_following.Overtaken:
    with app.app_context(), writing() as session:
        return shift_following.accept(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            proposal_ids=numbers,
            clashing=clashing,
            reason=reason,
            links=LINKS,
            now=NOW,
        )


def messages(app: Flask) -> list[str]:
    with app.app_context():
        return list(current().scalars(select(Message.subject).order_by(Message.id)))


def test_a_release_shows_before_and_proposes_after_and_a_person_decides(app: Flask) -> None:
    here = post(app)
    own, other = tied(app, here), shift(app, here, 24, 4)
    who = held(app, own, member(app))
    assert "1 ca trực sẽ có đề xuất điều chỉnh theo" in later(app, 1)
    assert proposals(app) == [(own, "open")]
    assert times(app, own) == (0, 4)  # never silently
    later(app, 0.5)  # a second move before anybody has answered: one proposal for both
    assert proposals(app) == [(own, "overtaken"), (own, "open")]
    assert accept(app, 2) == Followed(1, 0, 1)
    assert (times(app, own), times(app, other)) == ((1.5, 5.5), (24, 28))
    assert assignment(app, who).state == AssignmentState.OFFERED  # the yes was for the old time
    assert messages(app) == ["1 ca trực của bạn đã đổi giờ, vui lòng xác nhận"]
    with app.app_context():
        demand = current().scalars(select(Demand).order_by(Demand.id)).first()
        assert demand is not None
        assert (demand.starts_at - NIGHT) / HOUR == 1.5  # what the post needs goes along
    assert accept(app, 2) == Followed(0)


def test_there_and_back_owes_nothing(sqlite_app: Flask) -> None:
    own = tied(sqlite_app, post(sqlite_app))
    later(sqlite_app, 1)
    assert [one for one in later(sqlite_app, -1) if "ca trực" in one] == []
    assert proposals(sqlite_app) == [(own, "overtaken")]


def test_called_off_and_held_after_all_owes_nothing(sqlite_app: Flask) -> None:
    own, content = tied(sqlite_app, post(sqlite_app)), event(sqlite_app)
    publish(sqlite_app, replace(content, is_cancelled=True))
    publish(sqlite_app, content)
    assert proposals(sqlite_app) == [(own, "overtaken")]
    assert times(sqlite_app, own) == (0, 4)


def test_what_is_over_or_not_needed_is_not_proposed(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    here = post(sqlite_app)
    spare, over = tied(sqlite_app, here), tied(sqlite_app, here, -24, 4)
    with sqlite_app.app_context(), writing() as session:
        unneeded = session.get_one(Shift, spare)
        unneeded.minimum = unneeded.target = 0
        past = session.get_one(Shift, over)
        past.starts_at, past.ends_at = NOW - 2 * HOUR, NOW - HOUR
    later(sqlite_app, 1)
    assert proposals(sqlite_app) == []


def test_the_rules_are_said_before_anything_moves(app: Flask) -> None:
    here = post(app)
    own, other = tied(app, here), shift(app, here, 5, 4)
    who = member(app)
    mine, theirs = held(app, own, who), held(app, other, who)
    later(app, 3)
    said = accept(app, 1)
    assert isinstance(said, Objected)
    [against] = said.against
    assert against.assignment.id == mine
    assert isinstance(against.objections[0], rules.Overlaps)
    assert times(app, own) == (0, 4)
    assert isinstance(accept(app, 1, clashing=Clashing.KEEP), Objected)  # not without a reason
    assert accept(app, 1, clashing=Clashing.OFF) == Followed(1, 1, 0)  # nobody had told them of it yet
    assert times(app, own) == (3, 7)
    assert assignment(app, mine).state == AssignmentState.WITHDRAWN
    assert assignment(app, theirs).state == AssignmentState.CONFIRMED


def test_who_is_kept_against_the_rules_is_kept_for_a_reason(sqlite_app: Flask) -> None:
    app = sqlite_app
    here, who = post(app), member(app)
    mine = held(app, tied(app, here), who)
    held(app, shift(app, here, 5, 4), who)
    later(app, 3)
    assert accept(app, 1, clashing=Clashing.KEEP, reason="Đã thỏa thuận") == Followed(1, 0, 1)
    found = assignment(app, mine)
    assert (found.state, found.overridden, found.reason) == ("offered", "Overlaps", "Đã thỏa thuận")


def test_what_was_overridden_before_is_not_asked_again(sqlite_app: Flask) -> None:
    app = sqlite_app
    own = tied(app, post(app), skill=Skill.DOCTOR)
    put(app, own, member(app), reason="Bác sĩ chưa cập nhật hồ sơ")
    later(app, 1)
    assert accept(app, 1) == Followed(1, 0, 0)


def test_shifts_that_move_together_do_not_stand_in_each_others_way(sqlite_app: Flask) -> None:
    app = sqlite_app
    here, who = post(app), member(app)
    for begin in (0, 4):
        held(app, tied(app, here, begin, 4), who)
    later(app, 1)
    assert isinstance(accept(app, 1), Objected)  # alone it would lie across the other
    assert accept(app, 1, 2) == Followed(2, 0, 1)  # one message for both
    assert messages(app) == ["2 ca trực của bạn đã đổi giờ, vui lòng xác nhận"]


def test_a_cancelled_event_needs_nobody_and_they_are_told(sqlite_app: Flask) -> None:
    app = sqlite_app
    own, who = tied(app, post(app)), member(app)
    mine = held(app, own, who)
    with app.app_context(), writing() as session:
        session.get_one(Assignment, mine).told = 1
    publish(app, replace(event(app), is_cancelled=True))
    assert accept(app, 1) == Followed(1, 1, 1)
    with app.app_context():
        found = current().get_one(Shift, own)
        assert (found.minimum, found.target) == (0, 0)
        assert current().get_one(Demand, found.demand_id).target == 0
    assert assignment(app, mine).state == AssignmentState.WITHDRAWN


def test_foreign_and_unknown_proposals_are_not_found(sqlite_app: Flask) -> None:
    with pytest.raises(NotFound):
        accept(sqlite_app, 99)
    own = shift(sqlite_app, post(sqlite_app))
    with sqlite_app.app_context(), pytest.raises(NotFound), writing() as session:
        manning.tie_shift(session, actor=SYSTEM, edition_id=1, shift_id=own, event_id=999, now=NOW)


# --- two at once ---------------------------------------------------------------------------------------------------------


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do things in threads that begin together; return what came of each."""
    ready = threading.Barrier(len(acts))
    found: dict[int, Any] = {}

    def run(place: int, act: Callable[[], Any]) -> None:
        ready.wait(10)
        found[place] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return [found[place] for place in range(len(acts))]


def overlapping(app: Flask) -> list[Any]:
    """Let a shift move onto another one's time while somebody puts its person there."""
    here, who = post(app), member(app)
    own, other = tied(app, here), shift(app, here, 5, 4)
    held(app, own, who)
    later(app, 3)
    return at_once(lambda: accept(app, 1), lambda: put(app, other, who))


@pytest.mark.race
def test_nobody_stands_at_two_posts_because_one_moved_at_the_same_moment(app: Flask) -> None:
    followed, put_there = overlapping(app)
    assert {isinstance(followed, Followed), isinstance(put_there, rostering.Assigned)} == {True, False}


@pytest.mark.race
def test_the_control_puts_somebody_at_two_posts_without_the_lock(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, who = post(postgres_app), member(postgres_app)
    own, other = tied(postgres_app, here), shift(postgres_app, here, 5, 4)
    held(postgres_app, own, who)
    later(postgres_app, 3)
    both_have_looked = threading.Barrier(2)
    look, write = following.manned, rostering.put

    def looked(*args: Any) -> Any:
        found = look(*args)
        both_have_looked.wait(10)
        return found

    def written(*args: Any, **more: Any) -> Any:
        both_have_looked.wait(10)
        return write(*args, **more)

    monkeypatch.setattr(rostering, "lock_crew", lambda *_args: None)
    monkeypatch.setattr(shift_following, "manned", looked)
    monkeypatch.setattr(rostering, "put", written)
    followed, put_there = at_once(lambda: accept(postgres_app, 1), lambda: put(postgres_app, other, who))
    assert isinstance(followed, Followed)
    assert isinstance(put_there, rostering.Assigned)


@pytest.mark.race
def test_two_who_answer_at_once_answer_once(app: Flask) -> None:
    tied(app, post(app))
    later(app, 1)
    found = at_once(lambda: accept(app, 1), lambda: accept(app, 1))
    assert sorted(one.shifts for one in found) == [0, 1]


# --- at the desk -----------------------------------------------------------------------------------------------------------

PAGE = "/desk/roster/following"


def desk(app: Flask, role: Role = Role.COORDINATOR) -> FlaskClient:
    return enter(app, make(app, role))


def send(client: FlaskClient, path: str, **data: Any) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf(client, "/desk/account"), **data})


def test_a_need_is_tied_by_its_form_and_its_shifts_with_it(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app, client = sqlite_app, desk(sqlite_app)
    here = post(app)
    need = {"since": "2027-11-17T18:00", "until": "2027-11-17T22:00", "role": "member", "skill": "", "minimum": 1, "target": 2}  # fmt: skip
    assert send(client, f"/desk/posts/{here}/needs", **need, event=EVENT).status_code == 303
    assert send(client, f"/desk/posts/{here}/needs", **need, event=999).status_code == 422
    send(client, "/desk/posts/shifts", hours=4)
    with app.app_context():
        [made] = current().scalars(select(Shift))
        assert made.event_id == EVENT
    assert send(client, f"/desk/roster/shifts/{made.id}/event", event=0).status_code == 303
    with app.app_context():
        assert current().get_one(Shift, made.id).event_id is None
    assert send(client, f"/desk/posts/{here}/needs/1/event", event=EVENT).status_code == 303
    with app.app_context():
        assert current().get_one(Shift, made.id).event_id == EVENT
    assert send(client, f"/desk/posts/{here}/needs/9/event", event=EVENT).status_code == 404
    assert send(desk(app, Role.LEADER), f"/desk/posts/{here}/needs/1/event", event=0).status_code == 403


def test_the_desk_shows_objections_first_and_takes_an_answer(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    app = sqlite_app
    here, who = post(app), member(app)
    own = tied(app, here)
    held(app, own, who)
    held(app, shift(app, here, 5, 4), who)
    later(app, 3)
    client = desk(app)
    assert "Chương trình đã thay đổi: 1 ca trực chờ" in client.get("/desk/roster").text
    page = client.get(PAGE).text
    assert "18:00–22:00" in page
    assert "21:00–01:00" in page
    assert "Đang trực ở nơi khác" in page
    assert send(client, f"{PAGE}/follow", proposal=1).status_code == 422
    assert send(client, f"{PAGE}/follow").status_code == 422
    assert send(client, f"{PAGE}/follow", proposal=1, clashing="keep").status_code == 422
    assert send(client, f"{PAGE}/follow", proposal=9).status_code == 404
    assert times(app, own) == (0, 4)
    assert send(client, f"{PAGE}/follow", proposal=1, clashing="off").status_code == 303
    assert times(app, own) == (3, 7)
    assert "Không có đề xuất nào" in client.get(PAGE).text


def test_shifts_stay_for_a_reason_that_is_kept(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    app = sqlite_app
    own = tied(app, post(app))
    later(app, 1)
    leader = desk(app, Role.LEADER)
    assert 'name="proposal"' not in leader.get(PAGE).text
    assert send(leader, f"{PAGE}/leave", proposal=1, reason="x").status_code == 403
    client = desk(app)
    assert send(client, f"{PAGE}/leave", proposal=1).status_code == 422
    assert send(client, f"{PAGE}/leave", proposal=1, reason="Cổng vẫn mở như cũ").status_code == 303
    assert (proposals(app), times(app, own)) == ([(own, "dismissed")], (0, 4))
    with app.app_context():
        kept = current().scalars(select(AuditEntry).where(AuditEntry.verb == "proposal.dismissed")).one()
        assert kept.details == {"proposal": 1, "reason": "Cổng vẫn mở như cũ"}
        assert current().scalar(select(func.count()).select_from(Message)) == 0
