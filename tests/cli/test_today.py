"""`ledger` alone: what waits for each kind of person, and that what it says can be typed."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from cleanledger import i18n
from cleanledger.cli.app import run
from cleanledger.render.width import width
from tests.cli.office import CLERK, HEAD, LEADER, TODAY, UNIT_CLERK, Office

ROOT = Path(__file__).parents[2]
LEDGERS = ROOT / "ledgers"
DAY = "2024-12-24"
SAMPLE_CLERK, TWO_POSTS, AUDITOR = "p05@zrzyt.example", "p04@zrzyt.example", "p19@zzjz.example"
STRANGER = "new@zrzyt.example"


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book in a repository of its own."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "ledgers", folder / "ledgers")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for words in ("init --quiet", "add --all", "-c user.name=C -c user.email=c@x.example commit -qm 存档"):
        subprocess.run(["git", *words.split()], cwd=folder, env=environment, check=True)
    return folder


@pytest.fixture
def sample(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    shutil.copytree(committed, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path, monkeypatch)


def rows(office: Office, email: str = CLERK, *arguments: str, today: str = TODAY) -> list[dict[str, Any]]:
    answer = json.loads(office.ok(*arguments, "--format", "json", email=email, today=today))
    assert answer["schema"] == "cleanledger/today-1"
    return list(answer["rows"])


def sections(office: Office, email: str = CLERK, *arguments: str) -> dict[str, list[str]]:
    """The commands of each section."""
    found: dict[str, list[str]] = {}
    for row in rows(office, email, *arguments):
        found.setdefault(row["section"], []).append(row["command"])
    return found


def add(office: Office, due: str, *more: str, ledger: str = "ZG-2024") -> str:
    return office.ok("add", ledger, "闲置土地处置不规范", "-u", "GDBH", "-d", due, *more).split()[0]


def waiting(office: Office) -> None:
    """One entry of each state, of a unit below the keeper's."""
    add(office, "2024-05-30", ledger="RW-2024")
    add(office, "2024-06-05", "--set", "acceptance_unit=JGJW")
    claimed = add(office, "2024-06-20", "--set", "acceptance_unit=JGJW")
    asked = add(office, "2024-12-31")
    office.ok("submit", claimed, "-n", "已办", "--ref", "档1", email=UNIT_CLERK)
    office.ok("extend", asked, "--to", "2025-03-31", "-r", "会签", "-w", "报告1", email=UNIT_CLERK)


def test_each_sees_what_waits_for_them_and_not_what_waits_for_others(office: Office) -> None:
    waiting(office)
    assert sections(office, UNIT_CLERK) == {
        "overdue": ["ledger submit RW-2024-001"],
        "near": ["ledger submit ZG-2024-001"],
        "to_check": ["ledger show ZG-2024-002"],
        "to_sign": ["ledger show ZG-2024-003"],
    }
    assert sections(office, HEAD) == {"to_check": ["ledger verify ZG-2024-002"]}
    assert sections(office, LEADER) == {"to_sign": ["ledger extend ZG-2024-003 --approved-by leader"]}
    assert sections(office, CLERK)["to_check"] == ["ledger verify ZG-2024-002"]
    office.ok("verify", "ZG-2024-002", "--opinion", "属实", email=HEAD)
    assert sections(office, HEAD) == {"to_sign": ["ledger close ZG-2024-002"]}
    assert sections(office, LEADER)["to_sign"] == [
        "ledger close ZG-2024-002",
        "ledger extend ZG-2024-003 --approved-by leader",
    ]
    office.ok("close", "ZG-2024-002", "--opinion", "同意", email=HEAD)
    assert sections(office, HEAD) == {}


