"""The register of signed documents without a database: lateness, who reads what, sums, changes."""

from dataclasses import replace
from datetime import date

import pytest

from festival.conference.rules.signings import (
    changes,
    chosen,
    is_late,
    is_published,
    named_publicly,
    named_sides,
    sums,
)
from festival.conference.types.signings import (
    Currency,
    Party,
    Signing,
    SigningContent,
    SigningKind,
    SigningState,
    SigningsWanted,
)
from festival.core.trilingual import Trilingual

TODAY = date(2027, 11, 20)
MEMO = SigningContent(
    number="01/MOU",
    kind=SigningKind.MEMORANDUM,
    title=Trilingual("Biên bản ghi nhớ (mẫu)"),
    companies=(1, 2),
    sides=Trilingual("Sở A (mẫu)\n\n Sở B (mẫu) "),
    field="nong-nghiep",
    signed_on=date(2027, 11, 17),
    place=Trilingual("Hạ Long"),
    amount=500,
    currency=Currency.USD,
    amount_is_public=True,
    owner="Lan (mẫu)",
    due_on=date(2027, 11, 19),
    state=SigningState.SIGNED,
    is_public=True,
)


def entry(number: int, **values: object) -> Signing:
    """Return an entry of the register."""
    return Signing(number, replace(MEMO, **values), (), None, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due_on", "state", "late"),
    [
        (date(2027, 11, 19), SigningState.SIGNED, True),
        (TODAY, SigningState.UNDER_WAY, False),
        (None, SigningState.SIGNED, False),
        (date(2027, 1, 1), SigningState.FULFILLED, False),
        (date(2027, 1, 1), SigningState.LAPSED, False),
        (date(2027, 1, 1), SigningState.PREPARED, True),
    ],
)
def test_what_is_late(due_on: date | None, state: SigningState, *, late: bool) -> None:
    assert is_late(replace(MEMO, due_on=due_on, state=state), TODAY) is late


@pytest.mark.parametrize("state", SigningState)
def test_the_public_reads_only_of_what_is_signed(state: SigningState) -> None:
    is_signed = state not in {SigningState.PREPARED, SigningState.LAPSED}
    assert is_published(replace(MEMO, state=state)) is is_signed
    assert not is_published(replace(MEMO, state=state, is_public=False))


def test_sums_are_per_currency_and_only_of_what_is_in_force() -> None:
    register = [
        entry(1),
        entry(2, amount=700),
        entry(3, amount=10**12, currency=Currency.VND),
        entry(4, state=SigningState.PREPARED),
        entry(5, state=SigningState.LAPSED),
        entry(6, amount=None),
    ]
    assert sums(register) == {Currency.VND: 10**12, Currency.USD: 1200}


def test_a_reader_chooses() -> None:
    register = [entry(1), entry(2, kind=SigningKind.CERTIFICATE, due_on=None), entry(3, field="")]
    for wanted, found in (
        (SigningsWanted(), [1, 2, 3]),
        (SigningsWanted(kind=SigningKind.CERTIFICATE), [2]),
        (SigningsWanted(field="nong-nghiep", late=True), [1]),
        (SigningsWanted(state=SigningState.LAPSED), []),
    ):
        assert [one.id for one in chosen(register, wanted, TODAY)] == found


def test_a_company_that_has_not_agreed_is_counted_and_not_named() -> None:
    parties = (
        Party(1, Trilingual("A (mẫu)"), is_listed=True),
        Party(2, Trilingual("B (mẫu)"), is_listed=False),
    )
    named, more = named_publicly(replace(entry(1), parties=parties))
    assert ([one.vi for one in named], more) == (["A (mẫu)"], 1)
    assert named_sides(MEMO.sides, "ja") == ("Sở A (mẫu)", "Sở B (mẫu)")


def test_changes_say_what_differs_and_json_comes_back_as_it_was() -> None:
    assert changes(None, MEMO) == ()
    assert changes(MEMO, replace(MEMO, amount=None)) == (("amount", 500, None),)
    assert SigningContent.from_json(MEMO.as_json()) == MEMO
