"""How the words of signed documents are said: kinds, states, sums, parties, and what a change has changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from festival.conference.rules.signings import named_sides
from festival.conference.types.signings import Currency, Signing, SigningKind, SigningState
from festival.core.trilingual import Trilingual
from festival.web import locale
from festival.web.locale import gettext as _


def kind_labels() -> dict[SigningKind, str]:
    """Return kind → its name."""
    return {
        SigningKind.MEMORANDUM: _("Memorandum of understanding"),
        SigningKind.AGREEMENT: _("Cooperation agreement"),
        SigningKind.CERTIFICATE: _("Investment certificate"),
    }


def state_labels() -> dict[SigningState, str]:
    """Return state → its name."""
    return {
        SigningState.PREPARED: _("Being prepared"),
        SigningState.SIGNED: _("Signed"),
        SigningState.UNDER_WAY: _("Being carried out"),
        SigningState.FULFILLED: _("Fulfilled"),
        SigningState.LAPSED: _("No longer in force"),
    }


def currency_labels() -> dict[Currency, str]:
    """Return currency → its name."""
    return {
        Currency.VND: _("Vietnamese dong (VND)"),
        Currency.USD: _("US dollar (USD)"),
        Currency.JPY: _("Japanese yen (JPY)"),
    }


def amount(value: int | None, currency: Currency) -> str:
    """Return a sum with its currency, or the empty string."""
    return (
        "" if value is None else f"{locale.number(value)}\u00a0{currency}"
    )  # the code after it is read in all three


def amounts(sums: Mapping[Currency, int]) -> str:
    """Return sums of several currencies in a line."""
    return locale.joined([amount(value, currency) for currency, value in sums.items()])


def size(octets: int) -> str:
    """Return how large a file is, in megabytes; the smallest is a tenth of one."""
    return f"{locale.number(max(0.1, round(octets / 1_000_000, 1)))}\u00a0MB"


def parties(signing: Signing) -> str:
    """Return who signs, companies first, in the reader's language."""
    names = [locale.tr_plain(one.name) for one in signing.parties]
    return locale.joined([*names, *named_sides(signing.content.sides, locale.language())])


def field_labels() -> dict[str, str]:
    """Return part of a document's entry → its name, in the order of the form."""
    return {
        "number": _("Number of the document"),
        "kind": _("Kind"),
        "title": _("Title"),
        "companies": _("Companies that sign"),
        "sides": _("Other sides"),
        "field": _("Field of business"),
        "signed_on": _("Signed on"),
        "place": _("Place of signing"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "amount_is_public": _("The public may read the amount"),
        "owner": _("Who follows it up"),
        "due_on": _("Due on"),
        "state": _("State"),
        "is_public": _("Shown to the public"),
    }


def said(name: str, value: Any, companies: Mapping[int, Trilingual], fields: Mapping[str, Trilingual]) -> str:
    """Return what a part of an entry says, in words; a dash for nothing."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if not value:
        return "–"
    if name == "companies":
        return locale.joined(
            [locale.tr_plain(companies[one]) if one in companies else f"#{one}" for one in value]
        )
    if name == "field":
        return locale.tr_plain(fields[value]) if value in fields else str(value)
    if isinstance(value, SigningKind):
        return kind_labels()[value]
    if isinstance(value, SigningState):
        return state_labels()[value]
    if isinstance(value, Trilingual):
        return locale.joined(
            [" · ".join(value.exact(code).splitlines()) for code in ("vi", "ja", "en") if value.exact(code)]
        )
    if isinstance(value, date):
        return locale.date_only(value)
    return locale.number(value) if isinstance(value, int) else str(value)
