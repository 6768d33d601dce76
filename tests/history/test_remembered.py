"""An audit that remembers says what one says that does not, whatever of the past it remembers."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cleanledger import git, i18n
from cleanledger.history.audit import audit
from cleanledger.history.judging import Wish
from cleanledger.history.versions import policy_in
from cleanledger.store.cache import cache_path
from tests.crimes.honest import Story
from tests.crimes.joined import JOINS, SIGNED, begun, fresh
from tests.crimes.table import CRIMES
from tests.crimes.writer import Writer

FRESH = Wish(is_fresh=True)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with closing(Writer(tmp_path / "book")) as made:
        yield made


def _begun(writer: Writer, number: int) -> Story:
    return fresh(begun(writer, random.Random(number)))


def _story(writer: Writer, number: int) -> Story:
    """A joined history that ends with crimes."""
    story = _begun(writer, number)
    joins = [each for each in JOINS if each not in SIGNED]
    joins[number % len(joins)](story)
    for code in random.Random(number).sample([*CRIMES], 3):
        story.later()
        try:
            CRIMES[code][0](story)
        except LookupError:  # what the crime is done to is not there any more
            continue
    return story


def _repository(story: Story) -> git.Repository:
    """The repository, standing on the last commit of the story."""
    story.writer.flush()
    story.writer.flush()
    story.writer.git("checkout", "-q", "-f", "--detach", story.tip.commit)
    found = git.find_repository(story.writer.root)
    assert found
    return found


def _folder(story: Story) -> Path:
    return story.writer.root / story.place


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
def test_whatever_is_remembered_the_verdict_is_the_same(number: int, writer: Writer) -> None:
    story = _story(writer, number)
    repository = _repository(story)
    whole = audit(repository, _folder(story), wish=FRESH)
    assert audit(repository, _folder(story)) == whole
    for time in range(2):
        _forget(random.Random(f"{number} {time}"))
        assert audit(repository, _folder(story)) == whole


def test_what_is_remembered_is_not_judged_again(writer: Writer) -> None:
    story = _begun(writer, 1)
    first = audit(_repository(story), _folder(story))
    _mark("recalled")
    story.did("RW-2024-001", "start")
    again = audit(_repository(story), _folder(story))
    assert {each.reason for each in again.unchecked} == {"recalled"}
    assert len(again.unchecked) == first.commits == again.commits - 1
    fresh = audit(_repository(story), _folder(story), wish=FRESH)
    assert fresh.unchecked == first.unchecked


def test_what_cannot_be_understood_is_judged_again(writer: Writer) -> None:
    story = _begun(writer, 1)
    first = audit(_repository(story), _folder(story))
    with closing(sqlite3.connect(cache_path())) as file, file:
        another = b'[{"commit": "another"}, "2024-01-01T00:00:00Z", null, []]'
        file.execute("UPDATE kept SET value = ?", (another,))
    assert audit(_repository(story), _folder(story)) == first


def test_a_part_of_the_past_is_neither_remembered_nor_recalled(writer: Writer) -> None:
    story = _begun(writer, 1)
    story.did("RW-2024-001", "start")
    wanted = ("HEAD", "^HEAD~1")
    first = audit(_repository(story), _folder(story), wanted)
    assert first.commits == 1
    assert not cache_path().exists()
    audit(_repository(story), _folder(story))
    _mark("recalled")
    assert audit(_repository(story), _folder(story), wanted) == first


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
def test_on_another_ground_nothing_is_remembered(otherwise: Callable[[Path], Wish], writer: Writer) -> None:
    story = _story(writer, 3)
    repository = _repository(story)
    audit(repository, _folder(story))
    _mark("recalled")
    second = audit(repository, _folder(story), wish=otherwise(_folder(story)))
    assert "recalled" not in {each.reason for each in second.unchecked}
