"""An audit that remembers says what one says that does not, whatever of the past it remembers."""

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cleanledger import git, i18n
from cleanledger.history.audit import audit
from cleanledger.history.judging import Wish
from cleanledger.history.versions import policy_in
from cleanledger.store.cache import cache_path
from tests.crimes.crimes import CRIMES
from tests.crimes.honest import Story
from tests.crimes.joined import JOINS, begun

FRESH = Wish(is_fresh=True)


def _story(folder: Path, number: int) -> Story:
    """A joined history that ends with crimes."""
    story = begun(folder, number)
    JOINS[number % len(JOINS)](story)
    for code in random.Random(number).sample([*CRIMES], 3):
        story.git("branch", "-D", "branch", check=False)
        story.later()
        try:
            CRIMES[code][0](story)
        except LookupError:  # what the crime is done to is not there any more
            continue
    return story


def _repository(story: Story) -> git.Repository:
    found = git.find_repository(story.root)
    assert found
    return found


def _forget(chance: random.Random) -> None:
    """Takes a part of what is remembered away."""
    with closing(sqlite3.connect(cache_path())) as file, file:
        for (key,) in file.execute("SELECT key FROM kept").fetchall():
            if chance.random() < 0.4:
                file.execute("DELETE FROM kept WHERE key = ?", (key,))


def _mark(word: str) -> None:
    """Writes into every verdict that is remembered that it was recalled."""
    with closing(sqlite3.connect(cache_path())) as file, file:
        for key, value in file.execute("SELECT key, value FROM kept").fetchall():
            judged = json.loads(value)
            judged[0]["unchecked"] = [[judged[0]["commit"], word, ""]]
            file.execute("UPDATE kept SET value = ? WHERE key = ?", (json.dumps(judged).encode(), key))


@pytest.mark.parametrize("number", range(0, 2 * len(JOINS), 4))
def test_whatever_is_remembered_the_verdict_is_the_same(number: int, tmp_path: Path) -> None:
    story = _story(tmp_path / "book", number)
    repository = _repository(story)
    whole = audit(repository, story.folder, wish=FRESH)
    assert audit(repository, story.folder) == whole
    for time in range(4):
        _forget(random.Random(f"{number} {time}"))
        assert audit(repository, story.folder) == whole


def test_what_is_remembered_is_not_judged_again(tmp_path: Path) -> None:
    story = begun(tmp_path / "book", 1)
    first = audit(_repository(story), story.folder)
    _mark("recalled")
    story.did("RW-2024-001", "start")
    again = audit(_repository(story), story.folder)
    assert {each.reason for each in again.unchecked} == {"recalled"}
    assert len(again.unchecked) == first.commits == again.commits - 1
    fresh = audit(_repository(story), story.folder, wish=FRESH)
    assert fresh.unchecked == first.unchecked


def test_what_cannot_be_understood_is_judged_again(tmp_path: Path) -> None:
    story = begun(tmp_path / "book", 1)
    first = audit(_repository(story), story.folder)
    with closing(sqlite3.connect(cache_path())) as file, file:
        another = b'[{"commit": "another"}, "2024-01-01T00:00:00Z", null, []]'
        file.execute("UPDATE kept SET value = ?", (another,))
    assert audit(_repository(story), story.folder) == first


def test_a_part_of_the_past_is_neither_remembered_nor_recalled(tmp_path: Path) -> None:
    story = begun(tmp_path / "book", 1)
    story.did("RW-2024-001", "start")
    wanted = ("HEAD", "^HEAD~1")
    first = audit(_repository(story), story.folder, wanted)
    assert first.commits == 1
    assert not cache_path().exists()
    audit(_repository(story), story.folder)
    _mark("recalled")
    assert audit(_repository(story), story.folder, wanted) == first


def _other_language(_book: Path) -> Wish:
    i18n.use("zh")
    return Wish()


def _other_policy(book: Path) -> Wish:
    text = (book / "book.yaml").read_bytes()
    return Wish(policy=policy_in(text.replace(b"evidence: 1", b"evidence: 3"), "book.yaml"))


def _signers(book: Path) -> Wish:
    keys = book.parent.parent / "signers"
    keys.write_text("", encoding="utf-8")
    return Wish(signers=keys)


@pytest.mark.parametrize("otherwise", [_other_language, _other_policy, _signers])
def test_on_another_ground_nothing_is_remembered(otherwise: Callable[[Path], Wish], tmp_path: Path) -> None:
    story = _story(tmp_path / "book", 3)
    repository = _repository(story)
    audit(repository, story.folder)
    _mark("recalled")
    second = audit(repository, story.folder, wish=otherwise(story.folder))
    assert "recalled" not in {each.reason for each in second.unchecked}
