"""Files for other programs: made once for each state, kept within bounds, and asked for again without a body."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Blueprint, Flask, request
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from festival.web import access, documents
from festival.web.documents import Made

CHANGED = datetime(2027, 11, 1, 3, 0, 0, 500_000, tzinfo=UTC)
LONG = "Lễ hội Hokkaido tại Hạ Long\n" * 100


class Source:
    """What a file is made of; it counts how often that happens."""

    def __init__(self) -> None:
        self.text, self.changed_at, self.revision, self.made = LONG, CHANGED, 1, 0

    def __call__(self) -> Made:
        self.made += 1
        return Made(self.text.encode(), self.changed_at)


@pytest.fixture
def source(sqlite_app: Flask) -> Source:
    """What `/file` shows."""
    made = Source()
    blueprint = Blueprint("file", __name__)
    documents.open_to_all(blueprint)

    @blueprint.get("/file")
    @access.public
    def file() -> Response:
        return documents.shared(("file", made.revision), made, mimetype="text/calendar", filename="a.ics")

    sqlite_app.register_blueprint(blueprint)
    return made


def get(app: Flask, **headers: str) -> TestResponse:
    """Ask for the file."""
    return app.test_client().get(
        "/file", headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def test_it_is_made_once_for_each_state(sqlite_app: Flask, source: Source) -> None:
    assert [get(sqlite_app).text for _ in range(3)] == [LONG] * 3
    assert source.made == 1
    source.text, source.revision = "anders", 2
    assert [get(sqlite_app).text for _ in range(2)] == ["anders"] * 2
    assert source.made == 2


def test_a_crowd_that_comes_at_once_waits_for_one_making(sqlite_app: Flask, source: Source) -> None:
    together = threading.Barrier(8)

    def one(_place: int) -> str:
        together.wait()
        return get(sqlite_app).text

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(8))) == {LONG}
    assert source.made == 1


def test_its_head_says_what_it_is_and_how_long_it_is_good(sqlite_app: Flask, source: Source) -> None:
    answer = get(sqlite_app)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="a.ics"'
    assert answer.headers["Last-Modified"] == "Mon, 01 Nov 2027 03:00:00 GMT"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Vary"] == "Accept-Encoding"
    tag, weak = answer.get_etag()
    assert tag
    assert not weak
    assert "Set-Cookie" not in answer.headers


def test_compressed_bytes_have_a_tag_of_their_own(sqlite_app: Flask, source: Source) -> None:
    plain, small = get(sqlite_app), get(sqlite_app, Accept_Encoding="gzip")
    assert gzip.decompress(small.data) == plain.data
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 5
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert source.made == 1


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("known_by", ["identity", "gzip"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"another", {}'])
def test_who_has_it_by_either_tag_gets_no_body(
    sqlite_app: Flask, source: Source, encoding: str, known_by: str, form: str
) -> None:
    tag = get(sqlite_app, Accept_Encoding=known_by).headers["ETag"]
    again = get(sqlite_app, Accept_Encoding=encoding, If_None_Match=form.format(tag))
    assert (again.status_code, again.data) == (304, b"")
    whole = get(sqlite_app, Accept_Encoding=encoding)
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == whole.headers[name]


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_another_gets_it_whole(sqlite_app: Flask, source: Source, encoding: str) -> None:
    assert get(sqlite_app, Accept_Encoding=encoding, If_None_Match='"another"').status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 304), (1, 304)])
def test_who_asks_by_time_is_answered_by_time(
    sqlite_app: Flask, source: Source, seconds: int, status: int
) -> None:
    since = CHANGED.replace(microsecond=0) + timedelta(seconds=seconds)
    answer = get(sqlite_app, If_Modified_Since=f"{since:%a, %d %b %Y %H:%M:%S GMT}")
    assert answer.status_code == status


def test_the_tag_decides_where_both_are_sent(sqlite_app: Flask, source: Source) -> None:
    later = "Mon, 01 Nov 2027 09:00:00 GMT"
    assert get(sqlite_app, If_None_Match='"another"', If_Modified_Since=later).status_code == 200


def test_a_file_that_never_changes_by_itself_has_a_tag_alone(sqlite_app: Flask, source: Source) -> None:
    source.changed_at = None  # type: ignore[assignment]
    answer = get(sqlite_app, If_Modified_Since="Mon, 01 Nov 2027 09:00:00 GMT")
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers


def test_head_says_the_same_without_the_file(sqlite_app: Flask, source: Source) -> None:
    whole, head = get(sqlite_app), sqlite_app.test_client().head("/file")
    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Length", "Content-Type"):
        assert head.headers[name] == whole.headers[name]


def test_pages_of_other_sites_may_read_it_and_ask_by_tag(sqlite_app: Flask, source: Source) -> None:
    for answer in (get(sqlite_app, Origin="https://other.example"), get(sqlite_app, If_None_Match="*")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
    asked = sqlite_app.test_client().options("/file", headers={"Origin": "https://other.example"})
    assert asked.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert "Access-Control-Allow-Credentials" not in asked.headers


def test_what_cannot_be_made_is_not_kept(sqlite_app: Flask, source: Source) -> None:
    source.text = 0  # type: ignore[assignment]
    assert get(sqlite_app).status_code == 500
    source.text = LONG
    assert get(sqlite_app).text == LONG


def test_it_fills_no_more_memory_than_it_may(
    sqlite_app: Flask, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_ROOM", 20_000)
    documents.init_app(sqlite_app)
    for source.revision in range(50):
        assert get(sqlite_app).text == LONG
    store = sqlite_app.extensions["documents"]
    assert 0 < store.kept.currsize <= 20_000
    source.text, source.revision = LONG * 20, 99  # larger than all the room there is
    assert get(sqlite_app).text == LONG * 20
    assert get(sqlite_app).status_code == 200


def test_nothing_of_the_request_but_its_encoding_changes_it(sqlite_app: Flask, source: Source) -> None:
    with sqlite_app.test_request_context("/file?x=1", headers={"Host": "evil.example"}):
        assert request.host == "evil.example"
    first = sqlite_app.test_client().get("/file?x=1", base_url="http://evil.example")
    assert first.headers["ETag"] == get(sqlite_app).headers["ETag"]
    assert source.made == 1
