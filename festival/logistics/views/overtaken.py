"""A form whose thing somebody else has saved meanwhile: what was typed stays, beside what is stored now."""

from datetime import date, datetime
from typing import Any

from wtforms import Field, Form, HiddenField, SelectField, SelectMultipleField

from festival.core.clock import LOCAL
from festival.web.locale import day_short, joined, moment
from festival.web.locale import gettext as _


def differing(typed: Form, stored: Form) -> list[tuple[str, str, str]]:
    """Return (field, what was typed, what it says now) where two forms of one class differ; what nobody sees does not count."""
    return [
        (str(mine.label.text), said(mine), said(stored[mine.name]))
        for mine in typed
        if not isinstance(mine, HiddenField) and said(mine) != said(stored[mine.name])
    ]


def said(field: Field) -> str:
    """Return what a field says, as people read it."""
    value: Any = field.data
    if isinstance(field, SelectField | SelectMultipleField):
        chosen = set(value or ()) if isinstance(field, SelectMultipleField) else {value}
        labels = [str(choice[1]) for choice in field.iter_choices() if field.coerce(choice[0]) in chosen]
        return joined(labels) or "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return moment(value.replace(tzinfo=LOCAL))
    if isinstance(value, date):
        return day_short(value)
    return "–" if value in (None, "") else str(value)
