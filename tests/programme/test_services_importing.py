"""Taking a table on a real database: all or the right rows, once, with nothing of others overwritten."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.audit.models import AuditEntry
from festival.audit.queries import history
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.models import Draft, Import
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import Drafted, drafts_of, get_draft, history_of
from festival.programme.queries.ground import ground_of
from festival.programme.queries.imports import drafts_by_guid, get_import
from festival.programme.services import batches, drafting, ground, importing
from festival.programme.services.batches import Wish
from festival.programme.services.importing import NotAllRight, Taken
from festival.programme.tables import files
from festival.programme.tables.places import Places
from festival.programme.tables.reading import Row, Table
from festival.programme.types import Appearance, Part
from tests.accounts.people import make
from tests.architecture.statements import counting
from tests.programme.editing import content
from tests.programme.sheets_of_xlsx import table
from tests.support.apps import NOW

HEADS = ("id", "version", "title_vi", "kind", "length")
GOOD = ("", "", "Đêm nhạc", "performance", "60")
ALSO = ("", "", "Đêm phim", "performance", "60")
BAD = ("", "", "Đêm kịch", "opera", "60")


@pytest.fixture
def actor(app: Flask) -> Iterator[Actor]:
    """Somebody with an account, inside the application, on each database."""
    number = make(app)
    with app.app_context():
        yield Actor("person", number)


def kept(actor: Actor, *rows: tuple[str, ...], table: Table | None = None) -> int:
    """Keep a table; return its number."""
    table = table or Table(HEADS, tuple(Row(n, row) for n, row in enumerate(rows, start=2)))
    with writing() as session:
        return importing.keep(session, actor=actor, edition_id=1, name="bang.xlsx", table=table, now=NOW).id


def test_a_large_table_takes_no_statement_more_than_a_small_one(sqlite_app: Flask) -> None:
    actor = Actor("person", make(sqlite_app))

    def statements(rows: int) -> int:
        with sqlite_app.app_context():
            number = kept(actor, *((*GOOD[:2], f"Đêm {rows} {n}", *GOOD[3:]) for n in range(rows)))
            with counting(sqlite_app) as seen:
                taken = take(actor, number)
        assert isinstance(taken, Taken)
        assert len(taken.made) == rows
        return len(seen)

    assert statements(3) == statements(45)  # the record takes fifty entries at once


def test_many_at_once_become_what_one_by_one_becomes(actor: Actor) -> None:
    name = Trilingual("Đội trống (mẫu)")
    with writing() as session:
        person = ground.save_participant(
            session, actor=actor, edition_id=1, participant_id=None, name=name, now=NOW
        )
        people = (Appearance(person, name, Part.SPEAKER), Appearance(person, name, Part.PERFORMER))
        wanted = [content(people=people), content(), content(starts_at=NOW, venue_id=1)]
        doing: dict[str, Any] = {"actor": actor, "edition_id": 1, "now": NOW}
        singly = [drafting.make(session, content=one, **doing) for one in wanted]
        numbers = batches.make_all(session, contents=wanted, **doing)
    together = [get_draft(current(), 1, number) for number in numbers]
    assert len({draft.content.slug for draft in (*singly, *together)}) == 6
    for one, other in zip(singly, together, strict=True):
        assert replace(other, id=one.id, content=replace(other.content, slug=one.content.slug)) == one
        past = [replace(change, content=one.content) for change in history_of(current(), other.id)]
        assert past == history_of(current(), one.id)
        assert [entry.verb for entry in history(current(), "draft", other.id)] == ["made"]


def test_of_many_changes_those_to_newer_versions_are_left_out(actor: Actor) -> None:
    doing: dict[str, Any] = {"actor": actor, "edition_id": 1, "now": NOW}
    with writing() as session:
        one, other, same = (drafting.make(session, content=content(), **doing) for _ in range(3))
        drafting.cancel(session, draft_id=other.id, version=1, **doing)
    wishes = [Wish(draft.id, 1, replace(draft.content, minutes=30)) for draft in (one, other)]
    gone = Wish(999_999, 1, content())
    with writing() as session:
        outcome = batches.change_all(session, wishes=[*wishes, Wish(same.id, 1, same.content), gone], **doing)
    assert outcome == batches.Outcome((one.id,), (other.id, 999_999))
    assert get_draft(current(), 1, one.id).version == 2
    assert [past.what for past in history_of(current(), one.id)] == ["made", "edited"]
    assert get_draft(current(), 1, other.id).content.minutes == 60


def test_what_was_prepared_is_looked_at_again_when_somebody_was_faster(actor: Actor) -> None:
    number, edition = kept(actor, GOOD), current_edition(current())
    doing: dict[str, Any] = {"actor": actor, "edition": edition, "import_id": number}
    prepared = importing.prepare(current(), **doing)
    with writing() as session:
        title = Trilingual("Đêm nhạc")
        drafting.make(session, actor=actor, edition_id=1, content=content(title=title), now=NOW)
    with writing() as session:
        outcome = importing.take(session, right_rows_only=False, now=NOW, prepared=prepared, **doing)
    assert isinstance(outcome, NotAllRight)  # there is one of this title now


def take(actor: Actor, number: int, *, right_rows_only: bool = False) -> Taken | NotAllRight:
    """Take a table in a transaction of its own."""
    edition = current_edition(current())
    with writing() as session:
        return importing.take(
            session, actor=actor, edition=edition, import_id=number, right_rows_only=right_rows_only, now=NOW
        )


def drafts() -> list[Drafted]:
    """Return the working copy as the database has it."""
    current().expire_all()
    return drafts_of(current(), 1)


def exported() -> Table:
    """Return the working copy as a table."""
    session = current()
    return table(files.export(drafts_by_guid(session, 1), Places(ground_of(session)), "vi", "xlsx"))


def with_cell(found: Table, number: int, key: str, text: str) -> Table:
    """Return the table with another text in one cell (number: of the row from 0)."""
    place = found.keys.index(key)
    rows = list(found.rows)
    cells = list(rows[number].cells)
    cells[place] = text
    rows[number] = replace(rows[number], cells=tuple(cells))
    return replace(found, rows=tuple(rows))


def test_keeping_a_table_changes_nothing(actor: Actor) -> None:
    before = drafts()
    kept(actor, GOOD)
    assert drafts() == before


def test_a_table_that_is_right_is_taken_whole(actor: Actor) -> None:
    before = len(drafts())
    outcome = take(actor, kept(actor, GOOD, ALSO))
    assert isinstance(outcome, Taken)
    assert (len(outcome.made), outcome.changed, outcome.left_out) == (2, (), ())
    assert len(drafts()) == before + 2
    made = get_draft(current(), 1, outcome.made[0])
    assert (made.content.title.vi, made.content.slug, made.version) == ("Đêm nhạc", "dem-nhac", 1)
    assert made.changed_by == actor.id


def test_with_a_wrong_row_nothing_is_stored_unless_somebody_says_so(actor: Actor) -> None:
    before = len(drafts())
    number = kept(actor, GOOD, BAD, ALSO)
    outcome = take(actor, number)
    assert isinstance(outcome, NotAllRight)
    assert len(drafts()) == before
    outcome = take(actor, number, right_rows_only=True)
    assert isinstance(outcome, Taken)
    assert (len(outcome.made), outcome.left_out) == (2, (3,))
    assert len(drafts()) == before + 2


def test_a_second_press_gets_the_first_answer(actor: Actor) -> None:
    number = kept(actor, GOOD)
    first = take(actor, number)
    count = len(drafts())
    assert take(actor, number) == first
    assert len(drafts()) == count
    entries = current().scalar(select(func.count(AuditEntry.id)).where(AuditEntry.subject == "import"))
    assert entries == 1


@pytest.mark.race
def test_pressed_twice_at_once_it_is_taken_once(app: Flask, actor: Actor) -> None:
    number, before = kept(actor, GOOD, ALSO), len(drafts())
    current().rollback()
    gate = threading.Barrier(4)

    def press(_: int) -> Taken | NotAllRight:
        with app.app_context():
            gate.wait()
            return take(actor, number)

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(press, range(4)))
    assert len(answers) == 1
    assert len(drafts()) == before + 2


def test_an_export_that_comes_back_changes_nothing(actor: Actor) -> None:
    before = drafts()
    outcome = take(actor, kept(actor, table=exported()))
    assert isinstance(outcome, Taken)
    assert (outcome.made, outcome.changed, outcome.same) == ((), (), 17)
    assert drafts() == before


def test_a_changed_cell_changes_its_event_alone(actor: Actor) -> None:
    before = drafts()
    outcome = take(actor, kept(actor, table=with_cell(exported(), 2, "title_en", "Another title")))
    assert isinstance(outcome, Taken)
    assert len(outcome.changed) == 1
    after = drafts()
    assert [a.version - b.version for a, b in zip(after, before, strict=True)].count(1) == 1
    changed = next(draft for draft in after if draft.id == outcome.changed[0])
    assert changed.content.title.en == "Another title"


def test_what_somebody_changed_meanwhile_is_reported_and_not_overwritten(actor: Actor) -> None:
    sent = with_cell(with_cell(exported(), 0, "title_en", "Mine"), 1, "title_en", "Also mine")
    number = kept(actor, table=sent)
    draft = drafts()[0]
    with writing() as session:
        drafting.change(
            session,
            actor=SYSTEM,
            edition_id=1,
            draft_id=draft.id,
            version=draft.version,
            content=replace(draft.content, minutes=draft.content.minutes + 5),
            now=NOW,
        )
    outcome = take(actor, number)
    assert isinstance(outcome, NotAllRight)
    assert [one.key for row in outcome.plan.rows for one in row.wrong] == ["version"]
    outcome = take(actor, number, right_rows_only=True)
    assert isinstance(outcome, Taken)
    assert (len(outcome.changed), outcome.left_out) == (1, (2,))
    now = get_draft(current(), 1, draft.id).content
    assert (now.minutes, now.title) == (draft.content.minutes + 5, draft.content.title)


def test_what_somebody_changed_meanwhile_and_the_table_leaves_alone_is_no_matter(actor: Actor) -> None:
    number, draft = kept(actor, table=exported()), drafts()[0]
    with writing() as session:
        content = replace(draft.content, minutes=draft.content.minutes + 5)
        drafting.change(session, actor=SYSTEM, edition_id=1, draft_id=draft.id, version=draft.version, content=content, now=NOW)  # fmt: skip
    outcome = take(actor, number)
    assert isinstance(outcome, Taken)
    assert outcome.changed == ()
    assert get_draft(current(), 1, draft.id).content.minutes == content.minutes


def test_only_who_sent_it_takes_sees_and_forgets_it(app: Flask, actor: Actor) -> None:
    number = kept(actor, GOOD)
    other = Actor("person", make(app))
    with pytest.raises(NotFound):
        take(other, number)
    with pytest.raises(NotFound):
        get_import(current(), number, other.id)
    with pytest.raises(NotFound), writing() as session:
        importing.forget(session, actor=other, import_id=number)
    with pytest.raises(NotFound):
        kept(SYSTEM, GOOD)


def test_a_table_is_forgotten_after_a_day(actor: Actor) -> None:
    kept(actor, GOOD)
    day = NOW + importing.KEEP
    assert not importing.any_old_imports(current(), now=day)
    assert importing.any_old_imports(current(), now=day + timedelta(seconds=1))
    with writing() as session:
        assert importing.forget_old_imports(session, now=day) == 0
        assert importing.forget_old_imports(session, now=day + timedelta(seconds=1)) == 1
    assert current().scalar(select(func.count(Import.id))) == 0
    assert current().scalar(select(func.count(Draft.id))) == 17
