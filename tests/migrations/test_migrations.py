"""The database can be made, taken back and made again, empty and full, on both engines, and is what the models say."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.schema import UniqueConstraint

from festival.app import create_app
from festival.core.config import ROOT
from festival.core.db import Base, db
from festival.serving import migrate_if_needed, newest_revision
from tests.migrations.rows import ROWS, counts
from tests.support.apps import settings_for
from tests.support.postgres import Server

VERSIONS = ROOT / "festival" / "migrations" / "versions"
SCRIPTS = ScriptDirectory(str(VERSIONS.parent))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database with nothing in it, inside which the test runs."""
    server: Server | None = None
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        url = server.create_database()
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if server is not None:
        server.drop_database(url)


def tables() -> set[str]:
    """Return the tables there are."""
    with db.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def run(*statements: str) -> None:
    """Execute statements in a transaction of their own."""
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_up_from_nothing_down_to_nothing_and_up_again(empty: Flask) -> None:
    flask_migrate.upgrade()
    full = tables()
    assert full == set(Base.metadata.tables)
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == full


def test_the_migrated_database_is_what_the_models_say(empty: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_it_keeps_every_rule_that_the_models_name(empty: Flask) -> None:
    """Alembic does not compare checks, and a unique constraint that is missing lets a party be stored twice."""
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        found = inspect(connection)
        for name, table in Base.metadata.tables.items():
            checks = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
            uniques = {str(c.name) for c in table.constraints if isinstance(c, UniqueConstraint)}
            assert checks <= {check["name"] for check in found.get_check_constraints(name)}, name
            assert uniques <= {unique["name"] for unique in found.get_unique_constraints(name)}, name


@pytest.mark.parametrize("number", range(len(REVISIONS)))
def test_each_step_is_taken_forth_and_back_with_rows_in_the_tables(empty: Flask, number: int) -> None:
    """Rows of the revision before survive the step, and those of the step itself the way back."""
    before, here = REVISIONS[number - 1] if number else "base", REVISIONS[number]
    for revision in REVISIONS[:number]:
        flask_migrate.upgrade(revision=revision)
        fill(revision)
    flask_migrate.upgrade(revision=here)
    assert_kept(counts(*REVISIONS[:number]))
    fill(here)
    flask_migrate.downgrade(revision=before)
    assert_kept(counts(*REVISIONS[:number]))
    flask_migrate.upgrade(revision=here)


def test_what_was_public_becomes_the_first_release_and_what_was_not_a_draft(empty: Flask) -> None:
    flask_migrate.upgrade(revision="0001")
    fill("0001")
    run(
        "INSERT INTO events (id, edition_id, slug, title, summary, text, kind, audience, state, venue_id, starts_at, ends_at,"
        " doors_at, party_max, is_main) SELECT 7, edition_id, 'f', title, summary, text, kind, audience, 'draft', venue_id,"
        " starts_at, ends_at, starts_at, 6, is_main FROM events",
        "INSERT INTO gate_events (gate_id, event_id) VALUES (1, 7)",
    )
    flask_migrate.upgrade(revision="0002")
    with db.engine.connect() as connection:

        def one(statement: str) -> tuple[object, ...]:
            return tuple(connection.execute(text(statement)).one())

        assert one("SELECT count(*), min(id) FROM events") == (1, 1)
        assert one("SELECT count(*), min(id), max(id), min(minutes), max(doors_before) FROM drafts") == (
            2,
            1,
            7,
            150,
            0,
        )
        assert one("SELECT e.guid = d.guid, d.version FROM events e JOIN drafts d ON d.id = e.id") == (
            True,
            1,
        )
        assert one("SELECT number, name FROM releases") == (1, "1.0")
        assert one("SELECT event_id FROM release_entries") == (1,)
        content = json.loads(one("SELECT CAST(content AS TEXT) FROM event_versions")[0])  # type: ignore[arg-type]
        assert (content["starts_at"], content["minutes"]) == ("2027-11-17T13:00:00+00:00", 150)
        assert content["title"]["vi"] == "Đêm hội"
        assert (content["kind"], content["is_cancelled"], content["people"]) == ("ceremony", False, [])
        assert one("SELECT count(*) FROM gate_events") == (1,)  # the published event's own


def fill(revision: str) -> None:
    """Put a revision's rows into its tables."""
    run(*(one.statement for one in ROWS[revision]))


def assert_kept(wanted: Mapping[str, int]) -> None:
    """Check that each table has at least so many rows."""
    with db.engine.connect() as connection:
        for table, number in wanted.items():
            found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            assert found >= number, table


def test_the_sample_survives_the_newest_step_back_and_forth(app: Flask, tmp_path: Path) -> None:
    """With the whole programme in it: what a festival would have that migrates in the middle of the season."""
    with app.app_context():
        db.session.remove()
        if len(REVISIONS) > 1:
            flask_migrate.downgrade(revision=REVISIONS[-2])
            flask_migrate.upgrade()
            assert_kept({"events": 17, "venues": 3})
        flask_migrate.downgrade(revision="base")
        assert tables() == set()


def test_every_revision_comes_with_rows_to_test_it() -> None:
    assert set(ROWS) == set(REVISIONS)


def test_there_is_one_line_of_revisions_and_serving_knows_its_end() -> None:
    assert len(SCRIPTS.get_heads()) == len(SCRIPTS.get_bases()) == 1
    assert newest_revision() == SCRIPTS.get_current_head() == REVISIONS[-1]
    for path in VERSIONS.glob("*.py"):
        assert re.match(r"\d{4}_[a-z0-9_]+\.py$", path.name), path.name


def test_serving_migrates_what_is_new_and_leaves_alone_what_is_done(empty: Flask) -> None:
    flask_migrate.upgrade(revision=REVISIONS[0])
    fill(REVISIONS[0])
    for _ in range(2):
        migrate_if_needed()
        assert tables() == set(Base.metadata.tables)
        assert_kept(counts(REVISIONS[0]))


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(path: Path) -> None:
    """It must still run when our classes have changed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not {name for name in imported if name.split(".")[0] in {"festival", "tests"}}


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_has_a_way_back(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name in ("upgrade", "downgrade"):
        assert any(not isinstance(step, ast.Pass) for step in functions[name].body), name


def test_a_broken_step_leaves_the_database_as_it_was(empty: Flask) -> None:
    """Half a migration would be neither the old database nor the new one."""
    run("CREATE TABLE tickets (id INTEGER PRIMARY KEY)")  # the first migration wants to make it, near its end
    with pytest.raises(Exception, match="tickets"):
        flask_migrate.upgrade()
    assert tables() == {"tickets"}
