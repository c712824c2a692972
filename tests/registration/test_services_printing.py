"""Badges are printed once, by desk, and again for a reason."""

from typing import NamedTuple

import pytest
from flask import Flask

from festival.accounts.types import Role
from festival.core.actor import SYSTEM, Actor
from festival.core.transaction import writing
from festival.registration.cards import cards
from festival.registration.models import BadgeBatch, Ticket
from festival.registration.qr import Codes
from festival.registration.queries.accreditation import due_by_desk, printed
from festival.registration.services.accrediting import withdraw
from festival.registration.services.printing import live_tickets, print_again, print_due
from festival.registration.types import TicketClass, TicketState
from festival.registration.types.accreditation import AccreditationState, NotNow, ReprintReason, Sheet
from tests.accounts.people import make
from tests.architecture.statements import counting
from tests.registration.accreditations import asked, category, signed, zone
from tests.registration.persons import ANNA, KAMOME, LAN, LINKS, person
from tests.support.apps import NOW


class Hands(NamedTuple):
    """Who approves and who countersigns."""

    protocol: Actor
    security: Actor


@pytest.fixture
def hands(app: Flask) -> Hands:
    return Hands(Actor("person", make(app, Role.PROTOCOL)), Actor("person", make(app, Role.SECURITY)))


PRINT = {"actor": SYSTEM, "edition_id": 1, "sheet": Sheet.A6, "now": NOW}


def test_what_is_due_is_printed_once_by_desk_and_name(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        press = category(session)
        signed(session, person(session, LAN), press, *hands, desk="Cung Quy hoạch")
        signed(session, person(session, KAMOME), press, *hands, desk="Vân Đồn")
        signed(session, person(session, ANNA), press, *hands, desk="Cung Quy hoạch")
        asked(session, person(session, LAN), press)  # nobody has decided on it
        assert due_by_desk(session, 1) == [("Cung Quy hoạch", 2), ("Vân Đồn", 1)]
        batch = print_due(session, desk=None, submission="a", **PRINT)  # type: ignore[arg-type]
        assert batch is not None
        assert [ticket.name for ticket in live_tickets(session, batch)] == [
            "Anna (sample) Berg",
            "Nguyễn Thị Lan (mẫu)",
            "髙﨑 鷗（見本）",
        ]
        assert print_due(session, desk=None, submission="a", **PRINT) is batch  # type: ignore[arg-type]
        assert print_due(session, desk=None, submission="b", **PRINT) is None  # type: ignore[arg-type]
        assert due_by_desk(session, 1) == []


def test_a_batch_holds_what_fits_and_the_next_the_rest(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        press = category(session)
        for content in (LAN, KAMOME, ANNA):
            signed(session, person(session, content), press, *hands)
        sizes = []
        for name in "abc":
            batch = print_due(session, desk=None, submission=name, limit=2, **PRINT)  # type: ignore[arg-type]
            sizes.append(len(live_tickets(session, batch)) if batch else 0)
        assert sizes == [2, 1, 0]


def test_several_roles_on_one_code_make_one_badge(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna, a, b = person(session, ANNA), zone(session, "A"), zone(session, "B")
        signed(session, anna, category(session, zones=a.mask), *hands)
        crew = category(session, zones=b.mask, ticket_class=TicketClass.CREW)
        signed(session, anna, crew, *hands)
        batch = print_due(session, desk=None, submission="a", **PRINT)  # type: ignore[arg-type]
        assert batch is not None
        [badge] = cards(session, 1, live_tickets(session, batch), Codes(app.extensions["keyring"], LINKS))
        assert [one.letter for one in badge.zones] == ["A", "B"]
        assert len(badge.more) == 1


def test_a_new_right_makes_a_printed_badge_due_again(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        anna = person(session, ANNA)
        signed(session, anna, category(session, zones=0b1), *hands)
        print_due(session, desk=None, submission="a", **PRINT)  # type: ignore[arg-type]
        signed(session, anna, category(session, zones=0b10), *hands)
        assert due_by_desk(session, 1) == [("", 1)]


@pytest.mark.parametrize("keep", [True, False])
def test_a_badge_is_printed_again_with_the_code_kept_or_killed(app: Flask, hands: Hands, keep: bool) -> None:
    with app.app_context(), writing() as session:
        anna = person(session, ANNA)
        first = signed(session, anna, category(session), *hands)
        print_due(session, desk=None, submission="a", **PRINT)  # type: ignore[arg-type]
        old = first.ticket_id
        again = {
            "actor": SYSTEM,
            "number": first.id,
            "reason": ReprintReason.LOST,
            "keep_code": keep,
            "sheet": Sheet.A6,
            "links": LINKS,
            "now": NOW,
        }
        batch = print_again(session, submission="b", **again)  # type: ignore[arg-type]
        assert print_again(session, submission="b", **again) is batch  # type: ignore[arg-type]
        assert isinstance(batch, BadgeBatch)
        assert (first.prints, batch.reason) == (2, "lost")
        assert (first.ticket_id == old) is keep
        assert session.get_one(Ticket, old).state == (TicketState.VALID if keep else TicketState.REVOKED)
        assert len(printed(session, anna.id)) == 2
        assert due_by_desk(session, 1) == []


def test_what_was_withdrawn_is_printed_no_more(app: Flask, hands: Hands) -> None:
    with app.app_context(), writing() as session:
        first = signed(session, person(session, ANNA), category(session), *hands)
        batch = print_due(session, desk=None, submission="a", **PRINT)  # type: ignore[arg-type]
        assert batch is not None
        withdraw(
            session, actor=SYSTEM, number=first.id, version=first.version, reason="", links=LINKS, now=NOW
        )
        assert live_tickets(session, batch) == []
        again = print_again(
            session,
            actor=SYSTEM,
            number=first.id,
            reason=ReprintReason.LOST,
            keep_code=True,
            sheet=Sheet.A6,
            submission="b",
            links=LINKS,
            now=NOW,
        )
        assert again == NotNow(AccreditationState.WITHDRAWN)


def test_many_badges_cost_no_more_statements_than_one(sqlite_app: Flask) -> None:
    protocol = Actor("person", make(sqlite_app, Role.PROTOCOL))
    security = Actor("person", make(sqlite_app, Role.SECURITY))
    codes = Codes(sqlite_app.extensions["keyring"], LINKS)
    counts = []
    with sqlite_app.app_context(), writing() as session:
        press = category(session)
        for number, people in enumerate((1, 8)):
            for _ in range(people):
                signed(session, person(session, ANNA), press, protocol, security)
            batch = print_due(session, desk=None, submission=str(number), **PRINT)  # type: ignore[arg-type]
            assert batch is not None
            tickets = live_tickets(session, batch)
            codes.of(session, tickets[0])
            with counting(sqlite_app) as statements:
                assert len(cards(session, 1, tickets, codes)) == people
            counts.append(len(statements))
    assert counts[0] == counts[1] <= 6
