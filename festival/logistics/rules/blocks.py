"""A long need becomes shifts that people can stand: blocks of one length, as few as possible, on quarters of an hour. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

QUARTER = timedelta(minutes=15)


def blocks(starts_at: datetime, ends_at: datetime, longest: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Yield blocks that follow one another from the beginning to the end; none is longer than `longest` (a quarter of an hour at least)."""
    whole = ends_at - starts_at
    count = max(1, -(-whole // max(longest, QUARTER)))
    begin = starts_at
    for left in range(count, 0, -1):
        if left == 1:
            yield begin, ends_at
            return
        length = (ends_at - begin) / left
        # Rounded up, so that what is left still fits into the blocks that are left.
        rounded = -(-length // QUARTER) * QUARTER
        end = begin + min(max(rounded, QUARTER), max(longest, QUARTER))
        if end >= ends_at:
            yield begin, ends_at
            return
        yield begin, end
        begin = end
