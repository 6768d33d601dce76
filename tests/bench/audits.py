"""How long the past takes: an audit of everything, first and again, and the life of one entry."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.past import Past, make_past

COMMITS, ENTRIES = 2_000, 5_000
LEAST_A_SECOND = 400
"""Commits, once they were judged before."""
MOST_MEGABYTES = 300
MOST_FOR_HISTORY = 2.5
"""Times `git log -p --follow` of the entry's file, beside what `show` of the same entry takes."""

Run = Callable[[Sequence[str], Path], tuple[float, float]]
"""Runs a program in a folder: the seconds that it took, and its peak of megabytes."""


class _Taken(NamedTuple):
    """Seconds of each run, and the highest peak of memory."""

    seconds: float
    megabytes: float


def judge_audits(ledger: Sequence[str], run: Run, *, quick: bool) -> int:
    """Measures, prints, and gives 0 where every promise is kept."""
    kept = True
    for ledgers in (8,) if quick else (8, 1):
        with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
            past = make_past(Path(folder, "book"), ENTRIES, COMMITS, ledgers=ledgers)
            kept &= _judge(past, ledger, run, f"{COMMITS:,} commits, {ENTRIES:,} entries in {ledgers}")
    return 0 if kept else 1


def _judge(past: Past, ledger: Sequence[str], run: Run, name: str) -> bool:
    first = _taken(run, [*ledger, "audit"], past, times=1)
    again = _taken(run, [*ledger, "audit"], past)
    logged = _taken(run, ["git", "log", "-p", "--follow", past.path], past)
    shown = _taken(run, [*ledger, "show", past.entry], past)
    told = _taken(run, [*ledger, "history", past.entry], past)
    rate, peak = COMMITS / again.seconds, max(first.megabytes, again.megabytes)
    ratio = (told.seconds - shown.seconds) / logged.seconds
    print(
        f"audit of {name}: {COMMITS / first.seconds:,.0f} commits/s at first, {rate:,.0f} again, "
        f"{peak:.0f} MB; "
        f"the promise of {LEAST_A_SECOND} again and {MOST_MEGABYTES} MB at most is "
        f"{_word(kept_audit := rate >= LEAST_A_SECOND and peak <= MOST_MEGABYTES)}"
    )
    print(
        f"history of one entry: {told.seconds / logged.seconds:.1f} times git log -p --follow "
        f"({logged.seconds * 1000:.0f} ms), {ratio:.1f} times less what show takes; "
        f"the promise of {MOST_FOR_HISTORY} for the latter is {_word(ratio <= MOST_FOR_HISTORY)}"
    )
    return kept_audit and ratio <= MOST_FOR_HISTORY


def _taken(run: Run, words: Sequence[str], past: Past, times: int = 5) -> _Taken:
    taken = [run(words, past.root) for _time in range(times)]
    return _Taken(median(seconds for seconds, _peak in taken), max(peak for _seconds, peak in taken))


def _word(kept: bool) -> str:
    return "kept" if kept else "BROKEN"
