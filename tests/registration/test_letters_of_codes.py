"""Nobody may find out at the gate: whoever's code dies, rests or lives again without their doing is told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import festival
from festival.accounts.types import Role
from festival.core import clock
from festival.core.actor import SYSTEM, Actor
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.outbox.types import MessageKind as K
from festival.registration.mails.allowed import PLACEHOLDERS
from festival.registration.models import Registration, Ticket
from festival.registration.services import bulk
from festival.registration.services.blocking import block, unblock
from festival.registration.services.cancelling import cancel
from festival.registration.services.codes import Fate, kill
from festival.registration.services.reissuing import reissue
from festival.registration.services.restoring import restore
from festival.registration.types import Registered, RegistrationKind
from festival.registration.types.desk import Action, BlockReason
from tests.accounts.people import make
from tests.registration.desk import form_number
from tests.registration.persons import LINKS
from tests.support.apps import FakeClock
from tests.web.parties import SENDER, registered

MAIL = "lan@gia-dinh.example"


def written(app: Flask) -> list[tuple[str, str]]:
    """Return (kind, recipient) of all messages, the oldest first."""
    with app.app_context():
        rows = current().execute(select(Message.kind, Message.recipient).order_by(Message.id))
        return [(kind, to) for kind, to in rows]


def last(app: Flask) -> Message:
    with app.app_context():
        return current().scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


@pytest.fixture
def party(sqlite_app: Flask) -> Registered:
    return registered(sqlite_app, "Lan (mẫu)", "Minh (mẫu)", mail=MAIL)


def ticket_of(app: Flask, party: Registered, position: int = 1) -> int:
    with app.app_context():
        return (
            current()
            .scalars(
                select(Ticket.id).where(
                    Ticket.registration_id == party.registration_id, Ticket.position == position
                )
            )
            .one()
        )


def act(app: Flask, party: Registered, do: Callable[..., object], **more: object) -> object:
    with app.app_context(), writing() as session:
        return do(session, actor=SYSTEM, registration_id=party.registration_id, now=clock.now(), **more)


def test_a_new_code_is_told_with_the_page_where_it_is(sqlite_app: Flask, party: Registered) -> None:
    ticket = ticket_of(sqlite_app, party)
    with sqlite_app.app_context(), writing() as session:
        assert reissue(session, actor=SYSTEM, ticket_id=ticket, links=SENDER.links, now=clock.now())
    told = last(sqlite_app)
    assert (told.kind, told.recipient) == (K.RENEWED, MAIL)
    assert told.link == SENDER.links.manage_url(party.registration_id, party.manage_epoch)
    with (
        sqlite_app.app_context(),
        writing() as session,
    ):  # dead already: nothing is changed and nothing is said
        assert reissue(session, actor=SYSTEM, ticket_id=ticket, links=SENDER.links, now=clock.now()) is None
    assert len(written(sqlite_app)) == 2


def test_a_blocked_ticket_and_its_return_are_told_once_and_without_the_reason(
    sqlite_app: Flask, party: Registered
) -> None:
    both = {"positions": None, "reason": BlockReason.FALSE}
    act(sqlite_app, party, block, **both)
    assert "không đúng" not in last(sqlite_app).text.lower()
    act(sqlite_app, party, block, **both)
    act(sqlite_app, party, unblock, positions=None, links=LINKS)
    act(sqlite_app, party, unblock, positions=None, links=LINKS)
    assert [kind for kind, _to in written(sqlite_app)] == [K.CONFIRMATION, K.BLOCKED, K.FREED]


def test_who_was_cancelled_by_mistake_is_told_that_they_come_after_all(
    sqlite_app: Flask, party: Registered
) -> None:
    act(sqlite_app, party, cancel, positions=None, sender=SENDER)
    act(sqlite_app, party, restore, positions=[1, 2], links=LINKS)
    assert [kind for kind, _to in written(sqlite_app)] == [K.CONFIRMATION, K.CANCELLATION, K.FREED]


def test_a_cancellation_is_told_however_many_messages_went_there(
    sqlite_app: Flask, party: Registered
) -> None:
    with sqlite_app.app_context(), writing() as session:
        while SENDER.limits.admit(session, MAIL, now=clock.now()):
            pass
    act(sqlite_app, party, cancel, positions=[1], sender=SENDER)
    assert written(sqlite_app)[-1] == (K.CANCELLATION, MAIL)


@pytest.mark.parametrize(
    ("fate", "kind"),
    [(Fate.REPLACE, K.RENEWED), (Fate.BLOCK, K.BLOCKED), (Fate.CANCEL, K.CANCELLATION)],
)
def test_a_code_that_the_desk_kills_is_told(
    sqlite_app: Flask, party: Registered, fate: Fate, kind: K
) -> None:
    ticket = ticket_of(sqlite_app, party)
    with sqlite_app.app_context(), writing() as session:
        assert kill(
            session,
            actor=SYSTEM,
            ticket_id=ticket,
            fate=fate,
            reason=BlockReason.LOST,
            sender=SENDER,
            now=clock.now(),
        )
    assert written(sqlite_app)[-1] == (kind, MAIL)


def test_many_new_codes_of_a_party_are_one_letter_and_taking_a_block_back_is_told(
    sqlite_app: Flask, party: Registered
) -> None:
    clerk = Actor("person", make(sqlite_app, Role.REGISTRAR))

    def do(action: Action) -> int:
        with sqlite_app.app_context(), writing() as session:
            made = bulk.prepare(
                session,
                actor=clerk,
                edition_id=1,
                form=form_number(),
                action=action,
                chosen=[party.registration_id],
                now=clock.now(),
            )
            bulk.do(
                session, actor=clerk, bulk_id=made.id, reason=BlockReason.LOST, sender=SENDER, now=clock.now()
            )
            return made.id

    do(Action.REISSUE)
    number = do(Action.BLOCK)
    with sqlite_app.app_context(), writing() as session:
        bulk.undo(session, actor=clerk, bulk_id=number, links=LINKS, now=clock.now())
    assert [kind for kind, _to in written(sqlite_app)] == [K.CONFIRMATION, K.RENEWED, K.BLOCKED, K.FREED]


def test_without_an_address_nobody_is_written_to_and_the_code_dies_all_the_same(
    sqlite_app: Flask, party: Registered
) -> None:
    with sqlite_app.app_context(), writing() as session:
        one = session.get_one(Registration, party.registration_id)
        one.kind, one.mail = RegistrationKind.WALK_IN, None
    ticket = ticket_of(sqlite_app, party)
    with sqlite_app.app_context(), writing() as session:
        assert reissue(session, actor=SYSTEM, ticket_id=ticket, links=LINKS, now=clock.now())
    assert len(written(sqlite_app)) == 1


def test_a_reader_with_mail_and_phone_has_both_ways(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    party = registered(sqlite_app, mail=MAIL)
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Registration, party.registration_id).phone = "+84912345678"
    fake_clock.pass_(minutes=1)
    act(sqlite_app, party, block, positions=None, reason=BlockReason.OTHER)
    told = last(sqlite_app)
    assert (told.other_channel, told.other_recipient) == ("sms", "+84912345678")


# --- what the house promises -------------------------------------------------------------------------------------------

HOUSE = Path(festival.__file__).parent
# Where a ticket stops to admit, and who is told there. A new place belongs into this table, with a letter or a reason.
TOLD = {
    "registration/services/blocking.py": "the party (BLOCKED, FREED)",
    "registration/services/cancelling.py": "the party (CANCELLATION)",
    "registration/services/erasing.py": "nobody: what was erased before a backup came back is erased again, and they know",
    "registration/services/issuing.py": "the holder (ENDED with the reason, RENEWED)",
    "registration/services/reissuing.py": "the party (RENEWED), or whoever calls `replace`: issuing and deputizing",
    "registration/services/reviewing.py": "the guest (BLOCKED) where somebody else made the change; their own page says it else",
    "registration/services/transferring.py": "both sides (TRANSFER, PASSED_ON)",
}


def test_every_place_that_stops_a_code_is_known() -> None:
    ends = re.compile(r"(=|else|turn = \()[^=\n]*TicketState\.(REVOKED|CANCELLED|BLOCKED)")
    asks = re.compile(r"^[_A-Z]+ =|==|!=|\.in_\(|may_become\(")
    found = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("services/**/*.py")
        for line in path.read_text("utf-8").splitlines()
        if ends.search(line) and not asks.search(line)
    }
    assert found == set(TOLD)


def test_every_kind_of_message_is_written_somewhere() -> None:
    words = {"registration/labels.py", "registration/mails/allowed.py", "registration/mails/standard.py"}
    code = "\n".join(
        path.read_text("utf-8")
        for path in HOUSE.rglob("*.py")
        if str(path.relative_to(HOUSE)) not in words | {"outbox/types.py"}
    )
    silent = {kind for kind in PLACEHOLDERS if f"MessageKind.{kind.name}" not in code}
    assert not silent
