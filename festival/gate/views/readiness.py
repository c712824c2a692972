"""Before doors open: one page that says for every gate, phone and zone what is ready and what is to be done."""

from flask import Blueprint, render_template

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current
from festival.gate import glance
from festival.gate.queries.readiness import readiness as looked_at
from festival.gate.readiness_words import sentence
from festival.programme.queries import current_edition
from festival.web import access

blueprint = Blueprint("readiness", __name__)


@blueprint.get("/gates/readiness")
@access.staff(Right.SEE_GATES)
def readiness() -> str:
    """Show what is ready and what is not."""
    now = clock.now()
    board = glance.board(current_edition(current()).id, now)
    parts = looked_at(current(), board, now)
    return render_template(
        "gate/readiness/readiness.html", board=board, parts=parts, sentence=sentence, at=now
    )
