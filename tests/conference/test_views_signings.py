"""The register of signed documents: the desk keeps it, the public reads what is signed and meant for it."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.models import Company, SigningRow, SigningVersion
from festival.conference.queries.companies import get_company
from festival.conference.sample.fields import fields as sample_fields
from festival.conference.services.companies import set_listed
from festival.conference.types.meetings import Side
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.programme.models import Edition
from tests.accounts.people import enter, make
from tests.conference import fair
from tests.support.apps import csrf

DESK = "/desk/conference/signings"
FIELD = "/vi/conference/fields/nong-nghiep"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def companies(app: Flask) -> list[int]:
    """Return the numbers of the companies: the first agreed to be listed, the second did not."""
    with app.app_context():
        return list(current().scalars(select(Company.id).order_by(Company.id)))


@pytest.fixture
def register(planned: Flask) -> Flask:
    """An application with fields and two companies, of which the first is listed."""
    with planned.app_context(), writing() as session:
        sample_fields(session, now=clock.now())
        edition = session.scalars(select(Edition.id)).one()
        listed = fair.company(session, edition, "Hokuto", Side.INVESTOR)
        fair.company(session, edition, "Kín tiếng", Side.LOCAL)
        row = get_company(session, edition, listed)
        set_listed(session, actor=SYSTEM, company=row, is_listed=True, now=clock.now())
    return planned


@pytest.fixture
def client(register: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(register, make(register, Role.COORDINATOR))


def today() -> str:
    """Return the day as a form sends it."""
    return clock.local(clock.now()).date().isoformat()


def memo(app: Flask, **values: Any) -> dict[str, Any]:
    """Return a memorandum as the form sends it; None leaves a field out."""
    data = {
        "number": "12/2027/MOU", "kind": "memorandum", "state": "signed", "title_vi": "Biên bản ghi nhớ (mẫu)",
        "companies": [str(one) for one in companies(app)], "sides_vi": "Sở Công Thương (mẫu)", "field": "nong-nghiep",
        "signed_on": today(), "place_vi": "Cung Quy hoạch (mẫu)", "amount": "1.250.000", "currency": "USD",
        "owner": "Lan (mẫu)", "is_public": "y", "submission": "form-number-of-signing", **values,
    }  # fmt: skip
    return {name: value for name, value in data.items() if value is not None}


def send(client: FlaskClient, path: str, data: dict[str, Any]) -> TestResponse:
    """Post a form as a browser does."""
    return client.post(path, data={"csrf_token": csrf(client, f"{DESK}/new"), **data})


def test_a_document_is_registered_once_and_the_public_reads_what_it_may(
    register: Flask, client: FlaskClient
) -> None:
    made = send(client, f"{DESK}/new", memo(register))
    assert made.status_code == 303
    assert send(client, f"{DESK}/new", memo(register)).location == made.location
    assert send(client, f"{DESK}/new", memo(register, submission="form-number-another")).status_code == 409
    public = register.test_client().get(FIELD).text
    assert "Biên bản ghi nhớ (mẫu)" in public
    assert "Hokuto (mẫu)" in public
    assert "Kín tiếng (mẫu)" not in public  # it has not agreed to be listed
    assert "1 doanh nghiệp không nêu tên" in public
    assert "Sở Công Thương (mẫu)" in public
    assert "1.250.000" not in public
    assert "12/2027/MOU" in client.get(DESK).text

    def change(version: int, **values: Any) -> TestResponse:
        return send(client, made.location, memo(register, version=str(version), **values))

    assert change(1, amount_is_public="y").status_code == 303
    assert "1.250.000" in register.test_client().get(FIELD).text
    late = change(1, amount="2000000")
    assert late.status_code == 409
    assert 'name="version" type="hidden" value="2"' in late.text
    assert change(2, amount_is_public="y").status_code == 303  # what changes nothing makes no version
    assert change(2, is_public=None, why="Bên Nhật đề nghị (mẫu)").status_code == 303
    assert "Biên bản ghi nhớ (mẫu)" not in register.test_client().get(FIELD).text
    history = client.get(made.location).text
    assert "Bên Nhật đề nghị (mẫu)" in history
    assert history.count("<del>") == 3  # the public may read the sum; then neither that nor the rest
    with register.app_context():
        assert current().scalars(select(SigningVersion.version)).all() == [1, 2, 3]


def test_what_is_prepared_is_nobodys_news(register: Flask, client: FlaskClient) -> None:
    send(client, f"{DESK}/new", memo(register, state="prepared", signed_on=None))
    assert "Biên bản ghi nhớ (mẫu)" not in register.test_client().get(FIELD).text


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"number": ""}, "number"),
        ({"title_vi": ""}, "title_vi"),
        ({"companies": None, "sides_vi": ""}, "companies"),
        ({"companies": None}, "companies"),  # one side alone signs no memorandum
        ({"companies": ["9999"]}, "companies"),
        ({"signed_on": None}, "signed_on"),
        ({"signed_on": "2099-01-01"}, "signed_on"),
        ({"amount": "rất nhiều"}, "amount"),
        ({"amount": "1.5"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"currency": "EUR"}, "currency"),
        ({"field": "hang-khong"}, "field"),
        ({"owner": "", "due_on": "2027-12-01"}, "due_on"),
    ],
)
def test_a_document_that_cannot_be(
    register: Flask, client: FlaskClient, values: dict[str, Any], wrong: str
) -> None:
    refused = send(client, f"{DESK}/new", memo(register, **values))
    assert refused.status_code == 422
    assert f'id="{wrong}-error"' in refused.text
    assert ("Vui lòng nhập tên văn bản" in refused.text) == (wrong == "title_vi")
    with register.app_context():
        assert current().scalars(select(SigningRow)).all() == []


def test_a_certificate_has_one_side(register: Flask, client: FlaskClient) -> None:
    data = memo(register, kind="certificate", companies=[str(companies(register)[0])], sides_vi="")
    assert send(client, f"{DESK}/new", data).status_code == 303


def test_the_register_is_filtered_and_leaves_as_a_table(register: Flask, client: FlaskClient) -> None:
    send(client, f"{DESK}/new", memo(register, title_vi="=1+1 (mẫu)"))
    past = (clock.local(clock.now()).date() - timedelta(days=1)).isoformat()
    send(
        client, f"{DESK}/new",
        memo(register, number="13", kind="agreement", due_on=past, submission="form-number-second-one"),
    )  # fmt: skip
    page = client.get(f"{DESK}?late=1").text
    assert "12/2027/MOU" not in page
    assert ">13 ·" in page
    assert "Không có văn bản nào như vậy" in client.get(f"{DESK}?kind=certificate").text
    answer = client.get(f"{DESK}.xlsx?kind=memorandum&state=x")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ["12/2027/MOU"]
    assert rows[0][2].data_type == "s"
    assert (rows[0][7].value, rows[0][7].number_format) == (1250000, "#,##0")
    assert (rows[0][5].data_type, rows[0][5].number_format) == ("d", "dd/mm/yyyy")


def test_the_document_itself_is_examined_and_only_the_desk_opens_it(
    register: Flask, client: FlaskClient
) -> None:
    path = send(client, f"{DESK}/new", memo(register)).location

    def bring(data: bytes, name: str = "x.pdf") -> TestResponse:
        return send(client, f"{path}/document", {"file": (io.BytesIO(data), name)})

    assert client.get(f"{path}/document").status_code == 404
    for bad in (b"", b"<svg onload=alert(1)>", b"%PDF-1.7 /JavaScript", b"MZ\x90"):
        assert bring(bad).status_code == 422
    assert bring(PDF).status_code == 303
    given = client.get(f"{path}/document")
    assert given.data == PDF
    assert "attachment" in given.headers["Content-Disposition"]
    assert register.test_client().get(f"{path}/document").status_code in {302, 303, 401, 403}
    assert "12-2027-mou.pdf" in client.get(path).text
    assert send(client, f"{path}/document/remove", {}).status_code == 303
    assert client.get(f"{path}/document").status_code == 404
    assert client.get(f"{DESK}/999").status_code == 404
    assert client.get(f"{DESK}/999/document").status_code == 404


def test_a_leader_reads_and_changes_nothing(register: Flask, client: FlaskClient) -> None:
    path = send(client, f"{DESK}/new", memo(register)).location
    leader = enter(register, make(register, Role.LEADER))
    assert leader.get(path).status_code == 200
    assert leader.get(f"{DESK}/new").status_code == 403
    token = csrf(client, f"{DESK}/new")
    for address in (path, f"{path}/document", f"{path}/document/remove"):
        assert leader.post(address, data={"csrf_token": token}).status_code in {400, 403}
