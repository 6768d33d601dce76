"""Entries that git could not merge, joined by `ledger resolve`: real merges, rebases and marks."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cleanledger.operations.joining.markers import sides_in
from tests.cli.office import HEAD, UNIT_CLERK, Office

pytestmark = pytest.mark.needs("git")


class Branches:
    """An office whose main branch and side branch go their own ways from one entry on."""

    def __init__(self, office: Office) -> None:
        self.office = office
        out = office.ok("add", "RW-2024", "修订办法", "-u", "GDBH", "-d", "2024-12-31", "-m", "摸排")
        self.entry = out.split()[0]
        self.path = office.folder / "ledgers" / "RW-2024" / f"{self.entry}.yaml"
        self.main = office.git("symbolic-ref", "--short", "HEAD").strip()

    def apart(self, side: Callable[[], object], main: Callable[[], object]) -> None:
        self.office.git("checkout", "--quiet", "-b", "side")
        side()
        self.office.git("checkout", "--quiet", self.main)
        main()

    def git(self, *arguments: str) -> int:
        words = ["git", *arguments]
        return subprocess.run(words, cwd=self.office.folder, capture_output=True, check=False).returncode

    def close(self) -> None:
        self.office.ok(
            "submit", self.entry, "-n", "已完成", "--all-measures", "--ref", "档案1", email=UNIT_CLERK
        )
        self.office.ok("close", self.entry, "--opinion", "同意", email=HEAD)

    def progress(self, today: str = "2024-06-01") -> None:
        self.office.ok("progress", self.entry, "过半", email=UNIT_CLERK, today=today)

    def extend(self) -> None:
        day = "2024-06-03"
        self.office.ok(
            "extend", self.entry, "--to", "2025-03-31", "-r", "等批复", "--approved-by", "leader",
            "--doc", "1号", email=UNIT_CLERK, today=day,
        )  # fmt: skip

    def status(self) -> str:
        return self.office.git("status", "--porcelain")


@pytest.fixture
def branches(office: Office) -> Branches:
    return Branches(office)


def test_a_close_and_a_progress_are_joined_and_staged_and_git_goes_on(branches: Branches) -> None:
    branches.apart(branches.progress, branches.close)
    assert branches.git("merge", "--quiet", "side") == 1
    out = branches.office.ok("resolve")
    assert "go on with: git commit --no-edit" in out
    assert "<<<<<<<" not in branches.path.read_text("utf-8")
    assert branches.status() == f"M  ledgers/RW-2024/{branches.entry}.yaml\n"
    branches.office.git("commit", "--quiet", "--no-edit")
    text = branches.path.read_text("utf-8")
    assert "status: closed" in text
    assert "过半" in text
    branches.office.ok("check")


def test_a_close_and_an_extension_are_told_in_words_and_nothing_is_written(branches: Branches) -> None:
    branches.apart(branches.extend, branches.close)
    assert branches.git("merge", "--quiet", "side") == 1
    before = branches.office.tree()
    answer = branches.office("resolve", branches.entry)
    assert answer.code == 1
    assert "do not go together: LG404" in answer.out
    assert "did: extend" in answer.out
    assert "did: close" in answer.out
    assert f"ledger resolve {branches.entry} --field log=ours" in answer.out
    assert branches.office.tree() == before


def test_the_side_taken_stands_and_the_others_line_is_corrected(branches: Branches) -> None:
    branches.apart(branches.extend, branches.close)
    branches.git("merge", "--quiet", "side")
    taken = ("resolve", "--field", "log=ours", "-r", "已办结", "--approved-by", "leader")
    assert "LG705" in branches.office.refused(*taken, today="2024-06-04"), "the leader's word needs a paper"
    branches.office.ok(*taken, "--doc", "2号", today="2024-06-04")
    branches.office.git("commit", "--quiet", "--no-edit")
    assert "clean" in branches.office.ok("check", today="2024-06-04")
    text = branches.path.read_text("utf-8")
    assert "did: extend" in text
    assert "did: correct" in text
    assert "status: closed" in text
    assert "\ndue: 2024-12-31" in text


def test_a_field_of_two_values_is_a_choice(branches: Branches) -> None:
    def leader(name: str) -> Callable[[], object]:
        return lambda: branches.office.ok("set", branches.entry, f"leader={name}")

    branches.apart(leader("副厅长"), leader("厅长"))
    branches.git("merge", "--quiet", "side")
    answer = branches.office("resolve")
    assert answer.code == 1
    assert "ours: 厅长" in answer.out
    assert "theirs: 副厅长" in answer.out
    branches.office.ok("resolve", "--take", "theirs")
    assert "leader: 副厅长" in branches.path.read_text("utf-8")


def test_a_rebase_goes_on_with_its_own_command(branches: Branches) -> None:
    branches.apart(branches.progress, branches.close)
    branches.office.git("checkout", "--quiet", "side")
    assert branches.git("rebase", "--quiet", branches.main) == 1
    assert "go on with: git rebase --continue" in branches.office.ok("resolve", branches.entry)
    assert branches.git("-c", "core.editor=true", "rebase", "--continue") == 0
    assert "过半" in branches.path.read_text("utf-8")


def test_marks_that_were_committed_are_joined_by_a_commit_of_its_own(branches: Branches) -> None:
    branches.apart(branches.progress, branches.close)
    branches.git("merge", "--quiet", "side")
    assert "<<<<<<<" in branches.path.read_text("utf-8")
    branches.office.git("commit", "--quiet", "-a", "--no-edit")
    branches.office.ok("resolve")
    assert branches.status() == ""
    assert branches.office.git("log", "-1", "--format=%s").strip() == f"并合 {branches.entry}"
    branches.office.ok("check")


def test_marks_in_a_commit_that_is_no_merge_give_both_versions(branches: Branches) -> None:
    branches.apart(branches.progress, branches.close)
    branches.git("merge", "--quiet", "side")
    marked = branches.path.read_bytes()
    branches.git("merge", "--abort")
    branches.path.write_bytes(marked)
    branches.office.git("commit", "--quiet", "-a", "-m", "by a host")
    branches.office.ok("resolve")
    text = branches.path.read_text("utf-8")
    assert "过半" in text
    assert "status: closed" in text


def test_where_nothing_is_in_conflict_it_says_so(branches: Branches) -> None:
    assert branches.office.ok("resolve") == "no entry is in conflict\n"
    assert f"{branches.entry} is not in conflict" in branches.office.refused("resolve", branches.entry)


@pytest.mark.parametrize("words", [("--take", "mine"), ("--field", "leader"), ("--field", "leader=mine")])
def test_a_choice_that_is_none_is_a_fault_of_the_line(branches: Branches, words: tuple[str, str]) -> None:
    assert branches.office("resolve", *words).code == 2


def test_a_file_that_one_side_took_away_is_not_decided(branches: Branches) -> None:
    def remove() -> None:
        branches.path.unlink()
        branches.office.git("commit", "--quiet", "-a", "-m", "away")

    branches.apart(remove, branches.progress)
    branches.git("merge", "--quiet", "side")
    answer = branches.office("resolve")
    assert answer.code == 1
    assert "the other took its file away" in answer.out
    assert f"to keep it: ledger resolve {branches.entry} --take ours" in answer.out
    branches.office.ok("resolve", "--take", "ours")
    assert branches.status() == ""
    branches.office.git("commit", "--quiet", "--no-edit")
    assert "过半" in branches.path.read_text("utf-8")


def test_a_cover_in_conflict_is_named_and_left_to_a_hand(branches: Branches, tmp_path: Path) -> None:
    plans = tmp_path / "ledgers" / "notes.txt"

    def note(text: str) -> None:
        plans.write_text(text, "utf-8")
        branches.office.git("add", "-A")
        branches.office.git("commit", "--quiet", "-m", text)

    branches.apart(lambda: note("a"), lambda: note("b"))
    branches.git("merge", "--quiet", "side")
    answer = branches.office("resolve")
    assert "in conflict too, and no entry: ledgers/notes.txt" in answer.err


def test_marks_with_a_base_give_three_versions() -> None:
    text = "a\n<<<<<<< ours\nb\n||||||| base\nc\n=======\nd\n>>>>>>> theirs\ne\n"
    assert sides_in(text) == (b"a\nc\ne\n", b"a\nb\ne\n", b"a\nd\ne\n")
    assert sides_in("a\n") is None
