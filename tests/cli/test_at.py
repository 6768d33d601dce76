"""`--at`: the book as an earlier commit has it, the same bytes in every clone."""

import json
import os
import tempfile
from pathlib import Path

import pytest

from tests.cli.office import Office, run_process

FIRST, SECOND = "2024-03-10T12:00:00+08:00", "2024-05-20T23:30:00+08:00"


@pytest.fixture
def past(office: Office) -> Office:
    """Two entries in March, one of them begun late in the evening of 20 May; the founding lies before."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        office.monkeypatch.setenv(name, FIRST)
    office.git("checkout", "--quiet", "--orphan", "old")
    office.git("commit", "--quiet", "-m", "founding")
    office.ok("add", "RW-2024", "甲", "-u", "GDBH", "-d", "2024-06-30", today="2024-03-10")
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        office.monkeypatch.setenv(name, SECOND)
    office.ok("add", "RW-2024", "乙", "-u", "GDBH", "-d", "2024-07-31", today="2024-05-20")
    return office


def rows(text: str) -> list[str]:
    return [row["id"] for row in json.loads(text)["rows"]]


def at(office: Office, where: str, *words: str) -> str:
    return office.ok("--at", where, *(words or ("list", "--format", "json")), today=None)


def test_a_day_is_the_last_commit_of_it_in_the_zone_of_the_book(past: Office) -> None:
    head = past.git("rev-parse", "HEAD").strip()
    assert rows(at(past, "2024-05-19")) == ["RW-2024-001"]
    found = json.loads(at(past, "2024-05-20"))
    assert [row["id"] for row in found["rows"]] == ["RW-2024-001", "RW-2024-002"]
    assert found["as_of"] == "2024-05-20"
    assert found["commit"] == head
    assert found["tree"] == past.git("rev-parse", "HEAD^{tree}").strip()


def test_a_revision_is_judged_on_its_day_unless_told_otherwise(past: Office) -> None:
    assert json.loads(at(past, "HEAD~1"))["as_of"] == "2024-03-10"
    moved = past.ok("--at", "HEAD~1", "overdue", "--format", "json", today="2024-07-05")
    assert rows(moved) == ["RW-2024-001"]


def test_the_working_tree_is_not_looked_at(past: Office) -> None:
    before = at(past, "HEAD")
    (past.folder / "ledgers/RW-2024/RW-2024-001.yaml").unlink()
    (past.folder / "ledgers/units.yaml").write_text("broken: [", "utf-8")
    (past.folder / "ledgers/RW-2024/stray.txt").write_text("x", "utf-8")
    assert at(past, "HEAD") == before
    assert "stray" not in at(past, "HEAD", "check")
    assert "甲" in at(past, "HEAD", "show", "RW-2024-001")


@pytest.mark.parametrize("format", ["json", "csv", "plain"])
def test_the_same_bytes_elsewhere(
    past: Office, tmp_path_factory: pytest.TempPathFactory, format: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("clone") / "book"
    past.git("clone", "--quiet", "--no-local", str(past.folder), str(elsewhere))
    words = ("--at", "2024-05-20", "--lang", "zh", "report", "deadlines", "--format", format)
    here = run_process(*words, cwd=past.folder, TZ="UTC", LC_ALL="C.UTF-8")
    past.git("gc", "--quiet")
    there = run_process(*words, cwd=elsewhere, TZ="America/Los_Angeles", LC_ALL="C")
    again = run_process(*words, cwd=past.folder, TZ="Pacific/Kiritimati")
    assert here.returncode == 0, here.stderr
    assert "RW-2024-002" in here.stdout
    assert here.stdout == there.stdout == again.stdout


def test_check_reads_the_paths_of_the_tree(past: Office) -> None:
    path = past.folder / "ledgers/RW-2024/RW-2024-001.yaml"
    path.write_text("kind: [", "utf-8")
    past.git("commit", "--quiet", "-am", "broken")
    path.unlink()
    answer = past("--at", "HEAD", "check", "ledgers/RW-2024/RW-2024-001.yaml", today=None)
    assert answer.code == 1
    assert "ledgers/RW-2024/RW-2024-001.yaml:1" in answer.out
    assert past("--at", "HEAD", "check", "ledgers/RW-2024/RW-2024-002.yaml", today=None).code == 0


def test_links_of_the_tree_are_not_followed(past: Office) -> None:
    outside = past.folder / "outside"
    outside.write_text(past.text("RW-2024-001").replace("RW-2024-001", "RW-2024-003"), "utf-8")
    (past.folder / "ledgers/RW-2024/RW-2024-003.yaml").symlink_to(outside)
    (past.folder / "ledgers/ZG-2025").symlink_to("/etc")
    past.git("add", "ledgers")
    past.git("commit", "--quiet", "-m", "links")
    answer = past("--at", "HEAD", "check", today=None)
    assert answer.code == 1
    assert "RW-2024-003.yaml:1:1" in answer.out
    assert "ZG-2025" in answer.out
    listed = past("--at", "HEAD", "list", "--format", "json", today=None)
    assert rows(listed.out) == ["RW-2024-001", "RW-2024-002"]


@pytest.mark.parametrize(
    ("where", "code"),
    [("2999-01-01", 2), ("--help-me", 2), ("nothing", 1), ("2023-01-01", 1), ("2023-02-30", 2)],
)
def test_what_cannot_be_read(past: Office, where: str, code: int) -> None:
    answer = past(f"--at={where}", "list", today=None)
    assert answer.code == code, answer
    assert "Traceback" not in answer.err


def test_a_commit_from_ahead_of_today_is_refused(past: Office) -> None:
    past.monkeypatch.setenv("GIT_COMMITTER_DATE", "2090-01-01T00:00:00+08:00")
    past.git("commit", "--quiet", "--allow-empty", "-m", "ahead")
    assert past("--at", "HEAD", "list", today=None).code == 2


def test_a_shallow_clone_says_what_is_missing(past: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    shallow = tmp_path_factory.mktemp("clone") / "book"
    past.git("clone", "--quiet", "--depth=1", f"file://{past.folder}", str(shallow))
    answer = run_process("--at", "2024-04-01", "list", cwd=shallow)
    assert answer.returncode == 3
    assert "fetch-depth: 0" in answer.stderr


@pytest.mark.parametrize("words", [("submit", "1", "-n", "x"), ("办结", "1"), ("unit", "list"), ("undo",)])
def test_verbs_refuse_it(past: Office, words: tuple[str, ...]) -> None:
    before = past.tree()
    answer = past("--at", "HEAD", *words, today=None)
    assert answer.code == 2
    assert "--at" in answer.err
    assert past.tree() == before


def test_nothing_is_left_behind(past: Office, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    past.monkeypatch.setattr(tempfile, "tempdir", os.fspath(scratch))
    at(past, "HEAD")
    past("--at", "HEAD", "show", "RW-2024-099", today=None)
    assert list(scratch.iterdir()) == []
