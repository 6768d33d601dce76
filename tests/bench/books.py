"""Books to measure on: committed, legal, and the same bytes for the same size on every machine."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

CLERK = ("Clerk", "clerk@office.example")
TODAY = date(2025, 1, 1)
"""A day on which a part of every book is overdue."""

_UNITS = {"GDBH": "耕地保护处", "KFLY": "开发利用处", "YTGZ": "用途管制处", "ZFJ": "执法局", "CWC": "财务处"}
_LEAD_UNITS = tuple(_UNITS)
_FIRST_DAY = date(2024, 2, 1)
_STATES = ("claimed", "open", "doing", "claimed", "closed", "open")

_BOOK = """\
format: 1
name: 测速总台账
language: zh
timezone: Asia/Shanghai
git: {commit: auto}
notice: {near: [30, 15, 7], rebound_days: 30}
policy:
  - from: 2021-01-01
    version: 1
    task: {steps: [submit, close], evidence: 1, reviewer: other_person}
    rectification: {steps: [submit, verify, close], evidence: 1, reviewer: other_person, acceptor: other_unit}
    extend: {approver: other_person, most: 2}
    late_entry_days: 7
    review_days: 10
    correct_days: 3
    immediate_days: 15
    paper: doc
    proof: claimed
    evidence_max: 10 MiB
