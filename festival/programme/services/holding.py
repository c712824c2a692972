"""Hold what must not change while something is looked at and then done: the lock comes before the look."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.programme.models import Draft, Edition


def hold_edition(session: Session, edition_id: int) -> None:
    """Let whoever adds to an edition do so one after the other, until the transaction ends. Raises NotFound.

    Of several locks this is the first that is taken, so that nobody waits in a circle.
    """
    if session.scalar(select(Edition.id).where(Edition.id == edition_id).with_for_update()) is None:
        raise NotFound(edition_id)


def hold_ground(session: Session) -> None:
    """Let whoever changes venues, spaces, closures or ways do so one after the other, until the transaction ends.

    They belong to no edition: the newest one stands for all of them. Raises NotFound when there is none.
    """
    newest = session.scalar(select(func.max(Edition.id)))
    if newest is None:
        raise NotFound("edition")
    hold_edition(session, newest)


def hold_drafts(session: Session, edition_id: int) -> None:
    """Let nobody change an edition's drafts, nor add one, until the transaction ends. Raises NotFound."""
    hold_edition(session, edition_id)
    session.execute(
        select(Draft.id).where(Draft.edition_id == edition_id).order_by(Draft.id).with_for_update()
    )
