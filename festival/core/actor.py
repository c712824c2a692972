"""Who does something: what services are told and the audit keeps."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, a gate's device, a citizen with a link, a moderator by the number of theirs, or the system itself."""

    kind: Literal["person", "device", "citizen", "moderator", "system"]
    id: int | None = None


CITIZEN = Actor("citizen")
SYSTEM = Actor("system")
