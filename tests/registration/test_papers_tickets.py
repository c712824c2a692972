"""Tickets on paper: text that can be copied out in every script, codes that read back, and nothing for who holds none."""

from pathlib import Path
from typing import Any

import icalendar
import pytest
from flask import Flask

from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.core.trilingual import Language
from festival.registration import queries
from festival.registration.papers import tickets
from festival.registration.papers.tickets import OneCode, Size
from festival.registration.services.cancelling import cancel
from festival.registration.types import Registered
from festival.web import qr
from tests.support.apps import MAIN, NOW, event_of
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing
from tests.web.parties import SENDER, registered, ticket_path

GOLDEN = Path(__file__).parent / "golden"
NAMES = {
    "vi": "Nguyễn Thị Thuỳ Dương Ễ Ự Ặ (mẫu)",
    "ja": "髙﨑 鷗 タカサキ（見本）",
    "en": "Zoë O’Neill (sample)",
}


@pytest.fixture
def party(sqlite_app: Flask) -> Registered:
    """A family of two."""
    return registered(sqlite_app, NAMES["vi"], NAMES["ja"])


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, without what the paper's layout adds between them."""
    return [" ".join(line.split()) for line in text.replace("\f", "\n").splitlines() if line.strip()]


@pytest.mark.parametrize("language", ["vi", "ja", "en"])
def test_the_text_of_a_ticket_is_what_it_was(sqlite_app: Flask, language: Language) -> None:
    """Golden files: a change of words or layout is looked at, then the file is written anew from what the test shows."""
    with sqlite_app.app_context():
        one = OneCode(NAMES[language], "1/1", "ABC-1234-1", qr.svg("HTTPS://X.EXAMPLE/T/A", title="x"), "x")
        made = tickets.pdf(event_of(sqlite_app, MAIN), [one], language=language, slot=None, size=Size.A5)
    golden = GOLDEN / f"ticket-{language}.txt"
    assert lines(text_of(made)) == lines(golden.read_text("utf-8"))


@pytest.mark.parametrize(("size", "sheets"), [("a4", 2), ("a5", 3)])
def test_every_code_on_paper_reads_back(sqlite_app: Flask, party: Registered, size: str, sheets: int) -> None:
    client = sqlite_app.test_client()
    answer = client.get(f"{ticket_path(party)}/tickets.pdf?size={size}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="ve-')
    pages = pages_of(answer.data)
    assert len(pages) == sheets
    found = [text for page in pages for text in by_zxing(page)]
    assert len(found) == 3
    for address in found:
        path = address.removeprefix("HTTP://FESTIVAL.EXAMPLE")
        assert client.get(path).status_code == 200
    text = " ".join(text_of(answer.data).split())
    for name in ("Nguyễn Thị Thuỳ Dương Ễ Ự Ặ (mẫu)", "髙﨑", "鷗", "タカサキ"):
        assert name in text


def test_who_gives_places_back_has_fewer_tickets_on_paper_and_then_none(
    sqlite_app: Flask, party: Registered
) -> None:
    client = sqlite_app.test_client()

    def give_back(positions: list[int]) -> None:
        with sqlite_app.app_context(), writing() as session:
            cancel(
                session,
                actor=CITIZEN,
                registration_id=party.registration_id,
                positions=positions,
                sender=SENDER,
                now=NOW,
            )

    give_back([2])
    text = text_of(client.get(f"{ticket_path(party)}/tickets.pdf").data)
    assert "髙﨑" not in text
    assert client.get(f"{ticket_path(party)}/event.ics").status_code == 200
    give_back([1])
    assert client.get(f"{ticket_path(party)}/tickets.pdf").status_code == 404
    assert client.get(f"{ticket_path(party)}/event.ics").status_code == 404


def test_the_paper_speaks_the_readers_language_first(sqlite_app: Flask, party: Registered) -> None:
    client = sqlite_app.test_client()
    client.set_cookie("lang", "ja")
    text = lines(text_of(client.get(f"{ticket_path(party)}/tickets.pdf").data))
    assert text[0] == "ハロン北海道フェスティバル"
    assert text.index("Đêm khai mạc Lễ hội Hokkaido tại Hạ Long") < text.index(
        "Opening night of the Hokkaido Festival in Hạ Long"
    )


def test_the_calendar_has_the_event_once_for_each_party(sqlite_app: Flask, party: Registered) -> None:
    answer = sqlite_app.test_client().get(f"{ticket_path(party)}/event.ics")
    assert answer.mimetype == "text/calendar"
    calendar: Any = icalendar.Calendar.from_ical(answer.data)
    [entry] = calendar.walk("VEVENT")
    event = event_of(sqlite_app, MAIN)
    assert entry.decoded("DTSTART") == event.starts_at
    assert str(entry["UID"]) != event.guid  # the party's own


def test_a_mail_gets_the_tickets_as_they_are_when_it_leaves(sqlite_app: Flask, party: Registered) -> None:
    with sqlite_app.app_context():
        reference = tickets.attachment(party.registration_id)
        file = tickets.file(current(), reference.subject, "vi", "")
        assert file is not None
        assert file.name.endswith(".pdf")
        assert NAMES["vi"].split()[0] in text_of(file.content)
        assert tickets.file(current(), "999999", "vi", "") is None
        assert queries.get_registration(current(), party.registration_id).language == "vi"


@pytest.mark.parametrize("path", ["/tickets.pdf", "/event.ics"])
def test_a_foreign_link_opens_no_paper(sqlite_app: Flask, party: Registered, path: str) -> None:
    assert sqlite_app.test_client().get(f"/t/{'A' * 32}{path}").status_code == 404
