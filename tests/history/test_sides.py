"""A merge is judged by what its sides did: a side that left a thing alone says nothing about it."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cleanledger import git
from cleanledger.history.audit import audit
from tests.crimes.honest import Story
from tests.crimes.joined import begun, rules
from tests.crimes.writer import Writer

OPEN, DOING, FREE = "RW-2024-001", "RW-2024-002", "RW-2024-004"


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A small book with a past."""
    with closing(Writer(tmp_path / "book")) as writer:
        yield begun(writer, random.Random(1))


def found(story: Story) -> dict[str, list[str]]:
    """By code what commits are accused of, each by its first line."""
    story.writer.git("checkout", "-q", "-f", "--detach", story.tip.commit)
    repository = git.find_repository(story.writer.root)
    assert repository
    accused: dict[str, list[str]] = {}
    for each in audit(repository, story.writer.root / story.place).findings:
        if each.code.startswith(("LG6", "LG7")):
            message = git.read_commit(repository, each.commit).subject
            accused.setdefault(each.code, []).append(f"{message} {each.entry}".strip())
    return accused


def apart(story: Story) -> None:
    """What was done since lies on a branch; others went on with `main`, and merge it."""
    story.switch("branch", "main")
    story.later(5)
    story.did(FREE, "progress")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")


def test_rules_that_come_by_a_merge_days_later_are_no_older_for_that(story: Story) -> None:
    story.branch("branch")
    rules(story, paper="scan")
    apart(story)
    assert found(story) == {}


def test_a_line_that_was_cut_on_a_branch_is_not_cut_by_the_merge(story: Story) -> None:
    story.did(DOING, "progress", "progress")
    story.branch("branch")
    story.entries[DOING]["log"].pop()
    story.write(DOING)
    story.commit("kq-clerk", "cut")
    apart(story)
    assert found(story) == {"LG607": [f"cut {DOING}"]}


def test_an_entry_that_was_taken_out_on_a_branch_is_not_taken_out_by_the_merge(story: Story) -> None:
    story.branch("branch")
    story.files.pop(story.path(OPEN))
    story.commit("kq-clerk", "out")
    apart(story)
    assert found(story) == {"LG601": [f"out {OPEN}"]}


def test_what_both_sides_did_to_one_entry_is_judged_by_both(story: Story) -> None:
    story.branch("branch")
    story.did(DOING, "progress")
    story.entries[DOING]["log"].pop()
    story.switch("branch", "main")
    story.did(DOING, "set")
    ours = dict(story.files)
    story.join("merge", "-q", "--no-ff", "--no-commit", "branch", check=False)
    story.files = ours
    story.commit("jgdw-clerk", "merge", "branch")
    assert found(story) == {"LG616": [f"merge {DOING}"]}


def test_rules_that_a_merge_drops_are_missed_where_the_other_side_never_had_them(story: Story) -> None:
    old = story.files[f"{story.place}/book.yaml"]
    story.branch("branch")
    rules(story, paper="scan")
    story.switch("branch", "main")
    story.did(FREE, "progress")
    story.join("merge", "-q", "--no-ff", "--no-commit", "branch")
    story.files[f"{story.place}/book.yaml"] = old
    story.commit("jgdw-clerk", "merge", "branch")
    assert found(story) == {"LG612": ["merge"]}


def test_an_entry_that_is_taken_out_again_is_accused_again(story: Story) -> None:
    content = story.files.pop(story.path(OPEN))
    story.commit("kq-clerk", "out")
    story.files[story.path(OPEN)] = content
    story.commit("kq-clerk", "back")
    assert found(story) == {"LG601": [f"out {OPEN}"]}
    story.files.pop(story.path(OPEN))
    story.commit("kq-clerk", "out again")
    assert found(story) == {"LG601": [f"out {OPEN}", f"out again {OPEN}"]}


def test_a_number_that_was_taken_back_elsewhere_is_none_that_is_gone_here(story: Story) -> None:
    """Two had one number on two branches; the one took it back, the merge dropped that of the other."""
    story.branch("one")
    added = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.files.pop(story.path(added))
    story.commit("jgdw-clerk", "undo\n\nLedger-Action: undo")
    story.switch("one", "main")
    story.branch("two")
    story.add("RW-2024", number=added)
    story.commit("jgdw-clerk", "add")
    story.switch("two", "main")
    story.did(FREE, "progress")
    story.join("merge", "-q", "-s", "ours", "-m", "dropped", "two")
    story.branches["main"] = story.tip
    story.join("merge", "-q", "-m", "merge", "one")
    assert found(story) == {"LG616": [f"dropped {added}"]}