"""


class Made(NamedTuple):
    """A book, and what a run may do with it."""

    root: Path
    ledger: str
    """A ledger that `add` adds to."""
    closable: tuple[str, ...]
    """Entries that `close` may end, by an actor of JGJW with a document."""


def make_book(root: Path, entries: int, *, ledgers: int = 8) -> Made:
    """Writes a book of `entries` entries over `ledgers` ledgers below `root`, and commits it."""
    folder = root / "ledgers"
    folder.mkdir(parents=True)
    (folder / "book.yaml").write_text(_BOOK, encoding="utf-8")
    (folder / "units.yaml").write_text(_units(), encoding="utf-8")
    names = [f"{'ZG' if place % 2 == 0 else 'RW'}-2024-{place + 1}" for place in range(ledgers)]
    closable = []
    for name in names:
        (folder / name).mkdir()
        (folder / name / "ledger.yaml").write_text(_cover(name), encoding="utf-8")
    for place in range(entries):
        name = names[place % ledgers]
        number = place // ledgers + 1
        entry_id = f"{name}-{number:03}"
        (folder / name / f"{entry_id}.yaml").write_text(_entry(entry_id, place), encoding="utf-8")
        if _state(place) == "claimed":
            closable.append(entry_id)
    _commit(root)
    return Made(root, names[0], tuple(closable))


def git_environment(home: Path) -> Mapping[str, str]:
    """Settings under which git does the same for everybody; the clerk of the book commits."""
    name, email = CLERK
    return {
        "GIT_AUTHOR_EMAIL": email,
        "GIT_AUTHOR_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
        "GIT_COMMITTER_NAME": name,
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "HOME": str(home),
    }


def _commit(root: Path) -> None:
    (root / "gitconfig").write_text("[gc]\n\tauto = 0\n[core]\n\tfsync = none\n", encoding="utf-8")
    (root / ".gitignore").write_text("gitconfig\n.~*\n", encoding="utf-8")
    for words in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "a book to measure on"),
    ):
        run_git(root, *words, day="2024-07-01")
    in_one_pack(root)


def in_one_pack(root: Path) -> None:
    """Packs the objects of a repository as they come from a clone."""
    run_git(root, "repack", "-adq")
    run_git(root, "prune-packed", "--quiet")


def run_git(root: Path, *words: str, stdin: bytes = b"", day: str = "") -> None:
    """Runs git as the clerk of the book, on a day; it must end well."""
    dates = {f"GIT_{role}_DATE": f"{day}T08:00:00+0800" for role in ("AUTHOR", "COMMITTER") if day}
    environment = {**git_environment(root), **dates, "PATH": os.environ.get("PATH", os.defpath)}
    subprocess.run(["git", *words], cwd=root, env=environment, input=stdin, check=True)


def _units() -> str:
    units = [("ZRZYT", "省自然资源厅"), ("JGDW", "机关党委"), ("JGJW", "机关纪委"), *_UNITS.items()]
    lines = ["units:"]
    for code, name in units:
        parent = "" if code == "ZRZYT" else ", parent: ZRZYT"
        lines.append(f"  - {{code: {code}, name: {name}, kind: unit{parent}, from: 2021-01-01}}")
    lines.append("people:")
    people = [
        ("jgdw-clerk", "机关党委经办人", "JGDW", "clerk", CLERK[1]),
        ("jgjw-reviewer", "机关纪委核查员", "JGJW", "reviewer", "reviewer@office.example"),
        ("jgjw-head", "机关纪委书记", "JGJW", "reviewer, approver", "head@office.example"),
        *(
            (_post(code), f"{name}经办人", code, "clerk", f"{_post(code)}@office.example")
            for code, name in _UNITS.items()
        ),
    ]
    for number, (code, name, unit, roles, email) in enumerate(people, 1):
        lines.append(
            f"  - {{code: {code}, name: {name}, unit: {unit}, roles: [{roles}], "
            f"holders: [{{key: p{number:02}, email: {email}, from: 2021-01-01}}]}}"
        )
    return "\n".join(lines) + "\n"


def _post(unit: str) -> str:
    return f"{unit.lower()}-clerk"


def _cover(name: str) -> str:
    kind, title = ("rectification", "整改台账") if name.startswith("ZG") else ("task", "任务清单")
    unit = ", acceptance_unit: JGJW" if kind == "rectification" else ""
    return (
        f"kind: {kind}\ntitle: {title}之{name.rpartition('-')[2]}\ncalled: 台账\nkeeper: JGDW\n"
        f"basis: {{doc: 鄂自然资党组〔2024〕3号, date: 2024-01-31}}\nissued_on: 2024-02-01\nyear: 2024\n"
        f"carrier: 机关\ndefaults: {{leader: 分管副厅长{unit}}}\n"
    )


def _state(place: int) -> str:
    return _STATES[place % len(_STATES)]


def _entry(entry_id: str, place: int) -> str:
    return "\n".join(_lines(entry_id, place)) + "\n"


def _lines(entry_id: str, place: int) -> Iterator[str]:
    number = int(entry_id.rpartition("-")[2])
    is_task = entry_id.startswith("RW")
    unit = _LEAD_UNITS[place % len(_LEAD_UNITS)]
    other = _LEAD_UNITS[(place + 1) % len(_LEAD_UNITS)]
    state = _state(place)
    due = date(2024, 6, 30) + timedelta(days=place * 37 % 700)
    done = state in ("claimed", "closed")
    claimed_on = date(2024, 5, 6) + timedelta(days=place % 40)
    yield f"kind: {'task' if is_task else 'rectification'}"
    yield f"id: {entry_id}"
    yield f"title: 第{number}项：闲置土地处置程序不规范，部分地块超期未处置"
    yield "detail: |"
    yield f"  核查发现第{number}宗地块自批准之日起已满两年未动工，处置意见未在规定时限内报批；"
    yield "  部门之间信息不通，批后监管台账登记不全，未能及时发现、及时提醒、及时处置。"
    yield f"source: {{type: 巡视, doc: 鄂巡〔2024〕{number % 97 + 1}号, date: 2024-01-15}}"
    yield "aspect: 节约集约用地"
    yield f"found_by: {('self', 'superior', 'peer')[place % 3]}"
    yield "root_cause: 重审批、轻监管，供后监管责任不清，线索分散登记，无人统一提醒。"
    yield f"lead_unit: {unit}"
    yield f"units: [{other}]"
    if not is_task:
        yield "acceptance_unit: JGJW"
    yield "leader: 分管副厅长"
    yield f"owner: {_post(unit)}"
    yield "goal: 存量清零，增量限期处置，长效机制建立并公布"
    yield f"due: {due}"
    yield "measures:"
    done_on = f", done_on: {claimed_on}" if done else ""
    yield f"  - {{num: 1, text: 逐宗建立清单并明确处置时限{done_on}}}"
    yield f"  - {{num: 2, text: 修订处置流程，增存挂钩、以供定批{done_on}}}"
    if done:
        yield "evidence:"
        brought = f"date: {claimed_on}, by: {_post(unit)}, round: 1"
        yield f"  - {{ref: 机关纪委档案2024-{place + 1}, held_by: JGJW, {brought}}}"
    yield f"tags: [六个纳入/年度任务, 序号/{number}]"
    yield f"status: {_status(state, is_task=is_task)}"
    yield "round: 1"
    yield "log:"
    yield from _log(unit, place, due, claimed_on, state, is_task=is_task)


def _status(state: str, *, is_task: bool) -> str:
    return state if state != "claimed" else "submitted" if is_task else "verified"


def _log(unit: str, place: int, due: date, claimed_on: date, state: str, *, is_task: bool) -> Iterator[str]:
    clerk = _post(unit)
    yield f"  - {{date: {_FIRST_DAY}, by: jgdw-clerk, did: add, due: {due}, lead_unit: {unit}}}"
    if state == "open":
        return
    yield f"  - {{date: 2024-02-20, by: {clerk}, did: start}}"
    told = f"percent: {place % 60 + 20}, note: 清单已建立，逐宗核对中"
    yield f"  - {{date: 2024-04-12, by: {clerk}, did: progress, {told}}}"
    if state == "doing":
        return
    brought = f"measures: [1, 2], evidence: [机关纪委档案2024-{place + 1}]"
    yield f"  - {{date: {claimed_on}, by: {clerk}, did: submit, note: 已处置并建章立制, {brought}}}"
    if not is_task:
        yield "  - {date: 2024-06-20, by: jgjw-reviewer, did: verify, opinion: 抽查属实}"
    if state == "closed":
        agreed = "actor: jgjw-head, doc: 鄂自然资机党〔2024〕15号, opinion: 同意销号"
        yield f"  - {{date: 2024-06-28, by: jgdw-clerk, did: close, {agreed}}}"
