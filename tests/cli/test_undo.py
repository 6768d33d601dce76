"""`undo`: the own last write is taken back byte for byte while nobody else has it, and stays to be seen."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cli.office import CLERK, HEAD, LEADER, TODAY, UNIT_CLERK, Office
from tests.forking import Runner

pytestmark = pytest.mark.needs("git")


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder beside the office."""
    return tmp_path_factory.mktemp("elsewhere")


def add(office: Office, ledger: str = "ZG-2024", *more: str) -> str:
    words = ("add", ledger, "闲置土地处置不规范", "-u", "GDBH", "-d", "2024-12-31", *more)
    return office.ok(*words).split()[0]


def paper(office: Office, name: str = "佐证.txt") -> str:
    (office.folder / name).write_text("已办\n", encoding="utf-8")
    return name


def opened(office: Office) -> str:
    return add(office, "ZG-2024", "-m", "修订流程", "--set", "acceptance_unit=JGJW")


def submitted(office: Office) -> str:
    entry = opened(office)
    office.ok("submit", entry, "-n", "已完成", "--all-measures", "-e", paper(office), email=UNIT_CLERK)
    return entry


def verified(office: Office) -> str:
    entry = submitted(office)
    office.ok("verify", entry, "--opinion", "属实", email=HEAD)
    return entry


def closed(office: Office) -> str:
    entry = verified(office)
    office.ok("close", entry, "--opinion", "同意", email=HEAD)
    return entry


def record(office: Office) -> str:
    """An entry that another refers to."""
    entry = opened(office)
    add(office, "ZG-2024", "--set", f"related={entry}")
    return entry


def nothing(office: Office) -> str:
    del office
    return ""


# What each writing command of the main road begins with, who types it, and how.
WRITES: dict[str, tuple[Callable[[Office], str], str, Sequence[str]]] = {
    "add": (nothing, CLERK, ("add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31")),
    "start": (opened, UNIT_CLERK, ("start", "{entry}")),
    "progress": (opened, UNIT_CLERK, ("progress", "{entry}", "已起草", "--percent", "40")),
    "measure": (opened, UNIT_CLERK, ("measure", "{entry}", "1")),
    "measure --add": (opened, UNIT_CLERK, ("measure", "{entry}", "--add", "复查")),
    "evidence": (opened, UNIT_CLERK, ("evidence", "{entry}", "佐证.txt", "--ref", "档案2024-1")),
    "set": (opened, CLERK, ("set", "{entry}", "leader=分管副厅长", "tags=重点")),
    "submit": (
        opened,
        UNIT_CLERK,
        ("submit", "{entry}", "-n", "已完成", "--all-measures", "-e", "佐证.txt"),
    ),
    "return": (submitted, HEAD, ("return", "{entry}", "-r", "材料不全")),
    "verify": (submitted, HEAD, ("verify", "{entry}", "--opinion", "属实")),
    "close": (verified, HEAD, ("close", "{entry}", "--opinion", "同意")),
    "extend": (opened, UNIT_CLERK, ("extend", "{entry}", "--to", "2025-03-31", "-r", "等批复")),
    "correct": (submitted, UNIT_CLERK, ("correct", "{entry}", "-r", "录错")),
    "new": (nothing, CLERK, ("new", "RW-2025", "--kind", "task", "--title", "明年")),
    "unit-add": (nothing, CLERK, ("unit", "add", "TDLY", "利用处")),
    "person-add": (nothing, CLERK, ("person", "add", "tdly-clerk", "--unit", "GDBH")),
    "renumber": (record, CLERK, ("renumber", "{entry}", "--to", "40")),
    "renumber with evidence": (submitted, CLERK, ("renumber", "{entry}")),
    "seal": (closed, CLERK, ("seal", "ZG-2024", "--doc", "办〔2024〕1号")),
}


