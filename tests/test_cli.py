"""What the commands know by themselves."""

import pytest
from click.testing import CliRunner
from flask import Flask

from festival import cli
from festival.accounts.types import Role
from festival.cli import make_account
from festival.core.transaction import current


def test_the_command_offers_every_role() -> None:
    [roles] = [option for option in make_account.params if option.name == "roles"]
    assert list(roles.type.choices) == list(Role)  # type: ignore[attr-defined]


def test_withdrawing_a_key_says_what_it_does_to_everybody(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_app", lambda: sqlite_app)  # it would make one from the environment
    with sqlite_app.app_context():
        [key] = sqlite_app.extensions["keyring"].public_keys(current())
    said = [CliRunner().invoke(cli.withdraw_key, [str(key.id)]).output for _time in range(2)]
    assert "pictures and paper are refused" in said[0]
    assert "/desk/mailings" in said[0]
    assert said[1] == f"there is no key {key.id} in use\n"
