"""What is legal although it looks odd, and what is not although it looks right: one small book each."""

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cleanledger import i18n
from tests.checks.samples import TODAY, checked, found, lay, samples

TASK, OPEN, CLOSED = "RW-2024/RW-2024-001.yaml", "ZG-2024/ZG-2024-002.yaml", "ZG-2024/ZG-2024-001.yaml"
DONE, MEETING = "RW-2024/RW-2024-002.yaml", "JL-2024/JL-2024-001.yaml"


def swap(old: str, new: str) -> dict[str, str]:
    return {"from": old, "to": new}


def codes(folder: Path, **changes: Any) -> list[str]:
    """The codes of what is found in the base book with `changes`, by path."""
    return [code for code, _place, _entry in found(checked(lay(folder, changes)))]


def with_lines(old: str, *lines: str) -> dict[str, str]:
    """The line that ends in `old`, and more lines of the log after it."""
    return swap(f"{old}\n", old + "\n" + "".join(f"  - {{{line}}}\n" for line in lines))


# --- units and people as of the day -------------------------------------------------------------


def test_a_record_names_the_units_of_its_day(tmp_path: Path) -> None:
    edits = [
        swap("date: 2024-04-16\ntitle", "date: 2023-12-29\ntitle"),
        swap("held_by: TDZ", "held_by: TDLY"),
    ]
    assert codes(tmp_path / "then", **{MEETING: edits}) == []
    assert codes(tmp_path / "after", **{MEETING: edits[1:]}) == ["LG202"]


def test_an_ended_entry_names_the_units_of_the_day_it_ended(tmp_path: Path) -> None:
    ended = [swap("name: 耕地保护处,", "name: 耕地保护处, until: 2024-06-28,")]
    late = {"units.yaml": ended, TASK: None, OPEN: None, "FX-2024/FX-2024-001.yaml": None}
    late["QZ-2024/QZ-2024-001.yaml"] = None
    accept = with_lines("opinion: 同意办结}", "date: 2024-07-15, by: jgdw-clerk, did: accept, code: LG304")
    assert codes(tmp_path, **late, **{DONE: [accept]}) == []


def test_an_owner_may_be_printed_as_a_name(tmp_path: Path) -> None:
    for place, owner in enumerate(("李某", "Li Ming", "li.ming", "耕保处经办人")):
        assert codes(tmp_path / str(place), **{TASK: [swap("owner: gdbh-clerk", f"owner: {owner}")]}) == []


def test_an_owner_must_hold_the_post_today(tmp_path: Path) -> None:
    assert codes(tmp_path, **{TASK: [swap("owner: gdbh-clerk", "owner: zfj-clerk")]}) == ["LG204"]


def test_what_was_typed_later_was_typed_by_who_was_there_then(tmp_path: Path) -> None:
    line = "date: 2024-05-30, entered: {}, by: zfj-clerk, did: progress, note: 已部署"
    for entered, expected in (("2024-05-31", []), ("2024-06-03", ["LG204"])):
        edit = with_lines("due: 2024-12-31, lead_unit: GDBH}", line.format(entered))
        assert codes(tmp_path / entered, **{TASK: [edit]}) == expected


HANDED_OVER = swap(
    "holders: [{key: p6, email: p6@office.example, from: 2021-01-01}]",
    "holders: [{key: p6, from: 2021-01-01, until: 2024-06-25}, {key: p9, from: 2024-06-26}]",
)


HEAD = "{key: p7, email: p7@office.example, from: 2021-01-01}"


def test_four_eyes_follow_the_human_from_post_to_post(tmp_path: Path) -> None:
    """p6 submits as clerk, moves to another post, and closes there."""
    moved = [
        HANDED_OVER,
        swap("{key: p7, email: p7@office.example, from: 2021-01-01}", "{key: p6, from: 2024-06-26}"),
    ]
    close = [swap("by: jgdw-head, did: close", "by: gdbh-head, did: close")]
    assert codes(tmp_path, **{"units.yaml": moved, DONE: close}) == ["LG701"]


