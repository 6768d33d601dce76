"""Several commands at once, and other programs beside them: nothing is lost, nothing is overwritten."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.office import CLERK, HEAD, TODAY, UNIT_CLERK, Office
from tests.conftest import THOROUGH
from tests.forking import Runner

pytestmark = pytest.mark.needs("git")

ADDS, AT_A_TIME = 200 if THOROUGH else 64, 32
RACES = 5


def type_as(office: Office, email: str) -> None:
    """From here on, processes are run by whom `email` says."""
    office.monkeypatch.setenv("GIT_AUTHOR_EMAIL", email)
    office.monkeypatch.setenv("GIT_COMMITTER_EMAIL", email)


def added(office: Office) -> str:
    return office.ok("add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31").split()[0]


def submitted(office: Office) -> str:
    entry = added(office)
    office.ok("submit", entry, "-n", "已完成", "--ref", "档案2024-1", email=UNIT_CLERK)
    return entry


def commits(office: Office) -> list[str]:
    return office.git("rev-list", "HEAD").split()


def paths_of(office: Office, commit: str) -> list[str]:
    return office.git("diff-tree", "--no-commit-id", "--name-only", "-r", commit).split()


# --- many at once --------------------------------------------------------------------------------


def test_many_adds_at_once_lose_nothing(office: Office, ledger: Runner) -> None:
    type_as(office, CLERK)
    before = commits(office)
    add = ("--today", TODAY, "add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31")
    runs = [[(*add, "--leader", f"{number}号")] for number in range(ADDS)]
    done = ledger.at_once(runs, cwd=office.folder, most=AT_A_TIME, seconds=60)
    assert {each.code for each in done} == {0}, [each.said for each in done if each.code]
    ids = {each.text.split()[0] for each in done}
    assert ids == {f"RW-2024-{number:03}" for number in range(1, ADDS + 1)}
    files = {path.stem: path for path in (office.folder / "ledgers" / "RW-2024").glob("RW-*.yaml")}
    assert set(files) == ids
    # Each entry is what somebody typed, and nobody's is missing.
    leaders = [re.findall(r"leader: (.*)", path.read_text(encoding="utf-8")) for path in files.values()]
    assert sorted(leader for (leader,) in leaders) == sorted(f"{number}号" for number in range(ADDS))
    made = commits(office)[: -len(before)]
    assert len(made) == ADDS
    assert sorted(path for commit in made for path in paths_of(office, commit)) == sorted(
        f"ledgers/RW-2024/{entry}.yaml" for entry in ids
    )
    assert office.git("status", "--porcelain") == ""
    assert "clean" in office.ok("check", "--strict")


def test_of_two_who_close_one_entry_one_is_refused(office: Office, ledger: Runner) -> None:
    entries = [submitted(office) for _race in range(RACES)]
    type_as(office, HEAD)
    for entry in entries:
        before = commits(office)
        close = ("--today", TODAY, "close", entry, "--opinion", "同意")
        done = ledger.at_once([[close], [close]], cwd=office.folder, most=2, seconds=60)
        assert sorted(each.code for each in done) == [0, 1], [each.said for each in done]
        assert len(commits(office)) == len(before) + 1
        assert office.text(entry).count("did: close") == 1
    assert office.git("status", "--porcelain") == ""


# --- beside a hand or another program --------------------------------------------------------------


@contextmanager
def watched(office: Office, calls: str, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A command as a process of its own, and where its system calls can be read while it makes them."""
    reading, writing = os.pipe()
    watching = ["strace", "-f", "-qq", "-s", "300", "-e", f"trace={calls}", "-o", f"/dev/fd/{writing}"]
    command = [sys.executable, "-m", "cleanledger", "--today", TODAY, *arguments]
    process = subprocess.Popen(
        [*watching, "--", *command],
        cwd=office.folder,
        pass_fds=[writing],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    os.close(writing)
    try:
        yield process, reading
    finally:
        process.kill()
        process.communicate()
        os.close(reading)


def wait_until(trace: int, words: Sequence[str]) -> None:
    """Returns once a call with all of `words` has been made; the rest of the trace is left unread."""
    line = b""
    while byte := os.read(trace, 1):
        line = b"" if byte == b"\n" else line + byte
        if all(word.encode() in line for word in words):
            return
    raise AssertionError(f"the command ended without {words}")


def ended(process: "subprocess.Popen[str]", trace: int) -> tuple[int, str]:
    """How it ends; its trace is read away, so that it can go on writing it."""
    while os.read(trace, 1 << 16):
        pass
    _out, said = process.communicate()
    return process.returncode, said


@pytest.mark.needs("strace")
def test_a_hand_edit_between_reading_and_writing_is_kept_and_the_command_refused(office: Office) -> None:
    entry = submitted(office)
    before = commits(office)
    type_as(office, HEAD)
    path = office.folder / "ledgers" / "RW-2024" / f"{entry}.yaml"
    lock = FileLock(office.folder / ".git" / "cleanledger.lock")
    with lock, watched(office, "flock", "close", entry, "--opinion", "同意") as (process, trace):
        wait_until(trace, ("flock(", "EAGAIN"))
        edited = path.read_bytes().replace("印发方案".encode(), "印发方案（改）".encode())
        path.write_bytes(edited)
        lock.release()
        code, said = ended(process, trace)
    assert code == 1
    assert "changed while this command worked" in said
    assert path.read_bytes() == edited
    assert commits(office) == before


@pytest.mark.needs("strace")
def test_a_command_waits_for_an_index_that_another_program_holds(office: Office) -> None:
    entry = added(office)
    (office.folder / "其他.txt").write_text("待存\n", encoding="utf-8")
    office.git("add", "其他.txt")
    held = office.folder / ".git" / "index.lock"
    held.touch()
    type_as(office, CLERK)
    with watched(office, "open,openat", "progress", entry, "已起草") as (process, trace):
        wait_until(trace, ("index.lock", "EEXIST"))
        held.unlink()
        code, said = ended(process, trace)
    assert code == 0, said
    assert paths_of(office, "HEAD") == [f"ledgers/RW-2024/{entry}.yaml"]
    # What else lay staged lies there still.
    assert office.git("-c", "core.quotePath=off", "status", "--porcelain") == "A  其他.txt\n"


def test_during_a_merge_files_are_staged_and_the_command_says_so(office: Office) -> None:
    entry = added(office)
    office.git("checkout", "--quiet", "-b", "side")
    office.ok("progress", entry, "支线")
    office.git("checkout", "--quiet", "-")
    other = added(office)
    office.git("merge", "--quiet", "--no-commit", "side")
    before = commits(office)
    answer = office("progress", other, "已起草")
    assert answer.code == 0
    assert "a merge is going on: staged, not committed" in answer.err
    assert commits(office) == before
    assert office.git("diff", "--name-only") == ""
    assert f"ledgers/RW-2024/{other}.yaml" in office.git("diff", "--cached", "--name-only").splitlines()


# --- where no commit can be made ---------------------------------------------------------------------


def test_outside_a_repository_the_entry_is_saved_and_the_command_says_how_to_go_on(office: Office) -> None:
    (office.folder / ".git").rename(office.folder / "gone")
    answer = office("add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31")
    assert answer.code == 3
    assert "Saved, not committed" in answer.err
    assert f"git init {shlex.quote(str(office.folder.resolve()))}\n" in answer.err
    assert "title: 印发方案" in office.text("RW-2024-001")


def test_where_a_hook_refuses_the_entry_is_saved_and_the_command_says_so(office: Office) -> None:
    before = commits(office)
    hook = office.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 周末不收 >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    answer = office("add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31")
    assert answer.code == 3
    assert "Saved, not committed: the hook pre-commit refused" in answer.err
    assert "周末不收" in answer.err
    root = shlex.quote(str(office.folder.resolve()))
    assert f"git -C {root} add -- ledgers/RW-2024/RW-2024-001.yaml && git -C {root} commit -m " in answer.err
    assert " add -A" not in answer.err
    assert "title: 印发方案" in office.text("RW-2024-001")
    assert commits(office) == before
    # The command is shown on one line; typed as it stands, from elsewhere, it makes the commit meant.
    hook.unlink()
    (command,) = re.findall(r"^  Put it right, then: (.*)$", answer.err, re.MULTILINE)
    type_as(office, CLERK)
    subprocess.run(["sh", "-c", command], cwd="/", check=True, capture_output=True)
    assert len(commits(office)) == len(before) + 1
    assert office.git("log", "-1", "--format=%B") == (
        "新增 RW-2024-001\n\nLedger-Entry: RW-2024-001\nLedger-Action: add\n\n"
    )
    assert office.git("status", "--porcelain") == ""


def test_without_git_the_entry_is_saved_and_the_command_says_so(office: Office, tmp_path: Path) -> None:
    office.monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    answer = office("--as", "jgdw-clerk", "add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31")
    assert answer.code == 3
    assert "Saved, not committed: git is not installed" in answer.err
    assert "title: 印发方案" in office.text("RW-2024-001")
