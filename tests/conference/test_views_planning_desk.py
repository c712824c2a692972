"""The planning board at the desk: adding, changing, being overtaken, and what is refused."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.queries.planning import board
from festival.conference.types.planning import Plan, PlanLayer, PlanStatus
from festival.core.transaction import current
from tests.accounts.people import enter, make
from tests.conference.plans import fields
from tests.support.apps import csrf

NEW = "/desk/conference/plans/new"


def send(client: FlaskClient, path: str, data: dict[str, str]) -> TestResponse:
    """Post a form as a browser does."""
    return client.post(path, data={"csrf_token": csrf(client, NEW), **data})


def stored(app: Flask, slug: str, layer: PlanLayer) -> Plan:
    """Return a locality's last plan of a layer as the database has it."""
    with app.app_context():
        found = board(current(), only_public=False)
        return found.of(found.place(slug), layer)[-1]


def test_a_plan_is_added_once_and_read_by_everybody(planned: Flask, keeper: FlaskClient) -> None:
    data = fields(submission="form-number-two-2", agency_vi="Sở Xây dựng", due_on="2027-12-31")
    first = send(keeper, NEW, data)
    assert first.status_code == 303
    assert send(keeper, NEW, data).location == first.location
    plan = stored(planned, "ha-long", PlanLayer.ZONING)
    assert (plan.content.total, plan.content.ready) == (4, 1)
    page = planned.test_client().get("/vi/conference/planning/ha-long").text
    assert "Phân khu (mẫu)" in page
    assert "Sắp đến hạn" in page


def test_a_change_is_a_version_of_the_history(planned: Flask, keeper: FlaskClient) -> None:
    plan = stored(planned, "hai-ha", PlanLayer.DISTRICT)
    path = f"/desk/conference/plans/{plan.id}"
    data = fields(
        place="hai-ha", layer="district", name_vi="", total="1", ready="", version="1",
        status="approved", decision="2711/QĐ-UBND (mẫu)", decided_on="2027-10-01", why="Đã ban hành (mẫu)",
    )  # fmt: skip
    assert send(keeper, path, data).status_code == 303
    page = keeper.get(path).text
    assert "Đã ban hành (mẫu)" in page
    assert "Đang lập</del>" in page
    assert 'data-ready="7" data-total="7"' in planned.test_client().get("/vi/conference/planning").text


def test_who_was_overtaken_sees_both(planned: Flask, keeper: FlaskClient) -> None:
    plan = stored(planned, "hai-ha", PlanLayer.LAND_USE)
    path = f"/desk/conference/plans/{plan.id}"
    data = fields(place="hai-ha", layer="land_use", name_vi="", total="1", ready="", version="1")
    assert send(keeper, path, data | {"progress": "40"}).status_code == 303
    late = send(keeper, path, data | {"progress": "55"})
    assert late.status_code == 409
    assert "40 %" in late.text
    assert 'value="55"' in late.text
    assert 'name="version" type="hidden" value="2"' in late.text
    assert stored(planned, "hai-ha", PlanLayer.LAND_USE).content.progress == 40
    assert send(keeper, path, data | {"progress": "55", "version": "2"}).status_code == 303


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"place": "tokyo"}, "place"),
        ({"layer": "district"}, "layer"),  # a city has none
        ({"layer": "x"}, "layer"),
        ({"status": "x"}, "status"),
        ({"total": "0"}, "total"),
        ({"ready": "4"}, "ready"),
        ({"progress": "101"}, "progress"),
        ({"progress": "nửa"}, "progress"),
        ({"decided_on": "2027-10-01"}, "decided_on"),  # without a number
        ({"decided_on": "2027-11-02", "decision": "1"}, "decided_on"),  # tomorrow
        ({"document_url": "javascript:alert(1)"}, "document_url"),
        ({"document_url": "https://"}, "document_url"),
        ({"as_of": ""}, "as_of"),
        ({"as_of": "2027-11-02"}, "as_of"),
        ({"due_on": "31/13/2027"}, "due_on"),
        ({"name_vi": "x" * 121}, "name_vi"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    planned: Flask, keeper: FlaskClient, values: dict[str, str], wrong: str
) -> None:
    refused = send(keeper, NEW, fields(**values))
    assert refused.status_code == 422
    assert f'id="{wrong}-error"' in refused.text
    with planned.app_context():
        assert len(board(current(), only_public=False).plans) == 36


def test_a_second_plan_of_one_name_is_refused(keeper: FlaskClient) -> None:
    assert send(keeper, NEW, fields()).status_code == 303
    assert send(keeper, NEW, fields()).status_code == 409


def test_what_is_not_public_stays_at_the_desk(planned: Flask, keeper: FlaskClient) -> None:
    assert send(keeper, NEW, fields(is_public="")).status_code == 303
    assert "Phân khu (mẫu)" not in planned.test_client().get("/vi/conference/planning").text
    assert "Phân khu (mẫu)" in keeper.get("/desk/conference").text
    assert stored(planned, "ha-long", PlanLayer.ZONING).content.status is PlanStatus.DRAWING_UP


def test_a_leader_reads_and_changes_nothing(planned: Flask) -> None:
    leader = enter(planned, make(planned, Role.LEADER))
    page = leader.get("/desk/conference")
    assert page.status_code == 200
    assert NEW not in page.text
    plan = leader.get("/desk/conference/plans/1").text
    assert '<fieldset class="stack" disabled>' in plan
    assert leader.get(NEW).status_code == 403


def test_a_plan_nobody_knows(keeper: FlaskClient) -> None:
    assert keeper.get("/desk/conference/plans/9999").status_code == 404
    assert send(keeper, "/desk/conference/plans/9999", fields()).status_code == 404