def test_who_asked_is_not_asked_to_grant_it(office: Office) -> None:
    office.ok(
        "person", "add", "deputy", "--unit", "JGDW", "--role", "clerk", "--role", "approver", "--email", HEAD
    )
    entry = add(office, "2024-12-31")
    office.ok("--as", "deputy", "extend", entry, "--to", "2025-03-31", "-r", "会签", email=HEAD)
    assert sections(office, HEAD, "--as", "deputy") == {"to_sign": [f"ledger show {entry}"]}
    assert sections(office, LEADER) == {"to_sign": [f"ledger extend {entry} --approved-by leader"]}


def test_an_answer_grants_what_was_asked_for(office: Office) -> None:
    waiting(office)
    said = office.ok("extend", "ZG-2024-003", "--approved-by", "leader", email=LEADER)
    assert "due 2025-03-31" in said
    assert sections(office, LEADER) == {}
    answer = office("extend", "ZG-2024-001", "--approved-by", "leader", email=LEADER)
    assert (answer.code, "--to is missing" in answer.err) == (2, True)


def test_on_an_earlier_day_waits_what_waited_then(office: Office) -> None:
    waiting(office)
    office.ok("verify", "ZG-2024-002", "--opinion", "属实", email=HEAD, today="2024-06-03")
    assert [row["section"] for row in rows(office, HEAD, today="2024-06-03")] == ["to_sign"]
    assert [row["command"] for row in rows(office, HEAD)] == ["ledger verify ZG-2024-002"]
    assert rows(office, HEAD, today="2024-05-31") == []


def test_with_nobody_to_check_the_clerk_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch)
    office.ok(
        "init", "--preset", "solo", "--unit", "GDBH 耕地保护处", "--as", "me", "--email", CLERK, today=None
    )
    office.ok("new", "RW-2024", "--kind", "task", "--title", "任务", "--issued-on", "2024-01-02")
    add(office, "2024-05-30", ledger="RW-2024")
    assert sections(office) == {"overdue": ["ledger close RW-2024-001"], "to_send": ["ledger notices"]}
    assert json.loads(office.ok("--format", "json"))["notes"] == ["one person keeps this book; nobody checks"]


def test_while_publicity_runs_the_end_waits_for_nobody(office: Office) -> None:
    entry = add(office, "2024-12-31", "--set", "acceptance_unit=JGJW")
    office.ok("submit", entry, "-n", "已办", "--ref", "档1", email=UNIT_CLERK)
    office.ok("verify", entry, "--opinion", "属实", email=HEAD)
    path = office.folder / "ledgers/ZG-2024" / f"{entry}.yaml"
    text = path.read_text("utf-8").replace("status: verified", "status: published")
    published = "  - {date: 2024-06-01, by: jgdw-clerk, did: publish, doc: 公示1号, days: 5}\n"
    path.write_text(text + published, "utf-8")
    for email in (HEAD, LEADER, CLERK):
        assert not [row for row in rows(office, email, today="2024-06-06") if row["section"] == "to_sign"]
        (row,) = [row for row in rows(office, email, today="2024-06-07") if row["section"] == "to_sign"]
        assert row["command"] == f"ledger close {entry}"


def test_the_counts_are_those_of_the_reports(sample: Office) -> None:
    told = rows(sample, SAMPLE_CLERK, today=DAY)
    for section, command in (("overdue", "overdue"), ("near", "due")):
        found = set()
        for ledger in ("ZG-2024", "RW-2024"):
            out = sample.ok(command, "--ledger", ledger, "--format", "json", email=SAMPLE_CLERK, today=DAY)
            signal = {"overdue": "red", "near": "near"}[section]
            found |= {(row["id"], row["days"]) for row in json.loads(out)["rows"] if row["signal"] == signal}
        assert {(row["id"], row["days"]) for row in told if row["section"] == section} == found
        assert found


