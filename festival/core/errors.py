"""What may go wrong that is nobody's expected "no"."""


class FestivalError(Exception):
    """Base of the project's own exceptions."""


class BadSetting(FestivalError):
    """A setting in the environment cannot be used; the message names it."""


class SealedKey(FestivalError):
    """The key that signs cannot be opened with this SECRET_KEY; the message says what to do."""


class NotFound(FestivalError):
    """There is no such thing, or not for you: both answer the same 404."""


class NoEdition(NotFound):
    """Nobody has made an edition of the festival yet."""


class Forbidden(FestivalError):
    """The person is known but may not do this."""