def test_four_eyes_are_not_fooled_by_a_post_that_changed_hands(tmp_path: Path) -> None:
    """p9, who now holds the post that once submitted, closes in another post of theirs."""
    moved = [
        HANDED_OVER,
        swap("{key: p7, email: p7@office.example, from: 2021-01-01}", "{key: p9, from: 2024-06-26}"),
    ]
    close = [swap("by: jgdw-head, did: close", "by: gdbh-head, did: close")]
    assert codes(tmp_path, **{"units.yaml": moved, DONE: close}) == []


def test_four_eyes_know_a_human_without_key_by_the_address(tmp_path: Path) -> None:
    one = [swap("{key: p6, email: p6@", "{email: P6@"), swap("{key: p7, email: p7@", "{email: p6@")]
    close = [swap("by: jgdw-head, did: close", "by: gdbh-head, did: close")]
    assert codes(tmp_path, **{"units.yaml": one, DONE: close}) == ["LG701"]


def test_a_unit_as_actor_equals_each_of_its_people(tmp_path: Path) -> None:
    submit = swap("by: gdbh-clerk, did: submit,", "by: jgdw-clerk, actor: GDBH, doc: 报告6号, did: submit,")
    close = swap("by: jgdw-head, did: close", "by: gdbh-head, did: close")
    assert codes(tmp_path, **{DONE: [submit, close]}) == ["LG701"]


# --- roles, reach and paper ---------------------------------------------------------------------

SOLO = [
    swap("task: {steps: [submit, close], evidence: 1, reviewer: other_person}", "task: {reviewer: anyone}"),
    swap("approver: other_person", "approver: anyone"),
]


def test_roles_are_not_judged_under_anyone(tmp_path: Path) -> None:
    edits = [swap("by: jgdw-head, did: close", "by: gdbh-clerk, did: close")]
    assert codes(tmp_path / "judged", **{DONE: edits}) == ["LG701", "LG702"]
    assert codes(tmp_path / "solo", **{DONE: edits, "book.yaml": SOLO}) == []


def test_an_auditor_writes_nothing(tmp_path: Path) -> None:
    auditor = swap("roles: [clerk], holders: [{key: p6", "roles: [auditor], holders: [{key: p6")
    assert set(codes(tmp_path, **{"units.yaml": [auditor]})) == {"LG702"}


@pytest.mark.parametrize(
    ("paper", "line", "expected"),
    [
        ("doc", "did: progress, actor: GDBH, note: 已部署", ["LG705"]),
        ("doc", "did: progress, actor: GDBH, note: 已部署, doc: 报告1号", []),
        ("doc", "did: progress, actor: GDBH, note: 已部署, meeting: JL-2024-001", []),
        ("scan", "did: progress, actor: GDBH, note: 已部署, doc: 报告1号", ["LG705"]),
        ("scan", "did: progress, actor: GDBH, note: 已部署, scan: evidence/RW-2024-002/制度.txt", []),
        ("none", "did: progress, actor: GDBH, note: 已部署", []),
        ("doc", "did: progress, actor: jgdw-clerk, note: 已部署", []),
    ],
)
def test_what_is_typed_for_somebody_else_needs_its_paper(
    paper: str, line: str, expected: list[str], tmp_path: Path
) -> None:
    book = [swap("paper: doc", f"paper: {paper}")]
    entry = [with_lines("did: start}", f"date: 2024-08-01, by: jgdw-clerk, {line}")]
    assert codes(tmp_path, **{"book.yaml": book, OPEN: entry}) == expected


def test_an_approved_correction_needs_the_paper_of_its_approver(tmp_path: Path) -> None:
    line = "date: 2024-03-20, by: gdbh-clerk, did: correct, field: note, now: 已部署, reason: 漏填"
    for place, (end, expected) in enumerate(
        (("jgdw-head", ["LG705"]), ("jgdw-head, doc: 签报1号", []), ("gdbh-clerk", ["LG702", "LG706"]))
    ):
        edit = with_lines("did: start}", f"{line}, approved_by: {end}")
        assert codes(tmp_path / str(place), **{OPEN: [edit]}) == expected


