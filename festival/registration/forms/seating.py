"""The seats of a ceremony, and who sits on one."""

import re

from wtforms import HiddenField, SelectField
from wtforms.validators import StopValidation

from festival.programme.forms.fields import Lines
from festival.registration.forms.guests import VersionedForm
from festival.registration.queries.seating import read_place
from festival.registration.rules.seating import MOST_BESIDE, MOST_ROWS, Place, seats
from festival.web.forms import Text
from festival.web.locale import gettext, lazy

_ROW = re.compile(r"(\d{1,3})[\s,;+/]+(\d{1,3})", re.ASCII)
_BETWEEN = re.compile(r"[\s,;、]+")


class RowsForm(VersionedForm):
    """The rows of seats, and which are kept free."""

    rows = Lines(lazy("Rows, from the stage"))
    reserved = Text(lazy("Seats kept free"))

    def validate_rows(self, field: Lines) -> None:
        """Each line has two numbers."""
        lines = [line for line in field.data.splitlines() if line.strip()]
        if not 1 <= len(lines) <= MOST_ROWS:
            raise StopValidation(gettext("Please write from 1 to %(most)d rows.", most=MOST_ROWS))
        for line in lines:
            found = _ROW.fullmatch(line.strip())
            if found is None or max(int(found[1]), int(found[2])) > MOST_BESIDE:
                raise StopValidation(
                    gettext(
                        "Please write two numbers up to %(most)d in each line: seats left of the aisle and right of it. This line says: %(line)s",
                        most=MOST_BESIDE,
                        line=line.strip(),
                    )
                )

    def validate_reserved(self, field: Text) -> None:
        """Seats that there are."""
        if self.rows.errors:
            return
        there = {str(seat.place) for seat in seats(self.content)}
        for word in filter(None, _BETWEEN.split(field.data or "")):
            if word not in there:
                raise StopValidation(
                    gettext("There is no seat %(seat)s. Please write row and number: 1-4, 1-5.", seat=word)
                )

    @property
    def content(self) -> list[tuple[int, int]]:
        """The rows."""
        found = [_ROW.fullmatch(line.strip()) for line in self.rows.data.splitlines() if line.strip()]
        return [(int(one[1]), int(one[2])) for one in found if one]

    @property
    def kept(self) -> set[Place]:
        """The seats that are kept free."""
        words = _BETWEEN.split(self.reserved.data or "")
        return {place for word in words if (place := read_place(word))}


class SeatForm(VersionedForm):
    """A guest and a seat ("" for none)."""

    who = SelectField(lazy("Guest"), coerce=int)
    seat = Text(lazy("Seat (row-number)"))

    def validate_seat(self, field: Text) -> None:
        """A seat, or nothing."""
        if field.data and read_place(field.data) is None:
            raise StopValidation(
                gettext("There is no seat %(seat)s. Please write row and number: 1-4, 1-5.", seat=field.data)
            )

    @property
    def place(self) -> Place | None:
        """The seat."""
        return read_place(self.seat.data) if self.seat.data else None


class ProposeForm(VersionedForm):
    """The button that seats everybody anew."""

    sure = HiddenField()
