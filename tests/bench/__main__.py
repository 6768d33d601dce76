"""How long commands take: whole processes, run in turn, as multiples of an empty Python in the same run.

Ends with 1 where `close` in a book of 10,000 entries costs more than 1.3 times what it does in one of 100,
where TAB in one of 10,000 waits longer than 60 ms, where `report signals` over 10,000 entries costs more
than 1.5 times `overdue`, where fewer than 10,000 cells of deadlines are read in a second, or where the past
takes longer than `audits` promises.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.audits import judge_audits
from tests.bench.books import TODAY, Made, git_environment, make_book
from tests.bench.cells import judge_cells

MOST_GROWTH = 1.3
MOST_WAITING = 0.060
"""Seconds between TAB and what it shows: longer is felt."""
QUIET = 0.013
"""Seconds that an empty Python takes where that is promised; where it takes longer, so may TAB."""
MOST_FOR_SIGNALS = 1.5
"""Times `overdue`, which reads the same files."""
SMALL = 100
LARGE = 10_000

_PROGRAM = Path(sys.executable).with_name("ledger")
_LEDGER = [str(_PROGRAM)] if _PROGRAM.exists() else [sys.executable, "-m", "cleanledger"]
_FLOOR = [sys.executable, "-I", "-c", "pass"]
_EXPECTED = (0,)


@dataclass
class Case:
    """One command on one book; `words` of each run, where each needs an entry of its own."""

    name: str
    book: str
    runs: Sequence[Sequence[str]]
    root: Path
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Measures, prints the table, and says whether the promise is kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs, and of the large books one only")
    quick = parser.parse_args(arguments).quick
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
        home = Path(folder)
        cases = list(_cases(home, quick=quick))
        floor = Case("python -I -c pass", "", [()], home)
        environment = _environment(home)
        _measure(floor, cases, environment)
        _print_table(floor, cases)
        past = judge_audits(_LEDGER, lambda words, root: _run(words, root, environment), quick=quick)
    return max(_judge(floor, cases), past)


def _cases(home: Path, *, quick: bool) -> Sequence[Case]:
    many, few = (3, 1) if quick else (15, 3)
    start = [Case(word, "", [(word,)] * many, home) for word in ("--version", "--help")]
    shapes = ((SMALL, 8), (1_000, 8), (LARGE, 8), (LARGE, 1))
    books = [make_book(home / f"{size}-{ledgers}", size, ledgers=ledgers) for size, ledgers in shapes]
    cases = start
    for (size, ledgers), made in zip(shapes, books, strict=True):
        book = f"{size:,} in {ledgers} ledger{'s' if ledgers > 1 else ''}"
        heavy = few if size == LARGE else min(many, 2 * few)
        cases.append(Case("add", book, [_add(made, run) for run in range(many)], made.root))
        cases.append(Case("close", book, [_close(made, run) for run in range(many)], made.root))
        if not (quick and ledgers == 1):
            cases.append(Case("check", book, [("check",)] * heavy, made.root))
            for name, words in (("overdue", ("overdue",)), ("signals", ("report", "signals"))):
                asked = (*words, "--today", TODAY.isoformat(), "--format", "json")
                cases.append(Case(name, book, [asked] * heavy, made.root))
        if size == LARGE:
            cases += [Case(name, book, [line] * many, made.root) for name, line in _tabs(made).items()]
    return cases


def _add(made: Made, run: int) -> tuple[str, ...]:
    return ("add", made.ledger, f"新增第{run}项", "-u", "GDBH", "-d", "2027-06-30", "-m", "建立清单")


def _close(made: Made, run: int) -> tuple[str, ...]:
    # From all over the book, and never the same entry twice.
    entry = made.closable[run * 2_477 % len(made.closable)]
    return ("close", entry, "--opinion", "同意销号", "--doc", "机党〔2026〕15号", "--actor", "jgjw-head")


def _tabs(made: Made) -> Mapping[str, tuple[str, ...]]:
    """What a shell asks when TAB is pressed: behind the name of the case, what is being typed."""
    typed = {
        "TAB id": f"ledger close {made.ledger}-12",
        "TAB all ids": f"ledger progress {made.ledger}-",
        "TAB number": "ledger close 123",
        "TAB unit": f"ledger add {made.ledger} 事项 -u 耕",
        "TAB option": f"ledger add {made.ledger} 事项 --l",
    }
    return {name: ("_complete", "bash", line, " \t\n\"'><=;|&(:", "9", "80") for name, line in typed.items()}


def _environment(home: Path) -> Mapping[str, str]:
    # PYTHON…: as on a user's machine, where compiled modules are kept.
    foreign = ("GIT_", "LEDGER_", "LC_", "PYTHON")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    (home / "gitconfig").write_text("[gc]\n\tauto = 0\n", encoding="utf-8")
    return {**mine, **git_environment(home), "LANG": "C.UTF-8", "NO_COLOR": "1"}


def _measure(floor: Case, cases: Sequence[Case], environment: Mapping[str, str]) -> None:
    # Not counted: the first run compiles what was never imported, and warms the caches of the system.
    for case in cases:
        if case.name in ("--help", "overdue", "signals") or case.name.startswith("TAB"):
            _run([*_LEDGER, *case.runs[0]], case.root, environment)
    for turn in range(max(len(case.runs) for case in cases)):
        for case in cases:
            if turn < len(case.runs):
                _note(floor, _run(_FLOOR, case.root, environment))
                _note(case, _run([*_LEDGER, *case.runs[turn]], case.root, environment))


def _note(case: Case, cost: tuple[float, float]) -> None:
    case.seconds.append(cost[0])
    case.megabytes.append(cost[1])


def _run(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a whole process and those that it started; it must end well."""
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in _EXPECTED:
            errors.seek(0)
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}: {errors.read().decode()}")
    kilobytes = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return seconds, kilobytes / 1024


