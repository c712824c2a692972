"""Every verb that the code notes about a registration is said in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from festival.core.config import ROOT
from festival.registration.history_words import happened


def noted() -> Iterator[str]:
    """Give each verb in a call of note(…, subject="registration"), or of a module's own _note(…) for registrations."""
    for path in sorted(Path(ROOT / "festival/registration/services").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        about = {_subject(call) for call in calls if getattr(call.func, "id", "") == "note"}
        for call in calls:
            name = getattr(call.func, "id", "")
            if name == "note" and _subject(call) == "registration":
                yield from _words([one.value for one in call.keywords if one.arg == "verb"])
            elif name == "_note" and about == {"registration"}:
                yield from _words(call.args)


def _subject(call: ast.Call) -> object:
    found = next((one.value for one in call.keywords if one.arg == "subject"), None)
    return found.value if isinstance(found, ast.Constant) else None


def _words(parts: list[ast.expr]) -> Iterator[str]:
    for part in parts:
        for one in ast.walk(part):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value


NOT_IN_ONE_HISTORY = {"forgotten"}  # about many registrations at once


@pytest.mark.parametrize("verb", sorted(set(noted()) - NOT_IN_ONE_HISTORY))
def test_a_verb_has_words(sqlite_app: Flask, verb: str) -> None:
    with sqlite_app.test_request_context():
        assert happened(verb, None) != verb


def test_an_unknown_verb_is_shown_as_it_is(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert happened("of.another.version", {}) == "of.another.version"
