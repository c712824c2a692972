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
from festival.outbox import delivery, queries, services
from festival.outbox.models import Message
from festival.outbox.types import KEEP_DONE
from festival.web.observing import log

BATCH = 20
IDLE_SECONDS = 2.0


def send_due(settings: Settings) -> int:
    """Send one batch of what is due; return how many were tried."""
    if not queries.anything_due(current(), now=clock.now()):
        return 0  # without taking the write lock: an idle worker disturbs nobody
    with writing() as session:
        messages = list(services.claim(session, limit=BATCH, now=clock.now()))
    for message in messages:
        _send(message, settings)
    return len(messages)


def _send(message: Message, settings: Settings) -> None:
    outcome = delivery.deliver(message, settings)
    with writing() as session:
        if isinstance(outcome, delivery.Failure):
            services.postpone(
                session,
                message.id,
                tries=message.tries,
                error=outcome.error,
                final=outcome.final,
                now=clock.now(),
            )
        else:
            services.finish(session, message.id, transport=outcome, now=clock.now())
    if isinstance(outcome, delivery.Failure):
        log.warning("message not sent", message=message.id, tries=message.tries, error=outcome.error)


# Something to do now and then: (is there anything?, do a batch and say how many).
Chore = tuple[Callable[..., bool], Callable[..., int]]


def run(app: Flask, settings: Settings, *, chores: Sequence[Chore] = ()) -> None:
    """Work until told to stop, or until the process that started us is gone. Chores are looked at every hour."""
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
                busy = send_due(settings)
                if clock.now() - swept > timedelta(hours=1):
                    swept = clock.now()
                    _tidy(swept, chores)
        except Exception as error:  # noqa: BLE001 (the database may be away for a while: the worker outlives it)
            log.error("worker", exc_info=error)
            busy = 0
        if not busy:
            stop.wait(IDLE_SECONDS)


def _tidy(now: datetime, chores: Sequence[Chore]) -> None:
    with writing() as session:
        throttle.sweep(session, before=now - timedelta(days=2))
        services.forget_done(session, before=now - KEEP_DONE)
    for anything, do in chores:
        while anything(current(), now=now):
            with writing() as session:
                done = do(session, now=now)
            log.info("chore", name=do.__name__, done=done)
