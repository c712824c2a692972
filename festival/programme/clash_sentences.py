"""One sentence for each clash: when, where, who, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from festival.programme.draft_words import length
from festival.programme.labels import kind_label
from festival.programme.queries.clash_facts import Facts
from festival.programme.rules.clashes.facts import Clash, ClashKind
from festival.web.locale import Timed, day_short, days, hours_in_pieces, joined, number, tr_plain
from festival.web.locale import gettext as _


@dataclass(frozen=True, slots=True)
class _Hours:
    starts_at: datetime
    ends_at: datetime


def sentence(clash: Clash, facts: Facts) -> str:
    """Return what is wrong, in the reader's language."""
    one, other = clash.plans[0], clash.plans[-1]
    values = {
        "day": _day(clash, facts),
        "place": _place(clash.space_id, None, facts),
        "time": "" if clash.minutes is None else length(clash.minutes),
        "needed": "" if clash.needed is None else length(clash.needed),
    }
    if clash.person_id is not None:
        return _of_person(clash, facts, values)
    if clash.kind is ClashKind.SPACE_TAKEN:
        both = {"one": _named(one, facts), "other": _named(other, facts)}
        return _("%(day)s, %(place)s: %(one)s and %(other)s overlap by %(time)s.", **values, **both)
    if clash.kind is ClashKind.CHANGEOVER:
        both = {"one": _named(one, facts), "other": _named(other, facts)}
        return _(
            "%(day)s, %(place)s: %(one)s and %(other)s are %(time)s too close; the changeover takes %(needed)s.",
            **values,
            **both,
        )
    return _of_event(clash, facts, values | {"one": _named(one, facts)})


def _of_person(clash: Clash, facts: Facts, values: Mapping[str, str]) -> str:
    values = dict(values) | {
        "person": tr_plain(facts.people.get(clash.person_id or 0)),
        "one": _named(clash.plans[0], facts, hours=clash.hours[0]),
        "other": _named(clash.plans[1], facts, hours=clash.hours[1]),
        "start": _venue(clash, 0, facts),
        "goal": _venue(clash, 1, facts),
    }
    if clash.kind is ClashKind.PERSON_TWICE:
        return _(
            "%(day)s: %(person)s would be in two activities at once: %(one)s and %(other)s overlap by %(time)s.",
            **values,
        )
    if clash.kind is ClashKind.GUEST_TWICE:
        return _(
            "%(day)s: %(person)s, a guest of honour, would be in two activities at once: %(one)s and %(other)s overlap by %(time)s.",
            **values,
        )
    if clash.kind is ClashKind.WAY_UNKNOWN:
        return _(
            "%(day)s: %(person)s has %(time)s between %(one)s and %(other)s; how long the way takes from %(start)s to %(goal)s has not been entered.",
            **values,
        )
    if clash.kind is ClashKind.GUEST_TRAVEL:
        return _(
            "%(day)s: %(person)s, a guest of honour, would be %(time)s late for %(other)s after %(one)s; the way takes %(needed)s.",
            **values,
        )
    return _(
        "%(day)s: %(person)s would be %(time)s late for %(other)s after %(one)s; the way takes %(needed)s.",
        **values,
    )


