"""The commands behind `./run`. Each imports what it needs when it is called, so that none waits for the others."""

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from festival.core import clock, config
from festival.core.actor import SYSTEM
from festival.core.errors import BadSetting

if TYPE_CHECKING:
    from flask import Flask


def main() -> None:
    """Run a command; a setting that cannot be used ends it with one clear line."""
    try:
        commands(prog_name="./run")
    except BadSetting as error:
        click.echo(f"festival: {error}", err=True)
        sys.exit(2)


# Written out: the commands start without loading the accounts (tests/test_cli.py compares them).
_ROLES = (
    "administrator",
    "organizer",
    "registrar",
    "protocol",
    "security",
    "privacy_officer",
    "gate_lead",
    "coordinator",
    "crew",
    "leader",
)


@click.group()
def commands() -> None:
    """Event management for the Hokkaido Festival in Hạ Long."""


def _app() -> "Flask":
    from festival.app import create_app
    from festival.web.observing import configure_logs

    settings = config.read()
    configure_logs(settings.log_level)
    return create_app(settings)


@commands.command()
@click.option(
    "--tls", is_flag=True, help="Serve the local network over HTTPS with an own certificate authority."
)
@click.option("--no-sample", is_flag=True, help="Leave an empty database empty.")
def serve(tls: bool, no_sample: bool) -> None:
    """Migrate, load the sample into an empty database, serve, and send messages."""
    from festival import serving

    serving.serve(tls=tls, with_sample=not no_sample)


@commands.command()
def worker() -> None:
    """Send messages, and do what time brings (serve does this too)."""
    from functools import partial

    from festival.conference.services.halls import Following
    from festival.gate.services.alarming import Watching
    from festival.gate.services.folding import Folding
    from festival.logistics.services.batching import any_old_batch, forget_old_batches
    from festival.logistics.services.forgetting import any_old_crew_list, forget_old_crew_lists
    from festival.logistics.services.reminding import any_agency_to_remind, remind_agencies
    from festival.outbox.worker import Chore, run
    from festival.programme.services.planning import any_old_plan, forget_old_plans
    from festival.registration.messaging import Sender
    from festival.registration.services import erasing, finding, privacy_desk, reminding, waiting
    from festival.registration.services.guest_lists import any_old_guest_lists, forget_old_guest_lists
    from festival.registration.services.guest_retention import any_old_care, forget_care
    from festival.registration.services.mailings import Mailings
    from festival.registration.services.retention import anything_old, forget_old

    app = _app()
    settings = app.extensions["settings"]
    sender = Sender(settings.public_url, settings.secret_key)
    chores: list[Chore] = [
        (erasing.anything_back, erasing.erase_again),
        (privacy_desk.anything_unrecorded, privacy_desk.record_consent_texts),
        (anything_old, forget_old),
        (any_old_plan, forget_old_plans),
        (any_old_care, forget_care),
        (any_old_guest_lists, forget_old_guest_lists),
        (reminding.anybody_to_remind, partial(reminding.remind, sender=sender)),
        (any_old_batch, forget_old_batches),
        (any_old_crew_list, forget_old_crew_lists),
        (any_agency_to_remind, partial(remind_agencies, public_url=settings.public_url)),
    ]
    letters = Mailings(sender)
    sums, zones = Folding(), Watching(f"{settings.public_url}/desk/gates/board")
    halls = Following()
    steps: list[Chore] = [
        (zones.anything_new, zones.watch),
        (sums.is_due, sums.fold),
        (halls.is_due, halls.bring_in_line),
        (waiting.anything_due, partial(waiting.work, links=sender.links)),
        (finding.anybody_asked, partial(finding.answer_next, sender=sender)),
        (letters.any_on_its_way, letters.write_next),
    ]
    run(app, settings, chores=chores, steps=steps)


