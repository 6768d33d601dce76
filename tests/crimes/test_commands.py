"""What the commands themselves write, in any order and merged: the audit has nothing against it."""

import json
import random
import subprocess
from pathlib import Path

import pytest

from tests.cli.office import CLERK, HEAD, LEADER, UNIT_CLERK, Office, new_office

PAPER = ("--doc", "局办〔2024〕8号")
GRANTED = ("-r", "工作需要", "--approved-by", "leader", *PAPER)
TYPED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (CLERK, ("add", "RW-2024", "修订制度", "-u", "GDBH", "-d", "2024-12-31", "-m", "起草", "-m", "印发")),
    (
        CLERK,
        ("add", "ZG-2024", "台账不全", "-u", "GDBH", "-d", "2024-11-30"),
    ),
    (UNIT_CLERK, ("start", "ID")),
    (UNIT_CLERK, ("progress", "ID", "已起草")),
    (UNIT_CLERK, ("progress", "ID", "已送审", "--percent", "60")),
    (UNIT_CLERK, ("measure", "ID", "1")),
    (UNIT_CLERK, ("evidence", "ID", "--ref", "档案3号", "--held-by", "GDBH")),
    (UNIT_CLERK, ("extend", "ID", "--to", "2025-03-31", "-r", "待批")),
    (CLERK, ("extend", "ID", "--to", "2025-03-31", *GRANTED)),
    (LEADER, ("extend", "ID", "--to", "2025-06-30", "-r", "同意", "--approved-by", "leader")),
    (CLERK, ("set", "ID", "leader=分管副厅长")),
    (CLERK, ("amend", "ID", "goal=全部完成", *GRANTED)),
    (CLERK, ("transfer", "ID", "--to", "JGDW", *GRANTED)),
    (UNIT_CLERK, ("submit", "ID", "-n", "已完成", "--all-measures", "--ref", "档案4号", "--held-by", "GDBH")),
    (HEAD, ("return", "ID", "-r", "材料不全")),
    (HEAD, ("verify", "ID", "--opinion", "属实")),
    (HEAD, ("close", "ID", "--opinion", "同意")),
    (CLERK, ("close", "ID", "--opinion", "同意", "--actor", "jgjw-head", *PAPER)),
    (HEAD, ("recheck", "ID", "--result", "sound")),
    (CLERK, ("suspend", "ID", *GRANTED)),
    (CLERK, ("resume", "ID", "-r", "已具备条件")),
    (CLERK, ("void", "ID", *GRANTED)),
    (UNIT_CLERK, ("correct", "ID", "-r", "误录")),
    (CLERK, ("renumber", "ID")),
    (CLERK, ("undo", "--yes")),
    (UNIT_CLERK, ("undo", "--yes")),
    (CLERK, ("unit", "add", "KQ", "矿业权处", "--under", "JGDW")),
    (CLERK, ("policy", "set", "proof=author")),
)


def work(office: Office, chance: random.Random, day: int, times: int) -> int:
    """Types commands on a day; gives how many went through."""
    for role in ("AUTHOR", "COMMITTER"):
        office.monkeypatch.setenv(f"GIT_{role}_DATE", f"2024-06-{day:02}T10:00:00+0800")
    done = 0
    for _time in range(times):
        email, words = chance.choice(TYPED)
        ids = [path.stem for path in sorted((office.folder / "ledgers").glob("*/*-*-*.yaml"))]
        named = [chance.choice(ids) if word == "ID" and ids else word for word in words]
        done += office(*named, email=email, today=f"2024-06-{day:02}").code == 0
    return done


@pytest.mark.parametrize("seed", range(3))
def test_what_commands_write_is_never_accused(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "2024-06-01T10:00:00+0800")
    office = new_office(tmp_path, monkeypatch)
    office.git("branch", "-m", "main")
    for email, words in TYPED[:2] * 2:
        office.ok(*words, email=email)
    done = sum(work(office, chance, day, 6) for day in (3, 4, 5))
    office.git("checkout", "-q", "-b", "branch")
    done += work(office, chance, 6, 5)
    office.git("checkout", "-q", "main")
    done += work(office, chance, 7, 5)
    try:
        office.git("merge", "-q", "--no-ff", "-m", "merge", "branch")
    except subprocess.CalledProcessError:
        office.git("merge", "--abort")
    done += work(office, chance, 10, 5)
    found = json.loads(office("audit", "--format", "json", today="2024-06-30").out)
    print(f"{done} commands went through, {found['summary']['commits']} commits")
    assert done >= 8
    assert [(each["code"], each["entry"], each["message"]) for each in found["findings"]] == []