@pytest.mark.parametrize("name", WRITES)
def test_whatever_was_written_comes_back_byte_for_byte(office: Office, name: str) -> None:
    begin, email, words = WRITES[name]
    entry = begin(office)
    paper(office)
    before, folders, head = office.tree(), folders_of(office), office.git("rev-parse", "HEAD").strip()
    office.ok(*(word.format(entry=entry) for word in words), email=email)
    written, subject = office.tree(), office.git("log", "-1", "--format=%s").strip()
    assert written != before
    other = HEAD if email != HEAD else CLERK
    assert "is not yours" in office.refused("undo", "--yes", email=other)
    said = office.ok("undo", "--yes", email=email)
    assert said.splitlines()[0] == f"撤销 {subject}"
    assert (office.tree(), folders_of(office)) == (before, folders)
    assert office.git("log", "--format=%s", f"{head}..").splitlines() == [f"撤销 {subject}", subject]
    assert office.git("rev-parse", "HEAD^{tree}") == office.git("rev-parse", f"{head}^{{tree}}")
    undone, done = (office.git("log", "-1", "--format=%b", each).split("\n") for each in ("HEAD", "HEAD~"))
    assert [line for line in done if line.startswith("Ledger-Entry: ")] + ["Ledger-Action: undo"] == [
        line for line in undone if line
    ]
    assert office.git("status", "--porcelain", "ledgers") == ""
    assert "clean" in office.ok("check")


def folders_of(office: Office) -> set[str]:
    top = office.folder / "ledgers"
    return {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_dir()}


# --- numbers ---------------------------------------------------------------------------------------


def test_a_number_that_was_given_is_not_given_again(office: Office) -> None:
    assert add(office) == "ZG-2024-001"
    said = office.ok("undo", "--yes")
    assert "ZG-2024-001 stays used" in said
    assert add(office, "RW-2024") == "RW-2024-001"
    assert add(office) == "ZG-2024-002"
    office.ok("undo", "--yes")
    assert add(office) == "ZG-2024-003"
    assert "was given before" in office.refused("renumber", "ZG-2024-003", "--to", "2")


def test_the_number_stays_used_for_whoever_gets_the_history(office: Office, elsewhere: Path) -> None:
    add(office)
    office.ok("undo", "--yes")
    office.git("clone", "-q", ".", str(elsewhere / "clone"))
    office.monkeypatch.chdir(elsewhere / "clone")
    assert add(office) == "ZG-2024-002"


# --- what is refused -------------------------------------------------------------------------------


def test_an_undo_is_not_undone(office: Office) -> None:
    entry = add(office)
    office.ok("start", entry)
    office.ok("undo", "--yes")
    said = office.refused("undo", "--yes")
    assert "was taken back already" in said
    assert f"撤销 启动 {entry}" in said


@pytest.mark.parametrize("ref", ["refs/remotes/origin/main", "refs/heads/other", "refs/tags/checkpoint/1"])
def test_what_others_have_stays(office: Office, ref: str) -> None:
    add(office)
    office.git("update-ref", ref, "HEAD")
    said = office.refused("undo", "--yes")
    assert ref.split("/", 2)[2] in said
    assert "ledger correct" in said


def test_what_another_work_tree_stands_on_stays(office: Office, elsewhere: Path) -> None:
    add(office)
    office.git("worktree", "add", "-q", "--detach", str(elsewhere / "beside"))
    assert "beside" in office.refused("undo", "--yes")


def test_what_was_pushed_stays_and_what_was_not_goes(office: Office, elsewhere: Path) -> None:
    office.git("init", "-q", "--bare", str(elsewhere / "place.git"))
    office.git("remote", "add", "origin", str(elsewhere / "place.git"))
    entry = add(office)
    office.git("push", "-q", "origin", "HEAD")
    assert "others have it already" in office.refused("undo", "--yes")
    office.ok("start", entry)
    answer = office("undo", "--yes")
    assert (answer.code, answer.err) == (0, "")


def test_without_a_remote_it_is_said_that_nobody_knows_who_has_a_copy(office: Office) -> None:
    add(office)
    assert "no other place" in office("undo", "--yes").err


def test_a_commit_that_is_not_the_tools_stays(office: Office) -> None:
    add(office)
    (office.folder / "其他.txt").write_text("x", encoding="utf-8")
    office.git("add", "其他.txt")
    office.git("commit", "-q", "-m", "by hand")
    assert "by hand" in office.refused("undo", "--yes")