def test_who_is_written_to_may_type_the_reply(tmp_path: Path) -> None:
    edits = [
        swap("held_by: TDZ", "held_by: TDZ\nto: [GDBH]"),
        with_lines("did: add}", "date: 2024-05-06, by: gdbh-clerk, did: reply, note: 已办"),
    ]
    assert codes(tmp_path / "written to", **{MEETING: edits}) == []
    assert codes(tmp_path / "not written to", **{MEETING: edits[1:]}) == ["LG702"]


WITH_ROLES = swap(
    "{code: jgjw-clerk, unit: JGJW, roles: [clerk]", "{code: jgjw-clerk, unit: JGJW, roles: [clerk, reviewer]"
)


@pytest.mark.parametrize(
    ("line", "alone", "both"),
    [
        ("did: recheck, result: sound, note: 未反弹", ["LG702", "LG702"], []),
        ("did: accept, code: LG304", ["LG702"], []),
        ("did: accept, actor: jgdw-clerk, doc: 签报7号, code: LG304", ["LG702"], ["LG702"]),
    ],
)
def test_a_clerk_who_is_reviewer_as_well_may_do_what_a_reviewer_may(
    line: str, alone: list[str], both: list[str], tmp_path: Path
) -> None:
    edit = with_lines("opinion: 同意办结}", f"date: 2024-07-15, by: jgjw-clerk, {line}")
    assert codes(tmp_path / "clerk", **{DONE: [edit]}) == alone
    assert codes(tmp_path / "both", **{DONE: [edit], "units.yaml": [WITH_ROLES]}) == both


@pytest.mark.parametrize(
    ("role", "expected"), [("reviewer", []), ("approver", ["LG702"]), ("auditor", ["LG702"])]
)
def test_a_reviewer_may_type_an_acceptance(role: str, expected: list[str], tmp_path: Path) -> None:
    units = [swap("unit: JGJW, roles: [reviewer]", f"unit: JGJW, roles: [{role}]")]
    edit = with_lines("opinion: 同意办结}", f"date: 2024-07-15, by: {REVIEWER}, did: accept, code: LG304")
    without = {CLOSED: None, "evidence/ZG-2024-001/流程.txt": None}
    assert codes(tmp_path, **without, **{DONE: [edit], "units.yaml": units}) == expected


def test_a_clerk_who_is_reviewer_as_well_corrects_a_line_of_theirs(tmp_path: Path) -> None:
    edit = with_lines(
        "opinion: 同意办结}",
        "date: 2024-07-15, by: jgjw-clerk, did: recheck, result: sound, note: 未反谈",
        "date: 2024-07-15, by: jgjw-clerk, did: correct, field: note, now: 未反弹, reason: 笔误",
    )
    assert codes(tmp_path, **{DONE: [edit], "units.yaml": [WITH_ROLES]}) == []


@pytest.mark.parametrize(
    ("owner", "day", "expected"),
    [
        ("gdbh-head", "2024-04-01", []),
        ("李某", "2024-04-01", []),
        ("jgjw-clerk", "2024-04-01", ["LG709"]),
        ("zfj-head", "2024-04-01", []),
        ("zfj-head", "2024-04-02", ["LG709"]),
    ],
)
def test_an_owner_is_of_the_unit_on_the_day(
    owner: str, day: str, expected: list[str], tmp_path: Path
) -> None:
    units = [
        swap(
            "name: 执法局, parent: ZRZYT,",
            "name: 执法局, parent: ZRZYT, former: [{parent: GDBH, until: 2024-04-01}],",
        ),
        swap("people:\n", "people:\n  - {code: zfj-head, unit: ZFJ, holders: [{key: p10}]}\n"),
    ]
    line = f"date: {day}, by: gdbh-clerk, did: set, field: owner, was: gdbh-clerk, now: {owner}"
    edits = [
        swap("owner: gdbh-clerk", f"owner: {owner}"),
        with_lines("due: 2024-12-31, lead_unit: GDBH}", line),
    ]
    assert codes(tmp_path, **{"units.yaml": units, TASK: edits}) == expected


