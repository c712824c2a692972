"""What the commands know by themselves."""

from festival.accounts.types import Role
from festival.cli import make_account


def test_the_command_offers_every_role() -> None:
    [roles] = [option for option in make_account.params if option.name == "roles"]
    assert list(roles.type.choices) == list(Role)  # type: ignore[attr-defined]
