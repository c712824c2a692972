"""The columns that say which zones are open at which hours: JSON lists of [zones, from, until], none where one opening says it all."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from festival.registration.types import Validity
from festival.registration.types.passes import Offered, Opening


class Openings(TypeDecorator[tuple[Opening, ...]]):
    """Openings with their moments in ISO 8601; the empty tuple is NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[Opening, ...] | None, _dialect: Dialect) -> Any:
        return [[one.zones, one.since.isoformat(), one.until.isoformat()] for one in value or ()] or None

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[Opening, ...]:
        return tuple(Opening(zones, _hours(*hours)) for zones, *hours in value or ())


class Offers(TypeDecorator[tuple[Offered, ...]]):
    """What a category offers; hours that are null are those of its event."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[Offered, ...] | None, _dialect: Dialect) -> Any:
        return [
            [
                one.zones,
                *((one.valid.since.isoformat(), one.valid.until.isoformat()) if one.valid else (None, None)),
            ]
            for one in value or ()
        ] or None

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[Offered, ...]:
        return tuple(Offered(zones, _hours(*hours) if hours[0] else None) for zones, *hours in value or ())


def _hours(since: str, until: str) -> Validity:
    return Validity(datetime.fromisoformat(since), datetime.fromisoformat(until))