def test_the_command_of_a_section_lists_what_stands_below_it(sample: Office) -> None:
    (_head, heading, *_rest) = sample.ok(email="jz1@jingzhou.example", today=DAY).splitlines()
    assert heading.split() == ["overdue:", "18", "ledger", "overdue", "--ledger", "JZ-2024"]
    out = sample.ok(
        *["overdue", "--ledger", "JZ-2024", "--format", "json"], email="jz1@jingzhou.example", today=DAY
    )
    assert len(json.loads(out)["rows"]) == 18


def test_the_screen_says_how_many_reviewers_are_late(sample: Office) -> None:
    day = "2024-11-15"
    waiting = [row for row in rows(sample, SAMPLE_CLERK, today=day) if row["section"] == "to_check"]
    late = {row["id"] for row in waiting if row["reviewer_late"]}
    assert 0 < len(late) < len(waiting)
    out = sample.ok("report", "signals", "--format", "json", email=SAMPLE_CLERK, today=day)
    said = {row["id"]: row["reviewer_late"] for row in json.loads(out)["rows"]}
    assert {row["id"]: row["reviewer_late"] for row in waiting}.items() <= said.items()
    heading = f"to check: {len(waiting)}, {len(late)} of them late "
    assert heading in sample.ok(email=SAMPLE_CLERK, today=day)


def test_a_day_in_a_year_without_a_calendar_fails_nothing(sample: Office) -> None:
    screen = sample.ok(email=SAMPLE_CLERK, today="2031-01-02").splitlines()
    assert len([line for line in screen if "calendar.yaml" in line]) == 1
    assert "of them late" not in "".join(screen)


def one_of_each_kind() -> list[str]:
    """An address for each set of roles, for who keeps ledgers and who does not; and a stranger's."""
    keepers = {
        yaml.safe_load(each.read_text("utf-8")).get("keeper") for each in LEDGERS.glob("*/ledger.yaml")
    }
    found: dict[tuple[Any, ...], str] = {}
    posts: dict[str, list[Any]] = {}
    for post in yaml.safe_load((LEDGERS / "units.yaml").read_text("utf-8"))["people"]:
        for holder in post["holders"]:
            if "email" in holder:
                posts.setdefault(holder["email"], []).append((post, "until" in holder))
    for email, held in posts.items():
        kind = sorted((*post.get("roles", ()), post["unit"] in keepers, ended) for post, ended in held)
        found.setdefault(tuple(map(str, kind)), email)
    return [*found.values(), STRANGER]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_everybody_has_one_screen_of_80_columns(sample: Office, language: str) -> None:
    sample.language = language
    for email in one_of_each_kind():
        lines = sample.ok(email=email, today=DAY).splitlines()
        assert len(lines) <= 24, email
        assert [line for line in lines if width(line) > 80] == [], email


def test_three_hundred_overdue_are_one_screen(office: Office) -> None:
    for number in range(1, 301):
        entry = f"ZG-2024-{number:03}"
        text = (
            f"kind: rectification\nid: {entry}\ntitle: 第{number}项闲置土地处置程序不规范\nlead_unit: GDBH\n"
        )
        text += "acceptance_unit: JGJW\ndue: 2024-05-01\nstatus: open\nround: 1\n"
        (office.folder / "ledgers/ZG-2024" / f"{entry}.yaml").write_text(text, "utf-8")
    lines = office.ok(email=UNIT_CLERK).splitlines()
    assert len(lines) <= 24
    assert max(map(width, lines)) <= 80
    assert "overdue: 300" in lines[1]
    assert lines[1].endswith("ledger overdue --unit GDBH")
    assert re.fullmatch(r"and 28\d more +ledger due --unit GDBH", lines[-1])
    assert any(line.endswith("git add ledgers && git commit -m '存档' ledgers") for line in lines)


# --- what is printed can be typed -------------------------------------------------------------

