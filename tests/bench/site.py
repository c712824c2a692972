"""The server that is measured: the application as it is, with the two floors beside it.

`bare ok` answers two letters; `bare transaction` updates one row of many and inserts one, committed. Both run through the
same server, hooks and session as every other view.
"""

import random
import sys

from flask import Blueprint, Flask, Response
from sqlalchemy import text

from festival.app import create_app
from festival.core import config
from festival.core.db import db
from festival.core.transaction import writing
from festival.serving import Server
from festival.web import access
from festival.web.observing import configure_logs

ROWS = 10_000
blueprint = Blueprint("bench", __name__)


@blueprint.get("/bench/ok")
@access.public
def bare_ok() -> Response:
    """The floor of every page."""
    return Response("ok", mimetype="text/plain")


@blueprint.post("/bench/transaction")
@access.public
def bare_transaction() -> Response:
    """The floor of everything that writes."""
    with writing() as session:
        row = random.randint(1, ROWS)
        session.execute(text("UPDATE bench_rows SET n = n + 1 WHERE id = :id"), {"id": row})
        session.execute(text("INSERT INTO bench_log (row_id, what) VALUES (:id, 'bench')"), {"id": row})
    return Response("ok", mimetype="text/plain")


def make_floor() -> None:
    """Make the floor's two tables."""
    number = (
        "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        if db.engine.dialect.name == "postgresql"
        else "INTEGER PRIMARY KEY"
    )
    with writing() as session:
        session.execute(text("CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)"))
        session.execute(
            text(f"CREATE TABLE bench_log (id {number}, row_id INTEGER NOT NULL, what TEXT NOT NULL)")
        )
        session.execute(
            text("INSERT INTO bench_rows (id, n) VALUES (:id, 0)"),
            [{"id": place} for place in range(1, ROWS + 1)],
        )


def make_app() -> Flask:
    """Return the application with the floors."""
    settings = config.read()
    configure_logs(settings.log_level)
    app = create_app(settings)
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    return app


if __name__ == "__main__":
    made = make_app()
    sys.argv = sys.argv[:1]  # gunicorn reads options of its own there
    Server(made.extensions["settings"], made).run()
