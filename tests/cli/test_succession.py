"""Units merged, duties handed over: open entries pass with a line for each field, what has ended stays."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.office import CLERK, UNIT_CLERK, Office

WHY = ("-r", "机构改革", "--doc", "编办〔2024〕1号", "--approved-by", "leader")
MERGE = ("unit", "merge", "TDLY", "--into", "KFLY", *WHY)
SUSPENDED = """\
kind: task
id: RW-2024-004
title: 暂缓的
lead_unit: TDLY
due: 2024-09-30
status: suspended
round: 1
log:
  - {date: 2024-02-01, by: jgdw-clerk, did: add, due: 2024-09-30, lead_unit: TDLY}
  - {date: 2024-03-01, by: jgdw-clerk, did: suspend, doc: 文2, reason: 等文件, approved_by: leader}
"""


@pytest.fixture(scope="module")
def merging_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units one of which goes into the other, with entries open, closed, suspended and of others."""
    folder = tmp_path_factory.mktemp("merging")
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
            monkeypatch.setenv(name, "Clerk")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        _fill(Office(folder, monkeypatch))
    return folder


@pytest.fixture
def merging(merging_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A copy of that book, for one test."""
    shutil.copytree(merging_template, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path, monkeypatch)


def _fill(office: Office) -> None:
    office.ok("unit", "add", "TDLY", "土地利用处", "--under", "JGDW")
    office.ok("unit", "add", "TDYK", "利用一科", "--under", "TDLY")
    office.ok("unit", "add", "KFLY", "开发利用处", "--under", "JGDW")
    office.ok("person", "add", "tdly-clerk", "--unit", "TDLY", "--role", "clerk", "--email", "t@a.example")
    office.ok("person", "add", "kfly-clerk", "--unit", "KFLY", "--role", "clerk", "--email", "k@a.example")
    add = ("add", "RW-2024", "--date", "2024-02-01")
    office.ok(*add, "逾期的", "-u", "TDLY", "-d", "2024-05-01", "--owner", "tdly-clerk")
    office.ok(*add, "配合的", "-u", "GDBH", "-d", "2024-12-31", "--unit", "TDLY", "--unit", "KFLY")
    office.ok(*add, "办结的", "-u", "TDLY", "-d", "2024-12-31")
    office.ok("submit", "RW-2024-003", "-n", "已办", "--ref", "档1", "--date", "2024-03-01")
    close = ("close", "RW-2024-003", "--opinion", "同意", "--actor", "jgjw-head", "--doc", "文1")
    office.ok(*close, "--date", "2024-03-02")
    (office.folder / "ledgers/RW-2024/RW-2024-004.yaml").write_text(SUSPENDED, "utf-8")
    zg = ("add", "ZG-2024", "整改", "-u", "GDBH", "-d", "2024-12-31", "-m", "甲", "-m", "乙")
    office.ok(*zg, "--set", "measures.2.unit=TDLY", "--set", "acceptance_unit=TDLY", "--date", "2024-02-01")
    office.git("add", "ledgers")
    office.git("commit", "--quiet", "--message", "暂缓")


def lines(office: Office, entry_id: str) -> list[str]:
    """The log lines of an entry, without their date, typist and paper."""
    return [
        line.partition("field: ")[2].removesuffix(", reason: 机构改革, approved_by: leader}")
        for line in office.text(entry_id).splitlines()
        if "field: " in line
    ]


def test_open_entries_get_a_line_for_each_field(merging: Office) -> None:
    merging.ok(*MERGE)
    assert {entry_id: lines(merging, entry_id) for entry_id in IDS} == {
        "RW-2024-001": ["lead_unit, was: TDLY, now: KFLY", "owner, was: tdly-clerk"],
        "RW-2024-002": ["units, was: [TDLY, KFLY], now: [KFLY]"],
        "RW-2024-003": [],
        "RW-2024-004": ["lead_unit, was: TDLY, now: KFLY"],
        "ZG-2024-001": ["acceptance_unit, was: TDLY, now: KFLY", "measures.2.unit, was: TDLY, now: KFLY"],
    }
    assert "clean" in merging.ok("check", "--strict")
    assert (
        "  - {date: 2024-06-01, by: jgdw-clerk, did: transfer, doc: 编办〔2024〕1号, field: lead_unit, "
        "was: TDLY, now: KFLY, reason: 机构改革, approved_by: leader}\n"
    ) in merging.text("RW-2024-001")


IDS = ("RW-2024-001", "RW-2024-002", "RW-2024-003", "RW-2024-004", "ZG-2024-001")


def test_what_has_ended_keeps_every_byte(merging: Office) -> None:
    before = merging.text("RW-2024-003")
    said = merging.ok(*MERGE)
    assert merging.text("RW-2024-003") == before
    assert "ended entries that stay as they are: 1" in said


def test_all_of_it_is_one_commit_with_every_entry_in_it(merging: Office) -> None:
    head = merging.git("rev-parse", "HEAD").strip()
    merging.ok(*MERGE)
    assert merging.git("rev-parse", "HEAD~1").strip() == head
    subject, _empty, *trailers = merging.git("log", "-1", "--format=%B").strip().splitlines()
    assert subject == "合并单位 TDLY"
    passed = [each for each in IDS if each != "RW-2024-003"]
    assert trailers == [*(f"Ledger-Entry: {each}" for each in passed), "Ledger-Action: unit-merge"]
    assert merging.git("status", "--porcelain") == ""


def test_lateness_stays_with_the_unit_that_had_it(merging: Office) -> None:
    merging.ok(*MERGE)

    def overdue(day: str) -> list[tuple[str, str, int]]:
        told = json.loads(merging.ok("report", "overdue", "--format", "json", today=day))
        return [(row["id"], row["lead_unit"], row["days"]) for row in told["rows"]]

    assert overdue("2024-05-31") == [("RW-2024-001", "TDLY", 30)]
    assert overdue("2024-06-01") == [("RW-2024-001", "KFLY", 31)]


def test_the_merged_unit_ends_and_says_into_what(merging: Office) -> None:
    said = merging.ok(*MERGE)
    text = (merging.folder / "ledgers/units.yaml").read_text("utf-8")
    assert "{code: TDLY, name: 土地利用处, parent: JGDW, until: 2024-05-31, into: [KFLY]}" in text
    assert "{code: TDYK, name: 利用一科, parent: KFLY, former: [{parent: TDLY, until: 2024-05-31}]}" in text
    assert "holders: [{email: t@a.example, until: 2024-05-31}]" in text
    assert "TDLY ended on 2024-05-31, merged into KFLY" in said
    assert "without an owner now: RW-2024-001" in said


def test_who_held_a_post_of_it_is_moved_by_the_command_that_is_printed(merging: Office) -> None:
    said = merging.ok(*MERGE)
    (command,) = [line.split() for line in said.splitlines() if "person move" in line]
    merging.ok(*command[1:])
    text = (merging.folder / "ledgers/units.yaml").read_text("utf-8")
    assert "holders: [{key: p-001, email: t@a.example, from: 2024-06-01}]" in text
    assert "until: 2024-05-31, key: p-001}]" in text
    assert "clean" in merging.ok("check", "--strict")


def test_owner_names_who_does_it_from_then_on(merging: Office) -> None:
    merging.ok(*MERGE, "--owner", "kfly-clerk")
    assert "owner, was: tdly-clerk, now: kfly-clerk" in lines(merging, "RW-2024-001")
    assert "does not belong to the lead unit KFLY" in merging.refused(
        *MERGE[:4], "GDBH", *WHY, "--owner", "jgdw-clerk"
    ).replace("GDBH", "KFLY")


def test_covers_and_duties_name_the_new_unit(merging: Office) -> None:
    merging.ok("policy", "set", "--ledger", "ZG-2024", "keeper=TDLY", "defaults.lead_unit=TDLY")
    merging.ok("duty", "add", "检查", "--held-by", "TDLY", "--every", "1 month", "--from", "2024-01-01")
    merging.ok(*MERGE, "--from", "2024-06-02", today="2024-06-02")
    cover = (merging.folder / "ledgers/ZG-2024/ledger.yaml").read_text("utf-8")
    assert "keeper: KFLY\n" in cover
    assert "{keeper: JGDW, until: 2024-05-31}" in cover
    assert "{keeper: TDLY, until: 2024-06-01}" in cover
    assert "defaults: {lead_unit: KFLY}" in cover
    book = (merging.folder / "ledgers/book.yaml").read_text("utf-8")
    assert "held_by: TDLY, every: 1 month, at_least: 1, from: 2024-01-01, until: 2024-06-01}" in book
    assert "held_by: KFLY, every: 1 month, at_least: 1, from: 2024-06-02}" in book
    assert "clean" in merging.ok("check", "--strict", today="2024-06-02")


def test_a_sealed_ledger_keeps_its_cover(merging: Office) -> None:
    merging.ok("new", "RW-2023", "--kind", "task", "--title", "旧清单", "--issued-on", "2023-01-01")
    path = merging.folder / "ledgers/RW-2023/ledger.yaml"
    sealed = "defaults: {lead_unit: TDLY}\nsealed: {date: 2024-05-01, doc: 文9, by: jgdw-clerk}\n"
    path.write_text(path.read_text("utf-8") + sealed, "utf-8")
    merging.ok(*MERGE)
    assert path.read_text("utf-8").endswith(sealed)


def test_what_a_keeper_typed_stays_legal_when_it_is_merged(merging: Office) -> None:
    merging.ok("policy", "set", "--ledger", "RW-2024", "keeper=TDLY", "--from", "2024-05-01")
    merging.ok("progress", "RW-2024-002", "过半", "--date", "2024-05-10", email="t@a.example")
    merging.ok(*MERGE, "--from", "2024-06-02", today="2024-06-02")
    assert "clean" in merging.ok("check", "--strict", today="2024-06-02")


def test_where_nothing_is_open_no_paper_is_asked_for(office: Office) -> None:
    office.ok("unit", "add", "TDLY", "土地利用处")
    answer = office("unit", "merge", "TDLY", "--into", "GDBH", "-r", "因")
    assert answer.code == 0
    assert "written nowhere" in answer.err
    assert "clean" in office.ok("check", "--strict")


def test_several_units_are_merged_at_once(merging: Office) -> None:
    merging.ok("unit", "merge", "TDLY", "GDBH", "--into", "开发利用处", *WHY, "--acceptance-unit", "JGJW")
    assert lines(merging, "RW-2024-002") == [
        "lead_unit, was: GDBH, now: KFLY",
        "units, was: [TDLY, KFLY]",
    ]
    assert "合并单位 TDLY +1" in merging.git("log", "-1", "--format=%s")


def test_a_lead_unit_that_would_verify_itself_needs_another_to_do_it(merging: Office) -> None:
    merge = ("unit", "merge", "TDLY", "--into", "GDBH", *WHY)
    said = merging.refused(*merge)
    assert "LG209 ZG-2024-001: " in said
    assert "--acceptance-unit UNIT" in said
    merging.ok(*merge, "--acceptance-unit", "机关纪委")
    assert "acceptance_unit, was: TDLY, now: JGJW" in lines(merging, "ZG-2024-001")
    assert "clean" in merging.ok("check", "--strict")


def test_steps_after_the_day_of_a_merge_push_its_line_behind_them(merging: Office) -> None:
    merging.ok("start", "RW-2024-001", "--date", "2024-05-20")
    merging.ok(*MERGE, "--from", "2024-05-10")
    told = json.loads(merging.ok("show", "RW-2024-001", "RW-2024-002", "--format", "json"))
    passed = [
        [(line["date"], line["entered"]) for line in row["log"] if line["did"] == "transfer"]
        for row in told["rows"]
    ]
    assert passed == [[("2024-05-20", "2024-06-01")] * 2, [("2024-05-10", "2024-06-01")]]
    assert "clean" in merging.ok("check", "--strict")


def test_what_was_closed_after_the_day_still_names_the_unit(merging: Office) -> None:
    said = merging.refused(*MERGE, "--from", "2024-03-01")
    assert "LG202 RW-2024-003: " in said
    assert "name a later day with --from" in said


def test_a_dry_run_writes_nothing(merging: Office) -> None:
    before = merging.tree(), merging.git("rev-parse", "HEAD")
    said = merging.ok(*MERGE, "--dry-run")
    assert "+lead_unit: KFLY" in said
    assert (merging.tree(), merging.git("rev-parse", "HEAD")) == before


def without(option: str) -> tuple[str, ...]:
    at = MERGE.index(option)
    return MERGE[:at] + MERGE[at + 2 :]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("unit", "merge"), 2, "UNIT is missing"),
        (without("--into"), 2, "--into is missing"),
        (without("--doc"), 2, "--doc is missing"),
        (without("-r"), 2, "--reason is missing"),
        (without("--approved-by"), 2, "--approved-by is missing"),
        ((*MERGE[:3], "--into", "TDLY", *WHY), 1, "into itself"),
        ((*MERGE, "--from", "2024-06-02"), 1, "has not come yet"),
        ((*MERGE[:-1], "jgdw-clerk"), 1, "LG702"),
        ((*MERGE[:-1], "nobody"), 1, "there is no post or unit"),
        ((*MERGE[:3], "--into", "水利", *WHY), 1, "there is no unit 水利"),
        (("unit", "handover", "TDLY", "--to", "TDLY", *WHY), 1, "to itself"),
        (("unit", "handover", "JGJW", "--to", "KFLY", *WHY), 1, "no open entry names JGJW"),
    ],
)
def test_what_cannot_be_is_refused(merging: Office, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = merging.tree()
    answer = merging(*arguments)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert merging.tree() == before


def test_a_clerk_of_another_unit_is_refused_with_every_entry_named(merging: Office) -> None:
    said = merging.refused(*MERGE, email=UNIT_CLERK)
    assert "LG702 RW-2024-001: " in said
    assert "LG702 RW-2024-004: " in said
    assert "ledger unit handover TDLY --to KFLY --ledger RW-2024\n" in said


def test_what_others_keep_they_hand_over_first(merging: Office) -> None:
    merging.ok("policy", "set", "--ledger", "RW-2024", "keeper=KFLY")
    merging.ok("policy", "set", "--ledger", "ZG-2024", "keeper=GDBH")
    merge = (*MERGE, "--from", "2024-06-02")
    said = merging.refused(*merge, email=UNIT_CLERK, today="2024-06-02")
    (command,) = [line.split()[1:] for line in said.splitlines() if "unit handover" in line]
    merging.ok(*command, *WHY, email="k@a.example", today="2024-06-02")
    merging.ok(*merge, email=UNIT_CLERK, today="2024-06-02")
    assert "clean" in merging.ok("check", "--strict", today="2024-06-02")


def test_a_unit_is_not_merged_twice(merging: Office) -> None:
    merging.ok(*MERGE)
    said = merging.refused("unit", "merge", "TDLY", "--into", "GDBH", *WHY)
    assert "it was merged into KFLY" in said


HANDOVER = ("unit", "handover", "TDLY", "--to", "KFLY", *WHY)


def test_a_handover_passes_open_entries_and_the_unit_stays(merging: Office) -> None:
    before = (merging.folder / "ledgers/units.yaml").read_bytes()
    merging.ok(*HANDOVER)
    assert (merging.folder / "ledgers/units.yaml").read_bytes() == before
    assert lines(merging, "RW-2024-001") == ["lead_unit, was: TDLY, now: KFLY", "owner, was: tdly-clerk"]
    assert merging.git("log", "-1", "--format=%s").strip() == "职责划转 TDLY"
    assert "clean" in merging.ok("check", "--strict")


def test_a_handover_may_be_of_one_ledger(merging: Office) -> None:
    merging.ok(*HANDOVER, "--ledger", "整改台账")
    assert [each for each in IDS if lines(merging, each)] == ["ZG-2024-001"]


def test_a_handover_says_what_names_the_unit_still_and_how_to_change_it(merging: Office) -> None:
    merging.ok("policy", "set", "--ledger", "ZG-2024", "defaults.acceptance_unit=TDLY")
    merging.ok("duty", "add", "检查", "--held-by", "TDLY", "--every", "1 month", "--from", "2024-01-01")
    said = merging.ok(*HANDOVER)
    commands = [line.split()[1:] for line in said.splitlines() if line.startswith("  ledger policy set")]
    commands += [line.split()[1:] for line in said.splitlines() if line.startswith("  ledger duty")]
    assert len(commands) == 2
    for command in commands:
        merging.ok(*command)
    assert "TDLY" not in (merging.folder / "ledgers/ZG-2024/ledger.yaml").read_text("utf-8")
    assert "{type: 检查, held_by: KFLY" in (merging.folder / "ledgers/book.yaml").read_text("utf-8")
    assert "clean" in merging.ok("check", "--strict")


def test_entries_of_a_unit_that_ended_without_heirs_are_handed_over(merging: Office) -> None:
    path = merging.folder / "ledgers/units.yaml"
    ended = path.read_text("utf-8").replace(
        "土地利用处, parent: JGDW}", "土地利用处, parent: JGDW, until: 2024-05-31}"
    )
    path.write_text(ended, "utf-8")
    assert merging("check").code == 1
    merging.ok(*HANDOVER)
    assert "clean" in merging.ok("check", "--strict")


def test_a_solo_keeper_merges_on_their_own_word(merging: Office) -> None:
    path = merging.folder / "ledgers/book.yaml"
    loose = path.read_text("utf-8").replace("other_person", "anyone").replace("other_unit", "anyone")
    path.write_text(loose.replace("paper: doc", "paper: none"), "utf-8")
    merging.ok(*MERGE[:-1], "jgdw-clerk", email=CLERK)
    assert "clean" in merging.ok("check", "--strict")
