"""All wishes of a company in one form: what differs from what the page showed is what was said."""

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from festival.conference.forms.meetings import WishForm

_MOST = 2000  # companies of one form; a made-up one is cut there


def prefix_of(company_id: int) -> str:
    """Return what the fields of one company begin with."""
    return f"w{company_id}-"


def shown_word(rows: Iterable[tuple[int, str, str]]) -> str:
    """Return what a page shows of each company (number, what is said, last day), for its form to carry."""
    return " ".join(f"{number}:{said}:{day}" for number, said, day in rows)


@dataclass(frozen=True, slots=True)
class SentWishes:
    """What came back. `typed`: company → (what was chosen, the day as it was typed); `changed`: company → what differs."""

    typed: dict[int, tuple[str, str]]
    changed: dict[int, WishForm]

    @property
    def wrong(self) -> dict[int, str]:
        """Company → what is wrong with what was said of it."""
        return {
            number: str(next(said[0] for said in form.errors.values()))
            for number, form in self.changed.items()
            if form.errors
        }


def read_wishes(sent: MultiDict[str, str]) -> SentWishes:
    """Return what a form says: a company whose fields did not come back is left as it is.

    A closed round shows no last day. What is said anew then holds for good; what is as it was keeps its day.
    """
    typed: dict[int, tuple[str, str]] = {}
    changed: dict[int, WishForm] = {}
    for word in sent.get("seen", "").split()[:_MOST]:
        number, _, shown = word.partition(":")
        if not (number.isdecimal() and len(number) < 10):
            continue
        prefix, (said, _, day) = prefix_of(int(number)), shown.partition(":")
        chosen = sent.get(f"{prefix}wanting")
        if chosen is None:
            continue
        until = sent.get(f"{prefix}until", day if chosen == said else "")
        typed[int(number)] = (chosen, until)
        if (chosen, until if chosen else "") != (said, day):
            values = MultiDict({f"{prefix}wanting": chosen, f"{prefix}until": until})
            form = WishForm(
                values, prefix=prefix, meta={"csrf": False}
            )  # the page's one form carries the token
            form.validate()
            changed[int(number)] = form
    return SentWishes(typed, changed)
