"""`python -m tests.crimes N`: N crimes of each code and as many honest histories, and what the audit says."""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.crimes.crimes import CRIMES
from tests.crimes.judged import Bases, commit_crime, false_alarms

BASES = 24


def main(number: int) -> int:
    """Prints a row for each code; 1 where a crime was missed or an honest history accused."""
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="crimes-") as folder:
        bases = Bases(Path(folder), BASES)
        print(f"{'code':6} {'crimes':>7} {'found':>7} {'missed':>7}")
        for code in CRIMES:
            for seed in range(number):
                if told := commit_crime(bases, code, seed):
                    wrong[code] += 1
                    print(f"  {code} seed {seed}: {told}")
            print(f"{code:6} {number:7} {number - wrong[code]:7} {wrong[code]:7}", flush=True)
        for seed in range(number):
            if told := false_alarms(Path(folder), seed):
                wrong["honest"] += 1
                print(f"  honest seed {seed}: {told}")
        print(f"honest histories: {number}, accused: {wrong['honest']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
