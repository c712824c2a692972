"""The pages of reports: what stands in the files is what the database says, who gets which, what is kept and noted."""

import io
import re
from datetime import date, timedelta

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.models import ReportHead
from festival.logistics.papers.official import form
from festival.logistics.papers.official.measuring import length
from festival.logistics.services import progressing, reporting
from festival.logistics.types.crew import Role as Part
from festival.logistics.types.crew import Skill
from festival.logistics.types.reports import Head, ReportKind
from festival.logistics.types.tasks import Area, TaskState
from festival.programme.queries import current_edition
from tests.accounts.people import enter, make
from tests.logistics import rosters
from tests.logistics.work import agency, coordinator, directive, officer, task
from tests.support.apps import NOW, csrf
from tests.support.papers import text_of

TODAY = date(2027, 11, 1)
PADDING = 1.5  # millimetres between a cell's edge and its words
HEAD = {
    "parent": "Ủy ban nhân dân tỉnh Quảng Ninh",
    "issuer": "Ban Tổ chức Lễ hội",
    "number": "15",
    "symbol": "BC-BTC",
    "place": "Hạ Long",
    "signed_on": "05/11/2026",
    "authority": "TM. Ban Tổ chức",
    "position": "KT. Trưởng ban\nPhó Trưởng ban",
    "signer": "Nguyễn Thị Hòa (mẫu)",
    "recipients": "Thường trực Tỉnh ủy\nLưu: VT",
    "purpose": "Bảo đảm an toàn",
    "demands": "Đúng tiến độ",
    "proposals": "Đề nghị bố trí thêm xe",
    "annex": "y",
}


def send(client: FlaskClient, path: str, file: str, **changes: str) -> TestResponse:
    """Ask for a file."""
    data = {**HEAD, **changes, "file": file, "csrf_token": csrf(client, "/desk/reports")}
    return client.post(path, data=data)


def move(app: Flask, task_id: int, to: TaskState, reason: str = "") -> None:
    """Let a task go to a state today."""
    with app.app_context(), writing() as session:
        progressing.move(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            task_id=task_id,
            to=to,
            now=NOW,
            manages=True,
            reason=reason,
            submission=None,
        )


def words(answer: TestResponse) -> str:
    """Return all words of a PDF or Word file."""
    assert answer.status_code == 200, answer.text
    if answer.mimetype == "application/pdf":
        return " ".join(text_of(answer.data).split())
    opened = docx.Document(io.BytesIO(answer.data))
    return " ".join(" ".join(node.text or "" for node in opened.element.body.iter(qn("w:t"))).split())


def noted(app: Flask) -> list[dict[str, object]]:
    """Return what the record says about reports that were given out."""
    with app.app_context():
        found = current().scalars(
            select(AuditEntry).where(AuditEntry.subject == "report").order_by(AuditEntry.id)
        )
        return [dict(one.details or {}) for one in found]


@pytest.mark.parametrize("file", ["docx", "pdf"])
def test_a_progress_report_says_what_the_database_says(sqlite_app: Flask, file: str) -> None:
    client, police = coordinator(sqlite_app), agency(sqlite_app)
    late = task(sqlite_app, "Lập sơ đồ vị trí trực", due_on=TODAY - timedelta(days=3), agency_id=police)
    task(sqlite_app, "Đón đoàn Hokkaido", due_on=TODAY + timedelta(days=40), area=Area.RECEPTION)
    done = task(sqlite_app, "Mua biển báo", due_on=TODAY + timedelta(days=9))
    move(sqlite_app, late, TaskState.BLOCKED, "Thiếu bản vẽ của 髙﨑")
    for state in (TaskState.DOING, TaskState.REPORTED, TaskState.DONE):
        move(sqlite_app, done, state)
    made = words(send(client, "/desk/reports?kind=progress", file))
    assert "BÁO CÁO" in made
    assert "Hạ Long, ngày 05 tháng 11 năm 2026" in made
    assert "Số: 15/BC-BTC" in made
    assert "Tổng số 3 nhiệm vụ" in made
    assert "đã hoàn thành 1 (33,3%)" in made
    assert "chậm tiến độ 1 nhiệm vụ" in made
    assert "Thiếu bản vẽ của 髙﨑" in made
    assert "01/11/2027" in made
    assert "có 2 nhiệm vụ được cập nhật tiến độ, trong đó 1 nhiệm vụ hoàn thành" in made
    assert "Còn 16 ngày đến đêm chính" in made
    assert "Lập sơ đồ vị trí trực (số 1)" in made
    assert "29/10/2027" in made
    assert "- Đề nghị bố trí thêm xe." in made
    assert "PHÓ TRƯỞNG BAN" in made
    assert "- Lưu: VT." in made


