"""The desk's list: found by what one knows, filtered in the address, turned by keys."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from festival.accounts.types import Role
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.registration.models import Registration, Ticket
from festival.registration.queries.listing import listed
from festival.registration.services.blocking import block
from festival.registration.services.cancelling import cancel
from festival.registration.types.desk import BlockReason, Filters
from tests.accounts.people import enter, make
from tests.registration.desk import code_of, codes_shown, registrar
from tests.support.apps import MAIN, event_of
from tests.web.parties import SENDER, application, registered, store


@pytest.fixture
def parties(app: Flask) -> dict[str, int]:
    """Four parties that differ in everything one filters by."""
    made = {
        "an": registered(app, "Nguyễn Thị An (mẫu)", "Lê Đức Bình (mẫu)", mail="an@gia-dinh.example"),
        "hana": registered(app, "髙﨑 花子（見本）", mail="hana@rei.example", language="ja"),
        "gone": registered(app, "Trần Mẫu (mẫu)"),
        "blocked": registered(app, "Phạm Mẫu (mẫu)"),
    }
    numbers = {name: one.registration_id for name, one in made.items()}
    with app.app_context(), writing() as session:
        now = clock.now()
        cancel(
            session,
            actor=SYSTEM,
            registration_id=numbers["gone"],
            positions=None,
            sender=SENDER,
            now=now,
        )
        block(
            session,
            actor=SYSTEM,
            registration_id=numbers["blocked"],
            positions=None,
            reason=BlockReason.LOST,
            now=now,
        )
        session.execute(
            update(Registration)
            .where(Registration.id == numbers["hana"])
            .values(needs="wheelchair", phone="+84912345678", kind="group", made_at=now - timedelta(days=3))
        )
        session.execute(
            update(Ticket)
            .where(Ticket.registration_id == numbers["an"], Ticket.position == 1)
            .values(admitted_at=now)
        )
    return numbers


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"an", "hana", "gone", "blocked"}),
        ("q=an+nguyen", {"an"}),
        ("q=binh", {"an"}),
        ("q=高崎花", {"hana"}),
        ("q=花", {"hana"}),
        ("q=an%40gia", {"an"}),
        ("q=345678", {"hana"}),
        ("q=khong+co+ai", set()),
        ("q=%25", set()),
        ("q=_", set()),
        ("state=cancelled", {"gone"}),
        ("state=blocked", {"blocked"}),
        ("state=coming", {"an", "hana", "blocked"}),
        ("kind=group", {"hana"}),
        ("language=ja", {"hana"}),
        ("needs=yes", {"hana"}),
        ("needs=no", {"an", "gone", "blocked"}),
        ("presence=came", {"an"}),
        ("presence=not_yet", {"hana", "gone", "blocked"}),
        ("day=2027-10-29", {"hana"}),
        ("day=2027-11-01&state=coming", {"an", "blocked"}),
        ("state=nonsense&kind=x&event=y&day=31&older=z", {"an", "hana", "gone", "blocked"}),
        ("event=99999", set()),
        ("event=99999999999999999999", set()),
    ],
)
def test_filters_find(app: Flask, parties: dict[str, int], query: str, found: set[str]) -> None:
    page = registrar(app).get(f"/desk/registrations?{query}")
    assert page.status_code == 200
    assert set(codes_shown(page.text)) == {code_of(app, parties[name]) for name in found}


def test_one_finds_by_the_short_code(app: Flask, parties: dict[str, int]) -> None:
    code = code_of(app, parties["an"])
    page = registrar(app).get(f"/desk/registrations?q={code[:3]}-{code[3:].lower()}")
    assert codes_shown(page.text) == [code]


def test_the_event_filters_too(app: Flask, parties: dict[str, int]) -> None:
    event = event_of(app, MAIN)
    assert len(codes_shown(registrar(app).get(f"/desk/registrations?event={event.id}").text)) == 4


def test_filters_stay_in_the_address(sqlite_app: Flask) -> None:
    for _ in range(60):
        registered(sqlite_app, "Nguyễn Mẫu (mẫu)")
    page = registrar(sqlite_app).get("/desk/registrations?q=nguyen&language=vi").text
    assert (
        "/desk/registrations?language=vi&amp;older=" in page or "q=nguyen&amp;language=vi&amp;older=" in page
    )


@pytest.mark.parametrize("text", ["", "nguyen mot"])
def test_pages_hold_everybody_once_in_both_directions(app: Flask, text: str) -> None:
    with app.app_context(), writing() as session:
        made = [store(session, application()).registration_id for _ in range(23)]
        store(session, application("Trần Mẫu (mẫu)"))
    if not text:
        made.append(max(made) + 1)
    with app.app_context():
        session = current()

        def page(**key: int) -> tuple[list[int], int | None, int | None, int]:
            found = listed(session, edition_id=1, filters=Filters(text=text), per_page=10, **key)
            return [row.id for row in found.rows], found.newer, found.older, found.total

        first, newer, older, total = page()
        assert (newer, total) == (None, len(made))
        second, back, further, _ = page(before=older or 0)
        third, _, end, _ = page(before=further or 0)
        assert first + second + third == sorted(made, reverse=True)
        assert end is None
        assert page(after=back or 0) == (first, None, older, len(made))


def test_only_who_may_see_registrations_gets_the_list(sqlite_app: Flask) -> None:
    stranger = sqlite_app.test_client()
    assert stranger.get("/desk/registrations").location.startswith("/desk/sign-in")
    crew: FlaskClient = enter(sqlite_app, make(sqlite_app, Role.CREW))
    assert crew.get("/desk/registrations").status_code == 403