def test_a_cover_that_cannot_be_read_is_the_only_thing_that_is_said(tmp_path: Path) -> None:
    assert codes(tmp_path, **{"RW-2024/ledger.yaml": [swap("keeper: JGDW", "kepeer: JGDW")]}) == ["LG103"]


def test_a_later_acceptance_unit_does_not_judge_an_earlier_verify(tmp_path: Path) -> None:
    edits = [
        swap("acceptance_unit: JGJW", "acceptance_unit: JGDW"),
        with_lines(
            "did: start}",
            "date: 2024-06-03, by: gdbh-clerk, did: submit, note: 已补齐",
            "date: 2024-06-04, by: jgjw-reviewer, did: verify, opinion: 属实",
            "date: 2024-06-05, by: jgdw-head, did: return, reason: 仍缺三张",
            "date: 2024-06-06, by: jgdw-clerk, did: amend, field: acceptance_unit, was: JGJW, now: JGDW,"
            " reason: 分工调整, approved_by: jgdw-head, doc: 签报5号",
        ),
    ]
    assert codes(tmp_path, **{OPEN: edits}) == []


# --- corrections --------------------------------------------------------------------------------


def test_what_was_corrected_is_not_held_against_the_line(tmp_path: Path) -> None:
    wrong = "date: 2024-08-01, by: gdbh-clerk, did: progress, note: 已部署, meeting: JL-2024-009"
    taken_back = "date: 2024-08-02, by: gdbh-clerk, did: correct, reason: 误录"
    put_right = f"{taken_back}, field: meeting, now: JL-2024-001"
    for place, (lines, expected) in enumerate(
        (((wrong,), ["LG205"]), ((wrong, taken_back), []), ((wrong, put_right), []))
    ):
        assert codes(tmp_path / str(place), **{OPEN: [with_lines("did: start}", *lines)]}) == expected


def test_progress_may_be_typed_late(tmp_path: Path) -> None:
    """补录: what moves nothing stands where it was typed."""
    lines = (
        "date: 2024-08-02, by: gdbh-clerk, did: progress, note: 已补齐",
        "date: 2024-07-01, by: gdbh-clerk",
    )
    late = (lines[0], f"{lines[1]}, entered: 2024-08-03, did: progress, note: 又补两张")
    assert codes(tmp_path / "progress", **{OPEN: [with_lines("did: start}", *late)]}) == []


def test_a_day_that_was_corrected_is_in_order(tmp_path: Path) -> None:
    lines = (
        "date: 2024-08-02, by: gdbh-clerk, did: progress, note: 已补齐",
        "date: 2023-03-01, by: gdbh-clerk, did: progress, note: 又补两张",  # before the log begins
    )
    corrected = "date: 2024-08-05, by: gdbh-clerk, did: correct, field: date, now: 2024-08-03, reason: 笔误"
    assert codes(tmp_path / "wrong", **{OPEN: [with_lines("did: start}", *lines)]}) == ["LG301"]
    typed = (
        lines[0],
        f"{lines[1]}, entered: 2024-08-05",
        f"{corrected}, approved_by: jgdw-head, doc: 签报6号",
    )
    assert codes(tmp_path / "right", **{OPEN: [with_lines("did: start}", *typed)]}) == []


# --- references and paths -----------------------------------------------------------------------


def test_a_reference_leads_nowhere_outside_of_the_book(tmp_path: Path) -> None:
    (tmp_path / "outside-001.yaml").write_text("kind: task\n", encoding="utf-8")
    line = 'date: 2024-08-01, by: jgdw-clerk, did: carry, to: "../outside-001"'
    edits = [swap("status: doing", "status: carried"), with_lines("did: start}", line)]
    outcome = checked(lay(tmp_path, {OPEN: edits}))
    assert [code for code, _place, _entry in found(outcome)] == ["LG205"]
    assert not any("outside" in path for path in outcome.sources)