WITH = {
    "submit": ("-n", "已办", "--all-measures", "--ref", "档1", "--dry-run"),
    "start": ("--dry-run",),
    "verify": ("--opinion", "属实", "--dry-run"),
    "publish": ("--days", "7", "--doc", "公示1号", "--dry-run"),
    "close": ("--opinion", "同意", "--dry-run"),
    "extend": ("--dry-run",),
    "reopen": ("-r", "反弹", "--basis", "通报", "-d", "2026-12-31", "--dry-run"),
    "approve": ("--level", "low", "--found-by", "self", "--meeting", "JL-2024-003", "--dry-run"),
    "revise": ("-r", "职责变化", "--dry-run"),
    "record": ("--dry-run",),
}
SINCE_ALL = "2026-08-31"
"""A day on which everything in the sample book has happened, so that what is typed comes last."""


def commands_on(lines: list[str]) -> list[str]:
    found = [re.search(r"(?:^|  )((?:ledger|git) [^ ].*)$", line) for line in lines[1:]]
    return [match[1] for match in found if match]


def typed(office: Office, command: str, email: str) -> None:
    """Runs a command as it stands on the screen, with what its verb asks for."""
    if command.startswith("git "):
        subprocess.run(["sh", "-c", command], cwd=office.folder, check=True, capture_output=True)
        return
    _ledger, *words = command.split()
    told = (*words, *WITH.get(words[0], ()))
    answer = office(*told, email=email, today=SINCE_ALL)
    if "LG702" in answer.err:
        # A clerk enters what others did, on paper: for some of them it can be done.
        paper = ("--doc", "机纪函1号")
        tried = [
            office(*told, "--actor", each, *paper, email=email, today=SINCE_ALL) for each in checkers(office)
        ]
        answer = next((each for each in tried if each.code == 0), answer)
    assert answer.code == 0, f"{command}: {answer}"


def checkers(office: Office) -> list[str]:
    """The posts that may check or grant, and are held."""
    people = json.loads(office.ok("person", "list", "--format", "json", today=SINCE_ALL))["rows"]
    return [each["post"] for each in people if {"reviewer", "approver"} & {*each["roles"].split()}]


@pytest.mark.parametrize("email", one_of_each_kind())
def test_every_command_on_the_screen_does_what_it_says(sample: Office, email: str) -> None:
    places = {"POST": "new-clerk", "UNIT": "FGC", "DATE": "2026-07-31"}
    lines = sample.ok(email=email, today=SINCE_ALL).splitlines()
    commands = commands_on(lines)
    assert len(commands) >= len(lines) - 3
    for command in commands:
        post = places["POST"] if "person add" in command else "zgb-head"
        filled = re.sub("UNIT|DATE", lambda place: places[place[0]], command.replace("POST", post))
        typed(sample, filled, email)
    if email == STRANGER:
        waits = [row["command"] for row in rows(sample, STRANGER, today=SINCE_ALL)]
        assert "ledger submit ZG-2024-009" in waits


def test_who_held_a_post_is_told_that_it_has_ended(sample: Office) -> None:
    out = sample.ok(email="p15@zrzyt.example", today=DAY)
    assert "p15@zrzyt.example held kfly-clerk until 2024-08-31" in out
    assert "Nothing waits" in sample.ok(email="p15@zrzyt.example", today="2024-03-01")


def test_what_is_not_saved_is_said_and_saved_by_its_command(office: Office) -> None:
    entry = add(office, "2024-12-31")
    assert sections(office) == {}
    path = office.folder / "ledgers/ZG-2024" / f"{entry}.yaml"
    path.write_text(path.read_text("utf-8") + "# 备注\n", "utf-8")
    (office.folder / "ledgers/evidence").mkdir(exist_ok=True)
    (row,) = rows(office)
    assert (row["section"], row["count"], row["title"]) == ("unsaved", 1, f"{entry}.yaml")
    assert rows(office, CLERK, "--unit", "GDBH") == []
    typed(office, row["command"], CLERK)
    assert office.git("status", "--porcelain") == ""
    assert rows(office) == []


