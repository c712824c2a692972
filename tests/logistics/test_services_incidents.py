"""The incident log on both databases: numbers, states, lines that stay, what belongs together, who sees what."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.models import FieldReport, Incident, IncidentEntry
from festival.logistics.queries import incidents as reading
from festival.logistics.rules.incidents import refusal
from festival.logistics.services.incidents import (
    dispatching,
    forgetting,
    holding,
    linking,
    logging,
    reporting,
)
from festival.logistics.types.incidents import (
    METHANE_PARTS,
    NEXT_ANSWERS,
    NEXT_STATES,
    EntryKind,
    IncidentFilters,
    IncidentRefusal,
    IncidentStale,
    IncidentState,
    MethaneKind,
    Severity,
    UnitAnswer,
    needs_reason,
)
from festival.registration.services.retention import FORGOTTEN
from tests.logistics.log import EDITION, FULL, OPEN, content, jpeg, move, opened, reported, said, unit

FORM = "0123456789abcdef0123"
CLICKS = 8


# --- states --------------------------------------------------------------------------------------------------------------


def test_the_table_of_states_leads_everywhere_and_back() -> None:
    assert set(NEXT_STATES) == set(IncidentState)
    assert set().union(*NEXT_STATES.values()) == set(IncidentState) - {IncidentState.NEW}
    assert all(IncidentState.CLOSED in after for state, after in NEXT_STATES.items() if state != "closed")
    assert set(NEXT_ANSWERS) == set(UnitAnswer)


@pytest.mark.parametrize("before", IncidentState)
@pytest.mark.parametrize("after", IncidentState)
def test_a_way_that_is_not_in_the_table_is_refused(before: IncidentState, after: IncidentState) -> None:
    expected = None if after in NEXT_STATES[before] else IncidentRefusal.NO_WAY
    assert refusal(before, after, "vì (mẫu)") == expected
    if expected is None and needs_reason(before, after):
        assert refusal(before, after, " ") is IncidentRefusal.NO_REASON


def test_an_incident_goes_its_way_and_is_opened_again_with_a_reason(app: Flask) -> None:
    number = opened(app)
    assert move(app, number, IncidentState.ACKNOWLEDGED) == "acknowledged"
    assert move(app, number, IncidentState.ON_HOLD) is IncidentRefusal.NO_REASON
    assert move(app, number, IncidentState.ON_HOLD, "Chờ xe (mẫu)") == "on_hold"
    assert move(app, number, IncidentState.CLOSED) == "closed"
    assert move(app, number, IncidentState.ACKNOWLEDGED) is IncidentRefusal.NO_REASON
    assert move(app, number, IncidentState.ACKNOWLEDGED, "Lại ngất (mẫu)") == "acknowledged"
    assert [kind for kind, _text in said(app, number)] == ["opened"] + ["state"] * 4
    assert move(app, number, IncidentState.NEW) is IncidentRefusal.NO_WAY


def test_of_two_who_press_one_moves_it(app: Flask) -> None:
    number = opened(app)
    for _press in range(2):
        assert move(app, number, IncidentState.ACKNOWLEDGED) == "acknowledged"
    assert [kind for kind, _text in said(app, number)] == ["opened", "state"]


# --- numbers ---------------------------------------------------------------------------------------------------------------


def open_at_once(app: Flask, forms: list[str | None]) -> list[int]:
    """Open incidents in threads that begin together, and return their numbers."""
    ready = threading.Barrier(len(forms))

    def one(form: str | None) -> int:
        with app.app_context():
            ready.wait(10)
        return opened(app, submission=form)

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(one, forms))


@pytest.mark.race
def test_numbers_run_without_gap_or_double_and_a_form_opens_one(app: Flask) -> None:
    numbers = open_at_once(app, [None] * CLICKS)
    assert sorted(numbers) == list(range(1, CLICKS + 1))
    assert set(open_at_once(app, [FORM] * CLICKS)) == {CLICKS + 1}
    assert opened(app) == CLICKS + 2


@pytest.mark.race
def test_the_control_shows_that_without_the_lock_a_number_is_given_twice(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_looked = threading.Barrier(2)
    look = holding.next_number

    def slow(session: Session, edition_id: int) -> int:
        found = look(session, edition_id)
        both_have_looked.wait(10)
        return found

    monkeypatch.setattr(logging, "hold_edition", lambda _session, _edition_id: None)
    monkeypatch.setattr(logging, "next_number", slow)
    with pytest.raises(IntegrityError):
        open_at_once(postgres_app, [None, None])


# --- what it says ------------------------------------------------------------------------------------------------------------


def test_who_was_overtaken_gets_what_stands(app: Flask) -> None:
    number = opened(app)
    with app.app_context():
        with writing() as session:
            first = logging.change(
                session, actor=SYSTEM, sight=OPEN, number=number, version=1, content=content(severity=Severity.SERIOUS), now=clock.now()
            )  # fmt: skip
        with writing() as session:
            mine = content(title="Hai người ngất (mẫu)")
            second = logging.change(
                session, actor=SYSTEM, sight=OPEN, number=number, version=1, content=mine, now=clock.now()
            )
        assert first == 2
        assert isinstance(second, IncidentStale)
        assert (second.now.severity, second.version) == (Severity.SERIOUS, 2)
        with writing() as session:
            third = logging.change(
                session, actor=SYSTEM, sight=OPEN, number=number, version=2, content=mine, now=clock.now()
            )
        assert third == 3
        assert reading.get_incident(current(), OPEN, number).title == "Hai người ngất (mẫu)"


def test_a_line_is_added_once_struck_with_a_reason_and_never_gone(app: Flask) -> None:
    number = opened(app)
    with app.app_context():
        with writing() as session:
            made = [
                logging.add_entry(
                    session,
                    actor=SYSTEM,
                    sight=OPEN,
                    number=number,
                    text="Đã gọi xe (mẫu)",
                    now=clock.now(),
                    submission=FORM,
                )
                for _click in range(2)
            ]
        first, again = made
        assert isinstance(first, IncidentEntry)
        assert first is again
        with writing() as session:
            how: dict[str, Any] = {
                "actor": SYSTEM,
                "sight": OPEN,
                "number": number,
                "entry_id": first.id,
                "now": clock.now(),
            }
            assert logging.strike(session, reason=" ", **how) is IncidentRefusal.NO_REASON
            struck = logging.strike(session, reason="Nhầm xe (mẫu)", **how)
        assert isinstance(struck, IncidentEntry)
        assert struck.struck_reason == "Nhầm xe (mẫu)"
        assert ("note", "Đã gọi xe (mẫu)") in said(app, number)
        state = logging.strike  # a change of state is a fact
    assert move(app, number, IncidentState.ACKNOWLEDGED) == "acknowledged"
    with app.app_context(), writing() as session:
        moved = session.scalars(select(IncidentEntry).where(IncidentEntry.kind == EntryKind.STATE)).one()
        assert (
            state(
                session,
                actor=SYSTEM,
                sight=OPEN,
                number=number,
                entry_id=moved.id,
                reason="x",
                now=clock.now(),
            )
            is IncidentRefusal.NO_WAY
        )


def test_a_methane_report_stands_in_the_log_part_by_part(app: Flask) -> None:
    number = opened(app)
    with app.app_context(), writing() as session:
        made = logging.add_methane(
            session,
            actor=SYSTEM,
            sight=OPEN,
            number=number,
            kind=MethaneKind.METHANE,
            parts=dict.fromkeys(METHANE_PARTS, "rõ (mẫu)"),
            now=clock.now(),
        )
        assert isinstance(made, IncidentEntry)
        assert made.content is not None
        assert made.content["kind"] == "methane"
        assert set(METHANE_PARTS) < set(made.content)


# --- what belongs together -----------------------------------------------------------------------------------------------------


def test_merged_incidents_have_one_log_and_can_be_separated(app: Flask) -> None:
    one, two, three = opened(app), opened(app, title="Cùng người đó (mẫu)"), opened(app)
    how: dict[str, Any] = {"actor": SYSTEM, "sight": FULL, "now": clock.now()}
    with app.app_context():
        with writing() as session:
            assert linking.merge(session, number=two, into=two, **how) is IncidentRefusal.ITSELF
            assert linking.merge(session, number=two, into=99, **how) is IncidentRefusal.GONE
            linking.merge(session, number=three, into=two, **how)
            merged = linking.merge(session, number=two, into=one, **how)
            assert isinstance(merged, Incident)
            assert linking.merge(session, number=two, into=one, **how) is merged
            assert logging.add_entry(session, number=two, text="x", **how) is IncidentRefusal.MERGED
            target_id = merged.id
        assert {line.number for line in reading.log_of(current(), FULL, target_id)} == {one, two, three}
        assert reading.counts(current(), FULL)[IncidentState.NEW] == 1
        with writing() as session:
            linking.separate(session, number=two, **how)
        assert {line.number for line in reading.log_of(current(), FULL, target_id)} == {one, three}
        assert reading.get_incident(current(), FULL, two).state == IncidentState.ACKNOWLEDGED


def test_links_go_both_ways_and_come_off(app: Flask) -> None:
    one, two = opened(app), opened(app)
    how: dict[str, Any] = {"actor": SYSTEM, "sight": FULL, "now": clock.now()}
    with app.app_context():
        for linked, left in ((True, [one]), (True, [one]), (False, [])):
            with writing() as session:
                linking.link(session, number=one, other=two, linked=linked, **how)
            second = reading.get_incident(current(), FULL, two)
            assert [other.number for other in reading.linked(current(), FULL, second.id)] == left


# --- who sees what ---------------------------------------------------------------------------------------------------------------


def test_a_confidential_incident_is_nowhere_for_others(app: Flask) -> None:
    secret, plain = opened(app, title="Đe dọa (mẫu)", confidential=True), opened(app)
    sender = unit(app)
    report = reported(app, sender, photo=jpeg())
    how: dict[str, Any] = {"actor": SYSTEM, "sight": FULL, "now": clock.now()}
    with app.app_context():
        with writing() as session:
            linking.link(session, number=secret, other=plain, **how)
            logging.add_entry(session, number=secret, text="Bí mật (mẫu)", **how)
            reporting.join_incident(session, report_id=report, number=secret, **how)
            assert linking.merge(session, number=secret, into=plain, **how) is IncidentRefusal.CONFIDENTIAL
        session = current()
        hidden = reading.get_incident(session, FULL, secret)
        for ask in (reading.get_incident, lambda s, sight, _n: reading.get_report(s, sight, report)):
            with pytest.raises(NotFound):
                ask(session, OPEN, secret)
        for filters in (IncidentFilters(all=True), IncidentFilters(text="de doa"), IncidentFilters(text="bi mat"), IncidentFilters(text=str(secret))):  # fmt: skip
            assert secret not in [one.number for one in reading.incidents(session, OPEN, filters)]
        assert reading.counts(session, OPEN)[IncidentState.NEW] == 1
        assert reading.counts(session, FULL)[IncidentState.NEW] == 2
        assert reading.log_of(session, OPEN, hidden.id) == []
        day = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
        assert {line.number for line, _of in reading.whole_log(session, OPEN, day)} == {plain}
        shown = reading.get_incident(session, OPEN, plain)
        assert reading.linked(session, OPEN, shown.id) == []
        told = [
            line.entry.content
            for line in reading.log_of(session, OPEN, shown.id)
            if line.entry.kind == "link"
        ]
        assert told == [{"linked": True}]
        before = reading.pulse(session, OPEN)
        with writing() as session:
            logging.add_entry(session, number=secret, text="Thêm (mẫu)", **how)
        assert reading.pulse(current(), OPEN) == before
        for write in (
            lambda s: logging.add_entry(
                s, actor=SYSTEM, sight=OPEN, number=secret, text="x", now=clock.now()
            ),
            lambda s: dispatching.dispatch(
                s, actor=SYSTEM, sight=OPEN, number=secret, unit_id=sender.id, told="", now=clock.now()
            ),
        ):
            with pytest.raises(NotFound), writing() as session:
                write(session)


def test_search_is_blind_to_accents_and_finds_lines_of_the_log(app: Flask) -> None:
    number = opened(app)
    opened(app, title="Mất ví (mẫu)")
    with app.app_context():
        with writing() as session:
            logging.add_entry(
                session, actor=SYSTEM, sight=OPEN, number=number, text="Đã chuyển bệnh viện Bãi Cháy", now=clock.now()
            )  # fmt: skip
        for text in ("NGAT o cong", "bai chay", str(number)):
            found = reading.incidents(current(), OPEN, IncidentFilters(text=text))
            assert [one.number for one in found] == [number], text


def test_the_term_takes_words_and_photos_and_leaves_numbers_and_times(app: Flask) -> None:
    number, sender = opened(app), unit(app)
    report = reported(app, sender, photo=jpeg())
    with app.app_context():
        with writing() as session:
            reporting.join_incident(
                session, actor=SYSTEM, sight=FULL, report_id=report, number=number, now=clock.now()
            )
        after = clock.now() + timedelta(days=400)
        assert list(current().scalars(forgetting.TERM.due(clock.now()))) == []
        with writing() as session:
            due = list(session.scalars(forgetting.TERM.due(after)))
            forgetting.TERM.forget(session, due)
        assert due == [EDITION]
        current().expire_all()
        incident = reading.get_incident(current(), FULL, number)
        assert (incident.title, incident.reported_by, incident.number) == (FORGOTTEN, "", number)
        assert all(line.entry.text == "" for line in reading.log_of(current(), FULL, incident.id))
        assert current().get_one(FieldReport, report).photo is None
        assert list(current().scalars(forgetting.TERM.due(after))) == []