ADOPTED = f"adopted_from: {{file: 2023风险清单.xlsx, sha256: {'a' * 64}, date: 2024-03-01}}\n"


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ("局党组2024年第6次会议", []),
        ("党组会2024-6", []),
        ("JL-2024-001", []),
        ("JL-2024-009", ["LG205"]),
        ("RW-2024-001", ["LG206"]),
    ],
)
def test_a_meeting_may_be_named_as_printed(meeting: str, expected: list[str], tmp_path: Path) -> None:
    power = [swap("no_risk: {meeting: JL-2024-001", f"no_risk: {{meeting: {meeting}")]
    told = "did: approve, meeting: JL-2024-001, level: high, found_by: self"
    risk = [
        swap("approval: {meeting: JL-2024-001", f"approval: {{meeting: {meeting}"),
        swap("did: add, lead_unit: GDBH", "did: adopt, status: approved, row: 3"),
        swap(f"  - {{date: 2024-04-16, by: tdz-secretary, {told}}}\n", ""),
    ]
    cover = {"FX-2024/ledger.yaml": {"append": ADOPTED}}
    assert codes(tmp_path / "power", **{"QZ-2024/QZ-2024-001.yaml": power}) == expected
    assert codes(tmp_path / "risk", **cover, **{"FX-2024/FX-2024-001.yaml": risk}) == expected


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links here")
def test_a_link_is_no_evidence(tmp_path: Path) -> None:
    book = lay(tmp_path)
    file = book / "evidence/RW-2024-002/制度.txt"
    (tmp_path / "elsewhere.txt").write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere.txt")
    assert {code for code, _place, _entry in found(checked(book))} >= {"LG502"}


@pytest.mark.parametrize(
    "path",
    [
        "evidence/../book.yaml",
        "/etc/hostname",
        "evidence",
        "evidence//a.txt",
        "evidence/./a.txt",
        "C:/a.txt",
        "a.txt",
    ],
)
def test_evidence_lies_under_evidence(path: str, tmp_path: Path) -> None:
    edit = swap("did: close,", f"did: close, scan: '{path}',")
    assert codes(tmp_path, **{DONE: [edit]}) == ["LG505"]


def test_evidence_of_an_entry_that_cannot_be_read_is_not_called_nobodys(tmp_path: Path) -> None:
    assert codes(tmp_path, **{DONE: [swap("kind: task", "kind: tusk")]}) == ["LG105"]


CONTENT = "谈话方案一份。\n"
DIGEST, SIZE = sha256(CONTENT.encode()).hexdigest(), len(CONTENT.encode())
PRINTED = f"""kind: rectification
id: ZG-2024-031
title: 闲置土地处置程序不规范
lead_unit: GDBH
acceptance_unit: JGJW
due: 2024-12-31
measures:
  - {{num: 1, text: 修订处置流程, unit: GDBH, due: 2024-06-30, done_on: 2024-06-21}}
evidence:
  - {{path: evidence/ZG-2024-031/流程.txt, sha256: {DIGEST}, size: {SIZE}, date: 2024-06-21, by: gdbh-clerk}}
  - {{ref: 机关纪委档案2024-17-3, held_by: JGJW, date: 2024-07-10, by: jgdw-clerk, round: 1}}
status: closed
round: 1
log:
  - {{date: 2024-02-01, by: jgdw-clerk, did: add, due: 2024-12-31, lead_unit: GDBH}}
  - {{date: 2024-06-21, by: jgdw-clerk, actor: gdbh-clerk, doc: 处室报告2024-12, did: submit, note: 已印发}}
  - {{date: 2024-07-02, by: jgjw-reviewer, did: verify, opinion: 属实}}
  - {{date: 2024-07-10, by: jgdw-clerk, actor: jgdw-head, did: close, opinion: 同意, doc: 机党15号}}
"""


def test_the_entry_that_the_design_prints_is_clean_under_the_cover_that_it_prints(tmp_path: Path) -> None:
    """Of two pieces of evidence the second came with the close, after the claim."""
    changes = {
        "ZG-2024/ledger.yaml": {"append": "policy: {rectification: {evidence: 2}}\n"},
        "ZG-2024/ZG-2024-031.yaml": PRINTED,
        "evidence/ZG-2024-031/流程.txt": CONTENT,
        CLOSED: None,
        "evidence/ZG-2024-001/流程.txt": None,
    }
    assert codes(tmp_path / "both", **changes) == []
    changes["ZG-2024/ZG-2024-031.yaml"] = re.sub(r".* ref: .*\n", "", PRINTED.replace("{ref", "{ ref"))
    assert codes(tmp_path / "one", **changes) == ["LG501"]


