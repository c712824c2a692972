"""Templates are compiled once for the whole run: compiling one page's takes longer than most tests."""

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


class InMemory(BytecodeCache):
    """Keeps compiled templates for the applications of one run; a changed source is another entry."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that another application has compiled."""
        if (compiled := self._kept.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template for the next application."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_cache = InMemory()


def sharing_templates(app: Flask) -> Flask:
    """Let `app` use the templates that others have compiled."""
    app.jinja_env.bytecode_cache = _cache
    return app
