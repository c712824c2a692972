"""What is the same for everybody travels compressed; what holds a secret never does."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.web.rendering import STATIC
from tests.accounts.people import enter, make
from tests.support.apps import MAIN
from tests.web.parties import registered, ticket_path
from tests.web.rendered import document

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
LARGE = [
    path
    for path in sorted(STATIC.rglob("*.css"))
    if path.stat().st_size > 2000 and "vendor" not in path.parts
]


def address(path: Path) -> str:
    """Return a file's address."""
    return f"/static/{path.relative_to(STATIC)}"


def fetched(app: Flask, path: str, **headers: str) -> TestResponse:
    """Get something and read it to its end, as a browser does."""
    return app.test_client().get(path, headers=headers, buffered=True)


@pytest.mark.parametrize("path", LARGE[:3], ids=lambda path: path.name)
def test_a_file_travels_compressed_and_arrives_whole(site: Flask, path: Path) -> None:
    answer = fetched(site, address(path), **GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data) < path.stat().st_size / 2
    assert gzip.decompress(answer.data) == path.read_bytes()
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_who_cannot_unpack_gets_it_plain(site: Flask, accepted: str) -> None:
    answer = fetched(site, address(LARGE[0]), **{"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == LARGE[0].read_bytes()
    assert "Accept-Encoding" in answer.headers["Vary"]  # a cache between must not mix the two


def test_who_has_the_file_is_told_that_it_is_unchanged(site: Flask) -> None:
    first = fetched(site, address(LARGE[0]), **GZIP)
    again = fetched(site, address(LARGE[0]), **GZIP, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_part_of_a_file_is_a_part_of_the_file(site: Flask) -> None:
    answer = fetched(site, address(LARGE[0]), **GZIP, Range="bytes=0-9")
    assert "Content-Encoding" not in answer.headers
    assert answer.data == LARGE[0].read_bytes()[:10]


@pytest.mark.parametrize("path", ["/vi/", "/vi/programme", f"/vi/events/{MAIN}"])
def test_a_shared_page_travels_compressed(site: Flask, path: str) -> None:
    plain, small = fetched(site, path), fetched(site, path, **GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert plain.headers["ETag"] == small.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in small.headers["Vary"]


def test_a_page_with_a_secret_in_it_is_never_compressed(sqlite_app: Flask) -> None:
    """BREACH: the length of a compressed page tells whether what the reader sent is like what is secret in it."""
    ticket = ticket_path(registered(sqlite_app, "Nguyễn Mẫu (mẫu)"))
    staff = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    pages = [
        fetched(sqlite_app, path, **GZIP)
        for path in (ticket, f"/vi/events/{MAIN}/register", "/vi/find-ticket", "/desk/sign-in", "/nowhere")
    ]
    pages += [staff.get(path, headers=GZIP) for path in ("/desk/", "/desk/registrations", "/desk/account")]
    assert [page.headers.get("Content-Encoding") for page in pages] == [None] * len(pages)


@pytest.mark.parametrize("language", ["vi", "ja", "en"])
def test_a_public_page_with_all_its_files_is_at_most_sixty_kilobytes(site: Flask, language: str) -> None:
    """Registering works on a five-year-old phone over 3G (PROMISES): HTML, styles and scripts, compressed."""
    for path in ("", f"events/{MAIN}/register", "programme"):
        answer = fetched(site, f"/{language}/{path}")
        files = {
            file for file in document(answer.text).files if file.partition("?")[0].endswith((".css", ".js"))
        }
        size = len(gzip.compress(answer.data)) + sum(len(fetched(site, file, **GZIP).data) for file in files)
        assert size <= 60_000, path
