"""What a release changed, in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from festival.core.trilingual import LANGUAGES
from festival.programme.content import TEXTS, EventContent
from festival.programme.labels import kind_label
from festival.programme.queries.places import PlaceNames
from festival.programme.rules.releasing import Change, Difference
from festival.programme.types import PUBLIC_PARTS, Audience
from festival.web.locale import day_and_time, joined, moment, number, tr_plain
from festival.web.locale import gettext as _


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was so and is so now; `before` is None where there was nothing."""

    label: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change as pages show it. `kind` is new, cancelled, returned, moved or changed; `when` and `where` are as of now."""

    event_id: int
    slug: str
    title: str
    kind: str
    label: str
    when: str | None
    where: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Hours:
    starts_at: datetime
    ends_at: datetime


def in_words(change: Change, places: PlaceNames, *, for_desk: bool) -> ChangeWords:
    """Return a change in words; what only organizers need (registration, addresses) is left out for others."""
    kind, label = _kind(change)
    return ChangeWords(
        event_id=change.event_id,
        slug=change.after.slug,
        title=tr_plain(change.after.title),
        kind=kind,
        label=label,
        when=_when(change.after),
        where=_where(change.after, places),
        lines=tuple(_lines(change, places, for_desk=for_desk)),
    )


def is_for_everybody(change: Change) -> bool:
    """Tell whether the public has anything from reading about it."""
    return bool(change.differences - {Difference.REGISTRATION, Difference.OTHER})


def _kind(change: Change) -> tuple[str, str]:
    found = change.differences
    if Difference.NEW in found:
        return "new", _("New event")
    if Difference.CANCELLED in found:
        return "cancelled", _("Called off")
    if Difference.RETURNED in found:
        return "returned", _("Takes place after all")
    if found & {Difference.TIME, Difference.PLACE}:
        return "moved", _("New time or place")
    return "changed", _("Text or details")


def _lines(change: Change, places: PlaceNames, *, for_desk: bool) -> Iterator[Line]:
    before, after = change.before, change.after
    if before is None:
        return
    if Difference.TIME in change.differences:
        yield Line(_("Time"), _when(before), _when(after) or _("not placed"))
        if before.doors_before != after.doors_before:
            yield Line(_("Doors"), _doors(before), _doors(after))
    if Difference.PLACE in change.differences:
        yield Line(_("Place"), _where(before, places), _where(after, places))
    if Difference.TEXT in change.differences:
        yield from _texts(before, after)
    if Difference.PEOPLE in change.differences:
        yield Line(_("With"), _people(before, for_desk=for_desk), _people(after, for_desk=for_desk))
    if for_desk:
        yield from _desk_lines(before, after)


def _texts(before: EventContent, after: EventContent) -> Iterator[Line]:
    names = {"title": _("Title"), "summary": _("Summary"), "text": _("Text")}
    languages = {"vi": "Tiếng Việt", "ja": "日本語", "en": "English"}
    for name in TEXTS:
        for language in LANGUAGES:
            old, new = getattr(before, name).exact(language), getattr(after, name).exact(language)
            if old != new:
                yield Line(f"{names[name]} · {languages[language]}", old, new)


def _desk_lines(before: EventContent, after: EventContent) -> Iterator[Line]:
    if before.capacity != after.capacity:
        yield Line(_("Places in all"), _number(before.capacity), _number(after.capacity))
    if before.party_max != after.party_max:
        yield Line(_("Largest party"), number(before.party_max), number(after.party_max))
    window = ("registration_opens_at", "registration_closes_at")
    if any(getattr(before, name) != getattr(after, name) for name in window):
        yield Line(_("Registration"), _window(before), _window(after))
    if before.audience != after.audience:
        words = {Audience.PUBLIC: _("Everybody"), Audience.INVITED: _("By invitation")}
        yield Line(_("For whom"), words[before.audience], words[after.audience])
    if before.kind != after.kind:
        yield Line(_("Kind of event"), kind_label(before.kind), kind_label(after.kind))


def _when(content: EventContent) -> str | None:
    if content.starts_at is None or content.ends_at is None:
        return None
    return day_and_time(_Hours(content.starts_at, content.ends_at))


def _where(content: EventContent, places: PlaceNames) -> str:
    return joined(tr_plain(name) for name in places.of(content))


def _doors(content: EventContent) -> str:
    if content.doors_before is None:
        return "–"
    return _("%(n)s minutes before", n=number(content.doors_before))


def _people(content: EventContent, *, for_desk: bool) -> str:
    shown = [one for one in content.people if for_desk or one.part in PUBLIC_PARTS]
    return joined(tr_plain(one.name) for one in shown) or "–"


def _number(value: int | None) -> str:
    return "–" if value is None else number(value)


def _window(content: EventContent) -> str:
    opens_at, closes_at = content.registration_opens_at, content.registration_closes_at
    if opens_at is None or closes_at is None:
        return "–"
    return f"{moment(opens_at)} – {moment(closes_at)}"
