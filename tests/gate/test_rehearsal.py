"""A rehearsal behaves as the night does, with tickets of its own, and nothing of it counts anywhere else."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current
from festival.core.trilingual import Trilingual
from festival.gate import queries
from festival.gate.models import RehearsalScan, Scan, ScanConflict
from festival.gate.papers.rehearsal import pdf
from festival.gate.rehearsal_codes import sheet
from festival.programme.types import EventFacts
from festival.registration.links import Links
from festival.registration.models import Ticket
from festival.registration.qr import Codes
from tests.gate.test_snapshot import Judging, judging, keys_of, told  # noqa: F401
from tests.gate.test_views_api import Phone, paired, party
from tests.support.apps import FakeClock, post, staff_client
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing

PAGE = "/desk/gates/rehearsal"


@pytest.fixture
def evening(main_event: EventFacts, fake_clock: FakeClock) -> EventFacts:
    """The hours of the opening night, so that real tickets would be good."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    return main_event


@pytest.fixture
def phones(app: Flask, evening: EventFacts) -> list[Phone]:
    """Phones at two gates."""
    return [paired(app, evening, letter) for letter in "BC"]


@pytest.fixture
def lead(app: Flask) -> FlaskClient:
    """A gate lead."""
    return staff_client(app, Role.GATE_LEAD)


def codes_of_sheet(app: Flask, gate: int) -> dict[str, str]:
    """Return the addresses in a gate's sheet: what is expected and for how many, in its order."""
    with app.app_context():
        made = Codes(
            app.extensions["keyring"], Links("http://festival.example", "0123456789abcdef0123456789abcdef")
        )
        found: dict[str, str] = {}
        for one in sheet(current(), made, queries.gate_facts(current(), gate), now=clock.now()):
            found.setdefault(f"{one.expected or 'good'}-{one.people}", made.links.ticket_url(one.code))
            found[str(one.number)] = made.links.ticket_url(one.code)
        return found


def counted(app: Flask) -> tuple[int, int, int]:
    """Return what counts: scans, conflicts, and tickets that have been used."""
    with app.app_context():
        session = current()
        used = session.scalar(select(func.count()).select_from(Ticket).where(Ticket.admitted_at.is_not(None)))
        return (
            session.scalar(select(func.count()).select_from(Scan)) or 0,
            session.scalar(select(func.count()).select_from(ScanConflict)) or 0,
            used or 0,
        )


def begin(lead: FlaskClient, gate: int = 0) -> None:
    """Let one gate rehearse, or all."""
    assert post(lead, PAGE, {"gate": str(gate), "minutes": "60"}).status_code == 303


def test_a_rehearsal_admits_its_own_tickets_and_leaves_real_ones_alone(
    app: Flask, evening: EventFacts, phones: list[Phone], lead: FlaskClient, fake_clock: FakeClock
) -> None:
    one, other = phones
    codes, real = codes_of_sheet(app, one.gate), party(app, evening, 2)
    assert one.scan(codes["1"])[0]["code"] == "rehearsal"  # there is no rehearsal yet
    begin(lead)
    fake_clock.pass_(seconds=2)
    answer = one.scan(codes["1"])[0]
    assert (answer["verdict"], answer["people"], answer["class"]) == ("admitted", 1, "citizen")
    fake_clock.pass_(seconds=2)
    again = other.scan(codes["1"])[0]
    assert (again["code"], again["first"]["gate"]["vi"]) == ("already_admitted", "Cổng B")
    assert one.scan(codes["good-3"])[0]["people"] == 3
    for why in ("wrong_event", "not_yet_valid", "expired"):
        assert one.scan(codes[f"{why}-1"])[0]["code"] == why
    assert [one["code"] for one in one.scan(*real)] == ["rehearsal"] * 3
    assert one.scan("not a ticket")[0]["code"] == "invalid"
    assert counted(app) == (0, 0, 0)
    page = lead.get(PAGE).text
    assert "<dd>4</dd>" in page
    assert "Vé đã dùng: <span" in page
    fake_clock.pass_(minutes=61)  # it ends by itself
    assert one.scan(codes["2"])[0]["code"] == "rehearsal"
    assert one.scan(real[1])[0]["verdict"] == "admitted"
    assert counted(app) == (1, 0, 1)
    assert lead.get("/desk/gates/conflicts").text.count("clash__side") == 0


def test_a_repeated_scan_has_its_first_answer_and_a_new_rehearsal_begins_anew(
    app: Flask, phones: list[Phone], lead: FlaskClient, fake_clock: FakeClock
) -> None:
    code, number = codes_of_sheet(app, phones[0].gate)["1"], str(uuid.uuid4())
    begin(lead)
    fake_clock.pass_(seconds=2)
    assert phones[0].scan(code, ids=[number])[0]["verdict"] == "admitted"
    assert phones[0].scan(code, ids=[number])[0]["verdict"] == "admitted"
    post(lead, f"{PAGE}/end", {}, form_at=PAGE)
    assert phones[0].scan(code)[0]["code"] == "rehearsal"
    fake_clock.pass_(seconds=2)
    begin(lead, phones[0].gate)
    fake_clock.pass_(seconds=2)
    assert phones[0].scan(code)[0]["verdict"] == "admitted"
    assert phones[1].scan(code)[0]["code"] == "rehearsal"  # this gate takes no part


