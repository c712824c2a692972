"""Templates and addresses are compiled once for the whole run: an application's take longer than most tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

_Build = Callable[..., tuple[str, str]]


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


def sharing_addresses(compile_builder: Callable[..., _Build]) -> Callable[..., _Build]:
    """Return werkzeug's compiler of what `url_for` calls, so that the same rule of another application is not compiled again.

    What it makes takes the rule as its first argument and holds nothing of it: all else it depends on is in the key.
    """
    kept: dict[Any, _Build] = {}

    @wraps(compile_builder)
    def compiled(rule: Rule, append_unknown: bool = True) -> _Build:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    return compiled
