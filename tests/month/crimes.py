"""Crimes by hand against the month: plain git and an editor, round every hook."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from tests.month.people import Person, replaced
from tests.month.story import NO_NUMBER_GIVEN, Story

Deed: TypeAlias = Callable[[Person, Story], object]

DAY = "2024-10-08"
"""The first working day of the next month."""
CLOSES = f"date: {DAY}, by: jgjw-head, did: close, opinion: 同意"
MANY = 11
"""More than anybody looks at in one go."""


class Crime(NamedTuple):
    """Who commits what, and by which rule it must be found, on which entry.

    `deed` leaves it committed, and everything honest that it needs pushed.
    """

    name: str
    code: str
    entry: str
    who: str
    deed: Deed


def _edit(entry: str, *passages: tuple[str, str]) -> Deed:
    def deed(person: Person, _story: Story) -> None:
        for old, new in passages:
            person.edits(entry, old, new)
        person.commits("校对", "--no-verify")

    return deed


def _line(entry: str, line: str, *passages: tuple[str, str]) -> Deed:
    """A line at the end of the log, which is what stands last in a file."""

    def deed(person: Person, _story: Story) -> None:
        _append(person, entry, line)
        for old, new in passages:
            person.edits(entry, old, new)
        person.commits("补录", "--no-verify")

    return deed


def _append(person: Person, entry: str, line: str) -> None:
    path = person.entry(entry)
    text = path.read_text("utf-8")
    indent = "    " if "\n    - date:" in text else "  "
    path.write_text(f"{text}{indent}- {{{line}}}\n", encoding="utf-8")


def _file(name: str, old: str, new: str) -> Deed:
    def deed(person: Person, _story: Story) -> None:
        replaced(person.book / name, old, new)
        person.commits("整理", "--no-verify")

    return deed


def _entry_gone(person: Person, _story: Story) -> None:
    person.git("rm", "-q", str(person.entry("RW-2024-004")))
    person.commits("清理", "--no-verify")


def _evidence_swapped(person: Person, _story: Story) -> None:
    (person.book / "evidence/RW-2024-002/照片.txt").write_text("照片12张", encoding="utf-8")
    person.commits("换清晰照片", "--no-verify")


def _number_given_again(person: Person, _story: Story) -> None:
    text = person.entry("ZG-2024-003").read_text("utf-8")
    for old, new in (
        ("kind: rectification", "kind: task"),
        ("id: ZG-2024-003", f"id: {NO_NUMBER_GIVEN}"),
        ("acceptance_unit: JGJW\n", ""),
        ("2024-09-29", person.town.day),
    ):
        assert old in text
        text = text.replace(old, new)
    person.entry(NO_NUMBER_GIVEN).write_text(text, encoding="utf-8")
    person.commits("新增", "--no-verify")


def _closed_by_who_did_it(person: Person, story: Story) -> None:
    """赵 is the clerk of her unit, too; what she claims as the one she closes as the other."""
    entry = story.wang.types("新增", "RW-2024", "纪委值班", "-u", "JGJW", "-d", "2024-12-31").split()[0]
    story.wang.types("同步")
    person.types("sync")
    person.types("submit", entry, "-n", "done", "--ref", "档案1", "--as", "jgjw-clerk")
    person.types("sync")
    _line(
        entry,
        f"date: {DAY}, by: jgjw-head, did: close, opinion: 同意",
        ("status: submitted", "status: closed"),
    )(person, story)


def _many_closed_at_once(person: Person, story: Story) -> None:
    """What waits at the month's end is closed in one go; the work before it is honest."""
    entries = [
        story.wang.types("新增", "RW-2024", f"月末清理{n}", "-u", "JGDW", "-d", "2024-12-31").split()[0]
        for n in range(MANY)
    ]
    story.wang.types("报办结", *entries, "-n", "已办", "--ref", "档案1")
    story.wang.types("同步")
    person.types("sync")
    for entry in entries:
        person.edits(entry, "status: submitted", "status: closed")
        _append(person, entry, CLOSES)
    person.commits("一次办结", "--no-verify")


