"""The answers to a session's survey as a table for spreadsheets: one line an answer, and nothing of who gave it."""

from collections.abc import Iterable

from festival.conference.labels.survey import organisation_labels, useful_labels
from festival.conference.types.survey import Opinion, Useful
from festival.programme.tables.writing import Value, as_xlsx
from festival.web.locale import gettext as _


def export(listed: Iterable[Opinion]) -> bytes:
    """Return the answers as XLSX in the reader's language."""
    useful, organisations = useful_labels(), organisation_labels()
    rows: list[list[Value]] = [
        [_("How was this session?"), *useful.values(), _("You came for"), _("Language"), _("Remark")]
    ]
    rows += [
        [
            one.rating,
            *(_("Yes") if word in one.useful else "" for word in Useful),
            organisations[one.organisation],
            one.language,
            one.remark,
        ]
        for one in listed
    ]
    return as_xlsx([(_("Survey"), rows)])
