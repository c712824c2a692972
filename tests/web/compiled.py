"""Templates, addresses and SQL are compiled once for the whole run: an application's take longer than most tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, event
from werkzeug.routing import Rule


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


def sharing_addresses(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """Return werkzeug's compiler of addresses, so that the same rule of another application is not compiled again.

    What it makes of a rule depends on the rule's own words and on the converters of its map; nothing of it is changed later.
    """
    kept: dict[Any, Rule] = {}

    @wraps(compile_rule)
    def compiled(rule: Rule) -> None:
        if rule.map is None or rule.map.host_matching or rule.subdomain or rule.defaults:
            compile_rule(rule)
            return
        key = (rule.rule, rule.merge_slashes, tuple(rule.map.converters.values()))
        first = kept.get(key)
        if first is None:
            compile_rule(rule)
            kept[key] = rule
            return
        rule._parts, rule._trace, rule._converters = first._parts, first._trace, first._converters
        rule.arguments |= first.arguments
        # Bound methods of the other rule: what they do is of this one.
        rule._build = first._build.__func__.__get__(rule, None)  # type: ignore[attr-defined]
        rule._build_unknown = first._build_unknown.__func__.__get__(rule, None)  # type: ignore[attr-defined]

    return compiled


def sharing_statements(make_engine: Callable[..., Engine]) -> Callable[..., Engine]:
    """Return Flask-SQLAlchemy's maker of engines, whose engines share the SQL that another of their kind has compiled.

    Compiled SQL is kept for a dialect, which learns at its first connection what the server is; all of a run are alike.
    """
    kept: dict[tuple[str, str], Engine] = {}

    @wraps(make_engine)
    def made(db: SQLAlchemy, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        engine = make_engine(db, bind_key, options, app)
        kind = (engine.dialect.name, engine.dialect.driver)
        if (first := kept.get(kind)) is not None:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        else:
            event.listen(engine, "connect", lambda *_: kept.setdefault(kind, engine), once=True)
        return engine

    return made
