"""Whole commands, broken at every call from the lock on: old or new, never torn; the next command works."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.office import CLERK, HEAD, TODAY, UNIT_CLERK, new_office
from tests.conftest import THOROUGH
from tests.faults.inject import FAULTS

pytestmark = pytest.mark.needs("strace", "git")

ROOT = Path(__file__).parents[2]
OPEN, SUBMITTED, OTHER, NEW = (f"RW-2024-00{number}" for number in range(1, 5))
SECONDS = 600
COMMANDS: dict[str, dict[str, Any]] = {
    "add": {
        "command": ["add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31"],
        "email": CLERK,
        "entry": f"ledgers/RW-2024/{NEW}.yaml",
        "brought": [],
    },
    "close": {
        "command": ["close", SUBMITTED, "--opinion", "同意"],
        "email": HEAD,
        "entry": f"ledgers/RW-2024/{SUBMITTED}.yaml",
        "brought": [],
    },
    "submit": {
        "command": ["submit", OPEN, "-n", "已完成", "-e", "甲.txt", "-e", "乙.txt"],
        "email": UNIT_CLERK,
        "entry": f"ledgers/RW-2024/{OPEN}.yaml",
        "brought": [f"ledgers/evidence/{OPEN}/{name}.txt" for name in ("甲", "乙")],
    },
}


@pytest.fixture(scope="session")
def office_at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with two open entries, one that is submitted, and two files to bring."""
    folder = tmp_path_factory.mktemp("at-work")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
            monkeypatch.setenv(name, "Clerk")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        office = new_office(folder, monkeypatch)
        for _number in range(3):
            office.ok("add", "RW-2024", "印发方案", "-u", "GDBH", "-d", "2024-12-31")
        office.ok("submit", SUBMITTED, "-n", "已完成", "--ref", "档案2024-1", email=UNIT_CLERK)
    shutil.rmtree(folder / ".git" / "hooks")
    for name in ("甲", "乙"):
        (folder / f"{name}.txt").write_text(name * 3000, encoding="utf-8")
    return folder


def swept(name: str, template: Path, tmp_path: Path, *, git: bool) -> dict[str, Any]:
    """What comes of the command when it, or the git that it starts, is broken at each of its points."""
    work = tmp_path / "work"
    work.mkdir()
    case = COMMANDS[name]
    asked = {
        "template": str(template),
        "work": str(work),
        "command": ["--today", TODAY, *case["command"]],
        "next": ["--today", TODAY, "progress", OTHER, "已起草"],
        "next_typist": CLERK,
        "entry": case["entry"],
        "brought": case["brought"],
        "faults": FAULTS,
        "all": THOROUGH,
        "git": git,
    }
    date = f"{TODAY}T09:00:00+08:00"
    environment = {
        **os.environ,
        "GIT_AUTHOR_DATE": date,
        "GIT_AUTHOR_EMAIL": case["email"],
        "GIT_COMMITTER_DATE": date,
        "GIT_COMMITTER_EMAIL": case["email"],
        "LEDGER_TEST": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.faults.continued", json.dumps(asked)],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, Any] = json.loads(done.stdout)
    whose, points = (f"git of {name}" if git else name), result["points"]
    print(f"\n{whose}: {sum(points.values())} points ({points}), {result['runs']} runs, ", end="")
    print(f"ends {result['ends']}, {result['states']} different things left, ", end="")
    print(f"{len(result['violations'])} violations, missed {result['missed']}")
    return result


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_broken_anywhere_leaves_all_old_or_all_new(
    name: str, office_at_work: Path, tmp_path: Path
) -> None:
    result = swept(name, office_at_work, tmp_path, git=False)
    points = sum(result["points"].values())
    assert result["violations"] == [], "\n".join(result["violations"])
    assert points >= 100
    assert result["runs"] == (len(FAULTS) if THOROUGH else 1) * points
    assert result["points"]["fsync"] >= 2
    # How often the pipes of git are read is for the system to say.
    assert len(result["missed"]) <= result["runs"] // 20


@pytest.mark.parametrize("name", COMMANDS)
def test_a_git_broken_at_what_it_writes_leaves_the_files_whole(
    name: str, office_at_work: Path, tmp_path: Path
) -> None:
    """Each call by which git changes the disk is met by one of the faults, in turn; its reads are not."""
    result = swept(name, office_at_work, tmp_path, git=True)
    assert result["violations"] == [], "\n".join(result["violations"])
    assert result["missed"] == []
    assert result["runs"] == sum(result["points"].values()) >= 30