def test_two_phones_offline_disagree_in_a_rehearsal_and_only_there(
    app: Flask, evening: EventFacts, phones: list[Phone], lead: FlaskClient, fake_clock: FakeClock
) -> None:
    codes, real = codes_of_sheet(app, phones[0].gate), party(app, evening)
    begin(lead)
    fake_clock.pass_(seconds=5)
    began = (clock.now() - timedelta(seconds=5)).isoformat()

    def claim(ticket: str, at: datetime, rehearsal: str | None) -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()), "ticket": ticket, "direction": "in", "at": at.isoformat(), "said": "admitted",
            "offline": True, "rehearsal": rehearsal,
        }  # fmt: skip

    first, second = clock.now() + timedelta(minutes=1), clock.now() + timedelta(minutes=3)
    fake_clock.pass_(minutes=90)  # both speak when the rehearsal is long over
    phones[1].post({"claims": [claim(codes["1"], second, began), claim(real[1], second, None)]})
    phones[0].post({"claims": [claim(codes["1"], first, began)]})
    assert counted(app) == (1, 0, 1)  # the real one of the same batch counts
    with app.app_context():
        rows = current().scalars(select(RehearsalScan).order_by(RehearsalScan.at)).all()
        assert [(row.counted, row.conflict) for row in rows] == [(1, None), (0, "double")]
    assert "Cùng một vé" in lead.get(PAGE).text


def test_a_phone_rehearses_by_its_snapshot_and_stops_by_itself(
    app: Flask,
    evening: EventFacts,
    lead: FlaskClient,
    fake_clock: FakeClock,
    judging: Judging,  # noqa: F811
) -> None:
    phones = [paired(app, evening, letter) for letter in "BC"]
    codes, real = codes_of_sheet(app, phones[0].gate), party(app, evening)
    begin(lead)
    fake_clock.pass_(seconds=2)
    phones[1].scan(codes["2"])
    fake_clock.pass_(seconds=2)
    asked = [
        codes["1"],
        codes["2"],
        codes["good-3"],
        codes["wrong_event-1"],
        codes["not_yet_valid-1"],
        real[1],
    ]

    def said(snapshot: Any, minutes: int) -> list[str | None]:
        at = int((clock.now() + timedelta(minutes=minutes)).timestamp() * 1000)
        return [
            one["code"]
            for one in judging(keys=keys_of(phones[0]), snapshots=[snapshot], codes=asked, at=at)["answers"]
        ]

    snapshot = told(phones[0])
    assert said(snapshot, 1) == [None, "already_admitted", None, "wrong_event", "not_yet_valid", "rehearsal"]
    assert said(snapshot, 61) == ["rehearsal"] * 5 + [None]


def test_the_sheet_shows_codes_and_what_they_shall_answer(
    app: Flask, phones: list[Phone], lead: FlaskClient
) -> None:
    page = lead.get(f"/desk/gates/{phones[0].gate}/rehearsal-codes").text
    assert page.count("<svg xmlns") == 16
    assert page.count("Từ chối:") == 3
    with app.app_context():
        made = Codes(
            app.extensions["keyring"], Links("http://festival.example", "0123456789abcdef0123456789abcdef")
        )
        [code] = [
            one.code
            for one in sheet(current(), made, queries.gate_facts(current(), phones[0].gate), now=clock.now())
        ][:1]
        assert made.read(current(), code) is None  # no ticket for anybody who asks for one
    assert app.test_client().get(f"/t/{code}").status_code == 404


def test_who_is_no_gate_lead_and_what_is_no_gate_are_refused(
    app: Flask, phones: list[Phone], lead: FlaskClient
) -> None:
    post(lead, PAGE, {"gate": "999", "minutes": "60"})
    post(lead, PAGE, {"gate": "0", "minutes": "9999"})
    with app.app_context():
        assert not queries.gate_facts(current(), phones[0].gate).rehearses(clock.now())
    assert lead.get("/desk/gates/999/rehearsal-codes").status_code == 404
    registrar = staff_client(app, Role.REGISTRAR, login="dangky")
    assert [
        registrar.get(path).status_code for path in (PAGE, f"/desk/gates/{phones[0].gate}/rehearsal-codes")
    ] == [403, 403]
    assert post(registrar, PAGE, {}, form_at="/desk/").status_code == 403
    assert post(registrar, f"{PAGE}/end", {}, form_at="/desk/").status_code == 403


def test_the_sheet_is_printed_in_vietnamese_and_the_readers_language_and_reads_back(
    app: Flask, phones: list[Phone], lead: FlaskClient
) -> None:
    path = f"/desk/gates/{phones[0].gate}/rehearsal-codes.pdf"
    document = lead.get(path).data
    assert document[:5] == b"%PDF-"
    assert {text for sheet in pages_of(document, dpi=200) for text in by_zxing(sheet)} == set(
        codes_of_sheet(app, phones[0].gate).values()
    )
    assert text_of(document).count("Máy phải báo: VÀO") == 12
    with app.app_context():
        made = Codes(
            app.extensions["keyring"], Links("http://festival.example", "0123456789abcdef0123456789abcdef")
        )
        codes = sheet(current(), made, queries.gate_facts(current(), phones[0].gate), now=clock.now())
    with app.test_request_context():
        words = text_of(pdf(codes, Trilingual("Cổng Bắc", "北ゲート髙﨑", "Gate North"), clock.now(), "ja"))
    for said in ("Cổng Bắc", "北ゲート髙﨑", "24 người", "24名", "人数を尋ねる画面が出ます"):
        assert said in words
    registrar = staff_client(app, Role.REGISTRAR, login="dangky")
    assert (registrar.get(path).status_code, lead.get("/desk/gates/999/rehearsal-codes.pdf").status_code) == (
        403,
        404,
    )
