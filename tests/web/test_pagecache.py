"""Public pages are made once for everybody, kept for seconds, and never mixed up."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, request
from sqlalchemy import update

from festival.core.transaction import writing
from festival.core.trilingual import Trilingual
from festival.programme import catalogue
from festival.programme.models import Event
from festival.web import access, pagecache
from festival.web.locale import language
from tests.support.apps import MAIN
from tests.web.rendered import document, watching

SHARED = ("/vi/", "/vi/programme", f"/vi/events/{MAIN}", "/vi/how-to-come", "/vi/privacy", "/vi/conference")


def rename_the_night(app: Flask, title: str) -> None:
    """Change what the pages say."""
    with app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(title=Trilingual(title, title, title)))


def forget(app: Flask) -> None:
    """Make every page anew, as after a change."""
    with app.app_context():
        catalogue.forget()
        pagecache.forget()


def test_a_page_is_made_once_and_kept_until_it_is_forgotten(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    first = client.get("/vi/programme")
    rename_the_night(sqlite_app, "Đêm hội đổi tên")
    with watching(sqlite_app) as seen:
        assert client.get("/vi/programme").data == first.data
    assert seen == []
    forget(sqlite_app)
    assert "Đêm hội đổi tên" in client.get("/vi/programme").text


@pytest.mark.parametrize("path", SHARED)
def test_who_has_the_page_is_told_that_it_is_unchanged(site: Flask, path: str) -> None:
    client = site.test_client()
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, max-age=5"
    other = client.get(path, headers={"If-None-Match": 'W/"another"'})
    assert (other.status_code, other.data) == (200, first.data)


def test_a_changed_page_is_sent_whole(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    tag = client.get("/vi/programme").headers["ETag"]
    rename_the_night(sqlite_app, "Đêm hội đổi tên")
    forget(sqlite_app)
    answer = client.get("/vi/programme", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_languages_and_filters_are_kept_apart(site: Flask) -> None:
    client = site.test_client()
    paths = [
        "/vi/programme",
        "/ja/programme",
        "/en/programme",
        "/vi/programme?day=2027-11-18",
        "/vi/programme?by=venue",
    ]
    for answers in [{path: client.get(path) for path in paths} for _ in range(2)]:
        assert len({answer.data for answer in answers.values()}) == len(paths)
        for path, answer in answers.items():
            assert document(answer.text).lang == path[1:3]
    tag = client.get("/ja/programme").headers["ETag"]
    assert client.get("/vi/programme", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_without_a_language_in_its_address_is_kept_by_the_readers(sqlite_app: Flask) -> None:
    sqlite_app.add_url_rule("/words", "words", access.public(pagecache.shared(language)))
    for asked in ("ja", "en", "ja"):
        assert sqlite_app.test_client().get("/words", headers={"Accept-Language": asked}).text == asked


@pytest.mark.parametrize("path", SHARED)
def test_a_shared_page_knows_nobody(site: Flask, path: str) -> None:
    """Neither a session nor a token of a form: the next reader would get them."""
    answer = site.test_client().get(path)
    assert "csrf_token" not in answer.text
    assert not any(line.startswith("session=") for line in answer.headers.getlist("Set-Cookie"))


def test_a_forged_host_reaches_no_other_reader(site: Flask) -> None:
    client = site.test_client()
    forged = client.get("/vi/programme", base_url="http://evil.example")
    honest = client.get("/vi/programme", base_url="http://festival.example")
    assert forged.status_code == honest.status_code == 200
    assert "evil.example" not in honest.text


def test_what_is_not_there_is_not_kept(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    assert client.get("/vi/events/dem-moi").status_code == 404
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(slug="dem-moi"))
    with sqlite_app.app_context():
        catalogue.forget()
    assert client.get("/vi/events/dem-moi").status_code == 200


def test_a_flood_of_made_up_addresses_fills_no_memory(sqlite_app: Flask) -> None:
    sqlite_app.add_url_rule("/cheap", "cheap", access.public(pagecache.shared(lambda: request.full_path)))
    client = sqlite_app.test_client()
    for number in range(600):
        client.get(f"/cheap?x={number}")
    kept = sqlite_app.extensions["pagecache"].kept
    assert len(kept) <= 500


def test_who_comes_while_a_page_is_being_made_waits_for_it(sqlite_app: Flask) -> None:
    """Ten thousand people at once must not make it ten thousand times."""
    made: list[int] = []

    def slow() -> str:
        made.append(1)
        time.sleep(0.2)
        return "slow"

    sqlite_app.add_url_rule("/slow", "slow", access.public(pagecache.shared(slow)))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _number: sqlite_app.test_client().get("/slow").text, range(8)))
    assert answers == ["slow"] * 8
    assert len(made) == 1
