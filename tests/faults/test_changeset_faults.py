"""A change set of three files, broken at every call that it makes: all old or all new, nothing in between."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleanledger.store.changeset import pending, recover
from tests.faults.change_three_files import AFTER, BEGIN, GONE, NEW, OLD
from tests.faults.inject import FAULTS, Point, SweepResult, points_in, sweep

pytestmark = pytest.mark.needs("strace")

ROOT = Path(__file__).parents[2]
DRIVER = [sys.executable, "-B", "-P", "-m", "tests.faults.change_three_files"]
TORN_AT_LEAST = 5


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}


def prepare(book: Path) -> None:
    for name, content in OLD.items():
        (book / name).parent.mkdir(exist_ok=True)
        (book / name).write_bytes(content)


def contents(book: Path) -> dict[str, bytes]:
    files = (path for path in book.rglob("*") if path.is_file() and not path.name.startswith(".~"))
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in files}


def swept(
    mode: list[str], workspace: Path, environment: dict[str, str], faults: tuple[str, ...] = FAULTS
) -> SweepResult:
    def verify(book: Path) -> None:
        recover(book)
        assert not pending(book)
        found = contents(book)
        assert found in (OLD, AFTER), {name: len(content) for name, content in found.items()}
        # The command can be run again, and does its work where it was not done.
        again = subprocess.run([*DRIVER], cwd=book, env=environment, check=False).returncode
        assert (again == 0) == (found == OLD)
        assert contents(book) == AFTER

    return sweep(
        [*DRIVER, *mode],
        prepare,
        verify,
        begin_marker=BEGIN,
        workspace=workspace,
        faults=faults,
        environment=environment,
    )


def test_every_fault_leaves_all_old_or_all_new(tmp_path: Path, environment: dict[str, str]) -> None:
    result = swept([], tmp_path, environment)
    print(f"\n{result}")
    assert result.violations == ()
    assert result.missed == ()
    assert len(result.points) >= 45
    assert result.runs == 3 * len(result.points)
    calls = {point.call for point in result.points}
    assert calls >= {"openat", "write", "fsync", "close"}
    assert len(calls & {"rename", "renameat", "link", "linkat", "unlink", "unlinkat"}) >= 3


def test_a_careless_writer_is_caught(tmp_path: Path, environment: dict[str, str]) -> None:
    result = swept(["naive"], tmp_path, environment)
    print(f"\n{result}")
    assert result.missed == ()
    assert len(result.violations) >= TORN_AT_LEAST


def test_points_are_counted_from_the_start_of_the_process_that_names_the_marker() -> None:
    trace = """\
7 openat(AT_FDCWD, "lib") = 3
7 close(3) = 0
7 openat(AT_FDCWD, "marker") = -1 ENOENT
8 close(0) = 0
7 close(4 <unfinished ...>
7 <... close resumed>) = 0
"""
    assert points_in(trace, "marker") == (Point("openat", 2), Point("close", 2))


def test_the_order_of_calls_survives_a_power_cut(tmp_path: Path, environment: dict[str, str]) -> None:
    prepare(tmp_path)
    trace = tmp_path / "trace"
    subprocess.run(
        ["strace", "-f", "-y", "-o", str(trace), "-e", "trace=/^(fsync|rename.*|link.*|unlink.*)$", *DRIVER],
        cwd=tmp_path,
        env=environment,
        check=True,
    )
    steps = [
        line.split(maxsplit=1)[1] for line in trace.read_text(encoding="utf-8").splitlines() if "(" in line
    ]
    steps = [step for step in steps if str(tmp_path) in step]

    def first(*words: str) -> int:
        return next(number for number, step in enumerate(steps) if all(word in step for word in words))

    def last(*words: str) -> int:
        return (
            len(steps)
            - 1
            - next(n for n, step in enumerate(reversed(steps)) if all(w in step for w in words))
        )

    committed = first("rename", ".~journal")
    changed = [first("link", Path(NEW).name), first("rename", "RW-2024-001.yaml"), first("unlink", GONE)]
    # Contents and names of the temporary files, then the journal, are on the disk before any file changes.
    assert first("fsync", "RW-2024/.~") < first("fsync", "RW-2024>") < committed
    assert first("fsync", ".~.~journal") < committed < first("fsync", f"{tmp_path}>") < min(changed)
    # The changes are on the disk before the journal goes, and that it went is too.
    gone = last("unlink", ".~journal")
    assert max(changed) < last("fsync", "RW-2024>") < gone
    assert max(changed) < last("fsync", "ZG-2024>") < gone < last("fsync", f"{tmp_path}>")
