"""No command shows a traceback, whatever stands in an argument, the surroundings or a missing file."""

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleanledger.cli.commands import OFFERED
from tests.cli.office import CLERK, TODAY, UNIT_CLERK, Office
from tests.conftest import THOROUGH
from tests.forking import ROOT, Runner
from tests.hostile.unsafe_output import unsafe

OPEN, SUBMITTED = "RW-2024-001", "RW-2024-002"
RUNS = 40 if THOROUGH else 4
"""How many lines of several words are drawn for each command."""
SINGLE = 30 if THOROUGH else 4
"""How many single words it is given, alone and behind an entry."""
JUNK = (
    "",
    " ",
    "-",
    "--",
    "-1",
    "-rf",
    "--output=x",
    "0",
    "99999999999999999999",
    "1e999",
    "9" * 5000,
    "٣",
    "３１",
    "nan",
    "2024-02-30",
    "2024-06-30",
    "9999-12-31",
    "0001-01-01",
    "长" * 10_000,
    "a\x1b[2J\x1b]0;x\x07b",
    "a\x9bb",
    "已完成\u202e成完未",
    "a\u200bb",
    "a\nb",
    "a\rb",
    "a\tb",
    "\u2028",
    "\udcff\udcfe",  # bytes that are no UTF-8
    "\U000e0041",
    "[/]",
    "{0}%s%(x)s",
    "../../etc/passwd",
    "/dev/zero",
    "/dev/full",
    ".",
    "T" * 300,
    "key=value",
    "=",
    "log=x",
    "status=closed",
    "measures.1.text=x",
    "measures.x.y.z=x",
    "title=\x1b",
    "title=\udcff",
    "due=2024-02-30",
    "tags+=a",
    "tags-=a",
    "source=x",
    "RW-2024",
    "RW-2024-001",
    "31",
    "GDBH",
    "耕地",
    "jgdw-clerk",
    "task",
    "json",
    "en",
    "LG5",
)


def every_command() -> list[str]:
    """Each command by its name, those of a group behind the group's."""
    built = {name: offered.build() for name, offered in OFFERED.items()}
    inner = [f"{name} {each}" for name, made in built.items() for each in getattr(made, "commands", ())]
    return ["", *built, *inner, "办结", "no-such-command"]


COMMANDS = every_command()
OPTIONS = (
    *(
        "--book",
        "--lang",
        "--as",
        "--today",
        "--date",
        "--actor",
        "--doc",
        "--meeting",
        "--evidence",
        "--ref",
    ),
    *("--dry-run", "--note", "--reason", "--to", "--approved-by", "--format", "--unit", "--ledger", "--by"),
    *(
        "--since",
        "--month",
        "--kind",
        "--status",
        "--set",
        "-u",
        "-d",
        "-m",
        "-x",
        "--help",
        "--line",
        "--done",
    ),
    *("--percent", "--milestone", "--add", "--select", "--strict", "--title", "--year", "--email", "--from"),
)


@pytest.fixture
def busy(office: Office) -> Office:
    """The office with an open and a submitted entry."""
    for _number in range(2):
        office.ok("add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31", "-m", "起草")
    office.ok("submit", SUBMITTED, "-n", "x", "--all-measures", "--ref", "档案1", email=UNIT_CLERK)
    office.monkeypatch.setenv("GIT_AUTHOR_EMAIL", CLERK)
    office.monkeypatch.setenv("GIT_COMMITTER_EMAIL", CLERK)
    return office


def arguments_of(command: str, random_: random.Random) -> list[str]:
    words = command.split()
    for _word in range(random_.randint(0, 5)):
        words.append(random_.choice(JUNK) if random_.random() < 0.7 else random_.choice(OPTIONS))
    return words


@pytest.mark.parametrize("command", COMMANDS)
def test_no_argument_leads_to_a_traceback(command: str, busy: Office, ledger: Runner) -> None:
    """Arguments drawn by a seed, so that a failure comes back."""
    random_ = random.Random(command)
    cases = [arguments_of(command, random_) for _run in range(RUNS)]
    cases += [[*command.split(), text] for text in random_.sample(JUNK[:30], SINGLE)]
    cases += [[*command.split(), OPEN, text] for text in random_.sample(JUNK[:30], SINGLE)]
    wrong = []
    for words, done in zip(cases, ledger.at_once([[case] for case in cases], cwd=busy.folder), strict=True):
        found = unsafe(done.both)
        if found or done.code not in {0, 1, 2, 3}:
            wrong.append(([word[:60] for word in words], done.code, found, done.err[-300:]))
    assert wrong == []