@commands.command()
@click.option("--year", type=int, help="The edition's year; without it the next 17 November.")
def demo(year: int | None) -> None:
    """Load the sample edition with accounts, gates and registrations (all marked as samples)."""
    from festival import sample
    from festival.core.transaction import writing

    with _app().app_context():
        _upgrade()
        with writing() as session:
            loaded = sample.load(session, year=year, now=clock.now())
        click.echo(loaded.as_text(config.read().public_url))


@commands.group()
def db() -> None:
    """Migrate the database."""


def _upgrade(revision: str = "head") -> None:
    import flask_migrate

    flask_migrate.upgrade(revision=revision)


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to REVISION (the newest)."""
    with _app().app_context():
        _upgrade(revision)


@db.command()
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION (one step)."""
    import flask_migrate

    with _app().app_context():
        flask_migrate.downgrade(revision=revision)


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration from what the models say (read it before you commit it)."""
    import flask_migrate

    with _app().app_context():
        flask_migrate.migrate(message=message)


@db.command()
def current() -> None:
    """Show the database's revision."""
    import flask_migrate

    with _app().app_context():
        flask_migrate.current()


@commands.group()
def account() -> None:
    """Accounts of staff."""


@account.command("make")
@click.argument("login")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(_ROLES),
    help="May be given several times.",
)
def make_account(login: str, name: str, roles: tuple[str, ...]) -> None:
    """Make an account and print its first password, once."""
    from festival.accounts import passwords
    from festival.accounts.services import create_account
    from festival.accounts.types import Role
    from festival.core.transaction import writing

    password = passwords.generate()
    with _app().app_context(), writing() as session:
        create_account(
            session,
            actor=SYSTEM,
            login=login,
            name=name,
            roles=[Role(role) for role in roles],
            password=password,
            language="vi",
            now=clock.now(),
        )
    click.echo(f"{login}  {password}")


@commands.group()
def keys() -> None:
    """Keys that sign tickets."""


@keys.command("make")
def make_key() -> None:
    """Add a signing key; new codes are signed with it, older ones stay good."""
    from festival.core.transaction import writing

    app = _app()
    with app.app_context(), writing() as session:
        click.echo(f"key {app.extensions['keyring'].make(session, now=clock.now())} signs from now on")


@keys.command("withdraw")
@click.argument("number", type=int)
def withdraw_key(number: int) -> None:
    """Withdraw a key that was stolen: every code it signed is refused, and everybody needs a new one."""
    from festival.core.transaction import writing

    app = _app()
    with app.app_context(), writing() as session:
        done = app.extensions["keyring"].withdraw(session, number, now=clock.now())
    if not done:
        click.echo(f"there is no key {number} in use")
        return
    click.echo(f"key {number} is withdrawn: pages show new codes at once, pictures and paper are refused")
    click.echo(f"tell everybody with a letter to all: {app.extensions['settings'].public_url}/desk/mailings")


@commands.command("pair")
@click.argument("gate", type=int)
@click.option("--hours", default=1, help="How long the link works.")
def pair(gate: int, hours: int) -> None:
    """Print a link that makes one phone a scanner at GATE."""
    from festival.core.transaction import writing
    from festival.gate.services.pairing import offer
    from festival.gate.views.desk import pairing_link

    app = _app()
    with app.app_context(), writing() as session:
        token = offer(
            session,
            actor=SYSTEM,
            gate_id=gate,
            device_name="Terminal",
            shows_names=True,
            now=clock.now(),
            life=timedelta(hours=hours),
        )
    click.echo(pairing_link(app.extensions["settings"].public_url, token))


@commands.group()
def i18n() -> None:
    """Catalogues of sentences."""


@i18n.command()
def update() -> None:
    """Read the sentences of code and templates into the catalogues."""
    from festival.translations.extraction import update_catalogues

    update_catalogues()


@i18n.command("check")
def check_catalogues() -> None:
    """Say what is not translated yet."""
    from festival.translations.extraction import problems

    found = problems()
    for line in found:
        click.echo(line)
    sys.exit(1 if found else 0)
