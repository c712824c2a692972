"""The desk's list of scans that do not agree."""

import pytest
from flask import Flask

from festival.accounts.types import Role
from festival.core.transaction import current
from festival.gate.models import ScanConflict
from tests.gate.test_services_agreement import Evening, Party, Reading, evening  # noqa: F401 (a fixture)
from tests.support.apps import post, staff_client

LIST = "/desk/gates/conflicts"


@pytest.fixture
def conflict(evening: Evening) -> int:  # noqa: F811
    """Two offline gates have admitted the same ticket, fourteen minutes apart."""
    party = Party(evening)
    for phone, minute in ((0, 3), (1, 17)):
        evening.send(phone, [party.claim(phone, Reading(phone, 1, minute=minute))])
    with evening.app.app_context():
        return current().query(ScanConflict).one().id


def test_a_conflict_names_both_gates_and_times_and_is_resolved_once(app: Flask, conflict: int) -> None:
    lead = staff_client(app, Role.GATE_LEAD)
    page = lead.get(LIST).text
    assert "Cổng A" in page
    assert "Cổng B" in page
    assert "14 phút" in page
    assert "1 trường hợp" in lead.get("/desk/gates").text
    where = f"{LIST}/{conflict}/resolve"
    said = {"resolution": "led_out", "remark": "<b>đã mời ra</b>"}
    assert post(lead, where, said, form_at=LIST).status_code == 303
    assert "14 phút" not in lead.get(LIST).text
    done = lead.get(f"{LIST}?done=1").text
    assert "&lt;b&gt;đã mời ra&lt;/b&gt;" in done
    post(lead, where, {"resolution": "mistake", "remark": ""}, form_at=f"{LIST}?done=1")
    with app.app_context():
        assert current().get_one(ScanConflict, conflict).resolution == "led_out"
    post(lead, f"{LIST}/{conflict}/reopen", {}, form_at=f"{LIST}?done=1")
    assert "14 phút" in lead.get(LIST).text


def test_what_a_conflict_was_must_be_one_of_the_list_and_the_conflict_one_there_is(
    app: Flask, conflict: int
) -> None:
    lead = staff_client(app, Role.GATE_LEAD)
    post(lead, f"{LIST}/{conflict}/resolve", {"resolution": "nonsense"}, form_at=LIST)
    with app.app_context():
        assert current().get_one(ScanConflict, conflict).resolution is None
    assert post(lead, f"{LIST}/999/resolve", {"resolution": "mistake"}, form_at=LIST).status_code == 404


def test_only_who_manages_gates_sees_conflicts(app: Flask, conflict: int) -> None:
    assert app.test_client().get(LIST).status_code == 303
    assert staff_client(app, Role.REGISTRAR).get(LIST).status_code == 403
