"""Fields and projects, as investors read them and as the desk keeps them; tables that bring projects."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.queries.projects import all_projects
from festival.conference.sample.fields import fields as sample_fields
from festival.core import clock
from festival.core.transaction import current, writing
from tests.accounts.people import enter, make
from tests.support.apps import csrf
from tests.web.rendered import watching

DESK = "/desk/conference/projects"
HEADS = "Mã,Tên tiếng Việt,Lĩnh vực,Địa phương,Vốn (triệu USD),Ghi chú"


@pytest.fixture
def app(planned: Flask) -> Flask:
    """An application with the sample's board, fields and projects."""
    with planned.app_context(), writing() as session:
        sample_fields(session, now=clock.now())
    return planned


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(app, make(app, Role.COORDINATOR))


def send(client: FlaskClient, path: str, data: dict[str, object]) -> TestResponse:
    """Post a form as a browser does."""
    return client.post(path, data={"csrf_token": csrf(client, f"{DESK}/new"), **data})


def table(*rows: str, heads: str = HEADS) -> tuple[io.BytesIO, str]:
    """Return a CSV file as a form sends it."""
    return io.BytesIO("\n".join([heads, *rows]).encode()), "du-an.csv"


def count(app: Flask) -> int:
    """Return how many projects there are."""
    with app.app_context():
        return len(all_projects(current(), only_public=False))


def test_each_fields_page_tells_its_story(app: Flask) -> None:
    page = app.test_client().get("/vi/conference/fields/nong-nghiep").text
    assert "Kinh nghiệm của Hokkaido" in page
    assert "Trại giống thủy sản công nghệ cao (mẫu)" in page
    assert "Điện gió" not in page
    listed = app.test_client().get("/ja/conference/fields").text
    assert "風力、太陽光、LNG" in listed
    assert "496.5百万米ドル" in listed
    assert app.test_client().get("/vi/conference/fields/hang-khong").status_code == 404


def test_investors_choose_among_the_projects(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/en/conference/projects?field=cang-bien-va-logistics&status=bidding").text
    assert "Cold store and transfer centre (sample)" in page
    assert "General cargo berth" not in page
    assert (
        client.get("/en/conference/projects?field=x&locality=y&status=z").text.count('class="project-card"')
        == 10
    )
    assert "No project is like that" in client.get("/en/conference/projects?locality=ba-che").text
    one = client.get("/en/conference/projects/QN-03").text
    assert "USD 45 million" in one
    assert "18 ha" in one
    assert client.get("/en/conference/projects/QN-99").status_code == 404


def test_pages_without_fields_and_projects_say_so(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    assert "Chưa có dự án" in client.get("/vi/conference/projects").text
    assert "Chưa có danh mục lĩnh vực" in client.get("/vi/conference/fields").text


def test_an_export_comes_back_as_it_was(app: Flask, client: FlaskClient) -> None:
    for lang in ("vi", "ja", "en"):
        for kind in ("xlsx", "csv"):
            file = app.test_client().get(f"/{lang}/conference/projects.{kind}").data
            page = send(client, f"{DESK}/table", {"file": (io.BytesIO(file), f"x.{kind}")})
            assert page.status_code == 200
            assert page.text.count("<dd>10</dd>") == 1  # as it is
            assert "is-wrong" not in page.text


def test_a_table_is_looked_at_and_then_taken_once(app: Flask, client: FlaskClient) -> None:
    rows = ("QN-01,,,,125,", 'QN-20,Nhà máy mới (mẫu),Nông nghiệp,Hạ Long,"12,5",')
    with watching(app) as seen:
        looked = send(
            client, f"{DESK}/table", {"file": table(*rows, heads=HEADS.replace("Tên tiếng Việt", "name_en"))}
        )
    assert looked.status_code == 200
    assert "Ghi chú" in looked.text  # a column that is not read
    assert count(app) == 10
    packed = seen[-1]["form"].table.data
    done = send(client, f"{DESK}/table/take", {"table": packed})
    assert done.status_code == 303
    assert count(app) == 11
    with app.app_context():
        known = {one.code: one for one in all_projects(current())}
    assert (known["QN-01"].content.capital, known["QN-01"].version) == (125_000, 2)
    assert known["QN-20"].content.capital == 12_500
    send(client, f"{DESK}/table/take", {"table": packed})
    with app.app_context():
        assert {one.code: one.version for one in all_projects(current())} == {
            code: one.version for code, one in known.items()
        }


def test_wrong_cells_are_told_and_only_the_right_rows_can_be_taken(app: Flask, client: FlaskClient) -> None:
    rows = ("QN-21,Tốt (mẫu),Du lịch,Hạ Long,5,", "QN-22,Hỏng (mẫu),Hàng không,Hạ Long,năm,")
    with watching(app) as seen:
        page = send(client, f"{DESK}/table", {"file": table(*rows)}).text
    assert "Không có lĩnh vực nào tên như vậy." in page
    assert "Hàng không" in page
    packed = seen[-1]["form"].table.data
    assert send(client, f"{DESK}/table/take", {"table": packed}).status_code == 409
    assert count(app) == 10
    assert send(client, f"{DESK}/table/take", {"table": packed, "which": "right"}).status_code == 303
    assert count(app) == 11


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ((io.BytesIO(b""), "x.xlsx"), "Tệp trống"),
        ((io.BytesIO(b"%PDF-1.7 \xff\xfe"), "x.xlsx"), "XLSX"),
        ((io.BytesIO(b"a,b\n1,2"), "x.csv"), "Không có cột"),
        ((io.BytesIO("Mã,Code,name_vi\n1,2,3".encode()), "x.csv"), "hai lần"),
        ((io.BytesIO("Mã,name_vi\n".encode()), "x.csv"), "không có"),
    ],
)
def test_files_that_are_no_table_of_projects(
    client: FlaskClient, file: tuple[io.BytesIO, str], said: str
) -> None:
    refused = send(client, f"{DESK}/table", {"file": file})
    assert refused.status_code == 422
    assert said.lower() in refused.text.lower()


