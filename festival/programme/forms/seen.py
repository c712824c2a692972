"""A form that knows what its fields said when its page was made, so that two people do not undo each other."""

import json
from collections.abc import Mapping
from datetime import time
from typing import Any

from wtforms import Field, HiddenField, SelectMultipleField

from festival.web.forms import Form
from festival.web.locale import gettext, joined


class SeenForm(Form):
    """`seen` is what the fields said when the page was made: what only one of two changed counts, whoever it was."""

    seen = HiddenField()

    def shows(self, values: Mapping[str, Any]) -> None:
        """Note what the fields say as the page is made."""
        self.seen.data = json.dumps({name: _said(value) for name, value in values.items()})

    def take_in(self, now: Mapping[str, Any]) -> bool:
        """Take in what others changed since the page was made; False, with a sentence at each field that both changed."""
        before = self._seen()
        theirs = {name: now[name] for name in now if name in before and _said(now[name]) != before[name]}
        both = {}
        for name, value in theirs.items():
            mine = _said(self[name].data)
            if mine == before[name]:
                self[name].data, self[name].raw_data = value, []
            elif mine != _said(value):
                both[name] = gettext(
                    "Somebody wrote “%(theirs)s” here meanwhile. Save again if yours shall stand.",
                    theirs=_shown(self[name], value) or "–",
                )
        self.shows(now)
        self.take_errors(both)
        return not both

    def _seen(self) -> dict[str, str]:
        try:
            found = json.loads(self.seen.data or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def _said(value: object) -> str:
    """Return what a field says as text, so that it can be compared with what the page showed before."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return str(sorted(value))
    return "" if value is None else str(value)


def _shown(field: Field, value: object) -> str:
    """Return what a field says as people read it."""
    if isinstance(field, SelectMultipleField) and isinstance(value, list):
        return joined(str(label) for number, label, *_more in field.iter_choices() if number in value)
    return _said(value)
