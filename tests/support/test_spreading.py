from pathlib import Path

from tests.support.spreading import LONG, scope_of


def test_a_file_stays_whole() -> None:
    assert scope_of("tests/gate/test_a.py::test_b[vi]") == "tests/gate/test_a.py"
    assert scope_of("tests/gate/test_a.py::TestC::test_d") == "tests/gate/test_a.py"


def test_the_longest_file_is_split_by_language() -> None:
    assert Path(LONG).is_file()
    assert scope_of(f"{LONG}::test_the_gate[ja]") == scope_of(f"{LONG}::test_other[ja]") == f"{LONG} ja"
    assert scope_of(f"{LONG}::test_the_gate[vi]") == f"{LONG} vi"
    assert scope_of(f"{LONG}::test_by_night") == LONG
