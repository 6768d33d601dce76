"""`python -m tests.crimes N`: N crimes of each code and as many honest histories, and what the audit says.

`--code LG604` (or `honest`) is for one code alone, `--seed 17` begins there: `1 --code LG604 --seed 17`
is one crime, judged in a clone as well.
"""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tests.crimes.judged import PER_BASE, Base, memory
from tests.crimes.keys import Keys
from tests.crimes.table import CODES, HIDDEN, HONEST
from tests.crimes.writer import Writer

_BASES = "bases"
"""The honest histories that all others begin with; half of them are audited with what came after."""
_SAID_EVERY = 60
"""Seconds between two words on how far it has come."""


class Tally:
    """What was tried and what went wrong, by code."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.begun = time.monotonic()
        self._said = self.begun

    def say(self, code: str, seed: int, told: str) -> None:
        """One thing that went wrong, with what it takes to see it again."""
        self.wrong[code] += 1
        asked = HONEST if code == _BASES else code
        print(f"  {code} seed {seed}: {told}", flush=True)
        print(f"    again: python -m tests.crimes 1 --code {asked} --seed {seed}", flush=True)

    def come_so_far(self, *, at_last: bool = False) -> None:
        now = time.monotonic()
        if at_last or now - self._said >= _SAID_EVERY:
            self._said = now
            spent, tried = now - self.begun, self.tried.total()
            print(
                f"{tried} in {spent:.0f} s ({spent / max(tried, 1) * 1000:.0f} ms each),"
                f" {self.wrong.total()} wrong",
                flush=True,
            )

    def table(self) -> Iterator[str]:
        yield f"{'code':6} {'tried':>7} {'right':>7} {'wrong':>7}"
        for code in sorted(self.tried):
            right = self.tried[code] - self.wrong[code]
            yield f"{code:6} {self.tried[code]:7} {right:7} {self.wrong[code]:7}"


def run(tally: Tally, folder: Path, codes: Sequence[str], seeds: range) -> None:
    """Tries the seeds of each code, base after base."""
    keys = Keys.made(folder / "keys")
    alone = len(seeds) == 1
    for number in range(seeds.start // PER_BASE, (seeds.stop - 1) // PER_BASE + 1):
        here = [seed for seed in range(number * PER_BASE, (number + 1) * PER_BASE) if seed in seeds]
        place = folder / f"base-{number}"
        with closing(Writer(place)) as writer:
            try_base(tally, Base(writer, number, keys), codes, here, alone=alone)
        shutil.rmtree(place)
        tally.come_so_far()


def try_base(
    tally: Tally, base: Base, codes: Sequence[str], seeds: Sequence[int], *, alone: bool = False
) -> None:
    """Tries the seeds of each code on one base; `alone`: in a clone as well."""
    cases = [base.case(code, seed) for code in codes if code != HIDDEN for seed in seeds]
    wrong: set[str] = set()
    tally.tried[_BASES] += 1
    for case in cases:
        tally.tried[case.code] += 1
        if alone and (said := base.alone(case)):
            tally.say(case.code, case.seed, said)
            wrong.add(case.name)
    for found, said in base.told_of(cases):
        if found is None:
            tally.say(_BASES, seeds[0], f"base {base.seed} ({base.joins or 'no joins'}): {said}")
        elif found.name not in wrong:
            tally.say(found.code, found.seed, said)
            wrong.add(found.name)
    for seed in seeds if HIDDEN in codes else ():
        tally.tried[HIDDEN] += 1
        if said := base.hidden(seed):
            tally.say(HIDDEN, seed, said)


def main(words: Sequence[str] | None = None) -> int:
    """Prints a row for each code; 1 where a crime was missed or an honest history accused."""
    parser = argparse.ArgumentParser(prog="python -m tests.crimes")
    parser.add_argument("number", type=int, nargs="?", default=100)
    parser.add_argument("--code", choices=(*CODES, HONEST))
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args(words)
    codes = (said.code,) if said.code else (*CODES, HONEST)
    tally = Tally()
    # Asked to end it leaves no repositories in memory.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="crimes-", dir=memory()) as folder:
        run(tally, Path(folder), codes, range(said.seed, said.seed + said.number))
    print("\n".join(tally.table()))
    tally.come_so_far(at_last=True)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