def test_in_the_middle_of_a_merge_nothing_is_to_be_committed_unseen(office: Office) -> None:
    with (office.folder / "ledgers/book.yaml").open("a", encoding="utf-8") as file:
        file.write("# 一\n")
    (office.folder / ".git/MERGE_HEAD").write_text("", "utf-8")
    assert sections(office) == {"unsaved": ["git status"]}


def test_where_git_cannot_tell_that_is_said_and_the_rest_is_shown(office: Office) -> None:
    add(office, "2024-05-31")
    (office.folder / ".git/index").write_bytes(b"not an index")
    answer = office(email=UNIT_CLERK)
    assert (answer.code, "overdue: 1" in answer.out) == (0, True)
    assert "git diff-index failed" in answer.err


def test_commits_that_the_upstream_lacks_are_said(office: Office, tmp_path: Path) -> None:
    office.git("clone", "--quiet", "--bare", ".", str(tmp_path / "shared.git"))
    office.git("remote", "add", "origin", str(tmp_path / "shared.git"))
    office.git("fetch", "--quiet", "origin")
    branch = office.git("branch", "--show-current").strip()
    office.git("branch", "--quiet", f"--set-upstream-to=origin/{branch}")
    (tmp_path / ".git/info/exclude").write_text("shared.git\n", "utf-8")
    assert sections(office) == {}
    add(office, "2024-12-31")
    assert [(row["section"], row["count"], row["command"]) for row in rows(office)] == [
        ("unshared", 1, "ledger sync")
    ]
    office.git("push", "--quiet")
    office.git("reset", "--quiet", "--hard", "HEAD^")
    assert [(row["section"], row["count"], row["command"]) for row in rows(office)] == [
        ("behind", 1, "ledger sync")
    ]


# --- duties -----------------------------------------------------------------------------------


def owing(office: Office) -> None:
    """A body without a clerk of its own, a unit with one, and what each owes."""
    office.ok("unit", "add", "DZ", "局党组", "--kind", "body")
    office.ok("new", "JL-2024", "--kind", "record", "--title", "工作记录", "--keeper", "JGDW")
    for type_, unit, every in (("研究", "DZ", "每月"), ("检查", "GDBH", "每两周"), ("讲评", "JGDW", "每月")):
        office.ok("duty", "add", type_, "--held-by", unit, "--every", every, "--from", "2024-04-01")


def owed(office: Office, email: str, today: str, *arguments: str) -> list[tuple[str, str, int, str]]:
    found = rows(office, email, *arguments, today=today)
    return [
        (each["title"], each["period"], each["days"], each["command"])
        for each in found
        if each["section"] == "not_held"
    ]


def test_what_is_not_held_waits_for_the_clerk_of_the_unit_and_for_who_keeps_the_records(
    office: Office,
) -> None:
    owing(office)
    assert owed(office, UNIT_CLERK, "2024-04-20") == [
        ("检查", "2024-04-01/2024-04-14", -6, "ledger record 检查 --date DATE")
    ]
    assert owed(office, UNIT_CLERK, "2024-04-21") == [
        ("检查", "2024-04-01/2024-04-14", -7, "ledger record 检查 --date DATE"),
        ("检查", "2024-04-15/2024-04-28", 7, "ledger record 检查"),
    ]
    assert owed(office, CLERK, "2024-04-15") == [
        ("检查", "2024-04-01/2024-04-14", -1, "ledger record 检查 --held-by GDBH --date DATE"),
        ("研究", "2024-04", 15, "ledger record 研究 --held-by DZ"),
        ("讲评", "2024-04", 15, "ledger record 讲评"),
    ]
    for email in (HEAD, LEADER):
        assert owed(office, email, "2024-04-15") == []
    assert [each[0] for each in owed(office, CLERK, "2024-04-15", "--unit", "DZ")] == ["研究"]


