"""Business meetings, pure: what speaks against one (`objecting`), and where those that are wished for could be (`proposing`)."""

from festival.conference.rules.meetings.objecting import hard, objections
from festival.conference.rules.meetings.proposing import fit_at, propose, ranked, tables_needed, waiting

__all__ = ["fit_at", "hard", "objections", "propose", "ranked", "tables_needed", "waiting"]
