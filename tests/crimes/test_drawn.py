"""Histories that hypothesis draws: where one fails it is made as short as it can be, and printed."""

import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.crimes.afterwards import After, left
from tests.crimes.joined import JOINS, SIGNED, Join
from tests.crimes.judged import Base, Drawn, memory
from tests.crimes.keys import Keys
from tests.crimes.table import CRIMES, afterwards
from tests.crimes.writer import Writer

few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

joins = st.lists(st.sampled_from([each for each in JOINS if each not in SIGNED]), max_size=3)
chances = st.randoms(use_true_random=False)


@st.composite
def crimes(draw: st.DrawFn) -> tuple[str, int, After]:
    """A code, which of its ways, and what comes afterwards."""
    code = draw(st.sampled_from(sorted(CRIMES)))
    way = draw(st.integers(0, len(CRIMES[code]) - 1))
    return code, way, draw(st.sampled_from((left, *afterwards(CRIMES[code][way]))))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys.made(tmp_path_factory.mktemp("keys") / "keys")


@pytest.mark.needs("ssh-keygen")
@few
@given(joins=joins, chance=chances)
def test_no_history_is_accused(joins: Sequence[Join], chance: random.Random, keys: Keys) -> None:
    """Ways of joining come one after another here, each on top of the last."""
    with TemporaryDirectory(dir=memory()) as folder, closing(Writer(Path(folder, "book"))) as writer:
        base = Base(writer, 0, keys, Drawn(joins, chance))
        assert not list(base.told_of([base.whole()]))


@pytest.mark.needs("ssh-keygen")
@few
@given(joins=joins, crime=crimes(), chance=chances)
def test_a_crime_is_found_in_any_history(
    joins: Sequence[Join], crime: tuple[str, int, After], chance: random.Random, keys: Keys
) -> None:
    code, way, after = crime
    with TemporaryDirectory(dir=memory()) as folder, closing(Writer(Path(folder, "book"))) as writer:
        base = Base(writer, 0, keys, Drawn(joins, chance))
        case = base.committed(code, 0, way, after, chance)
        assert not list(base.told_of([case]))