def _print_table(floor: Case, cases: Sequence[Case]) -> None:
    empty = median(floor.seconds)
    print(f"{floor.name}: {empty * 1000:.1f} ms, median of {len(floor.seconds)} runs; x: multiples of it")
    print(f"{'ledger …':<13}{'entries':<22}{'x':>8}{'ms':>10}{'MB':>8}{'runs':>6}")
    for case in sorted(cases, key=_order):
        milliseconds = median(case.seconds) * 1000
        print(
            f"{case.name:<13}{case.book:<22}{milliseconds / 1000 / empty:>8.1f}{milliseconds:>10.0f}"
            f"{max(case.megabytes):>8.0f}{len(case.seconds):>6}"
        )


def _order(case: Case) -> int:
    names = ("--version", "--help", "add", "close", "check", "overdue", "signals", "TAB")
    return names.index(case.name.partition(" ")[0])


def _judge(floor: Case, cases: Sequence[Case]) -> int:
    """0 where every promise is kept."""
    return max(_judge_closing(cases), _judge_waiting(floor, cases), _judge_signals(cases), judge_cells())


def _judge_signals(cases: Sequence[Case]) -> int:
    """0 where signals, with all that they say, cost little more than what is overdue."""
    seconds = {
        (case.name, case.book): median(case.seconds) for case in cases if case.book.startswith(f"{LARGE:,}")
    }
    ratios = [
        seconds["signals", book] / seconds["overdue", book] for name, book in seconds if name == "signals"
    ]
    kept = max(ratios) <= MOST_FOR_SIGNALS
    print(
        f"signals / overdue at {LARGE:,} entries: {', '.join(f'{ratio:.2f}' for ratio in ratios)}; "
        f"the promise of at most {MOST_FOR_SIGNALS} is {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


def _judge_waiting(floor: Case, cases: Sequence[Case]) -> int:
    """0 where nobody who presses TAB has to wait."""
    tabs = [case for case in cases if case.name.startswith("TAB")]
    slowest = max(tabs, key=lambda case: median(case.seconds))
    waiting = median(slowest.seconds)
    kept = waiting <= MOST_WAITING * max(1, median(floor.seconds) / QUIET)
    print(
        f"{slowest.name} at {LARGE:,} entries: {waiting * 1000:.0f} ms, the slowest of {len(tabs)}; "
        f"the promise of at most {MOST_WAITING * 1000:.0f} ms where an empty Python takes {QUIET * 1000:.0f} "
        f"is {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


def _judge_closing(cases: Sequence[Case]) -> int:
    """0 where the cost of closing does not grow with the book."""
    closing = [case for case in cases if case.name == "close"]
    small = median(closing[0].seconds)
    growths = [median(case.seconds) / small for case in closing if case.book.startswith(f"{LARGE:,}")]
    shown = ", ".join(f"{growth:.2f}" for growth in growths)
    kept = max(growths) <= MOST_GROWTH
    print(
        f"close at {LARGE:,} entries / at {SMALL}: {shown}; "
        f"the promise of at most {MOST_GROWTH} is {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
