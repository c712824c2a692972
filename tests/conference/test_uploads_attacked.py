"""Every door of the conference through which files come, attacked in every way: each is refused with a sentence, and nothing is kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.models import MaterialRow, ProfileRow, ProjectRow, SigningRow, SpeakerRow
from festival.core.transaction import current
from tests.accounts.people import enter, make
from tests.conference.test_rules_materials import SVG, office
from tests.conference.test_views_sessions import all_sessions, person
from tests.conference.test_views_speaking import about, app, ask, say, send

__all__ = ["app"]
Door = Callable[[bytes, str], TestResponse]


def workbook(**parts: bytes) -> bytes:
    """Return a workbook of one project, with more parts in it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Mã", "name_vi"])
    sheet.append(["XX-01", "Dự án (mẫu)"])
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def canvas(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(64)))
        + chunk(b"IEND", b"")
    )


MOST = 300_000  # bytes of one file, in place of the true limits of 2 to 20 MB
BOMB = bytes(30 * 1024 * 1024)
SHEET = "xl/worksheets/sheet9.xml"
FILES: dict[str, dict[str, tuple[bytes, str]]] = {
    "of a document": {
        "a program": (b"MZ\x90 a program", "slides.pdf"),
        "a page": (b"<html><script>alert(1)</script>", "slides.pdf"),
        "too large": (b"%PDF-1.7" + bytes(MOST), "slides.pdf"),
        "a macro": (office({"ppt/vbaProject.bin": b"Sub"}), "slides.pptx"),
        "a bomb": (office({"ppt/media/a.bin": BOMB}), "slides.pptx"),
        "a script in SVG": (SVG, "picture.svg"),
        "a script in a picture of slides": (office({"ppt/media/a.svg": SVG}), "slides.pptx"),
    },
    "of a photo": {
        "a program": (b"MZ\x90 a program", "me.jpg"),
        "too large": (b"\xff\xd8\xff" + bytes(MOST), "me.jpg"),
        "a macro": (office({"ppt/vbaProject.bin": b"Sub"}), "me.jpg"),
        "a bomb": (canvas(60_000, 60_000), "me.png"),
        "a script in SVG": (SVG, "me.svg"),
    },
    "of a table": {
        "a program": (b"MZ\x90\x00\xff a program", "projects.xlsx"),
        "too large": (b"M\xc3\xa3," + b"x" * MOST, "projects.csv"),
        "a macro": (workbook(**{"xl/vbaProject.bin": b"Sub"}), "projects.xlsx"),
        "a bomb": (workbook(**{SHEET: b"<a>" + BOMB + b"</a>"}), "projects.xlsx"),
        "a script in SVG": (SVG, "projects.xlsx"),
        "an entity": (workbook(**{SHEET: b'<!DOCTYPE a [<!ENTITY a "ha">]><a>&a;</a>'}), "projects.xlsx"),
    },
}
DOORS = {
    "slides of a speaker": "of a document",
    "a material at the desk": "of a document",
    "slides brought by the desk": "of a document",
    "a signed document": "of a document",
    "a speaker's own photo": "of a photo",
    "a speaker's photo at the desk": "of a photo",
    "a table of projects": "of a table",
}


LIMITS = (
    "conference.rules.materials", "conference.views.materials_desk", "conference.views.speaking", "conference.views.signings_desk",
    "conference.views.projects_desk", "programme.tables.reading", "registration.photo_files",
)  # fmt: skip


@pytest.fixture
def doors(app: Flask) -> dict[str, Door]:
    """The doors by their names; each takes bytes and the name they come under."""
    desk = enter(app, make(app, Role.COORDINATOR))
    path = ask(app, desk)
    say(app, path, "answer", {"says": "accepted"})
    with app.app_context():
        row = current().scalars(select(SpeakerRow)).one()
    one, reiko = all_sessions(app)[1], person(app, "例子")
    place = {"place": f"{one.id}-{one.talks[1].id}", "audience": "public"}
    memo = {
        "number": "1/MOU", "kind": "memorandum", "state": "prepared", "title_vi": "Biên bản (mẫu)", "sides_vi": "Sở Công Thương (mẫu)\nHokuto (mẫu)",
        "currency": "USD", "field": "nong-nghiep", "submission": "form-number-of-signing",
    }  # fmt: skip
    signing = send(desk, "/desk/conference/signings/new", memo, form="/desk/conference/signings/new").location

    def posts(client: FlaskClient, to: str, name: str = "file", **form: object) -> Door:
        return lambda data, called: send(client, to, {**form, name: (io.BytesIO(data), called)})

    return {
        "slides of a speaker": lambda data, called: say(
            app, path, "slides", {**place, "file": (io.BytesIO(data), called)}
        ),
        "a material at the desk": posts(
            desk, f"/desk/conference/sessions/{one.id}/materials/new", title_vi="Tệp (mẫu)", audience="public"
        ),
        "slides brought by the desk": posts(desk, f"/desk/conference/speaking/{row.id}/slides", **place),
        "a signed document": posts(desk, f"{signing}/document"),
        "a speaker's own photo": lambda data, called: say(
            app, path, "about", about(app, photo_agreed="y", photo=(io.BytesIO(data), called))
        ),
        "a speaker's photo at the desk": posts(
            desk, f"/desk/conference/speakers/{reiko.id}", "photo", agreed="y"
        ),
        "a table of projects": posts(desk, "/desk/conference/projects/table"),
    }


def kept(app: Flask) -> tuple[int, int, int, int, int]:
    """Return how many files and photos there are, and how many projects."""
    with app.app_context():
        session = current()

        def number(what: object) -> int:
            return session.scalar(select(func.count(what))) or 0  # type: ignore[arg-type]

        return (
            number(MaterialRow.id), number(SigningRow.paper), number(SpeakerRow.photo), number(ProfileRow.photo),
            number(ProjectRow.code),
        )  # fmt: skip


def test_each_door_refuses_each_attack_with_a_sentence_and_keeps_nothing(
    app: Flask, doors: dict[str, Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in LIMITS:
        monkeypatch.setattr(f"festival.{place}.MOST_BYTES", MOST)
    assert doors.keys() == DOORS.keys()
    before = kept(app)
    for door, kind in DOORS.items():
        for attack, (data, called) in FILES[kind].items():
            answer = doors[door](data, called)
            assert answer.status_code in {413, 422}, (door, attack)
            said = answer.text.partition("<main")[2]
            assert 'role="alert"' in said or "field__error" in said or "error" in said, (door, attack)
            assert kept(app) == before, (door, attack)