# --- broken surroundings ----------------------------------------------------------------------------

READING = (("check",), ("list",), ("show", OPEN), ("report", "rollup"), ("unit", "list"))
WRITING = (("progress", OPEN, "已起草"), ("add", "RW-2024", "方案", "-u", "GDBH", "-d", "2024-12-31"))


def spoil(book: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (book / name).unlink()
    else:
        (book / name).write_bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("book.yaml", None, ({3}, {3})),
        ("book.yaml", b"format: 2\nname: x\n", ({3}, {3})),
        ("book.yaml", b"format: 99999999999999\nname: x\n", ({3}, {3})),
        ("book.yaml", b"", ({1}, {1})),
        ("book.yaml", b"\xff\xfe\x00", ({1}, {1})),
        ("book.yaml", b"[" * 5000, ({1}, {1})),
        ("book.yaml", b"format: 1\nname: x\ntimezone: Nowhere/Land\n", ({0, 3}, {0, 3})),
        ("book.yaml", b"format: 1\nname: x\ntimezone: ../../etc/passwd\n", ({0, 1, 3}, {0, 1, 3})),
        ("units.yaml", None, ({0, 1}, {1})),
        ("units.yaml", b"units: [", ({1}, {1})),
        ("units.yaml", b"units: []\n", ({0, 1}, {1})),
        ("plans.yaml", b"plans: 1\n", ({1}, {1})),
        ("calendar.yaml", b"years: x\n", ({1}, {1})),
        ("RW-2024/ledger.yaml", None, ({0, 1}, {0, 1})),
        ("RW-2024/ledger.yaml", b"kind: [task\n", ({0, 1}, {0, 1})),
        (f"RW-2024/{OPEN}.yaml", None, ({0, 1}, {0, 1})),
        (f"RW-2024/{OPEN}.yaml", b"\0" * 4096, ({0, 1}, {0, 1})),
    ],
)
def test_a_broken_file_is_said(
    name: str, content: bytes | None, codes: tuple[set[int], set[int]], busy: Office, ledger: Runner
) -> None:
    spoil(busy.folder / "ledgers", name, content)
    runs = [[command] for command in READING] + [[("--today", TODAY, *command)] for command in WRITING]
    for run, done in zip(runs, ledger.at_once(runs, cwd=busy.folder), strict=True):
        assert unsafe(done.both) == []
        assert done.code in codes[run[0] not in READING], (run, done.both.decode())


def surroundings(**environment: Any) -> dict[str, str]:
    """Those of this process; a variable that is None is left out."""
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name, value in environment.items():
        found.pop(name, None)
        if value is not None:
            found[name] = value
    return found


def process(
    office: Office, *arguments: str, stdout: Any = subprocess.PIPE, **environment: Any
) -> "subprocess.CompletedProcess[bytes]":
    """A command as a process from its very start."""
    command = [sys.executable, "-P", "-m", "cleanledger", *arguments]
    return subprocess.run(
        command,
        cwd=office.folder,
        env=surroundings(**environment),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


def is_calm(done: "subprocess.CompletedProcess[bytes]") -> bool:
    said = (done.stdout or b"") + done.stderr
    return not re.search(rb"Traceback|fault of the program|Exception ignored|[\x00-\x09\x0b-\x1f\x7f]", said)


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": None, "USERPROFILE": None, "LANG": None, "TERM": None, "TZ": None},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gbk"},
        {"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "latin-1"},
        {"TZ": ":/etc/passwd", "LANG": "junk", "LEDGER_LANG": "junk"},
        {"COLUMNS": "-1", "TERM": "\x1b[2J", "NO_COLOR": ""},
        {"GIT_DIR": "/dev/null", "GIT_WORK_TREE": "\x1b", "GIT_INDEX_FILE": "/dev/full"},
        {"GIT_CONFIG_GLOBAL": "/dev/zero", "GIT_CONFIG_COUNT": "junk"},
    ],
    ids=lambda environment: next(iter(environment)),
)
def test_strange_surroundings_are_borne(environment: dict[str, str | None], busy: Office) -> None:
    for arguments in (("list",), ("progress", OPEN, "已起草")):
        done = process(busy, *arguments, **environment)
        assert is_calm(done), done
        # A git that cannot be used is said. An argument in Chinese is no text where bytes are ASCII.
        hinders = {"LEDGER_LANG", "GIT_CONFIG_GLOBAL", "PYTHONUTF8"} & set(environment)
        assert done.returncode in ({0, 1, 2, 3} if hinders else {0}), done


