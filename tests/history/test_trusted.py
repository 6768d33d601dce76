"""What judges the past: rules that somebody weakened judge on, rules that were withdrawn do not."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crimes.honest import Story
from tests.crimes.joined import UNDO, begun, rules
from tests.crimes.writer import Writer
from tests.history.test_sides import found

OPEN = "RW-2024-001"


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A small book with a past; its task ledger allows one extension a round."""
    with closing(Writer(tmp_path / "book")) as writer:
        yield begun(writer, random.Random(1))


def changed(story: Story, message: str) -> None:
    story.later(1)
    story.write_settings()
    story.commit("jgdw-clerk", message)


def test_what_the_rules_of_a_ledger_forbade_is_forbidden_after_they_were_weakened(story: Story) -> None:
    story.did(OPEN, "ask", "grant")
    story.covers["RW-2024"]["policy"] = {"extend": {"most": "3"}}
    changed(story, "weaker")
    story.did(OPEN, "ask", "grant")
    assert found(story) == {"LG612": ["weaker"], "LG602": [f"grant {OPEN} {OPEN}"]}


def test_rules_of_a_ledger_that_became_stricter_judge(story: Story) -> None:
    story.covers["RW-2024"]["policy"] = {"extend": {"most": "1"}, "paper": "scan"}
    changed(story, "stricter")
    story.did(OPEN, "start", "transfer")
    assert found(story) == {"LG705": [f"transfer {OPEN} {OPEN}"]}


def test_rules_that_were_withdrawn_at_once_judge_nothing(story: Story) -> None:
    path = f"{story.place}/book.yaml"
    before = story.files[path]
    rules(story, paper="scan")
    story.files[path] = before
    story.commit("jgdw-clerk", UNDO)
    story.did(OPEN, "start", "transfer")
    assert found(story) == {}


def test_rules_of_the_book_that_were_weakened_judge_on(story: Story) -> None:
    story.book["policy"][0]["paper"] = "none"
    changed(story, "weaker")
    story.line(OPEN, "jgdw-clerk", "progress", note="代录", actor="leader")
    story.write(OPEN)
    story.commit("jgdw-clerk", "for somebody else")
    assert found(story) == {"LG612": ["weaker"], "LG705": [f"for somebody else {OPEN}"]}
