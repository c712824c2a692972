"""What goes wrong is said in the reader's language, with what was kept and what to do; to programs in JSON."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.test import TestResponse

from festival.core.db import db
from festival.core.errors import Forbidden, NotFound
from festival.core.trilingual import LANGUAGES
from festival.web import access
from tests.support.postgres import Server
from tests.web.rendered import Rendered, document, watching

Ask = Callable[[FlaskClient], TestResponse]
Gone = Callable[[], AbstractContextManager[None]]
MEETINGS: dict[str, tuple[int, Ask]] = {
    "no such page": (404, lambda c: c.get("/nowhere")),
    "no such event": (404, lambda c: c.get("/vi/events/nothing")),
    "wrong method": (405, lambda c: c.post("/vi/")),
    "too large": (413, lambda c: c.post("/vi/find-ticket", data={"contact": "x" * 3_000_000})),
    "form without its token": (400, lambda c: c.post("/vi/find-ticket", data={"contact": "a@b.example"})),
    "form with a made-up token": (400, lambda c: c.post("/vi/find-ticket", data={"csrf_token": "made-up"})),
}


def met(app: Flask, ask: Ask, language: str = "vi") -> tuple[TestResponse, Rendered]:
    """Meet a failure as a reader of `language`; return the answer and what its page was made from."""
    client = app.test_client()
    client.set_cookie("lang", language)
    with watching(app) as seen:
        answer = ask(client)
    return answer, seen[-1]


@pytest.mark.parametrize("kind", MEETINGS)
def test_a_failure_has_a_page_that_says_what_happened_and_what_to_do(site: Flask, kind: str) -> None:
    status, ask = MEETINGS[kind]
    answer, page = met(site, ask)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert page.template == "web/errors/error.html"
    assert page["status"] == status
    assert page["title"] in answer.text
    assert len(page["text"]) > 20
    assert document(answer.text).title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_speaks_the_language_of_its_reader(site: Flask, language: str) -> None:
    answer, page = met(site, lambda c: c.get("/nowhere"), language)
    assert document(answer.text).lang == page["lang"] == language


def test_on_an_address_that_says_its_language_a_failure_speaks_it_too(site: Flask) -> None:
    answer = site.test_client().get("/ja/events/nothing")
    assert (answer.status_code, document(answer.text).lang) == (404, "ja")


def test_a_form_that_was_open_too_long_says_that_nothing_was_stored(site: Flask) -> None:
    _, page = met(site, MEETINGS["form without its token"][1])
    assert page["kept"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("a slug somebody typed"), 404),
        (Forbidden(), 403),
        (PoolTimeout(), 503),
        (ZeroDivisionError("a secret of ours"), 500),
    ],
)
def test_what_services_raise_becomes_a_page_that_gives_nothing_away(
    sqlite_app: Flask, error: Exception, status: int
) -> None:
    def view() -> str:
        raise error

    sqlite_app.add_url_rule("/breaks", "breaks", access.public(view))
    answer = sqlite_app.test_client().get("/breaks")
    assert answer.status_code == status
    for word in ("secret", "slug", "Traceback", type(error).__name__):
        assert word not in answer.text


def test_every_status_has_words(sqlite_app: Flask) -> None:
    sqlite_app.add_url_rule("/ends/<int:code>", "ends", access.public(abort))
    for status in (400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 502, 503):
        with watching(sqlite_app) as seen:
            answer = sqlite_app.test_client().get(f"/ends/{status}")
        assert answer.status_code == status
        assert seen[-1]["title"]
        assert seen[-1]["text"]


def test_programs_get_json(sqlite_app: Flask) -> None:
    sqlite_app.add_url_rule("/api/breaks", "breaks", access.public(lambda: str(1 // 0)))
    client = sqlite_app.test_client()
    asked = {"/api/nothing": 404, "/api/v1/gate/nothing": 404, "/api/v1/gate/pair": 405, "/api/breaks": 500}
    for path, status in asked.items():
        answer = client.get(path)
        assert (answer.status_code, answer.is_json) == (status, True), path
        assert answer.get_json()["error"] == str(status)
        assert answer.get_json()["sentence"]


# --- the database is gone ----------------------------------------------------------------------------------------------


@contextmanager
def sqlite_gone(path: Path) -> Iterator[None]:
    """Take the file away and let nothing be made in its place."""
    with_journal = [p for p in path.parent.iterdir() if p.name.startswith(path.name)]
    for part in with_journal:
        part.rename(part.with_name(f"away-{part.name}"))
    path.mkdir()
    yield
    path.rmdir()
    for part in with_journal:
        part.with_name(f"away-{part.name}").rename(part)


@contextmanager
def postgres_gone(server: Server, url: str) -> Iterator[None]:
    """Cut everybody off and let nobody in."""
    name = make_url(url).database or ""
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    server._administer(allow.format(sql.Identifier(name), sql.SQL("false")))
    server._administer(
        sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
            sql.Literal(name)
        )
    )
    yield
    server._administer(allow.format(sql.Identifier(name), sql.SQL("true")))


@pytest.fixture
def without_database(app: Flask, request: pytest.FixtureRequest) -> Gone:
    """Return what makes the database of `app` unreachable for a block."""
    url: str = app.config["SQLALCHEMY_DATABASE_URI"]

    def gone() -> AbstractContextManager[None]:
        with app.app_context():
            db.session.remove()
            if url.startswith("sqlite"):
                db.engine.dispose()
        if url.startswith("sqlite"):
            return sqlite_gone(Path(url.removeprefix("sqlite:///")))
        return postgres_gone(request.getfixturevalue("postgres"), url)

    return gone


def test_without_its_database_the_site_says_so_and_comes_back_by_itself(
    app: Flask, without_database: Gone
) -> None:
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    ticket = "/t/" + "A" * 32
    with without_database():
        for language in LANGUAGES:
            answer, page = met(app, lambda c: c.get(ticket), language)
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "5"
            assert document(answer.text).lang == language
            assert page["kept"]
        for path in ("/readyz", "/vi/", "/desk/sign-in", "/vi/find-ticket"):
            assert client.get(path).status_code in {200, 503}, path
        assert client.get("/readyz").status_code == 503
        api = client.get("/api/v1/gate/device", headers={"Authorization": "Device key"})
        assert (api.status_code, api.is_json, api.headers["Retry-After"]) == (503, True, "5")
        assert api.get_json()["error"] == "503"
        assert client.get("/healthz").status_code == 200  # the process itself lives
    assert client.get("/readyz").status_code == 200  # at once: the cause has ended
    assert client.get(ticket).status_code == 404


@pytest.mark.parametrize(("path", "status"), [("/desk/", 503), ("/desk/nothing-here", 404)])
def test_somebody_signed_in_meets_the_same_pages(
    sqlite_app: Flask, tmp_path: Path, path: str, status: int
) -> None:
    """The page of a failure asks the database nothing, not even who reads it."""
    client = sqlite_app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = "anything"
    with sqlite_app.app_context():
        db.engine.dispose()
    with sqlite_gone(tmp_path / "festival.sqlite"):
        assert client.get(path).status_code == status


def test_a_locked_database_is_a_busy_one(sqlite_app: Flask) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    with sqlite_app.app_context():
        engine = db.engine

    def impatient(connection: object, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]

    event.listen(engine, "connect", impatient)
    client = sqlite_app.test_client()
    with engine.connect() as other:
        other.exec_driver_sql("ROLLBACK")  # of the plain BEGIN
        other.exec_driver_sql("BEGIN IMMEDIATE")
        answer = client.post("/vi/find-ticket", data={"contact": "ba@gia-dinh.example"})
        other.exec_driver_sql("ROLLBACK")
        other.exec_driver_sql("BEGIN")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert client.post("/vi/find-ticket", data={"contact": "ba@gia-dinh.example"}).status_code == 200