OUTPUTS = (("list",), ("show", OPEN), ("check",), ("--help",), ("list", "--help"), ("--version",))


@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_output_that_cannot_be_written(
    arguments: tuple[str, ...], unbuffered: str | None, busy: Office
) -> None:
    """A full disk is 3, a reader that has gone 141, and a closed output is what the caller wanted."""
    with Path("/dev/full").open("wb") as full:
        done = process(busy, *arguments, stdout=full.fileno(), PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 3
    assert done.stderr.count(b"\n") <= 1
    assert is_calm(done), done
    reading, writing = os.pipe()
    os.close(reading)
    done = process(busy, *arguments, stdout=writing, PYTHONUNBUFFERED=unbuffered)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
    closed = ["sh", "-c", '"$@" >&- <&-', "sh", sys.executable, "-P", "-m", "cleanledger", *arguments]
    done = subprocess.run(closed, cwd=busy.folder, env=surroundings(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_verb_whose_answer_cannot_be_written_has_done_its_work(busy: Office) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process(busy, "progress", OPEN, "已起草", stdout=full.fileno())
    assert done.returncode == 3
    assert "note: 已起草" in busy.text(OPEN)
    assert busy.git("status", "--porcelain", "--untracked-files=no") == ""


def hear_interrupts() -> None:
    """What a shell starts in the background ignores interrupts, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.needs("strace")
def test_an_interrupt_is_130_at_any_moment(busy: Office, tmp_path: Path) -> None:
    """From where the program has the say: while it loads, while it reads, while git is at work."""
    command = [sys.executable, "-P", "-m", "cleanledger", "list"]
    # Once before: what is compiled on the way opens other files than what is there already.
    subprocess.run(command, cwd=busy.folder, env=surroundings(), capture_output=True, check=True)
    trace = tmp_path / "trace"
    watch = ["strace", "-qq", "-s", "200", "-o", str(trace), "-e", "trace=openat,wait4"]
    subprocess.run(
        [*watch, "--", *command], cwd=busy.folder, env=surroundings(), capture_output=True, check=True
    )
    lines = [line for line in trace.read_text(encoding="utf-8").splitlines() if "(" in line]
    calls = [line.partition("(")[0] for line in lines]
    begin = next(number for number, line in enumerate(lines) if "cleanledger/cli" in line)
    points = [(call, calls[: number + 1].count(call)) for number, call in enumerate(calls) if number >= begin]
    for call, number in {*points[:: max(1, len(points) // 12)], ("wait4", 1)}:
        words = ["strace", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
        words += ["-e", f"inject={call}:signal=SIGINT:when={number}", "--", *command]
        done = subprocess.run(
            words,
            cwd=busy.folder,
            env=surroundings(),
            capture_output=True,
            check=False,
            preexec_fn=hear_interrupts,
        )
        assert b"Traceback" not in done.stderr, (call, number, done)
        assert done.returncode == 130, (call, number, done)


def test_in_a_folder_that_is_gone_it_says_that_there_is_no_book(busy: Office, ledger: Runner) -> None:
    for command in (("list",), ("check",), ("init",), ("progress", OPEN, "x")):
        done = ledger(*command, cwd=busy.folder, preparation=["deleted folder"])
        assert unsafe(done.both) == []
        assert done.code in {2, 3}, done.both.decode()


@pytest.mark.needs("strace")
@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("openat", "EROFS"),
        ("openat", "EACCES"),
        ("mkdir", "EROFS"),
        ("link,linkat", "EROFS"),
        ("fsync", "EIO"),
    ],
)
def test_a_folder_that_cannot_be_written_is_3_and_nothing_is_changed(
    call: str, error: str, busy: Office
) -> None:
    before = busy.tree()
    path = busy.folder / "ledgers" / "RW-2024"
    inject = ["-P", str(path)] if call == "openat" else []
    words = ["strace", "-qq", "-o", os.devnull, *inject, "-e", f"trace={call}"]
    words += ["-e", f"inject={call}:error={error}"]
    done = subprocess.run(
        [*words, "--", sys.executable, "-P", "-m", "cleanledger", "--today", TODAY, *WRITING[1]],
        cwd=busy.folder,
        env=surroundings(),
        capture_output=True,
        check=False,
    )
    assert is_calm(done), done
    assert done.returncode == 3, done
    if call != "mkdir":
        assert busy.tree() == before
