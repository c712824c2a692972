"""The field on both databases: units that are sent and answer, and reports from phones that become incidents, join one or are put aside."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.models import FieldReport, Incident
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import (
    dispatching,
    reporting,
)
from festival.logistics.types.incidents import (
    IncidentKind,
    IncidentRefusal,
    IncidentState,
    ReportState,
    UnitAnswer,
)
from tests.logistics.log import EDITION, OPEN, jpeg, move, opened, reported, said, unit

FORM = "0123456789abcdef0123"


def test_a_unit_is_sent_answers_and_is_free_again(app: Flask) -> None:
    number, sent_unit = opened(app), unit(app)
    with app.app_context():
        with writing() as session:
            how: dict[str, Any] = {
                "actor": SYSTEM,
                "sight": OPEN,
                "number": number,
                "unit_id": sent_unit.id,
                "now": clock.now(),
            }
            sent = dispatching.dispatch(session, told="Cổng 3 (mẫu)", submission=FORM, **how)
            assert dispatching.dispatch(session, told="", submission=FORM, **how) is sent
            assert dispatching.dispatch(session, told="", **how) is IncidentRefusal.BUSY
            assert not isinstance(sent, IncidentRefusal)
        incident = reading.get_incident(current(), OPEN, number)
        assert incident.state == IncidentState.DISPATCHED
        assert reading.busy_units(current(), EDITION) == {sent_unit.id}
        answers = (
            UnitAnswer.UNDER_WAY,
            UnitAnswer.ON_SCENE,
            UnitAnswer.ON_SCENE,
            UnitAnswer.UNDER_WAY,
            UnitAnswer.DONE,
        )
        outcomes = []
        for answer in answers:
            with writing() as session:
                found = dispatching.answer(
                    session, unit_id=sent_unit.id, dispatch_id=sent.id, said=answer, now=clock.now()
                )
                outcomes.append(found if isinstance(found, IncidentRefusal) else UnitAnswer(found.answer))
        assert outcomes == ["under_way", "on_scene", "on_scene", IncidentRefusal.NO_WAY, "done"]
        assert reading.get_incident(current(), OPEN, number).state == IncidentState.ON_SCENE
        assert reading.busy_units(current(), EDITION) == frozenset()
        assert len([kind for kind, _text in said(app, number) if kind == "unit"]) == 4
        with pytest.raises(NotFound), writing() as session:
            dispatching.answer(
                session, unit_id=99, dispatch_id=sent.id, said=UnitAnswer.DONE, now=clock.now()
            )


def test_a_unit_out_of_use_is_not_sent_nor_anybody_to_a_closed_incident(app: Flask) -> None:
    number, one, two = opened(app), unit(app), unit(app, "An ninh 1 (mẫu)")
    with app.app_context(), writing() as session:
        dispatching.retire_unit(
            session, actor=SYSTEM, edition_id=EDITION, unit_id=one.id, back=False, now=clock.now()
        )
        how: dict[str, Any] = {
            "actor": SYSTEM,
            "sight": OPEN,
            "number": number,
            "told": "",
            "now": clock.now(),
        }
        assert dispatching.dispatch(session, unit_id=one.id, **how) is IncidentRefusal.GONE
    assert move(app, number, IncidentState.CLOSED) == "closed"
    with app.app_context(), writing() as session:
        assert dispatching.dispatch(session, unit_id=two.id, **how) is IncidentRefusal.NO_WAY


# --- field reports -----------------------------------------------------------------------------------------------------------


def test_a_report_becomes_an_incident_once(app: Flask) -> None:
    sender = unit(app)
    report = reported(app, sender, photo=jpeg(), place="quang-truong-30-10/zone-4")
    with app.app_context():
        numbers = []
        for _click in range(2):
            with writing() as session:
                made = reporting.into_incident(
                    session, actor=SYSTEM, edition_id=EDITION, report_id=report, now=clock.now()
                )
                assert isinstance(made, Incident)
                numbers.append(made.number)
        assert numbers == [1, 1]
        incident = reading.get_incident(current(), OPEN, 1)
        assert (incident.title, incident.place) == ("Khói ở quầy 12 (mẫu)", "quang-truong-30-10/zone-4")
        (line,) = [line for line in reading.log_of(current(), OPEN, incident.id) if line.entry.report_id]
        assert line.has_photo
        assert reading.new_reports(current(), EDITION) == []


@pytest.mark.parametrize("kind", [None, IncidentKind.CROWD])
def test_an_incident_of_a_report_is_opened_when_it_is_opened(
    sqlite_app: Flask, kind: IncidentKind | None
) -> None:
    report = reported(sqlite_app, unit(sqlite_app))
    with sqlite_app.app_context(), writing() as session:
        came = session.get_one(FieldReport, report).made_at
        made = reporting.into_incident(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            report_id=report,
            kind=kind,
            now=came + timedelta(minutes=20),
        )
        assert isinstance(made, Incident)
        assert [row.kind for row in made.kinds] == ([] if kind is None else ["crowd"])
        assert made.happened_at == came
        lines = {line.entry.kind: line.entry.at - came for line in reading.log_of(session, OPEN, made.id)}
    assert lines == {"opened": timedelta(minutes=20), "report": timedelta()}


def test_a_report_joins_an_incident_or_is_put_aside(app: Flask) -> None:
    number, sender = opened(app), unit(app)
    one, two = reported(app, sender), reported(app, sender, text="Không có gì (mẫu)")
    with app.app_context(), writing() as session:
        how: dict[str, Any] = {"actor": SYSTEM, "sight": OPEN, "now": clock.now()}
        assert reporting.join_incident(session, report_id=one, number=77, **how) is IncidentRefusal.GONE
        assert not isinstance(
            reporting.join_incident(session, report_id=one, number=number, **how), IncidentRefusal
        )
        reporting.dismiss(session, actor=SYSTEM, edition_id=EDITION, report_id=two, now=clock.now())
        states = {report.id: report.state for report in session.scalars(select(FieldReport))}
    assert states == {one: ReportState.TAKEN, two: ReportState.DISMISSED}
    assert said(app, number)[-1] == ("report", "Khói ở quầy 12 (mẫu)")


def test_a_phone_in_strange_hands_cannot_bury_the_control_room(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = unit(sqlite_app)
    monkeypatch.setattr(reporting, "MOST_OPEN", 2)
    for _report in range(2):
        reported(sqlite_app, sender)
    with sqlite_app.app_context(), writing() as session:
        assert (
            reporting.report(
                session,
                sender=sender,
                text="x",
                name="",
                place="",
                place_text="",
                photo=None,
                now=clock.now(),
            )
            is None
        )
