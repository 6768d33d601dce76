"""A fault at every point: run a command under strace and break each of its file system calls in turn.

A dry run lists the calls from the begin marker on. Then, for each call and fault, the command runs afresh in
a prepared folder with just this call broken, and `verify` looks at what is left.
"""

import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

FAULTS = ("SIGKILL", "ENOSPC", "EIO")
# `?`: no error where a processor knows no such call.
CALLS = (
    *("open", "openat", "creat", "read", "write", "writev", "pwrite64", "close"),
    *("fsync", "fdatasync", "sync_file_range", "truncate", "ftruncate", "fallocate"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat"),
    *("mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "chown", "fchown", "utimensat"),
    *("sendfile", "copy_file_range", "flock"),
)
_LINE = re.compile(r"(?P<pid>\d+) +(?P<call>\w+)\(")
_WATCHING = ("-f", "-qq", "-s", "200", "-e", "trace=" + ",".join(f"?{call}" for call in CALLS))
_SECONDS = 120


class Point(NamedTuple):
    """The `number`-th time that the process makes this `call`, counted from its start."""

    call: str
    number: int


@dataclass(frozen=True)
class SweepResult:
    """What a sweep did and found. `missed`: runs in which no fault struck after the marker."""

    points: tuple[Point, ...]
    runs: int
    missed: tuple[str, ...]
    violations: tuple[str, ...]

    def __str__(self) -> str:
        calls = Counter(point.call for point in self.points)
        listed = ", ".join(f"{call} {times}" for call, times in sorted(calls.items()))
        return f"{len(self.points)} points ({listed}), {self.runs} runs, {len(self.violations)} violations"


def sweep(
    command: Sequence[str],
    prepare: Callable[[Path], None],
    verify: Callable[[Path], None],
    *,
    begin_marker: str,
    workspace: Path,
    faults: Sequence[str] = FAULTS,
    environment: dict[str, str] | None = None,
) -> SweepResult:
    """Breaks `command`, run in a folder that `prepare` filled, at each of its points by each of `faults`.

    The points are the calls of the process that first names `begin_marker` in one of them, from there on.
    `verify` raises where what it finds is wrong. The command must be deterministic: set PYTHONHASHSEED, and
    let it write no byte code.

    A program that the process starts counts its own calls: it is broken along where it makes as many.
    """
    numbers = count()

    def run(point: Point | None, fault: str) -> tuple[Path, str]:
        folder = Path(tempfile.mkdtemp(dir=workspace, prefix=f"{next(numbers):04}-"))
        work, trace = folder / "work", folder / "trace"
        work.mkdir()
        prepare(work)
        injection = _injection(point, fault) if point else ()
        words = ["strace", "-o", str(trace), *_WATCHING, *injection, "--", *command]
        _run(words, work, environment)
        return work, trace.read_text(encoding="utf-8", errors="replace")

    _work, trace = run(None, "")
    points = points_in(trace, begin_marker)
    missed: list[str] = []
    violations: list[str] = []

    def strike(case: tuple[str, Point]) -> None:
        fault, point = case
        work, trace = run(point, fault)
        name = f"{fault} at {point.call} {point.number}"
        if not _struck(trace, begin_marker, fault):
            missed.append(name)
        try:
            verify(work)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this point led to
            violations.append(f"{name}: {type(error).__name__}: {error}")

    cases = [(fault, point) for fault in faults for point in points]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(strike, cases))
    return SweepResult(points, len(cases), tuple(sorted(missed)), tuple(sorted(violations)))


def _injection(point: Point, fault: str) -> tuple[str, ...]:
    if fault.startswith("SIG"):
        return ("-e", f"inject={point.call}:signal={fault}:when={point.number}")
    # Faster; but with it strace 6.1 leaves out signals, and says nothing.
    return ("--seccomp-bpf", "-e", f"inject={point.call}:error={fault}:when={point.number}")


def _run(words: Sequence[str], folder: Path, environment: dict[str, str] | None) -> None:
    subprocess.run(
        words,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )


def points_in(trace: str, begin_marker: str) -> tuple[Point, ...]:
    """The calls of the process that names the marker, from there on."""
    lines = trace.splitlines()
    begin = _begin(lines, begin_marker)
    pid = _pid(lines[begin])
    times: Counter[str] = Counter()
    points = []
    for number, line in enumerate(lines):
        found = _LINE.match(line)
        if not found or found["pid"] != pid:
            continue
        times[found["call"]] += 1
        if number >= begin:
            points.append(Point(found["call"], times[found["call"]]))
    return tuple(points)


def _begin(lines: Sequence[str], begin_marker: str) -> int:
    for number, line in enumerate(lines):
        if begin_marker in line:
            return number
    raise AssertionError(f"{begin_marker} is in no call of the trace")


def _pid(line: str) -> str:
    return line.split(maxsplit=1)[0]


def _struck(trace: str, begin_marker: str, fault: str) -> bool:
    lines = trace.splitlines()
    begin = _begin(lines, begin_marker)
    sign = f"killed by {fault}" if fault.startswith("SIG") else "(INJECTED)"
    return any(sign in line and _pid(line) == _pid(lines[begin]) for line in lines[begin:])
