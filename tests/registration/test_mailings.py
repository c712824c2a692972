"""Letters to many: whom they reach, once each, and never more than three an hour."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from festival.core import clock
from festival.core.actor import Actor
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.outbox.models import Message
from festival.outbox.services import opt_out
from festival.outbox.types import MessageKind
from festival.registration.models import Mailing, Registration, Ticket
from festival.registration.queries.audiences import reach
from festival.registration.services import mailings
from festival.registration.services.mailings import Mailings, draft, redraft, start, stop
from festival.registration.types import AccessNeed
from festival.registration.types.letters import Audience, Inside, OtherReach, Overtaken, Reach, Wording
from tests.accounts.people import make
from tests.support.apps import FakeClock
from tests.web.parties import SENDER, application, registered, store

WORDS = Wording(
    Trilingual(vi="Mang áo mưa, {name}"),
    Trilingual(vi="Trời có thể mưa. {people} người.", en="It may rain."),
    Trilingual(vi="Mang áo mưa."),
)


@pytest.fixture
def four(app: Flask) -> Flask:
    """Four parties of the opening night: two mails of one mailbox, one Japanese with needs, one of three people."""
    registered(app, "Lan (mẫu)", mail="lan@gia-dinh.example")
    registered(app, "Mai (mẫu)", mail="lan@gia-dinh.example")
    with app.app_context(), writing() as session:
        form = application("見本 花子（見本）", mail="hanako@gia-dinh.example", language="ja")
        store(session, replace(form, needs=frozenset({AccessNeed.WHEELCHAIR})))
        store(session, application("Ba (mẫu)", "Bốn (mẫu)", "Năm (mẫu)", mail="ba@gia-dinh.example"))
        session.execute(update(Message).values(state="sent", done_at=clock.now()))
    return app


def found(app: Flask, **audience: Any) -> Reach:
    """Count an audience."""
    with app.app_context():
        return reach(current(), 1, Audience(**audience))


def drafted(
    app: Flask, *, kind: MessageKind = MessageKind.NOTES, submission: str = "form", **audience: Any
) -> int:
    """Draft a letter; return its number."""
    account = make(app)
    with app.app_context(), writing() as session:
        return draft(
            session,
            actor=Actor("person", account),
            edition_id=1,
            kind=kind,
            audience=Audience(**audience),
            wording=WORDS,
            submission=submission,
            now=clock.now(),
        ).id


def send(app: Flask, mailing_id: int, counted: int) -> Reach | OtherReach | Overtaken:
    """Send a letter."""
    with app.app_context(), writing() as session:
        return start(
            session, actor=Actor("person", 1), mailing_id=mailing_id, counted=counted, now=clock.now()
        )


def work(app: Flask) -> int:
    """Let the worker write until nothing is left; return how many registrations it looked at."""
    looked = 0
    worker = Mailings(SENDER)
    with app.app_context():
        while worker.any_on_its_way(current(), now=clock.now()):
            with writing() as session:
                looked += worker.write_next(session, now=clock.now())
    return looked


def written(app: Flask, kind: str = "notes") -> list[Message]:
    """Return the messages of letters to many."""
    with app.app_context():
        return list(current().scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


# --- who is meant ------------------------------------------------------------------------------------------------------


def test_an_audience_counts_parties_people_and_addresses(four: Flask) -> None:
    assert found(four) == Reach(parties=4, people=6, mails=3, phones=0)
    assert found(four, languages=("ja",)).parties == 1
    assert found(four, with_needs=True).parties == 1
    assert found(four, kinds=("group", "guest")).parties == 0
    assert found(four, kinds=("party",), categories=("citizen",)).parties == 4
    assert found(four, categories=("press",)).parties == 0
    assert found(four, event_ids=(99_999,)).parties == 0
    assert found(four, made_until=clock.now()).parties == 0
    assert found(four, made_from=clock.now(), made_until=clock.now() + timedelta(seconds=1)).parties == 4


def test_who_has_come_in_is_told_from_who_has_not(four: Flask) -> None:
    with four.app_context(), writing() as session:
        session.execute(
            update(Ticket).where(Ticket.name == "Bốn (mẫu)").values(admitted_at=clock.now(), admitted_gate=1)
        )
    assert found(four, inside=Inside.CAME) == Reach(1, 3, 1, 0)
    assert found(four, inside=Inside.NOT_YET).parties == 3


@pytest.mark.parametrize(
    "values",
    [{"is_sample": True}, {"restricted_at": "now"}, {"mail": None, "phone": "–"}],
    ids=["a sample", "a restricted party", "one that is forgotten"],
)
def test_nobody_writes_to(four: Flask, values: dict[str, Any]) -> None:
    values = {name: clock.now() if value == "now" else value for name, value in values.items()}
    with four.app_context(), writing() as session:
        session.execute(update(Registration).values(**values))
    assert found(four).parties == 0


def test_a_cancelled_party_is_meant_only_where_its_data_is_concerned(four: Flask) -> None:
    with four.app_context(), writing() as session:
        session.execute(update(Ticket).values(state="cancelled"))
    assert found(four).parties == 0
    assert found(four, also_ended=True).parties == 4


def test_an_audience_is_what_it_was_after_the_database() -> None:
    audience = Audience(
        (1, 2), (3,), ("party",), ("citizen",), ("vi",), True, Inside.CAME, clock.now(), None, True
    )
    assert Audience.from_dict(audience.as_dict()) == audience


# --- once --------------------------------------------------------------------------------------------------------------


def test_each_address_gets_one_letter_in_its_language(four: Flask) -> None:
    assert isinstance(send(four, drafted(four), counted=3), Reach)
    assert work(four) == 4
    messages = written(four)
    assert [message.recipient for message in messages] == [
        "hanako@gia-dinh.example",
        "lan@gia-dinh.example",
        "ba@gia-dinh.example",
    ] or {message.recipient for message in messages} == {
        "lan@gia-dinh.example",
        "hanako@gia-dinh.example",
        "ba@gia-dinh.example",
    }
    by_name = {message.recipient.partition("@")[0]: message for message in messages}
    assert by_name["lan"].subject == "Mang áo mưa, Lan (mẫu)"
    assert "3 người" in by_name["ba"].text
    assert "It may rain." in by_name["hanako"].text  # no Japanese text: the next best, and not nothing
    assert "見本 花子" in by_name["hanako"].text
    assert all("/t/" in (message.link or "") for message in messages)


def test_pressed_twice_it_is_sent_once(four: Flask) -> None:
    number = drafted(four)
    assert isinstance(send(four, number, counted=3), Reach)
    assert isinstance(send(four, number, counted=3), Reach)
    work(four)
    assert isinstance(send(four, number, counted=3), Reach)
    assert work(four) == 0
    assert len(written(four)) == 3


def test_the_same_form_makes_one_letter(four: Flask) -> None:
    assert drafted(four) == drafted(four)
    assert drafted(four, submission="another") != drafted(four)


def test_an_audience_that_has_changed_is_looked_at_again(four: Flask) -> None:
    number = drafted(four)
    registered(four, "Sáu (mẫu)", mail="sau@gia-dinh.example")
    assert send(four, number, counted=3) == OtherReach(Reach(5, 7, 4, 0))
    assert work(four) == 0


def test_a_worker_that_dies_goes_on_where_it_was(four: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "BATCH", 1)
    send(four, drafted(four), counted=3)
    worker = Mailings(SENDER)

    def dies() -> None:
        with writing() as session:
            worker.write_next(session, now=clock.now())
            raise KeyboardInterrupt

    with four.app_context():
        with writing() as session:
            worker.write_next(session, now=clock.now())
        with pytest.raises(KeyboardInterrupt):
            dies()
    work(four)
    assert len(written(four)) == 3
    with four.app_context():
        [mailing] = current().scalars(select(Mailing))
        assert (mailing.state, mailing.written, mailing.spared) == ("sent", 3, 1)


def test_what_is_stopped_writes_no_more(four: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "BATCH", 1)
    number = drafted(four)
    send(four, number, counted=3)
    with four.app_context():
        with writing() as session:
            Mailings(SENDER).write_next(session, now=clock.now())
        with writing() as session:
            assert stop(session, actor=Actor("person", 1), mailing_id=number, now=clock.now())
        with writing() as session:
            assert not stop(session, actor=Actor("person", 1), mailing_id=number, now=clock.now())
    assert work(four) == 0
    assert len(written(four)) == 1
    assert isinstance(send(four, number, counted=3), Overtaken)


def test_a_letter_that_was_sent_cannot_be_changed(four: Flask) -> None:
    number = drafted(four)
    with four.app_context(), writing() as session:
        values = {"mailing_id": number, "audience": Audience(), "wording": WORDS, "now": clock.now()}
        actor = Actor("person", 1)
        assert isinstance(redraft(session, actor=actor, version=1, **values), Mailing)  # type: ignore[arg-type]
        assert redraft(session, actor=actor, version=1, **values) == Overtaken(2)  # type: ignore[arg-type]
    send(four, number, counted=3)
    with four.app_context(), writing() as session:
        assert redraft(session, actor=actor, version=2, **values) == Overtaken(2)  # type: ignore[arg-type]


# --- and not against their will ----------------------------------------------------------------------------------------


def test_who_has_unsubscribed_gets_none_unless_it_is_essential(four: Flask) -> None:
    with four.app_context(), writing() as session:
        opt_out(session, SENDER.tokens.digest("LAN+ve@gia-dinh.example"), now=clock.now())
    send(four, drafted(four), counted=3)
    work(four)
    assert len(written(four)) == 2
    send(four, drafted(four, kind=MessageKind.VIOLATION, submission="v"), counted=3)
    work(four)
    assert len(written(four, "violation")) == 3


def test_the_fourth_letter_of_an_hour_comes_in_the_next(four: Flask, fake_clock: FakeClock) -> None:
    """The confirmation was the first; lan@ has had two of them."""
    for number in range(3):
        send(four, drafted(four, submission=f"form {number}"), counted=3)
        work(four)
    to_lan = [message for message in written(four) if message.recipient == "lan@gia-dinh.example"]
    assert [(message.due_at - clock.now()) // timedelta(hours=1) for message in to_lan] == [0, 1, 1]
    to_ba = [message for message in written(four) if message.recipient == "ba@gia-dinh.example"]
    assert [(message.due_at - clock.now()) // timedelta(hours=1) for message in to_ba] == [0, 0, 1]


def test_a_name_is_text_in_a_letter_to_many(app: Flask) -> None:
    registered(app, "{when} <b>x</b> {name.__class__}", mail="x@gia-dinh.example")
    send(app, drafted(app), counted=1)
    work(app)
    assert written(app)[0].subject == "Mang áo mưa, {when} <b>x</b> {name.__class__}"
