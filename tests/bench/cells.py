"""How many cells of deadlines are read in a second: those of the tests, whether they say a day or not."""

import time
from collections.abc import Sequence
from statistics import median

from cleanledger.model.deadlines import Terms, Unread, read
from tests.model.deadlines.phrases import phrases

LEAST = 10_000
"""Cells a second on one core."""
_RUNS = 5


def judge_cells() -> int:
    """0 where the grammar reads as many cells a second as is promised; says how many."""
    cells = [(phrase.text, phrase.terms) for name in ("seen", "set_aside") for phrase in phrases(name)]
    _read(cells)
    speed = len(cells) / median(_read(cells) for _run in range(_RUNS))
    kept = speed >= LEAST
    print(
        f"deadlines: {speed:,.0f} cells a second; the promise of {LEAST:,} is {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


def _read(cells: Sequence[tuple[str, Terms]]) -> float:
    """Seconds that it takes to read every cell once."""
    begun = time.perf_counter()
    for text, terms in cells:
        try:
            read(text, terms)
        except Unread:
            continue
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(judge_cells())