@pytest.mark.parametrize(
    "packed", ["", "{}", "[]", '{"table": {"heads": [1], "rows": [["x", 2]]}, "seen": {}}']
)
def test_a_table_nobody_has_looked_at_is_not_taken(app: Flask, client: FlaskClient, packed: str) -> None:
    assert send(client, f"{DESK}/table/take", {"table": packed}).status_code == 303
    assert count(app) == 10


def test_the_template_says_what_it_understands(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{DESK}/template.xlsx").data))
    assert book.worksheets[0].max_row == 1
    assert "Nông nghiệp" in {row[1].value for row in book.worksheets[1].iter_rows()}


def test_the_desk_keeps_a_project(app: Flask, client: FlaskClient) -> None:
    data: dict[str, object] = {
        "code": "qn-30", "name_vi": "Bến du thuyền (mẫu)", "field": "du-lich", "locality": "ha-long",
        "status": "proposed", "capital": "1.250,5", "area": "3,2", "is_public": "y",
    }  # fmt: skip
    assert send(client, f"{DESK}/new", data).location.endswith("/projects/QN-30")
    assert send(client, f"{DESK}/new", data).status_code == 303  # the same said twice
    assert send(client, f"{DESK}/new", data | {"name_vi": "Khác (mẫu)"}).status_code == 409
    assert count(app) == 11
    path = f"{DESK}/QN-30"
    assert send(client, path, data | {"version": "1", "status": "bidding"}).status_code == 303
    late = send(client, path, data | {"version": "1", "status": "granted"})
    assert late.status_code == 409
    assert 'name="version" type="hidden" value="2"' in late.text
    hidden = {name: value for name, value in data.items() if name != "is_public"}
    assert send(client, path, hidden | {"version": "2"}).status_code == 303
    assert app.test_client().get("/vi/conference/projects/QN-30").status_code == 404
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"code": "a b"}, "code"),
        ({"name_vi": ""}, "name_vi"),
        ({"field": "hang-khong"}, "field"),
        ({"capital": "rất nhiều"}, "capital"),
        ({"mail": "không"}, "mail"),
        ({"document_url": "javascript:1"}, "document_url"),
    ],
)
def test_a_project_that_cannot_be(
    app: Flask, client: FlaskClient, values: dict[str, object], wrong: str
) -> None:
    good: dict[str, object] = {
        "code": "QN-31",
        "name_vi": "x",
        "field": "",
        "locality": "",
        "status": "proposed",
    }
    refused = send(client, f"{DESK}/new", good | values)
    assert refused.status_code == 422
    assert f'id="{wrong}-error"' in refused.text
    assert count(app) == 10


def test_the_desk_keeps_a_field(app: Flask, client: FlaskClient) -> None:
    fields = "/desk/conference/fields"
    data: dict[str, object] = {"name_vi": "Y tế (mẫu)", "icon": "medical", "submission": "form-number-three"}
    made = send(client, f"{fields}/new", data)
    assert made.location == f"{fields}/y-te-mau"
    assert send(client, f"{fields}/new", data).location == made.location
    assert send(client, made.location, data | {"name_en": "Health (sample)"}).status_code == 303
    assert "Health (sample)" in app.test_client().get("/en/conference/fields").text
    assert send(client, f"{fields}/new", {"icon": "medical"}).status_code == 422
    assert send(client, f"{fields}/new", {"name_vi": "x", "icon": "bomb"}).status_code == 422
    assert client.get(f"{fields}/khong-co").status_code == 404


def test_a_leader_changes_no_project(app: Flask) -> None:
    leader = enter(app, make(app, Role.LEADER))
    assert leader.get(f"{DESK}/QN-01").status_code == 200
    assert leader.get(f"{DESK}/new").status_code == 403
