"""Every crime is found by its rule on its entry alone, and no honest history is accused of anything."""

from pathlib import Path

import pytest

from tests.crimes.crimes import CRIMES
from tests.crimes.joined import JOINS
from tests.crimes.judged import Bases, commit_crime, false_alarms

OF_EACH = 10
HONEST = 4


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """A few honest histories, each made when it is first wanted."""
    return Bases(tmp_path_factory.mktemp("bases"), 4)


@pytest.mark.parametrize("code", CRIMES)
def test_each_crime_is_found_alone(code: str, bases: Bases) -> None:
    told = [said for seed in range(OF_EACH) if (said := commit_crime(bases, code, seed))]
    print(f"{code}: {OF_EACH - len(told)} of {OF_EACH} crimes found")
    assert not told


@pytest.mark.parametrize("join", range(len(JOINS)), ids=[each.__name__ for each in JOINS])
def test_no_honest_history_is_accused(join: int, tmp_path: Path) -> None:
    seeds = range(join, len(JOINS) * HONEST, len(JOINS))
    told = [said for seed in seeds if (said := false_alarms(tmp_path, seed))]
    print(f"{len(seeds) - len(told)} of {len(seeds)} honest histories are clean")
    assert not told
