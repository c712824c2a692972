"""The message worker: claims what is due in one transaction, sends it outside of any, notes the end in another."""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from types import FrameType

from flask import Flask

from festival.core import clock, throttle
from festival.core.config import Settings
from festival.core.transaction import current, writing
from festival.outbox import attachments, delivery, limits, queries, services
from festival.outbox.attachments import File
from festival.outbox.limits import Limits
from festival.outbox.models import Message
from festival.outbox.types import Channel
from festival.web.observing import log

BATCH = 20
IDLE_SECONDS = 2.0
TRIES_WITH_FILES = (
    3  # a message is worth more than its attachment: after a quarter of an hour it leaves without
)


def send_due(settings: Settings) -> int:
    """Send one batch of what is due; return how many were tried."""
    if not queries.anything_due(current(), now=clock.now()):
        return 0  # without taking the write lock: an idle worker disturbs nobody
    with writing() as session:
        messages = list(
            services.claim(session, limit=BATCH, limits=Limits(settings.secret_key), now=clock.now())
        )
    for message in messages:
        _send(message, settings)
    return len(messages)


def _send(message: Message, settings: Settings) -> None:
    outcome = _deliver(message, settings)
    with writing() as session:
        if isinstance(outcome, delivery.Failure):
            services.postpone(
                session,
                message.id,
                tries=message.tries,
                error=outcome.error,
                final=outcome.final,
                limits=Limits(settings.secret_key),
                now=clock.now(),
            )
        else:
            services.finish(session, message.id, transport=outcome, now=clock.now())
    if isinstance(outcome, delivery.Failure):
        log.warning("message not sent", message=message.id, tries=message.tries, error=outcome.error)


def _deliver(message: Message, settings: Settings) -> str | delivery.Failure:
    files: Sequence[File] = ()
    if message.attachments and message.channel == Channel.MAIL:
        session = current()
        session.expunge(message)  # what is read for its files ends before the mail server is waited for
        try:
            files = attachments.make(session, message)
        except Exception as error:  # noqa: BLE001 (whatever breaks in making a file must not keep the message for good)
            log.error("attachment", message=message.id, tries=message.tries, exc_info=error)
            if message.tries < TRIES_WITH_FILES:
                return delivery.Failure(f"attachment: {type(error).__name__}")
        finally:
            session.rollback()
    return delivery.deliver(message, settings, files)


# Something to do now and then: (is there anything?, do a batch and say how many).
Chore = tuple[Callable[..., bool], Callable[..., int]]


def run(app: Flask, settings: Settings, *, chores: Sequence[Chore] = (), steps: Sequence[Chore] = ()) -> None:
    """Work until told to stop, or until the process that started us is gone.

    Chores are looked at every hour, steps in every round: what writes many messages does it a batch at a time.
    """
    stop = threading.Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    parent = os.getppid()
    swept = clock.now() - timedelta(days=1)
    while not stop.is_set() and os.getppid() == parent:
        try:
            with app.app_context():
                busy = send_due(settings) + sum(_step(*step) for step in steps)
                if clock.now() - swept > timedelta(hours=1):
                    swept = clock.now()
                    _tidy(swept, chores)
        except Exception as error:  # noqa: BLE001 (the database may be away for a while: the worker outlives it)
            log.error("worker", exc_info=error)
            busy = 0
        if not busy:
            stop.wait(IDLE_SECONDS)


def _step(anything: Callable[..., bool], do: Callable[..., int]) -> int:
    if not anything(current(), now=clock.now()):
        return 0
    with writing() as session:
        return do(session, now=clock.now())


def _tidy(now: datetime, chores: Sequence[Chore]) -> None:
    with writing() as session:
        throttle.sweep(session, before=now - timedelta(days=2))
        limits.sweep(session, before=now - timedelta(days=2))
    for anything, do in chores:
        while anything(current(), now=now):
            with writing() as session:
                done = do(session, now=now)
            log.info("chore", name=getattr(do, "func", do).__name__, done=done)