def test_proposals_name_what_is_late_agency_by_agency(sqlite_app: Flask) -> None:
    client, police = coordinator(sqlite_app), agency(sqlite_app)
    task(sqlite_app, due_on=TODAY - timedelta(days=3), agency_id=police)
    task(sqlite_app, due_on=TODAY - timedelta(days=1))
    page = client.get("/desk/reports").text
    assert "Đề nghị Công an tỉnh tập trung hoàn thành nhiệm vụ chậm tiến độ số 1" in page
    assert "Đề nghị phân công cơ quan chủ trì đối với nhiệm vụ chậm tiến độ số 2" in page


@pytest.mark.parametrize("file", ["docx", "pdf"])
def test_a_plan_has_its_basis_its_parts_and_all_tasks_in_its_annex(sqlite_app: Flask, file: str) -> None:
    client, police = coordinator(sqlite_app), agency(sqlite_app)
    health = agency(sqlite_app, "Sở Y tế")
    paper = directive(sqlite_app)
    task(
        sqlite_app,
        "Lập sơ đồ vị trí trực",
        agency_id=police,
        partners=(health,),
        directive_id=paper,
        responsible="Trần Mẫu (mẫu)",
    )
    made = words(send(client, "/desk/reports?kind=plan", file, symbol="KH-BTC"))
    assert "Căn cứ Văn bản số 152-TB/TU (mẫu) ngày 01 tháng 7 năm 2027 của Thường trực Tỉnh ủy" in made
    assert "- Bảo đảm an toàn." in made
    assert "Đêm khai mạc" in made
    assert "Cơ quan chủ trì chính: Công an tỉnh." in made
    assert "(Kèm theo Kế hoạch số 15/KH-BTC ngày 05 tháng 11 năm 2026 của Ban Tổ chức Lễ hội)" in made
    for text in ("DANH MỤC NHIỆM VỤ", "Sở Y tế", "Trần Mẫu (mẫu)", "10/11/2027"):
        assert text in made
    without = words(send(client, "/desk/reports?kind=plan", file, annex=""))
    assert "DANH MỤC NHIỆM VỤ" not in without


def test_an_assignment_is_of_one_agency_or_of_all(sqlite_app: Flask) -> None:
    client, police, health = coordinator(sqlite_app), agency(sqlite_app), agency(sqlite_app, "Sở Y tế")
    task(sqlite_app, "Lập chốt", agency_id=police, partners=(health,))
    task(sqlite_app, "Trực cấp cứu", agency_id=health)
    every = words(send(client, "/desk/reports?kind=assignment", "docx"))
    assert "NHIỆM VỤ THEO CƠ QUAN, ĐƠN VỊ" in every
    assert every.index("Công an tỉnh") < every.index("Sở Y tế")
    one = words(send(client, f"/desk/reports?kind=assignment&agency={health}", "docx"))
    assert "phân công Sở Y tế thực hiện" in one
    assert (
        one.index("NHIỆM VỤ CHỦ TRÌ")
        < one.index("Trực cấp cứu")
        < one.index("NHIỆM VỤ PHỐI HỢP")
        < one.index("Lập chốt")
    )


@pytest.mark.parametrize("reader", ["vi", "en"])
@pytest.mark.parametrize("kind", ["plan", "assignment", "progress"])
def test_no_word_of_a_tables_head_is_torn(sqlite_app: Flask, kind: str, reader: str) -> None:
    """A column is as wide as the longest word over it: Word and Typst both would break it anywhere."""
    client, police = coordinator(sqlite_app), agency(sqlite_app)
    task(sqlite_app, agency_id=police, due_on=TODAY - timedelta(days=3))
    answer = send(client, f"/desk/reports?kind={kind}&in={reader}", "docx")
    heads = [cell for table in docx.Document(io.BytesIO(answer.data)).tables for cell in table.rows[0].cells]
    torn = {
        cell.text: (round(longest, 1), round(cell.width.mm, 1))
        for cell in heads
        if cell.width is not None and (said := cell.text.split()) and cell.paragraphs[0].runs[-1].bold
        if (longest := max(length(word, form.TABLE) for word in said)) + 2 * PADDING > cell.width.mm
    }
    assert torn == {}


