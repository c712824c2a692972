"""Import and export at the desk: who may, what is refused with which page, and what a person sees before and after."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.app import MAX_BODY
from festival.core.transaction import current
from festival.core.trilingual import LANGUAGES
from festival.programme.queries.drafts import drafts_of
from festival.programme.tables.planning import Fate
from tests.accounts.people import enter, make
from tests.programme.sheets_of_xlsx import table, xlsx
from tests.support.apps import csrf, post
from tests.web.rendered import page, watching

HOME, IMPORT = "/desk/programme/tables", "/desk/programme/import"
HEADS = ("title_vi", "kind", "length")
GOOD, BAD = ("Đêm nhạc", "performance", "60"), ("<b>Đêm kịch</b>", "opera", "60")


@pytest.fixture
def organizer(sqlite_app: Flask) -> FlaskClient:
    """An organizer at the desk."""
    return enter(sqlite_app, make(sqlite_app, Role.ORGANIZER))


def send(client: FlaskClient, data: bytes, name: str = "bang.xlsx") -> TestResponse:
    """Send a file by the form."""
    fields = {"csrf_token": csrf(client, HOME), "file": (io.BytesIO(data), name)}
    return client.post(IMPORT, data=fields)


def sent(client: FlaskClient, *rows: tuple[str, ...]) -> str:
    """Send rows; return the address of the page that shows what they would do."""
    answer = send(client, xlsx(HEADS, *rows))
    assert answer.status_code == 303, answer.text
    return answer.location


def count(client: FlaskClient) -> int:
    """Return how many drafts there are."""
    with client.application.app_context():
        return len(drafts_of(current(), 1))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_and_the_template_are_given_as_files(
    organizer: FlaskClient, kind: str, language: str
) -> None:
    organizer.set_cookie("lang", language)
    answer = organizer.get(f"/desk/programme/export.{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"
    template = organizer.get(f"/desk/programme/template.{kind}")
    with organizer.application.app_context():
        assert len(table(answer.data).rows) == 17
        assert len(table(template.data).rows) == 1


def test_who_reads_the_draft_may_export_and_not_import(sqlite_app: Flask) -> None:
    reader = enter(sqlite_app, make(sqlite_app, Role.LEADER))
    assert reader.get("/desk/programme/export.csv").status_code == 200
    assert not page(reader, HOME)["may_edit"]
    answer = reader.post(IMPORT, data={"csrf_token": csrf(reader, HOME)})
    assert answer.status_code == 403
    assert reader.get(f"{IMPORT}/1").status_code == 403


def test_who_may_not_see_the_draft_gets_no_file(sqlite_app: Flask) -> None:
    crew = enter(sqlite_app, make(sqlite_app, Role.CREW))
    for path in (
        HOME,
        "/desk/programme/export.xlsx",
        "/desk/programme/export.csv",
        "/desk/programme/template.csv",
    ):
        assert crew.get(path).status_code == 403


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"a,b\r\n1,2", b"PK\x03\x04 no zip"])
def test_a_file_that_is_no_table_comes_back_with_a_sentence(organizer: FlaskClient, data: bytes) -> None:
    with watching(organizer.application) as seen:
        answer = send(organizer, data)
    assert answer.status_code == 422
    assert seen[-1].template == "programme/tables/tables.html"
    assert seen[-1]["form"].file.errors


def test_without_a_file_the_form_says_so(organizer: FlaskClient) -> None:
    answer = organizer.post(IMPORT, data={"csrf_token": csrf(organizer, HOME)})
    assert answer.status_code == 422


def test_a_file_that_is_too_large_is_refused(organizer: FlaskClient) -> None:
    body = b"--x\r\nContent-Disposition: form-data; name=file; filename=x\r\n\r\n" + b"x" * MAX_BODY
    answer = organizer.post(IMPORT, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


def test_what_a_table_would_do_is_shown_and_not_done(organizer: FlaskClient) -> None:
    before = count(organizer)
    path = sent(organizer, GOOD, BAD)
    shown = page(organizer, path)
    assert [n for _fate, n in shown["counts"]] == [1, 0, 0, 1]
    assert [(number, said) for number, _column, _why, said in shown["wrong"]] == [(3, "opera")]
    assert count(organizer) == before


def test_with_a_wrong_row_only_the_right_ones_can_be_taken(organizer: FlaskClient) -> None:
    before, path = count(organizer), sent(organizer, GOOD, BAD)
    with watching(organizer.application) as seen:
        answer = post(organizer, path, {"which": "all"})
    assert answer.status_code == 422
    assert seen[-1]["refused"]
    assert count(organizer) == before
    assert post(organizer, path, {"which": "right"}).status_code == 303
    done = page(organizer, path)
    assert (len(done["taken"].made), done["taken"].left_out) == (1, (3,))
    assert count(organizer) == before + 1


def test_a_double_click_takes_a_table_once(organizer: FlaskClient) -> None:
    before, path = count(organizer), sent(organizer, GOOD)
    token = csrf(organizer, path)
    for _ in range(2):
        answer = organizer.post(path, data={"csrf_token": token, "which": "all"})
        assert (answer.status_code, answer.location) == (303, path)
    assert count(organizer) == before + 1


def test_a_changed_export_is_shown_field_by_field(organizer: FlaskClient) -> None:
    text = organizer.get("/desk/programme/export.csv").data.decode("utf-8-sig")
    answer = send(organizer, text.replace("Đêm khai mạc", "Đêm hội").encode(), "x.csv")
    shown = page(organizer, answer.location)
    assert len(shown["plan"].of(Fate.CHANGED)) == len(shown["changed"]) > 0
    assert all(line[1] != line[2] for one in shown["changed"] for line in one["lines"])


def test_a_table_is_its_senders_alone(sqlite_app: Flask, organizer: FlaskClient) -> None:
    path = sent(organizer, GOOD)
    other = enter(sqlite_app, make(sqlite_app, Role.ORGANIZER))
    token = csrf(other, HOME)
    assert other.get(path).status_code == 404
    for address in (path, f"{path}/forget"):
        assert other.post(address, data={"csrf_token": token, "which": "all"}).status_code == 404
    assert other.get(f"{IMPORT}/999").status_code == 404


def test_a_table_can_be_thrown_away(organizer: FlaskClient) -> None:
    path = sent(organizer, GOOD)
    assert post(organizer, f"{path}/forget", {}, form_at=path).status_code == 303
    assert organizer.get(path).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_stand_in_every_language(organizer: FlaskClient, language: str) -> None:
    organizer.set_cookie("lang", language)
    path = sent(organizer, GOOD, BAD)
    for address in (HOME, path):
        answer = organizer.get(address)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert "<b>Đêm kịch" not in answer.text


def test_columns_that_are_not_read_are_named(organizer: FlaskClient) -> None:
    answer = send(organizer, b"title_vi,kind,length,<i>Notes\r\nA,performance,60,x", "a.csv")
    assert page(organizer, answer.location)["unknown"] == ("<i>Notes",)


def test_what_is_in_a_workbook_counts_and_not_what_it_is_called(organizer: FlaskClient) -> None:
    assert send(organizer, xlsx(HEADS, GOOD), "../../x.csv").status_code == 303
