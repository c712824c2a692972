"""What changes in a minute that may have been added up already is noted, so that the sums stay right.

Everybody who scans now writes nothing here: only what comes late does (offline batches, conflicts), one statement a batch.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from festival.gate.models import RecountMinute

MINUTE = timedelta(minutes=1)
# A minute is added up ten minutes later (`folding`): a transaction that began two minutes after it has long ended by then.
RECENT = timedelta(minutes=2)


def note_late(connection: Connection, moments: Iterable[tuple[int, datetime]], *, now: datetime) -> None:
    """Note that the scans of these gates and moments have changed, where that may have been added up."""
    minutes = {
        (gate, moment.replace(second=0, microsecond=0)) for gate, moment in moments if moment < now - RECENT
    }
    if minutes:
        connection.execute(
            insert(RecountMinute),
            [
                {"gate_id": gate, "minute": minute, "until": minute + MINUTE}
                for gate, minute in sorted(minutes)
            ],
        )
