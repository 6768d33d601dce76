"""Every crime is found by its rule on its entry alone, and no honest history is accused of anything."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from cleanledger.checks.catalog import RULES
from tests.crimes.__main__ import Tally, main, try_base
from tests.crimes.joined import JOINS
from tests.crimes.judged import PER_BASE, Base
from tests.crimes.keys import Keys
from tests.crimes.table import CODES, CRIMES, HONEST, WITHOUT
from tests.crimes.writer import Writer

BASES = 3
HONEST_BASES = 3
OF_EACH = BASES * PER_BASE
HISTORIES = HONEST_BASES * len(JOINS)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys.made(tmp_path_factory.mktemp("keys") / "keys")


@pytest.fixture
def base(request: pytest.FixtureRequest, tmp_path: Path, keys: Keys) -> Iterator[Base]:
    with closing(Writer(tmp_path / "book")) as writer:
        yield Base(writer, request.param, keys)


@pytest.mark.needs("ssh-keygen")
@pytest.mark.parametrize("base", range(BASES), indirect=True)
def test_each_crime_is_found_once_and_alone(base: Base) -> None:
    tally = Tally()
    try_base(tally, base, CODES, range(base.seed * PER_BASE, (base.seed + 1) * PER_BASE))
    print("\n".join(tally.table()))
    assert not tally.wrong
    assert {code: tally.tried[code] for code in CODES} == dict.fromkeys(CODES, PER_BASE)


@pytest.mark.needs("ssh-keygen")
@pytest.mark.parametrize("base", range(BASES, BASES + HONEST_BASES), indirect=True)
def test_no_honest_history_is_accused(base: Base) -> None:
    tally = Tally()
    try_base(tally, base, (HONEST,), range(base.seed * len(JOINS), (base.seed + 1) * len(JOINS)))
    print("\n".join(tally.table()))
    assert not tally.wrong
    assert tally.tried[HONEST] == len(JOINS)


@pytest.mark.needs("ssh-keygen")
@pytest.mark.parametrize("base", [0], indirect=True)
def test_a_crime_that_is_not_found_is_told(base: Base) -> None:
    """Honest work under the name of a crime, and a crime under the name of another or of honest work."""
    honest, crime = base.case(HONEST, 0), base.case("LG601", 0)
    (found,) = crime.expected
    wrong = [
        replace(honest, expected=frozenset({("LG601", "RW-2024-001")})),
        replace(crime, expected=frozenset({("LG602", found[1])})),
        replace(crime, expected=frozenset()),
    ]
    for case in wrong:
        assert [each for each, _said in base.told_of([case])] == [case]
        assert base.alone(case)
    assert not list(base.told_of([honest, crime]))


def test_enough_is_tried() -> None:
    print(f"{OF_EACH} crimes of each of {len(CODES)} codes, {HISTORIES} honest histories")
    assert OF_EACH >= 10
    assert HISTORIES >= 60


def test_every_rule_on_the_past_and_on_people_has_a_crime() -> None:
    wanted = {rule.code for rule in RULES if rule.code.startswith(("LG6", "LG7"))}
    assert wanted == {*CODES, *WITHOUT}
    assert not {*CODES} & {*WITHOUT}


def test_every_way_is_taken() -> None:
    longest = max(map(len, CRIMES.values()))
    assert longest <= OF_EACH


@pytest.mark.needs("ssh-keygen")
def test_one_crime_is_tried_again_by_its_code_and_seed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["1", "--code", "LG604", "--seed", "17"]) == 0
    assert "LG604        1       1       0" in capsys.readouterr().out
