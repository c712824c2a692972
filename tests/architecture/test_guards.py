"""Every address stands under exactly one guard, of a kind its row in the sitemap allows, and the guard works."""

import ast

import pytest
from flask import Flask, g
from werkzeug.routing import Rule

from festival.core.config import ROOT
from festival.sitemap import SITEMAP
from festival.web.access import Guard

ALLOWED = {
    "public": {"public", "token"},
    "staff": {"staff"},
    "device": {"device"},
    "mixed": {"public", "staff", "token", "device"},
}
# The pages through which one comes in: public, and inside the desk.
DOORS = {"accounts.desk.sign_in", "accounts.desk.sign_in_now", "accounts.desk.code", "accounts.desk.code_now"}


def rules(app: Flask) -> list[Rule]:
    """Return every address but the static files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def guard_of(app: Flask, rule: Rule) -> Guard:
    """Return the guard an address stands under."""
    guard = getattr(app.view_functions[rule.endpoint], "guard", None)
    assert isinstance(guard, Guard), f"{rule} has no guard"
    return guard


def test_every_address_has_a_guard_its_row_in_the_sitemap_allows(sqlite_app: Flask) -> None:
    reach = {f"{row.domain}.{row.blueprint.name}": row.reach for row in SITEMAP}
    assert len(reach) == len(SITEMAP)
    wrong = [
        f"{rule} ({guard_of(sqlite_app, rule).audience}) under {reach[rule.endpoint.rpartition('.')[0]]}"
        for rule in rules(sqlite_app)
        if guard_of(sqlite_app, rule).audience not in ALLOWED[reach[rule.endpoint.rpartition(".")[0]]]
    ]
    assert wrong == []


def test_inside_the_desk_only_its_doors_are_open(sqlite_app: Flask) -> None:
    public = {
        rule.endpoint
        for rule in rules(sqlite_app)
        if rule.rule.startswith("/desk") and guard_of(sqlite_app, rule).audience != "staff"
    }
    assert public == DOORS


def test_what_changes_something_is_no_link(sqlite_app: Flask) -> None:
    """A GET may be sent by a link, a picture or a preview: a view for both methods has to be looked at twice."""
    both = [str(rule) for rule in rules(sqlite_app) if {"GET", "POST"} <= (rule.methods or set())]
    assert both == []


def ask(app: Flask, rule: Rule) -> tuple[int, str | None]:
    """Open an address as a stranger; return status and location."""
    samples = {"lang": "vi", "way": "i", "code": "A" * 32, "slug": "x", "filename": "x"}
    values = {
        name: samples.get(name, 1 if name.endswith("id") or name in ("position", "number") else "x")
        for name in rule.arguments
    }
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    with app.test_request_context():
        g.lang = "vi"
        path = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
    answer = app.test_client().open(path, method=method)
    return answer.status_code, answer.location


def test_a_stranger_meets_every_guard(sqlite_app: Flask) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    met = 0
    for rule in rules(sqlite_app):
        guard = guard_of(sqlite_app, rule)
        if guard.audience == "public":
            continue
        status, location = ask(sqlite_app, rule)
        met += 1
        if guard.audience == "staff":
            assert status == 303, rule
            assert (location or "").startswith("/desk/sign-in"), rule
        else:
            assert status == {"device": 401, "token": 404}[guard.audience], rule
    assert met > 30


def is_view(node: ast.stmt) -> bool:
    """Tell whether a statement defines a function that is bound to an address."""
    return isinstance(node, ast.FunctionDef) and any(
        "blueprint." in ast.unparse(d) for d in node.decorator_list
    )


def views() -> list[tuple[str, ast.stmt]]:
    """Return every view of every views module."""
    return [
        (str(path.relative_to(ROOT)), node)
        for path in sorted((ROOT / "festival").glob("*/views/*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if is_view(node)
    ]


@pytest.mark.parametrize(("path", "node"), views(), ids=lambda value: getattr(value, "name", None))
def test_a_view_is_written_with_its_guard_under_its_address_and_says_what_it_does(
    path: str, node: ast.FunctionDef
) -> None:
    """The guard must be inside the route: above it, the route would be bound to the unguarded function."""
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    routes = [number for number, text in enumerate(decorators) if text.startswith("blueprint.")]
    guards = [number for number, text in enumerate(decorators) if text.startswith("access.")]
    assert len(guards) == 1, decorators
    assert max(routes) < guards[0], decorators
    assert ast.get_docstring(node), node.name
