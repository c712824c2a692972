"""Messages for tests: written down, sent, looked at."""

from dataclasses import replace
from typing import Any

from flask import current_app
from sqlalchemy import select

from festival.core import clock
from festival.core.config import Settings
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.outbox.services import enqueue
from festival.outbox.types import Channel, Letter
from festival.outbox.worker import send_due

MAIL = Letter(
    channel=Channel.MAIL,
    to="ba@gia-dinh.example",
    language="vi",
    subject="Vé của bạn: Đêm khai mạc",
    text="Kính gửi bà Nguyễn Mẫu,\n\nCó chỗ cho <2> người & một xe lăn.",
    link="http://festival.example/t/ABC",
    link_label="Mở vé",
)
SMS = replace(MAIL, channel=Channel.SMS, to="+84912345678")


def write(
    cause: str = "registration:1:confirmed", letter: Letter = MAIL, *, counted: bool = True, **changes: Any
) -> None:
    """Write a letter down in a transaction of its own; unless it is `counted` it waits for room in its address's hour."""
    with writing() as session:
        enqueue(session, replace(letter, **changes), cause=cause, now=clock.now(), counted=counted)


def send(**settings: Any) -> int:
    """Let the worker send one batch with these settings."""
    own: Settings = current_app.extensions["settings"]
    return send_due(replace(own, **settings))


def stored(cause: str = "registration:1:confirmed") -> Message:
    """Return a message as the database has it."""
    current().rollback()
    statement = select(Message).where(Message.cause == cause).execution_options(populate_existing=True)
    return current().scalars(statement).one()


def states() -> dict[str, str]:
    """Return cause → state of every message."""
    current().rollback()
    return {cause: state for cause, state in current().execute(select(Message.cause, Message.state))}
