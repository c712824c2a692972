"""Tables that were sent, and what of the working copy they are compared with."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.programme.content import EventContent, from_json
from festival.programme.models import Draft, DraftChange, Import
from festival.programme.queries.drafts import Drafted, drafts_of


def get_import(session: Session, import_id: int, account_id: int | None) -> Import:
    """Return a table that this account has sent. Raises NotFound, for those of others too."""
    found = session.get(Import, import_id)
    if found is None or found.made_by != account_id:
        raise NotFound(import_id)
    return found


def drafts_by_guid(session: Session, edition_id: int) -> dict[str, Drafted]:
    """Return an edition's working copy by the ids that exports write, in order of time."""
    statement = select(Draft.id, Draft.guid).where(
        Draft.edition_id == edition_id, Draft.discarded_at.is_(None)
    )
    guids = {draft_id: guid for draft_id, guid in session.execute(statement)}
    return {guids[draft.id]: draft for draft in drafts_of(session, edition_id)}


def contents_at(session: Session, versions: Iterable[tuple[int, int]]) -> dict[tuple[int, int], EventContent]:
    """Return what drafts said at older versions: (draft's number, version) → content, of those that were kept."""
    wanted = set(versions)
    if not wanted:
        return {}
    statement = select(DraftChange.draft_id, DraftChange.version, DraftChange.content).where(
        DraftChange.draft_id.in_({draft_id for draft_id, _version in wanted}),
        DraftChange.version.in_({version for _draft_id, version in wanted}),
    )
    return {
        (draft_id, version): from_json(content)
        for draft_id, version, content in session.execute(statement)
        if (draft_id, version) in wanted
    }


def any_import_before(session: Session, before: datetime) -> bool:
    """Tell whether a table was sent before a moment."""
    return bool(session.scalar(select(exists().where(Import.made_at < before))))
