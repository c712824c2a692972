"""One place commits; nothing below a view owns a transaction."""

import ast
from collections.abc import Iterator
from pathlib import Path

from festival.core.config import ROOT

PACKAGE = ROOT / "festival"
ONE_PLACE = PACKAGE / "core" / "transaction.py"


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Return the package's modules, without its migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST, *names: str) -> list[int]:
    """Return the lines on which a method of one of these names is called or passed on."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in names]


def test_only_the_transaction_commits() -> None:
    found = {path: calls(tree, "commit", "begin", "begin_nested") for path, tree in sources()}
    elsewhere = {
        str(path.relative_to(ROOT)): len(lines)
        for path, lines in found.items()
        if lines and path != ONE_PLACE
    }
    assert elsewhere == {}
    assert found[ONE_PLACE]
    # A journey can take the commit along as a statement; that it is told to by nobody else, the lines above say too.
    spoken = [
        str(path.relative_to(ROOT))
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and str(node.value).strip().upper() == "COMMIT"
    ]
    assert spoken == ["festival/core/statements.py"]


def test_nothing_below_a_view_opens_a_transaction() -> None:
    below = ("rules.py", "queries.py", "models.py", "types.py", "forms.py", "mails.py")
    wrong = []
    for path, tree in sources():
        in_services = path.name == "services.py" or "services" in path.parts
        if path.name in below or in_services:
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            if "writing" in names:
                wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_the_record_is_only_added_to() -> None:
    """Entries of the audit and scans are rows that nothing changes or deletes."""
    wrong = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"update", "delete"}:
                about = ast.unparse(node.args[0]) if node.args else ""
                if about in {"AuditEntry", "Scan"}:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
