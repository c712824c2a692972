"""One transaction per request, opened where it can be seen: in the view.

`with writing() as session:` commits at its end and rolls back on an exception. Nothing below a view commits
(`tests/architecture/test_transactions.py`). Reading needs no block: a request's session ends with the request.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from festival.core.db import db, write_intent
from festival.core.statements import Prepared, Values, together

# SQLite lets one connection write and makes the others poll; queueing them here instead takes the slowest
# registrations from about a second to some 60 ms (DECISIONS.md 3). PostgreSQL needs no such queue.
_one_writer = threading.Lock()


_AFTER = "after_commit"
_ABANDONED = "abandoned"
_LAST = "last"


class NestedWrite(RuntimeError):
    """A transaction was opened inside another: somebody below a view tried to own it."""


class TooLate(Exception):
    """The database refused what was to be sent with the commit: nothing of the transaction stays."""


@contextmanager
def writing() -> Iterator[Session]:
    """Open the request's one transaction, give its session, commit at the end of the block.

    Ends the read transaction that may be open (what it loaded stays readable but is stale: services lock and
    read again what they decide on). Raises NestedWrite inside another `writing()`, and TooLate (see `last`).
    """
    session = current()
    if write_intent.get():
        raise NestedWrite
    if session.in_transaction():
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("something was changed outside of writing()")
        session.commit()  # only ends the read: nothing is pending
    sqlite = db.engine.dialect.name == "sqlite"
    token = write_intent.set(True)
    if sqlite:
        _one_writer.acquire()
    session.info.pop(_AFTER, None)
    session.info.pop(_ABANDONED, None)
    session.info.pop(_LAST, None)
    try:
        yield session
        if session.info.pop(_ABANDONED, False):
            session.rollback()
        else:
            _commit(session)
            for do in session.info.pop(_AFTER, ()):
                do()
    except BaseException:
        session.rollback()
        raise
    finally:
        if sqlite:
            _one_writer.release()
        write_intent.reset(token)


def _commit(session: Session) -> None:
    last: list[tuple[Prepared, Values]] = session.info.pop(_LAST, [])
    if last:
        session.flush()
        try:
            with together(session.connection()) as journey:
                for statement, values in last:
                    journey.ask(statement, values)
                journey.commit()
        except IntegrityError as error:
            raise TooLate from error
    session.commit()  # where the journey has committed, only SQLAlchemy's side of it is left


def last(session: Session, statement: Prepared, values: Values) -> None:
    """Send this statement together with the commit, so that the row it locks is held for one journey and not a moment longer.

    For the rows at which everybody meets. Nobody looks at the answer: what must hold stands in the statement and the table's
    constraints, and where the database refuses it the block ends in TooLate.
    """
    session.info.setdefault(_LAST, []).append((statement, values))


def after_commit(session: Session, do: Callable[[], None]) -> None:
    """Call `do` once the present transaction is durable; never when it is rolled back. For what is kept in memory only."""
    session.info.setdefault(_AFTER, []).append(do)


def abandon(session: Session) -> None:
    """Let nothing of the present transaction stay, without an error: for an expected "no" that is only known after writing."""
    session.info[_ABANDONED] = True


def current() -> Session:
    """Return this request's session, for reading."""
    session: Session = db.session()
    return session