def _side_dropped(person: Person, story: Story) -> None:
    """王 sends her progress; 陈 merges it with `-s ours`, and it is gone."""
    story.wang.types("进展", "ZG-2024-002", "发现瞒报两处")
    story.wang.types("同步")
    person.types("进展", "RW-2024-004", "拆除5处")
    person.git("fetch", "-q")
    person.git("merge", "-q", "-s", "ours", "-m", "同步", "origin/main")


def _evil_merge(person: Person, story: Story) -> None:
    """A merge that moves a deadline on the way."""
    story.wang.types("进展", "ZG-2024-003", "已催报")
    story.wang.types("同步")
    person.types("进展", "RW-2024-004", "拆除5处")
    person.git("fetch", "-q")
    person.git("merge", "-q", "--no-commit", "--no-ff", "origin/main")
    person.edits("ZG-2024-002", "title: 设施农用地台账缺项", "title: 设施农用地台账个别缺项")
    person.git("commit", "-q", "-a", "--no-verify", "-m", "同步")


CRIMES: tuple[Crime, ...] = (
    Crime(
        "deadline moved",
        "LG604",
        "RW-2024-004",
        "chen",
        _edit("RW-2024-004", ("due: 2024-12-20\nm", "due: 2025-06-30\nm")),
    ),
    Crime(
        "log line cut",
        "LG607",
        "ZG-2024-002",
        "chen",
        _edit(
            "ZG-2024-002",
            ("  - {date: 2024-09-23, by: jgdw-clerk, did: progress, note: 会同耕保股核对}\n", ""),
        ),
    ),
    Crime(
        "log line rewritten",
        "LG607",
        "RW-2024-002",
        "chen",
        _edit("RW-2024-002", ("reason: 缺少销号照片", "reason: 格式不符")),
    ),
    Crime("entry deleted", "LG601", "RW-2024-004", "chen", _entry_gone),
    Crime("evidence swapped after sign-off", "LG609", "RW-2024-002", "chen", _evidence_swapped),
    Crime("id reused", "LG610", NO_NUMBER_GIVEN, "wang", _number_given_again),
    Crime(
        "status flipped",
        "LG602",
        "ZG-2024-002",
        "chen",
        _edit("ZG-2024-002", ("status: open", "status: closed")),
    ),
    Crime(
        "step skipped",
        "LG602",
        "RW-2024-004",
        "zhao",
        _line("RW-2024-004", CLOSES, ("status: open", "status: closed")),
    ),
    Crime(
        "policy weakened without a version",
        "LG612",
        "",
        "wang",
        _file("book.yaml", "[submit, close], evidence: 1", "[submit, close], evidence: 0"),
    ),
    Crime(
        "person added to a post by hand",
        "LG612",
        "",
        "chen",
        _file(
            "units.yaml", "{email: leader@ju.example}", "{email: leader@ju.example}, {email: chen@ju.example}"
        ),
    ),
    Crime("self-closing", "LG701", "RW-2024-007", "zhao", _closed_by_who_did_it),
    Crime(
        "unit changed",
        "LG614",
        "ZG-2024-002",
        "chen",
        _edit("ZG-2024-002", ("lead_unit: GDBH\n", "lead_unit: JGDW\n")),
    ),
    Crime(
        "content made lighter",
        "LG613",
        "RW-2024-004",
        "chen",
        _edit("RW-2024-004", ("    - num: 2\n      text: 拆除\n", "")),
    ),
    Crime(
        "backdated line",
        "LG608",
        "ZG-2024-002",
        "chen",
        _line("ZG-2024-002", "date: 2024-09-26, by: gdbh-clerk, did: progress, note: 九月已补齐"),
    ),
    Crime("mass closing", "LG611", "RW-2024-007", "zhao", _many_closed_at_once),
    Crime("a side dropped", "LG616", "ZG-2024-002", "chen", _side_dropped),
    Crime("evil merge", "LG615", "ZG-2024-002", "chen", _evil_merge),
)
