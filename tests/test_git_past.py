"""What the last commits did, and who else has them, in real repositories."""

import subprocess
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from cleanledger import git
from cleanledger.errors import SavedNotCommitted
from cleanledger.git import Repository, commit, find_repository

pytestmark = pytest.mark.needs("git")

ONE, TWO = "ledgers/RW-2024/RW-2024-001.yaml", "ledgers/evidence/RW-2024-001/流程 图.pdf"


def run_git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


def found(folder: Path) -> Repository:
    repository = find_repository(folder)
    assert repository
    return repository


def save(root: Path, files: Mapping[str, bytes | None], message: str) -> str:
    return commit(found(root), files, message)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    run_git(folder, "init", "-q", "--initial-branch=main")
    save(folder, {ONE: b"status: open\n"}, "add RW-2024-001\n")
    return folder


def test_a_commit_is_read_whole(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "经办 人")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "clerk@office.example")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "1717203600 -0330")
    before = run_git(root, "rev-parse", "HEAD")
    made = save(root, {ONE: b"status: doing\n"}, "启动 RW-2024-001\n\nLedger-Action: start\n")
    read = git.read_commit(found(root), made)
    assert (read.id, read.parents, read.subject) == (made, (before,), "启动 RW-2024-001")
    assert (read.author, read.email) == ("经办 人", "clerk@office.example")
    assert read.message == "启动 RW-2024-001\n\nLedger-Action: start\n"
    assert (read.time.timestamp(), read.time.utcoffset()) == (1717203600, timedelta(hours=-3, minutes=-30))


def test_the_lines_of_a_signature_are_no_facts_of_the_commit(root: Path) -> None:
    tree = run_git(root, "rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor A <a@b.example> 1 +0800\ncommitter A <a@b.example> 1 +0800\n"
    text += "gpgsig -----BEGIN\n author B <b@b.example> 2 +0800\n parent x\n -----END\n\nsubject\n"
    words = ["git", "hash-object", "-t", "commit", "-w", "--stdin"]
    done = subprocess.run(words, input=text.encode(), cwd=root, capture_output=True, check=True)
    read = git.read_commit(found(root), done.stdout.decode().strip())
    assert (read.email, read.parents, read.subject) == ("a@b.example", (), "subject")


def test_what_a_commit_touched_is_told_with_both_sides(root: Path) -> None:
    made = save(root, {ONE: None, TWO: b"%PDF"}, "submit\n")
    touched = {each.path: each for each in git.touched_by(found(root), git.read_commit(found(root), made))}
    assert set(touched) == {ONE, TWO}
    before, after = touched[ONE].before, touched[TWO].after
    assert before
    assert after
    assert touched[ONE].after is touched[TWO].before is None
    assert git.blobs_of(found(root), {before.id, after.id}) == {
        before.id: b"status: open\n",
        after.id: b"%PDF",
    }
    assert git.is_blob(b"%PDF", after.id)
    assert not git.is_blob(b"%PDF", before.id)


@pytest.mark.parametrize("folder", ["ledgers", "."])
def test_the_files_below_a_folder_are_told(root: Path, folder: str) -> None:
    made = save(root, {TWO: b"%PDF"}, "submit\n")
    assert set(git.tree_below(found(root), made, folder)) == {ONE, TWO}
    assert set(git.tree_below(found(root), made, "ledgers/evidence")) == {TWO}


def test_a_repository_of_sha256_is_no_other(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "-q", "--object-format=sha256", "--initial-branch=main")
    made = save(tmp_path, {ONE: b"x"}, "add\n")
    (entry,) = git.tree_below(found(tmp_path), made, ".").values()
    assert git.is_blob(b"x", entry.id)


def test_only_what_reaches_the_commit_holds_it(root: Path) -> None:
    first = run_git(root, "rev-parse", "HEAD")
    run_git(root, "branch", "before")
    made = save(root, {ONE: b"status: doing\n"}, "start\n")
    assert git.holders_of(found(root), made) == ()
    assert git.holders_of(found(root), first) == ("before",)
    run_git(root, "tag", "-a", "-m", "x", "checkpoint/1")
    run_git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert set(git.holders_of(found(root), made)) == {"checkpoint/1", "origin/main"}


def test_the_branch_of_another_work_tree_is_another(root: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    run_git(root, "worktree", "add", "-q", "-b", "other", str(beside))
    head = run_git(root, "rev-parse", "HEAD")
    assert git.holders_of(found(root), head) == ("other",)
    assert git.holders_of(found(beside), head) == ("main",)


def test_messages_are_found_by_all_of_the_texts(root: Path) -> None:
    save(root, {ONE: b"1"}, "undo\n\nLedger-Entry: RW-2024-001\nLedger-Action: undo\n")
    save(root, {ONE: b"2"}, "start\n\nLedger-Entry: RW-2024-001\nLedger-Action: start\n")
    asked = ("Ledger-Action: undo", "Ledger-Entry: RW-2024-")
    messages = [each for each in git.messages_with(found(root), *asked) if each]
    assert messages == ["undo\n\nLedger-Entry: RW-2024-001\nLedger-Action: undo\n"]


def test_a_commit_that_may_only_follow_one_is_not_made_on_another(root: Path) -> None:
    first = run_git(root, "rev-parse", "HEAD")
    last = save(root, {ONE: b"status: doing\n"}, "start\n")
    with pytest.raises(SavedNotCommitted):
        commit(found(root), {ONE: b"status: open\n"}, "undo\n", onto=first)
    assert run_git(root, "rev-parse", "HEAD") == last
    commit(found(root), {ONE: b"status: open\n"}, "undo\n", onto=last)
    assert run_git(root, "rev-parse", "HEAD~1") == last


def test_of_an_unborn_branch_there_are_no_messages(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "-q")
    assert list(git.messages_with(found(tmp_path), "x")) == []
    assert not git.has_remote(found(tmp_path))