CARRIED = f"""kind: task
id: RW-2025-001
title: 修订内部控制制度
lead_unit: GDBH
due: 2024-12-31
evidence:
  - {{path: evidence/RW-2024-001/方案.txt, sha256: {DIGEST}, size: {SIZE}, date: 2024-06-20, by: gdbh-clerk}}
status: open
round: 1
log:
  - {{date: 2024-08-01, by: jgdw-clerk, did: adopt, status: open, due: 2024-12-31, from: RW-2024-001}}
"""


def test_a_carried_entry_keeps_its_evidence(tmp_path: Path) -> None:
    item = CARRIED.split("\n")[5:7]
    to = "date: 2024-08-01, by: jgdw-clerk, did: carry, to: RW-2025-001"
    changes = {
        "RW-2025/ledger.yaml": "kind: task\ntitle: 2025年任务清单\nkeeper: JGDW\n",
        "RW-2025/RW-2025-001.yaml": CARRIED,
        "evidence/RW-2024-001/方案.txt": CONTENT,
        TASK: [
            swap("status: open\n", "\n".join((*item, "status: carried\n"))),
            with_lines("lead_unit: GDBH}", to),
        ],
    }
    assert codes(tmp_path / "carried", **changes) == []
    apart = {**changes, "RW-2025/RW-2025-001.yaml": CARRIED.replace("from: RW-2024-001", "row: 2")}
    assert sorted(codes(tmp_path / "apart", **apart)) == ["LG212", "LG422", "LG508"]


# --- accepted findings --------------------------------------------------------------------------

SHARED = samples()["LG508"]


REVIEWER = "jgjw-reviewer"


def item(by: str, code: str = "LG508", until: str = "2025-06-30", date: str = "2024-07-01") -> str:
    return f"  - {{code: {code}, reason: 两项同源, by: {by}, date: {date}, until: {until}}}\n"


def accepting(path: str, *items: str) -> dict[str, Any]:
    """`path` with these findings accepted."""
    return {path: [swap("lead_unit: GDBH\n", "lead_unit: GDBH\naccepted:\n" + "".join(items))]}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([item(REVIEWER)], ["LG508 accepted"]),
        ([item(REVIEWER, until="2025-07-02")], ["LG508 accepted"]),
        ([item(REVIEWER, until="2025-07-03")], ["LG508", "LG902"]),
        ([item(REVIEWER, code="LG304")], ["LG508"]),
        ([item("gdbh-clerk")], ["LG508", "LG902"]),
        ([item(REVIEWER, until="2024-08-14")], ["LG508", "LG901"]),
        ([item(REVIEWER, code="LG902", until="2029-01-01")], ["LG508", "LG902", "LG902"]),
        ([item(REVIEWER, until="2024-08-01"), item(REVIEWER, date="2024-08-02")], ["LG508 accepted"]),
    ],
)
def test_what_is_accepted_is_still_listed(items: list[str], expected: list[str], tmp_path: Path) -> None:
    book = lay(tmp_path, SHARED.book, SHARED.fires, accepting(OPEN, *items))
    findings = checked(book).findings
    assert sorted(f"{each.code}{' accepted' * each.accepted}" for each in findings) == expected


@pytest.mark.parametrize("code", ["LG001", "LG104", "LG601", "LG702", "LG901", "LG902"])
def test_some_findings_nobody_accepts(code: str, tmp_path: Path) -> None:
    assert codes(tmp_path, **accepting(OPEN, item(REVIEWER, code=code))) == ["LG902"]


def test_who_keeps_a_book_alone_accepts_alone(tmp_path: Path) -> None:
    changes = accepting(TASK, item("gdbh-clerk", code="LG304"))
    assert codes(tmp_path / "judged", **changes) == ["LG902"]
    assert codes(tmp_path / "solo", **changes, **{"book.yaml": SOLO}) == []


# --- sealed ledgers -----------------------------------------------------------------------------