def test_what_was_held_waits_no_more(office: Office) -> None:
    owing(office)
    for command in ("record 研究 --held-by DZ", "record 讲评"):
        office.ok(*command.split(), email=CLERK, today="2024-04-15")
    office.ok("record", "检查", email=UNIT_CLERK, today="2024-04-10")
    assert owed(office, CLERK, "2024-04-16") == []


def test_a_record_typed_late_closes_the_gap_of_its_period(office: Office) -> None:
    owing(office)
    (_past, *_) = owed(office, UNIT_CLERK, "2024-04-16")
    office.ok("record", "检查", "--date", "2024-04-12", email=UNIT_CLERK, today="2024-04-16")
    assert owed(office, UNIT_CLERK, "2024-04-16") == []


def test_a_stranger_is_told_how_many_are_not_held(office: Office) -> None:
    owing(office)
    (row,) = [each for each in rows(office, STRANGER, today="2024-04-15") if each["section"] == "not_held"]
    assert (row["count"], row["command"]) == (3, "ledger report duties --by duty")


def test_a_unit_with_a_clerk_of_its_own_is_looked_at_by_who_keeps_the_records(office: Office) -> None:
    office.ok("unit", "add", "KQ", "矿权处")
    office.ok("person", "add", "kq-clerk", "--unit", "KQ", "--role", "clerk", "--email", STRANGER)
    office.ok("new", "JL-2024", "--kind", "record", "--title", "工作记录", "--keeper", "JGDW")
    office.ok("duty", "add", "检查", "--held-by", "KQ", "--every", "每月", "--from", "2024-04-01")
    assert [each[3] for each in owed(office, CLERK, "2024-04-20")] == ["ledger report duties --unit KQ"]
    assert [each[3] for each in owed(office, STRANGER, "2024-04-20")] == ["ledger record 检查"]


def test_the_period_is_named_on_the_screen(office: Office) -> None:
    owing(office)
    office.language = "zh"
    lines = office.ok(today="2024-04-20").splitlines()
    (line,) = [each for each in lines if "研究" in each]
    assert line.split() == [
        *("还有", "10", "天", "研究", "2024年4月", "局党组", "ledger", "record", "研究", "--held-by", "DZ")
    ]
    (line,) = [each for each in lines if "检查" in each]
    assert line.endswith("ledger record 检查 --held-by GDBH --date 日期")


# --- an auditor -------------------------------------------------------------------------------


@pytest.fixture
def audited(office: Office) -> Office:
    office.ok("person", "add", "zzjz", "--unit", "JGJW", "--role", "auditor", "--email", AUDITOR)
    return office


def test_an_auditor_is_shown_what_is_new_once(audited: Office) -> None:
    assert "a first look" in audited.ok(email=AUDITOR)
    assert "nothing is new since 2024-06-01" in audited.ok(email=AUDITOR)
    entry = add(audited, "2024-05-31")
    audited.ok("unit", "add", "KQ", "矿权处")
    out = audited.ok(email=AUDITOR)
    assert f"ledger show {entry}" in out
    assert "units.yaml" in out
    assert "commits since 2024-06-01: 2" in out
    assert "overdue" not in out
    for command in commands_on(out.splitlines()):
        typed(audited, command, AUDITOR)
    assert "nothing is new" in audited.ok(email=AUDITOR)


def test_what_a_program_or_a_part_was_shown_is_still_new_to_people(audited: Office) -> None:
    audited.ok(email=AUDITOR)
    entry = add(audited, "2024-12-31")
    for _again in range(2):
        assert [row["id"] for row in rows(audited, AUDITOR)] == [entry]
    audited.ok("--unit", "GDBH", email=AUDITOR)
    audited.monkeypatch.delenv("LEDGER_TEST")
    audited.ok(email=AUDITOR)
    assert f"ledger show {entry}" in audited.ok(email=AUDITOR)


