"""What the organizers and colleagues have brought to the sessions in which a speaker takes part, to read before."""

from flask import Blueprint, Response, url_for

from festival.conference.queries.sessions import get_material, sessions_of
from festival.conference.rules import sessions as rules
from festival.conference.types.sessions import Material
from festival.conference.types.speaking import SpeakerState
from festival.conference.views.hall import attached
from festival.conference.views.speaker_link import OwnSpeaker, own_speaker
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.web import access

blueprint = Blueprint("speaker_files", __name__)


def files_of(own: OwnSpeaker) -> list[tuple[Material, str]]:
    """Return (file, address) of what this speaker may have: all there is of their own sessions, and nothing before they have said yes."""
    if own.known.told.state is not SpeakerState.ACCEPTED:
        return []
    sessions = sessions_of(current(), {own.event.id: own.event}, only_public=False)
    mine = rules.parts_of(sessions, own.row.person_id)
    return [
        (file, url_for("conference.speaker_files.material", token=own.token, material_id=file.id))
        for one in sessions
        if one.id in mine
        for file in one.materials
        if rules.may_have(file.audience, is_delegate=False, is_speaker=True)
    ]


@blueprint.get("/speaker/<token>/materials/<int:material_id>")
@access.token
def material(token: str, material_id: int) -> Response:
    """Give a file this speaker may have; others are not there for them."""
    own = own_speaker(token)
    if all(file.id != material_id for file, _address in files_of(own)):
        raise NotFound(material_id)
    row = get_material(current(), material_id, {own.event.id})
    return attached(row.content, row.media_type, row.name)
