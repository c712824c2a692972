"""Forms of a button: what they carry is which version the page showed, or which form it was."""

import re

from wtforms import HiddenField

from festival.core import ids
from festival.web.forms import AtMost, Form, Text
from festival.web.locale import lazy


def as_version(text: str | None) -> int:
    """Return a version as a form carries it; 0, which no draft has, for anything else."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


class VersionForm(Form):
    """A button that acts on one version of a draft."""

    version = HiddenField()

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)


class CopyForm(Form):
    """A button that makes something; pressed twice it makes it once."""

    submission = HiddenField()

    @property
    def sent(self) -> str | None:
        """The form's own number, when it has one."""
        found = self.submission.data or ""
        return found if re.fullmatch(r"[\w-]{16,43}", found, re.ASCII) else None


def form_number() -> str:
    """Return the number of the form that was sent, or a new one for a form that is shown for the first time."""
    return CopyForm().sent or ids.token(128)


class ReasonForm(Form):
    """Why a soft clash may stay."""

    reason = Text(lazy("Why it may stay"), validators=[AtMost(500)])