def test_a_commit_to_which_something_else_was_added_stays(office: Office) -> None:
    add(office)
    (office.folder / "其他.txt").write_text("x", encoding="utf-8")
    office.git("add", "其他.txt")
    office.git("commit", "-q", "--amend", "--no-edit")
    assert "其他.txt" in office.refused("undo", "--yes")


def test_the_first_commit_stays(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(elsewhere, monkeypatch)
    office.ok("init", "--unit", "JGDW 机关党委", "--as", "clerk", "--email", CLERK, today=None)
    assert "nothing comes before" in office.refused("undo", "--yes")


def test_a_merge_stays(office: Office) -> None:
    entry = add(office)
    office.git("checkout", "-q", "-b", "other")
    office.ok("progress", entry, "一")
    office.git("checkout", "-q", "-")
    add(office, "RW-2024")
    message = f"merge\n\nLedger-Entry: {entry}\nLedger-Action: start\n"
    office.git("merge", "-q", "--no-ff", "-m", message, "other")
    assert "was not made by the tool" in office.refused("undo", "--yes")


@pytest.mark.parametrize("change", ["edited", "gone", "evidence", "new"])
def test_what_is_in_no_commit_is_named_and_nothing_is_taken_back(office: Office, change: str) -> None:
    entry = submitted(office)
    path = office.folder / f"ledgers/ZG-2024/{entry}.yaml"
    if change == "edited":
        path.write_text(path.read_text("utf-8") + "# 注\n", "utf-8")
    elif change == "gone":
        path.unlink()
    elif change == "evidence":
        path = next((office.folder / "ledgers/evidence").rglob("*.txt"))
        path.write_text("换了", encoding="utf-8")
    else:
        path = office.folder / "ledgers/RW-2024/RW-2024-001.yaml"
        path.write_text("kind: task\n", encoding="utf-8")
    said = office.refused("undo", "--yes", email=UNIT_CLERK)
    assert path.relative_to(office.folder).as_posix() in said


def test_a_write_that_was_saved_and_not_committed_is_not_taken_for_the_last(office: Office) -> None:
    entry = add(office)
    hook = office.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    before = office.tree()
    assert office("start", entry).code == 3
    said = office.refused("undo", "--yes")
    hook.unlink()
    assert f"ledgers/ZG-2024/{entry}.yaml" in said
    # What the hint says takes the write out of the folder, and loses nothing.
    command = next(line for line in said.splitlines() if "stash push" in line).partition("aside: ")[2]
    subprocess.run(["sh", "-c", command], cwd="/", check=True)
    assert office.tree() == before
    office.git("stash", "pop", "-q")
    assert "status: doing" in office.text(entry)


def test_a_hook_that_refuses_leaves_the_files_as_they_were_before_the_write(office: Office) -> None:
    before = office.tree()
    entry = add(office)
    hook = office.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    answer = office("undo", "--yes")
    hook.unlink()
    assert answer.code == 3
    assert office.tree() == before
    command = answer.err[answer.err.index("git -C") :].strip()
    subprocess.run(["sh", "-c", command], cwd="/", check=True, capture_output=True)
    assert office.git("log", "-1", "--format=%s").strip() == f"撤销 新增 {entry}"
    assert office.git("status", "--porcelain", "ledgers") == ""


def test_a_book_without_commits_and_one_without_a_repository_have_nothing_to_take_back(
    office: Office,
) -> None:
    book = office.folder / "ledgers/book.yaml"
    text = book.read_text("utf-8")
    book.write_text(text.replace("commit: auto", "commit: never"), "utf-8")
    assert "never" in office.refused("undo", "--yes")
    book.write_text(text, "utf-8")
    shutil.rmtree(office.folder / ".git")
    answer = office("undo", "--yes")
    assert answer.code == 3
    assert "no git repository" in answer.err


def test_nothing_is_taken_back_during_a_merge(office: Office) -> None:
    add(office)
    (office.folder / ".git/MERGE_HEAD").write_text(office.git("rev-parse", "HEAD"), encoding="utf-8")
    answer = office("undo", "--yes")
    assert (answer.code, "merge" in answer.err) == (3, True)


def test_only_a_person_whom_git_knows_takes_back(office: Office) -> None:
    add(office)
    office.monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    office.monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.useConfigOnly")
    office.monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    assert office("undo", "--yes", email=None).code == 3


# --- what it leaves alone --------------------------------------------------------------------------


def test_what_lies_in_the_index_otherwise_stays_there(office: Office) -> None:
    add(office)
    (office.folder / "其他.txt").write_text("待存\n", encoding="utf-8")
    office.git("add", "其他.txt")
    office.ok("undo", "--yes")
    assert office.git("diff", "--cached", "--name-only", "-z") == "其他.txt\0"


def test_on_no_branch_it_works_as_on_one(office: Office) -> None:
    office.git("checkout", "-q", "--detach")
    before = office.tree()
    add(office)
    office.ok("undo", "--yes")
    assert office.tree() == before


def test_line_ends_of_the_folder_come_back_too(office: Office) -> None:
    entry = add(office)
    path = office.folder / f"ledgers/ZG-2024/{entry}.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    office.ok("start", entry)
    assert b"doing\r\n" in path.read_bytes()
    office.ok("undo", "--yes")
    assert path.read_bytes() == before
    assert office.git("rev-parse", "HEAD^{tree}") == office.git("rev-parse", "HEAD~2^{tree}")


# --- asking ------------------------------------------------------------------------------------------


def test_a_dry_run_shows_what_would_go_and_writes_nothing(office: Office) -> None:
    entry = submitted(office)
    before = office.tree()
    out = office.ok("undo", "--dry-run", email=UNIT_CLERK)
    assert "\n-status: submitted\n" in out
    assert f"ledgers/evidence/{entry}/佐证.txt goes" in out
    assert office.tree() == before


def test_in_a_pipe_the_missing_answer_is_named(office: Office) -> None:
    add(office)
    before = office.tree()
    answer = office("undo")
    assert (answer.code, "--yes" in answer.err) == (2, True)
    assert office.tree() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_on_a_terminal_it_is_asked_and_said_what_goes(office: Office, typed: str, code: int) -> None:
    entry = add(office)
    before = office.tree()
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    process = subprocess.run(
        [sys.executable, "-m", "cleanledger", "--lang", "zh", "--today", TODAY, "undo"],
        cwd=office.folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        check=False,
        env={**os.environ, "GIT_AUTHOR_EMAIL": CLERK, "GIT_COMMITTER_EMAIL": CLERK},
    )
    os.close(theirs)
    said = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert process.returncode == code, said
    assert f"新增 {entry}" in said
    assert "是否撤销？" in said
    assert (office.tree() == before) == (code == 1)


# --- beside others -----------------------------------------------------------------------------------


def test_of_an_undo_and_a_write_at_once_neither_loses_anything(office: Office, ledger: Runner) -> None:
    """Either undo saw the write before and takes that back, or it is refused because another came."""
    for role in ("AUTHOR", "COMMITTER"):
        office.monkeypatch.setenv(f"GIT_{role}_EMAIL", CLERK)
    first, second = add(office), add(office)
    for turn in range(4):
        office.ok("progress", first, f"甲{turn}")
        undo = ("--today", TODAY, "undo", "--yes")
        write = ("--today", TODAY, "progress", second, f"乙{turn}")
        done = ledger.at_once([[undo], [write]], cwd=office.folder, most=2, seconds=60)
        assert {each.code for each in done} <= {0, 1}, [each.said for each in done]
        subjects = office.git("log", "-2", "--format=%s").splitlines()
        taken = {f"撤销 进展 {each}" for each in (first, second)} & set(subjects)
        assert len(taken) == (1 if done[0].code == 0 else 0)
        for entry, sign in ((first, f"甲{turn}"), (second, f"乙{turn}")):
            assert (sign in office.text(entry)) == (f"撤销 进展 {entry}" not in taken)
        assert office.git("status", "--porcelain") == ""
    assert "clean" in office.ok("check")


def test_addresses_are_compared_without_letter_case_and_leaders_undo_their_own(office: Office) -> None:
    entry = submitted(office)
    office.ok("return", entry, "-r", "不实", email=HEAD)
    assert office("undo", "--yes", email=LEADER).code == 1
    office.ok("undo", "--yes", email=HEAD.upper())
