"""Checkpoints between several copies of a book: they go and come, and none is ever overwritten."""

import shutil
from pathlib import Path

import pytest

from tests.cli.test_team import SERVER, Clone, joined, server_git

pytestmark = pytest.mark.needs("git")


@pytest.fixture
def team(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Clone, Clone]:
    """Two copies that meet in one shared folder; the first had a checkpoint before it was shared."""
    folder = tmp_path / "甲"
    shutil.copytree(template, folder)
    first = Clone(folder, monkeypatch)
    first.ok("checkpoint")
    first.ok("share", str(tmp_path / SERVER))
    return first, joined(first, tmp_path, "乙")


def tags(clone: Clone) -> str:
    return clone.git("for-each-ref", "--format=%(objectname) %(refname)", "refs/tags")


def on_server(clone: Clone) -> str:
    return server_git(clone, "for-each-ref", "--format=%(objectname) %(refname)", "refs/tags") + "\n"


def test_sharing_and_joining_take_them_along(team: tuple[Clone, Clone]) -> None:
    one, two = team
    assert "checkpoint/1" in tags(one)
    assert tags(one) == tags(two) == on_server(one)


def test_sync_takes_them_both_ways(team: tuple[Clone, Clone]) -> None:
    one, two = team
    one.add("甲")
    answer = one("checkpoint")
    assert "ledger sync takes it to the others" in answer.err
    assert one.ok("sync").splitlines() == ["sent to others: 1 commit", "checkpoints sent to others: 2"]
    assert two.ok("sync").splitlines() == ["came from others: 1 commit", "checkpoints from others: 2"]
    assert tags(one) == tags(two) == on_server(one)
    # Without a new commit, too.
    two.git("tag", "-d", "checkpoint/2")
    assert two.ok("sync").splitlines() == ["checkpoints from others: 2"]
    server_git(one, "update-ref", "-d", "refs/tags/checkpoint/2")
    assert two.ok("sync").splitlines() == ["checkpoints sent to others: 2"]
    assert "nothing is new" in one.ok("sync")
    assert tags(one) == tags(two) == on_server(one)


def test_two_of_the_same_number_are_both_kept(team: tuple[Clone, Clone]) -> None:
    one, two = team
    one.add("甲")
    one.ok("checkpoint")
    two.add("乙", "ZG-2024", "-m", "查", "--set", "acceptance_unit=JGJW")
    printed = two.ok("checkpoint").splitlines()[1]
    before = tags(two)
    one.ok("sync")
    answer = two("sync")
    assert answer.code == 1
    assert "checkpoint/2 is another one at origin than here" in answer.err
    assert "sent to others: 2 commits" in answer.out
    assert (tags(two), tags(one)) == (before, on_server(one))
    # As the hint has it.
    two.git("tag", "-d", "checkpoint/2")
    two.ok("sync")
    two.ok("checkpoint")
    two.ok("sync")
    one.ok("sync")
    assert tags(one) == tags(two) == on_server(one)
    for clone in team:
        assert "LG62" not in clone("audit", "--checkpoint", printed).out


def test_one_that_was_replaced_there_changes_nothing_here(team: tuple[Clone, Clone]) -> None:
    one, _two = team
    before = tags(one)
    server_git(one, "tag", "-f", "checkpoint/1", "HEAD")
    assert one("sync").code == 1
    assert tags(one) == before


def test_one_of_another_branch_stays_here(team: tuple[Clone, Clone]) -> None:
    one, _two = team
    one.git("checkout", "-q", "-b", "side")
    one.add("甲")
    one.ok("checkpoint")
    one.git("checkout", "-q", "-")
    assert "nothing is new" in one.ok("sync")
    assert "checkpoint/2" not in on_server(one)


def test_commits_that_a_checkpoint_names_are_not_replayed(team: tuple[Clone, Clone]) -> None:
    one, two = team
    one.add("甲")
    one.ok("sync")
    two.add("乙", "ZG-2024", "-m", "查", "--set", "acceptance_unit=JGJW")
    named = two.head()
    two.ok("checkpoint")
    answer = two("sync", "--rebase")
    assert (answer.code, "joined, not replayed" in answer.err) == (0, True), answer
    assert two.git("rev-parse", "checkpoint/2^{commit}").strip() == named
    assert two.git("merge-base", "--is-ancestor", named, "HEAD") == ""
    assert "checkpoints that hold: 1 (" in two("audit").out
    assert "LG62" not in two("audit").out


def test_settings_of_git_that_prune_take_none_away(team: tuple[Clone, Clone]) -> None:
    one, _two = team
    for name in ("fetch.prune", "fetch.pruneTags"):
        one.git("config", name, "true")
    one.git("config", "remote.origin.tagOpt", "--tags")
    one.add("甲")
    one.ok("checkpoint")
    one.ok("sync")
    assert "checkpoint/2" in tags(one)
    assert tags(one) == on_server(one)
