"""The register of signed documents as a table for spreadsheets. What people wrote is text, and none can start a formula."""

from collections.abc import Iterable, Mapping
from datetime import date

from festival.conference.labels.signings import field_labels, kind_labels, parties, state_labels
from festival.conference.rules.signings import is_late
from festival.conference.types.signings import Signing
from festival.core.trilingual import Trilingual
from festival.programme.tables.writing import Value, as_xlsx
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain


def export(signings: Iterable[Signing], fields: Mapping[str, Trilingual], today: date) -> bytes:
    """Return the documents as XLSX in the reader's language."""
    heads = [*_heads(), _("Remark"), _("Document")]
    return as_xlsx([(_("Signed documents"), [heads, *(_row(one, fields, today) for one in signings)])])


def _heads() -> list[str]:
    labels = field_labels()
    return [
        labels["number"], labels["kind"], labels["title"], _("Who signs"), labels["field"], labels["signed_on"],
        labels["place"], labels["amount"], labels["currency"], labels["amount_is_public"], labels["owner"],
        labels["due_on"], labels["state"], labels["is_public"],
    ]  # fmt: skip


def _row(one: Signing, fields: Mapping[str, Trilingual], today: date) -> list[Value]:
    content = one.content
    return [
        content.number,
        kind_labels()[content.kind],
        tr_plain(content.title),
        parties(one),
        tr_plain(fields[content.field]) if content.field in fields else "",
        content.signed_on,
        tr_plain(content.place),
        content.amount,
        "" if content.amount is None else str(content.currency),
        _yes(content.amount_is_public),
        content.owner,
        content.due_on,
        state_labels()[content.state],
        _yes(content.is_public),
        _("Late") if is_late(content, today) else "",
        one.paper.name if one.paper else "",
    ]


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")