def _of_event(clash: Clash, facts: Facts, values: Mapping[str, str]) -> str:
    people = {"people": number(clash.people or 0), "limit": number(clash.limit or 0)}
    event = facts.plans[clash.plans[0]]
    title = tr_plain(facts.titles[event.id])
    match clash.kind:
        case ClashKind.SPACE_CLOSED:
            assert clash.closed is not None
            why = {"closed": _hours(clash.closed), "reason": clash.closed.reason.strip(" .。")}
            return _(
                "%(day)s, %(place)s: closed for %(time)s of %(one)s (closed %(closed)s: %(reason)s).",
                **values,
                **why,
            )
        case ClashKind.SPACE_TOO_SMALL:
            return _(
                "%(day)s, %(place)s: %(people)s people are registered for %(one)s, but the space holds %(limit)s.",
                **values,
                **people,
            )
        case ClashKind.CAPACITY_TOO_LARGE:
            return _(
                "%(day)s, %(place)s: %(one)s is planned for %(people)s people, but the space holds %(limit)s.",
                **values,
                **people,
            )
        case ClashKind.CAPACITY_TOO_SMALL:
            return _(
                "%(day)s: %(one)s has %(limit)s places, but %(people)s are taken already.", **values, **people
            )
        case ClashKind.CURFEW:
            assert clash.quiet is not None
            quiet = _(
                "%(begins)s – %(ends)s",
                begins=_clock(clash.quiet.begins),
                ends=_clock(clash.quiet.ends),
            )
            where = _venue(clash, 0, facts)
            return _(
                "%(day)s, %(where)s: %(one)s is loud for %(time)s of the quiet hours (%(quiet)s).",
                **values,
                quiet=quiet,
                where=where,
            )
        case ClashKind.TRANSLATION:
            return _(
                "%(day)s: %(one)s is not fully translated; still missing: %(texts)s.",
                **values,
                texts=_texts(clash),
            )
        case ClashKind.REGISTRATION_WITHOUT_CAPACITY:
            return _("%(day)s: %(one)s has times for registration, but no number of places.", **values)
        case ClashKind.PUBLISHED_UNPLACED:
            return _("“%(title)s” has been published, but has no time or no venue any more.", title=title)
        case ClashKind.PUBLISHED_HIDDEN:
            return _(
                "“%(title)s” has been published, but is now of the kind “%(kind)s”, which stays at the desk.",
                title=title,
                kind=kind_label(event.kind),
            )
        case _:
            return _(
                "%(day)s: %(one)s lies outside the festival’s days (%(days)s).",
                **values,
                days=days(facts.ground.first_day, facts.ground.last_day),
            )


def _named(plan_id: int, facts: Facts, *, hours: tuple[datetime, datetime] | None = None) -> str:
    """Return an event with its hours; for a person with the hours in which they are needed, and the place."""
    event, title = facts.plans[plan_id], tr_plain(facts.titles[plan_id])
    if event.starts_at is None or event.ends_at is None:
        return _("“%(title)s”", title=title)
    said = _hours(_Hours(*(hours or (event.starts_at, event.ends_at))))
    place = _place(event.space_id, event.venue_id, facts) if hours else ""
    if place:
        return _("“%(title)s” (%(hours)s, %(place)s)", title=title, hours=said, place=place)
    return _("“%(title)s” (%(hours)s)", title=title, hours=said)


def _day(clash: Clash, facts: Facts) -> str:
    """Return the day on which the clash is: that on which the last of its events begins."""
    starts_at = facts.plans[clash.plans[-1]].starts_at
    return "" if starts_at is None else day_short(starts_at)


def _place(space_id: int | None, venue_id: int | None, facts: Facts) -> str:
    space = facts.spaces.get(space_id or 0)
    if space is None:
        return tr_plain(facts.venues.get(venue_id or 0))
    return _("%(space)s, %(venue)s", space=tr_plain(space[1]), venue=tr_plain(facts.venues.get(space[0])))


def _venue(clash: Clash, which: int, facts: Facts) -> str:
    return tr_plain(facts.venues.get(clash.venues[which])) if len(clash.venues) > which else ""


def _hours(thing: Timed) -> str:
    return " ".join(hours_in_pieces(thing))


def _clock(hour: time) -> str:
    return hour.strftime("%H:%M")


def _texts(clash: Clash) -> str:
    texts = {"title": _("Title"), "summary": _("Summary"), "text": _("Text")}
    languages = {"vi": _("Vietnamese"), "ja": _("Japanese"), "en": _("English")}
    return joined(
        _(
            "%(text)s (%(languages)s)",
            text=texts[name],
            languages=joined(languages[code] for code in missing),
        )
        for name, missing in clash.missing
    )