def test_what_was_reopened_after_sealing_goes_its_way(tmp_path: Path) -> None:
    sample = samples()["LG419"]
    path = "RW-2023/RW-2023-001.yaml"
    reopened = [
        swap("status: closed\nround: 1", "status: doing\nround: 2"),
        swap("due: 2023-12-31\nevidence", "due: 2024-12-31\nevidence"),
        with_lines(
            "opinion: 同意办结}",
            "date: 2024-03-01, by: jgdw-clerk, did: reopen, reason: 又有借款, basis: 审计, due: 2024-12-31",
            "date: 2024-04-01, by: gdbh-clerk, did: progress, note: 已收回一笔",
        ),
    ]
    assert found(checked(lay(tmp_path, sample.book, {path: reopened}))) == []


def test_a_stricter_book_does_not_loosen_a_cover_that_was_sealed_before(tmp_path: Path) -> None:
    stricter = {"append": "  - {from: 2024-08-01, version: 2, extend: {most: 0}}\n"}
    cover = {"append": "policy: {extend: {most: 1}}\n"}
    book = {"book.yaml": stricter, "RW-2023/ledger.yaml": cover}
    with_seal = samples()["LG419"].book
    assert found(checked(lay(tmp_path / "sealed", with_seal, book))) == []
    without = {**with_seal, "RW-2023/ledger.yaml": samples()["LG420"].book["RW-2023/ledger.yaml"]}
    assert [code for code, *_ in found(checked(lay(tmp_path / "open", without, book)))] == ["LG903"]


# --- days and risks -----------------------------------------------------------------------------


def test_the_future_of_a_cover_is_judged_by_the_day_it_is(tmp_path: Path) -> None:
    sealed = "sealed: {date: 2024-08-16, doc: 封账说明1号, by: jgdw-clerk}\n"
    ended = {OPEN: None, "ZG-2024/ledger.yaml": {"append": sealed}}
    assert codes(tmp_path, **ended) == ["LG302"]


def test_an_unanswered_rebound_is_late_after_its_days(tmp_path: Path) -> None:
    sample = samples()["LG421"]
    book = lay(tmp_path, sample.fires)
    assert found(checked(book, TODAY.replace(day=14))) == []
    assert [code for code, _place, _entry in found(checked(book, TODAY))] == ["LG421"]


def test_a_rebound_is_answered_by_what_its_basis_says(tmp_path: Path) -> None:
    recheck = samples()["LG421"].fires[CLOSED]
    correct = "date: 2024-07-16, by: jgdw-head, did: correct, field: basis, now: 已另立事项, reason: 漏填"
    answered = {CLOSED: [with_lines("note: 又有两宗未上会}", correct)]}
    assert found(checked(lay(tmp_path, {CLOSED: recheck}, answered))) == []


def test_the_approved_level_and_meeting_stand(tmp_path: Path) -> None:
    risk = "FX-2024/FX-2024-001.yaml"
    assert codes(tmp_path / "level", **{risk: [swap("level: high\nlead", "level: low\nlead")]}) == ["LG416"]
    record = "kind: record\nid: JL-2024-002\ntype: 研究\ndate: 2024-04-17\ntitle: 另一次\n"
    meeting = {"JL-2024/JL-2024-002.yaml": record}
    other = [swap("approval: {meeting: JL-2024-001", "approval: {meeting: JL-2024-002")]
    assert codes(tmp_path / "meeting", **meeting, **{risk: other}) == ["LG416"]


# --- in Chinese ---------------------------------------------------------------------------------


@pytest.fixture
def in_chinese() -> Iterator[None]:
    i18n.use("zh")
    yield
    i18n.use("en")


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize("family", ["LG0", "LG1", "LG2", "LG3", "LG4", "LG5", "LG7", "LG8", "LG9"])
def test_every_finding_can_be_said_in_chinese(family: str, tmp_path: Path) -> None:
    for code, sample in samples().items():
        if code.startswith(family):
            (finding,) = checked(lay(tmp_path / code, sample.book, sample.fires), sample.today).findings
            assert finding.message.strip(), code
            assert finding.hint.strip(), code
