"""A pytest plugin for what a machine does not have: PostgreSQL, Chromium, a shared library.

A test or fixture that needs it calls `missing("PostgreSQL", "apt-get install postgresql")`. Its tests are skipped, and
the run ends with what could not be run and the one command that supplies it. With FESTIVAL_TEST_STRICT=1, as in CI,
each such test fails instead: a run that has left something out must not look like one that has not.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any, NoReturn

import pytest

APT = "apt-get install "

_needs: dict[str, str] = {}


def is_strict() -> bool:
    """Whether leaving tests out counts as a failure."""
    return os.environ.get("FESTIVAL_TEST_STRICT", "").strip().lower() not in {"", "0", "no", "false"}


def missing(what: str, command: str) -> NoReturn:
    """Ends the calling test or fixture because the machine lacks `what`; `command` is what supplies it."""
    _needs[what] = command
    reason = f"{what} is missing: {command}"
    if is_strict():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)


def one_command(commands: list[str]) -> str:
    """The commands as one line to paste; packages of Debian are installed together, as root."""
    packages: dict[str, None] = {}
    others: dict[str, None] = {}
    for command in commands:
        if command.startswith(APT):
            packages.update(dict.fromkeys(command.removeprefix(APT).split()))
        else:
            others[command] = None
    sudo = "" if os.geteuid() == 0 else "sudo "
    return " && ".join([*([f"{sudo}{APT}{' '.join(packages)}"] if packages else []), *others])


def pytest_configure(config: pytest.Config) -> None:
    _needs.clear()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a process beside others: hands over what its tests lacked."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["needs"] = _needs


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """In the first process: takes over what another one's tests lacked."""
    _needs.update(getattr(node, "workeroutput", {}).get("needs", {}))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Speaks after pytest's own summary, so that it is the last thing a person reads."""
    yield
    if not _needs:
        return
    terminalreporter.section("could not be run here", red=is_strict(), yellow=not is_strict())
    for what in sorted(_needs):
        terminalreporter.write_line(f"Tests that need {what}")
    terminalreporter.write_line(f"To run them too:  {one_command(list(_needs.values()))}")