def test_a_file_that_is_gone_is_news(audited: Office) -> None:
    entry = add(audited, "2024-12-31")
    audited.ok(email=AUDITOR)
    audited.git("rm", "--quiet", f"ledgers/ZG-2024/{entry}.yaml")
    audited.git("commit", "--quiet", "--message", "away")
    out = audited.ok(email=AUDITOR)
    assert f"ZG-2024/{entry}.yaml (removed)" in out
    (*_others, told) = [command for command in commands_on(out.splitlines()) if entry in command]
    assert audited.git(*told.split()[1:]).endswith(" away\n")


def test_a_history_that_was_rewritten_is_said(audited: Office) -> None:
    add(audited, "2024-12-31")
    audited.ok(email=AUDITOR)
    audited.git("commit", "--quiet", "--amend", "--message", "another past")
    assert "the history was rewritten" in audited.ok(email=AUDITOR)
    assert "nothing is new" in audited.ok(email=AUDITOR)


def test_where_nothing_can_be_noted_the_news_are_shown_all_the_same(audited: Office) -> None:
    blocked = audited.folder / "blocked"
    blocked.touch()
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        audited.monkeypatch.setenv(name, str(blocked))
    answer = audited(email=AUDITOR)
    assert (answer.code, "a first look" in answer.out) == (0, True)
    assert "is shown again: a part of the path is not a folder" in answer.err


# --- strangers, several posts -----------------------------------------------------------------


def test_a_stranger_sees_the_picture_and_how_to_become_somebody(office: Office) -> None:
    waiting(office)
    out = office.ok(email=STRANGER)
    assert "4 entries in 2 ledgers" in out
    assert "ZG-2024-001" not in out
    assert f"no post in units.yaml has the e-mail {STRANGER}" in out
    assert f"ledger person add POST --unit UNIT --role clerk --email {STRANGER}" in out
    told = {row["section"]: (row["count"], row["id"]) for row in rows(office, STRANGER)}
    assert told == dict.fromkeys(("overdue", "to_send", "near", "to_check", "to_sign"), (1, None))


def test_whom_git_does_not_know_is_told_so(office: Office) -> None:
    office.monkeypatch.delenv("GIT_AUTHOR_NAME")
    office.git("config", "user.useConfigOnly", "true")
    answer = office(email=None)
    assert (answer.code, "git does not know who you are" in answer.out) == (0, True)
    assert "git config user.email" in answer.out


def test_a_post_without_a_role_is_told_so(office: Office) -> None:
    office.ok("person", "add", "guest", "--unit", "JGJW", "--role", "clerk", "--email", STRANGER)
    path = office.folder / "ledgers/units.yaml"
    path.write_text(re.sub(r"(code: guest.*?), roles: \[clerk\]", r"\1", path.read_text("utf-8")), "utf-8")
    assert "guest has no role" in office.ok(email=STRANGER)


def test_with_several_posts_all_are_shown_and_one_can_be_chosen(sample: Office) -> None:
    out = sample.ok(email=TWO_POSTS, today=DAY)
    assert "for all your posts: jgdw-head, zgb-head" in out
    assert "ledger close ZG-2024-007 --as jgdw-head" in out
    one = sample.ok("--as", "zgb-head", email=TWO_POSTS, today=DAY)
    assert "for all your posts" not in one
    assert "ledger close ZG-2024-007 --as zgb-head" in one
    sample.monkeypatch.setenv("LEDGER_AS", "zgb-head")
    assert re.search(r"ledger close ZG-2024-007$", sample.ok(email=TWO_POSTS, today=DAY), re.MULTILINE)


def test_a_post_of_somebody_else_is_refused_and_a_stranger_takes_one(office: Office) -> None:
    waiting(office)
    assert "LG704" in office.refused("--as", "leader", email=HEAD)
    answer = office("--as", "jgjw-head", email=STRANGER)
    assert "taken as jgjw-head" in answer.err
    assert "ledger verify ZG-2024-002 --as jgjw-head" in answer.out


# --- nothing, no book, broken files -----------------------------------------------------------


