"""What every test can ask for. The fixtures themselves stand in tests/support."""

pytest_plugins = [
    "tests.support.missing",
    "tests.support.memory",
    "tests.support.spreading",
    "tests.support.postgres",
    "tests.support.browser",
    "tests.support.apps",
]
