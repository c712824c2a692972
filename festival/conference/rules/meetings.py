"""Which meetings can be: every clash said, and a first-fit proposal that has none. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from festival.conference.types.meetings import (
    Clash,
    Company,
    CompanyGroup,
    Facts,
    Interpreter,
    Meeting,
    Proposal,
    Strength,
    Unplaced,
    Wish,
)

# Companies ask the other side and the province's departments; a department asks nobody.
USUAL_MATRIX = frozenset(
    {
        (CompanyGroup.JAPANESE, CompanyGroup.VIETNAMESE),
        (CompanyGroup.VIETNAMESE, CompanyGroup.JAPANESE),
        (CompanyGroup.JAPANESE, CompanyGroup.AGENCY),
        (CompanyGroup.VIETNAMESE, CompanyGroup.AGENCY),
        (CompanyGroup.OTHER, CompanyGroup.AGENCY),
    }
)
_REASONS = 3  # of a wish without a place; more help nobody


def counting(wishes: Iterable[Wish], now: datetime) -> tuple[Wish, ...]:
    """Return the wishes that have not expired."""
    return tuple(wish for wish in wishes if wish.expires_at > now)


def may_ask(facts: Facts, asker: Company, asked: Company) -> bool:
    """Tell whether the groups allow one company to ask another."""
    return asker.id != asked.id and (asker.group, asked.group) in facts.matrix


def clashes(
    meeting: Meeting, others: Iterable[Meeting], facts: Facts
) -> tuple[tuple[Clash, int | None], ...]:
    """Return all that stands against a meeting, each with the meeting it clashes with."""
    beside = [other for other in others if other.id != meeting.id or meeting.id == 0]
    found = [*_alone(meeting, facts)]
    for other in beside:
        found += [(clash, other.id) for clash in _between(meeting, other, facts)]
    return tuple(dict.fromkeys(found))


def _alone(meeting: Meeting, facts: Facts) -> list[tuple[Clash, int | None]]:
    companies = [facts.companies[one] for one in sorted(meeting.companies)]
    found = []
    if len(companies) < 2:
        found.append(Clash.TOO_FEW)
    if facts.slots[meeting.slot_id].is_break:
        found.append(Clash.BREAK)
    if any(meeting.slot_id in one.away for one in companies):
        found.append(Clash.COMPANY_AWAY)
    if _said_no(meeting.companies, facts):
        found.append(Clash.SAID_NO)
    # A meeting of many stands when each of them is asked by, or asks, somebody at the table.
    if any(not any(_either(facts, one, other) for other in companies) for one in companies):
        found.append(Clash.NOT_ALLOWED)
    if any(one.people & other.people for one, other in combinations(companies, 2)):
        found.append(Clash.PERSON_BUSY)
    interpreter = facts.interpreters[meeting.interpreter_id] if meeting.interpreter_id else None
    if not understand(companies):
        if interpreter is None:
            found.append(Clash.INTERPRETER_NEEDED)
        elif not bridges(interpreter, companies):
            found.append(Clash.INTERPRETER_WRONG)
    if interpreter is not None:
        if meeting.slot_id in interpreter.away:
            found.append(Clash.INTERPRETER_AWAY)
        if any(interpreter.person_id in one.people for one in companies):
            found.append(Clash.INTERPRETER_BUSY)
    return [(clash, None) for clash in found]


def _either(facts: Facts, one: Company, other: Company) -> bool:
    return may_ask(facts, one, other) or may_ask(facts, other, one)


def _said_no(companies: frozenset[int], facts: Facts) -> bool:
    return any(
        wish.strength is Strength.NO and wish.asker in companies and wish.asked in companies
        for wish in facts.wishes
    )


def understand(companies: Sequence[Company]) -> bool:
    """Tell whether there is a language that all of them speak."""
    return bool(companies) and bool(frozenset.intersection(*(one.languages for one in companies)))


def bridges(interpreter: Interpreter, companies: Sequence[Company]) -> bool:
    """Tell whether everybody speaks one of the two languages that somebody interprets between."""
    return any(all(pair.languages & one.languages for one in companies) for pair in interpreter.pairs)


def _humans(meeting: Meeting, facts: Facts) -> frozenset[int]:
    """Return the persons at a table, the interpreter among them."""
    people = frozenset().union(*(facts.companies[one].people for one in meeting.companies))
    if meeting.interpreter_id:
        people |= {facts.interpreters[meeting.interpreter_id].person_id}
    return people


def _between(meeting: Meeting, other: Meeting, facts: Facts) -> list[Clash]:
    one, two = facts.slots[meeting.slot_id], facts.slots[other.slot_id]
    if one.starts_at < two.ends_at and two.starts_at < one.ends_at:
        return _at_once(meeting, other, facts)
    gap = max(one.starts_at, two.starts_at) - min(one.ends_at, two.ends_at)
    far = facts.tables[meeting.table_id].zone != facts.tables[other.table_id].zone
    shared = meeting.companies & other.companies or _humans(meeting, facts) & _humans(other, facts)
    return [Clash.WALKING] if far and shared and gap < timedelta(minutes=facts.walk_minutes) else []


def _at_once(meeting: Meeting, other: Meeting, facts: Facts) -> list[Clash]:
    found = []
    if meeting.table_id == other.table_id:
        found.append(Clash.TABLE_TAKEN)
    if meeting.companies & other.companies:
        found.append(Clash.COMPANY_BUSY)
    people = [
        frozenset().union(*(facts.companies[one].people for one in each.companies))
        for each in (meeting, other)
    ]
    if people[0] & people[1] and not meeting.companies & other.companies:
        found.append(Clash.PERSON_BUSY)
    interpreters = [
        facts.interpreters[each.interpreter_id].person_id if each.interpreter_id else None
        for each in (meeting, other)
    ]
    is_shared = interpreters[0] is not None and interpreters[0] == interpreters[1]
    if is_shared or interpreters[0] in people[1] or interpreters[1] in people[0]:
        found.append(Clash.INTERPRETER_BUSY)
    return found


def propose(facts: Facts, booked: Sequence[Meeting]) -> Proposal:
    """Return meetings for the wishes that have none yet: musts first, those of both sides before those of one.

    First fit: the earliest slot, the first table, no interpreter where none is needed, else the one with the fewest languages,
    so that who can do more stays free. What is proposed clashes neither with what is booked nor with each other.
    """
    placed: list[Meeting] = []
    unplaced: list[Unplaced] = []
    met = {frozenset(pair) for meeting in booked for pair in combinations(sorted(meeting.companies), 2)}
    for wish in _in_order(facts):
        pair = frozenset({wish.asker, wish.asked})
        if pair in met:
            continue
        found, why = _first_fit(pair, facts, [*booked, *placed])
        if found is None:
            unplaced.append(Unplaced(wish, why))
        else:
            placed.append(found)
        met.add(pair)
    return Proposal(tuple(placed), tuple(unplaced))


def _in_order(facts: Facts) -> list[Wish]:
    asked = {(wish.asker, wish.asked) for wish in facts.wishes if wish.strength is not Strength.NO}
    return sorted(
        (
            wish
            for wish in facts.wishes
            if wish.strength is not Strength.NO
            and wish.asker in facts.companies
            and wish.asked in facts.companies
        ),
        key=lambda wish: (
            wish.strength is not Strength.MUST,
            (wish.asked, wish.asker) not in asked,
            wish.asker,
            wish.asked,
        ),
    )


def _first_fit(
    pair: frozenset[int], facts: Facts, others: Sequence[Meeting]
) -> tuple[Meeting | None, tuple[Clash, ...]]:
    companies = [facts.companies[one] for one in sorted(pair)]
    if understand(companies):
        helpers: list[int | None] = [None]
    else:
        fitting = [one for one in facts.interpreters.values() if bridges(one, companies)]
        helpers = [one.id for one in sorted(fitting, key=lambda one: (len(one.pairs), one.id))] or [None]
    why: Counter[Clash] = Counter()
    for slot in sorted(facts.slots.values(), key=lambda slot: (slot.starts_at, slot.id)):
        if slot.is_break:
            continue
        for table in sorted(facts.tables.values(), key=lambda table: (table.number, table.id)):
            for helper in helpers:
                meeting = Meeting(0, slot.id, table.id, pair, helper)
                against = clashes(meeting, others, facts)
                if not against:
                    return meeting, ()
                why.update({clash for clash, _other in against})
    return None, tuple(clash for clash, _count in why.most_common(_REASONS))