def test_with_nothing_due_it_says_so_and_when_the_next_deadline_is(office: Office) -> None:
    (_head, said, way) = office.ok().splitlines()
    assert said.split("  ")[0] == "Nothing waits for you today."
    assert said.endswith("  ledger list")
    assert way.split("  ")[0] == "there are no entries in this book yet"
    assert way.endswith("  ledger add LEDGER TITLE -u UNIT -d DATE")
    add(office, "2024-12-31")
    (_head, said, ahead) = office.ok(email=UNIT_CLERK).splitlines()
    assert said.split("  ")[0] == "Nothing waits for you today."
    assert re.fullmatch(
        r"next deadline: 2024-12-31, in 213 d  闲置土地处置不规范 +ledger show ZG-2024-001", ahead
    )


@pytest.mark.parametrize("arguments", [(), ("--lang", "en"), ("today",), ("--format", "json"), ("今日",)])
def test_without_a_book_three_ways_to_one_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    nowhere = Office(tmp_path, monkeypatch)
    answer = nowhere(*arguments, today=None)
    assert (answer.code, answer.out) == (3, "")
    for way in ("ledger init", "ledger join ADDRESS", "--book PATH", "LEDGER_BOOK"):
        assert way in answer.err


def test_the_book_that_is_named_is_looked_at_and_its_commands_say_so(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    office.monkeypatch.chdir(elsewhere)
    book = str(office.folder)
    assert office.ok("--book", book).splitlines()[-1].endswith(f"--book {book}")
    office.monkeypatch.setenv("LEDGER_BOOK", book)
    assert "--book" not in office.ok()
    assert office("--book", str(elsewhere)).code == 3


def test_files_that_cannot_be_read_are_said(office: Office) -> None:
    waiting(office)
    (office.folder / "ledgers/ZG-2024/ZG-2024-001.yaml").write_text("kind: [\n", "utf-8")
    (office.folder / "ledgers/RW-2024/ledger.yaml").write_text("kind: 9\n", "utf-8")
    answer = office()
    assert answer.code == 1
    assert re.search(r"files that cannot be read: 2 +ledger check$", answer.out, re.MULTILINE)
    assert "ledger check names them" in answer.err
    (office.folder / "ledgers/units.yaml").write_text("units: 9\n", "utf-8")
    assert "the book cannot be read" in office.refused()


# --- the command line -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["", "today", "今日", "--format table", "--format plain", "--no-color today"]
)
def test_it_has_a_name_and_needs_none(office: Office, words: str) -> None:
    assert "Nothing waits for you today." in office.ok(*words.split())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--today", 2, "--today"),
        ("--format", 2, "--format"),
        ("--format xml", 2, "there is no format xml"),
        ("--unit nowhere", 1, "there is no unit nowhere"),
        ("--unknown", 2, "there is no option --unknown"),
        ("todya", 2, "did you mean today?"),
        ("--format json list", 2, "list"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, words: str, code: int, said: str) -> None:
    answer = office(*words.split(), today=None)
    assert (answer.code, said in answer.err) == (code, True), answer


@pytest.mark.parametrize("words", ["--help", "-h", "--lang en --help"])
def test_help_is_still_help(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    i18n.use("en")
    assert run(words.split()) == 0
    out = capsys.readouterr().out
    assert out.startswith("Usage: ledger [OPTIONS] COMMAND")
    assert "today  " in out


def test_the_columns_of_programs_are_all_there(sample: Office) -> None:
    out = sample.ok("--format", "csv", email=SAMPLE_CLERK, today=DAY)
    assert out.splitlines()[0] == "section,within,id,title,unit,due,days,count,command,reviewer_late,period"
    assert len(out.splitlines()) == len(rows(sample, SAMPLE_CLERK, today=DAY)) + 1
    assert "| overdue " in sample.ok("--format", "markdown", email=SAMPLE_CLERK, today=DAY)