def test_other_languages_say_that_they_are_a_translation(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    task(sqlite_app)
    japanese = words(send(client, "/desk/reports?kind=plan&in=ja", "pdf"))
    assert "ベトナム社会主義共和国" in japanese
    assert "参考訳" in japanese
    assert "2026年11月5日" in japanese
    assert "Translation for reference" in words(send(client, "/desk/reports?kind=plan&in=en", "docx"))


def test_what_was_written_is_kept_for_the_next_time_but_number_day_and_proposals_are_not(
    sqlite_app: Flask,
) -> None:
    client = coordinator(sqlite_app)
    looked = send(client, "/desk/reports?kind=progress", "look", signer="Chỉ xem (mẫu)")
    assert "Chỉ xem (mẫu)" in looked.text
    assert "Chỉ xem (mẫu)" not in client.get("/desk/reports?kind=progress").text
    assert noted(sqlite_app) == []
    send(client, "/desk/reports?kind=progress", "pdf")
    page = client.get("/desk/reports?kind=progress").text
    assert "Nguyễn Thị Hòa (mẫu)" in page
    assert "Đề nghị bố trí thêm xe" not in page
    assert 'value="15"' not in page
    assert "Nguyễn Thị Hòa (mẫu)" not in client.get("/desk/reports?kind=plan").text
    assert "Nguyễn Thị Hòa (mẫu)" not in client.get("/desk/reports?kind=progress&in=ja").text
    assert noted(sqlite_app) == [
        {"kind": "progress", "language": "vi", "file": "pdf", "rows": 0, "phones": False}
    ]


def test_after_one_file_the_other_can_be_had_from_the_same_page(sqlite_app: Flask) -> None:
    """Where the answer is a file the page stays: a second press is no double click."""
    page = coordinator(sqlite_app).get("/desk/reports?kind=plan").text
    [form] = [
        found
        for found in re.findall(r"<form[^>]*>", page)
        if 'action="/desk/reports' in found and "post" in found
    ]
    assert " data-again" in form


def test_a_refused_form_says_why_and_gives_nothing_out(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    for changes, sentence in (
        ({"issuer": " "}, "Vui lòng nhập cơ quan ban hành"),
        ({"signed_on": "31/02/2027"}, "17/11/2027"),
        ({"position": "a\nb\nc\nd"}, "tối đa ba dòng"),
    ):
        answer = send(client, "/desk/reports", "pdf", **changes)
        assert (answer.status_code, sentence in answer.text) == (422, True), changes
        assert "Nguyễn Thị Hòa (mẫu)" in answer.text
    assert noted(sqlite_app) == []


def test_an_agencys_people_get_their_own_tasks_and_their_own_head(sqlite_app: Flask) -> None:
    client, police = officer(sqlite_app)
    health = agency(sqlite_app, "Sở Y tế")
    task(sqlite_app, "Việc của công an", agency_id=police)
    task(sqlite_app, "Việc của y tế", agency_id=health)
    committee = coordinator(sqlite_app)
    send(committee, "/desk/reports?kind=plan", "pdf", signer="Trưởng ban (mẫu)")
    for kind in ("plan", "assignment", "progress"):
        page = client.get(f"/desk/reports?kind={kind}")
        assert page.status_code == 200
        assert "Việc của y tế" not in page.text
        assert "Trưởng ban (mẫu)" not in page.text
        made = words(
            send(client, f"/desk/reports?kind={kind}", "docx", issuer="Công an tỉnh", signer="Giám đốc (mẫu)")
        )
        assert "Việc của y tế" not in made
    assert "Giám đốc (mẫu)" in client.get("/desk/reports?kind=plan").text
    assert "Giám đốc (mẫu)" not in committee.get("/desk/reports?kind=plan").text
    assert client.get(f"/desk/reports?agency={health}").status_code == 404
    assert send(client, f"/desk/reports?agency={health}", "pdf").status_code == 404
    assert client.get("/desk/reports?agency=999").status_code == 404
    assert committee.get("/desk/reports?agency=999").status_code == 404


def test_a_leader_reads_all_and_leaves_the_offices_head_as_it_is(sqlite_app: Flask) -> None:
    task(sqlite_app, "Việc của tỉnh")
    leader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    assert "Việc của tỉnh" in words(send(leader, "/desk/reports?kind=plan", "docx"))
    with sqlite_app.app_context():
        assert current().scalars(select(ReportHead)).all() == []
    assert len(noted(sqlite_app)) == 1


def test_somebody_without_agency_and_without_tasks_gets_an_empty_paper(sqlite_app: Flask) -> None:
    task(sqlite_app, "Việc của tỉnh")
    client = enter(sqlite_app, make(sqlite_app, Role.CREW))
    made = words(send(client, "/desk/reports?kind=progress", "pdf"))
    assert "Tổng số 0 nhiệm vụ" in made
    with sqlite_app.app_context():
        assert current().scalars(select(ReportHead)).all() == []


def test_who_may_open_what(sqlite_app: Flask) -> None:
    crew = enter(sqlite_app, make(sqlite_app, Role.CREW))
    assert crew.get("/desk/reports/sheets").status_code == 403
    assert (
        crew.post("/desk/reports/sheets", data={"csrf_token": csrf(crew, "/desk/reports")}).status_code == 403
    )
    assert "/desk/reports/sheets" not in crew.get("/desk/reports").text
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    assert registrar.get("/desk/reports").status_code == 403
    assert coordinator(sqlite_app).post("/desk/reports", data=HEAD).status_code == 400  # no token


def stand(app: Flask) -> tuple[int, int]:
    """Put people on two posts of the main night; return the posts."""
    first, second = rosters.post(app), rosters.post(app, "Y2")
    lead = rosters.shift(app, first, role=Part.LEAD, need=(1, 1))
    shift = rosters.shift(app, first, need=(3, 3))
    rosters.shift(app, second, need=(2, 2))
    rosters.held(app, lead, rosters.member(app, "Hòa (mẫu)", Skill.LEAD))
    rosters.held(app, shift, rosters.member(app, "髙﨑 鷗（見本）"), confirmed=False)
    return first, second


SHEET = {"meeting": "Cổng số 2, 16:30", "radio": "Kênh 3", "safety": "Giữ lối thoát hiểm", "phones": "y"}


@pytest.mark.parametrize("file", ["docx", "pdf"])
def test_a_posts_sheet_has_its_people_hours_tasks_and_what_is_missing(sqlite_app: Flask, file: str) -> None:
    first, _second = stand(sqlite_app)
    client = coordinator(sqlite_app)
    made = words(send(client, f"/desk/reports/sheets?day=2027-11-17&post={first}", file, **SHEET))
    for text in (
        "Y1",
        "Lê Hòa (mẫu) (18:00–22:00)",
        "髙﨑 鷗",
        "0912 300 000",
        "18:00–22:00",
        "Chưa xác nhận",
        "còn thiếu 2 người",
        "Trực tại chốt",
        "Cổng số 2, 16:30",
        "Kênh 3",
        "Giữ lối thoát hiểm",
        "0912 345 699",
    ):
        assert text in made, text
    assert "Y2" not in made
    assert noted(sqlite_app)[-1] == {
        "kind": "sheet",
        "language": "vi",
        "file": file,
        "rows": 2,
        "phones": True,
    }
    bare = words(send(client, "/desk/reports/sheets?day=2027-11-17", file, **SHEET | {"phones": ""}))
    assert "0912 3" not in bare
    assert "Y2" in bare
    assert noted(sqlite_app)[-1]["phones"] is False


def test_sheets_speak_the_language_of_who_reads_them(sqlite_app: Flask) -> None:
    stand(sqlite_app)
    client = coordinator(sqlite_app)
    japanese = words(send(client, "/desk/reports/sheets?day=2027-11-17&in=ja", "pdf", **SHEET))
    assert "任務割当票" in japanese
    assert "救護所" in japanese
    assert "First aid" in words(send(client, "/desk/reports/sheets?day=2027-11-17&in=en", "docx", **SHEET))
    assert "Cổng số 2, 16:30" in client.get("/desk/reports/sheets?in=ja").text
    assert "Cổng số 2, 16:30" not in client.get("/desk/reports/sheets").text


def test_a_day_or_unit_without_people_gives_no_sheet(sqlite_app: Flask) -> None:
    stand(sqlite_app)
    client = coordinator(sqlite_app)
    assert client.get("/desk/reports/sheets?post=999").status_code == 404
    assert client.get("/desk/reports/sheets?team=999").status_code == 404
    answer = send(client, "/desk/reports/sheets?day=2027-11-17&by=team", "pdf", **SHEET)
    assert answer.status_code == 422
    assert "Chưa có phiếu nào cho ngày này" in answer.text


def test_there_is_one_head_for_the_committee_and_one_for_each_agency(app: Flask) -> None:
    police = agency(app)
    for signer, owner in (("Một", None), ("Hai", police), ("Ba", None), ("Ba", None)):
        with app.app_context(), writing() as session:
            reporting.keep_head(
                session,
                actor=SYSTEM,
                edition_id=current_edition(session).id,
                agency_id=owner,
                kind=ReportKind.PLAN,
                language="vi",
                head=Head(signer=signer),
                now=NOW,
            )
    with app.app_context():
        kept = current().execute(select(ReportHead.agency_id, ReportHead.said)).all()
    assert sorted((owner or 0, said["signer"]) for owner, said in kept) == [(0, "Ba"), (police, "Hai")]
