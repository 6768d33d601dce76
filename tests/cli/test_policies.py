"""Rules and settings: a new version from a day on, never an old one changed; covers only stricter."""

import json

import pytest

from tests.cli.office import UNIT_CLERK, Office, run_process

BOOK = "ledgers/book.yaml"
FUTURE = "2024-07-01"


@pytest.fixture
def ruled(office: Office) -> Office:
    """The office in a year in which its first version of the rules holds already."""
    path = office.folder / BOOK
    year = path.read_text("utf-8").partition("  - from: ")[2][:4]
    path.write_text(path.read_text("utf-8").replace(f"from: {year}-01-01", "from: 2024-01-01"), "utf-8")
    office.git("commit", "--quiet", "--all", "--message", "规则")
    return office


def holding(office: Office, key: str, *more: str) -> tuple[str, str]:
    listed = json.loads(office.ok("policy", "show", "--format", "json", *more))
    return next((row["value"], row["says"]) for row in listed["rows"] if row["key"] == key)


def test_a_new_version_differs_only_in_what_was_asked(ruled: Office) -> None:
    before = (ruled.folder / BOOK).read_text("utf-8")
    ruled.ok("policy", "set", "task.evidence=2", "--from", FUTURE, "--doc", "办发3号", "-r", "从严")
    after = (ruled.folder / BOOK).read_text("utf-8")
    assert after.startswith(before)
    old, new = before.partition("    task:")[2], after.removeprefix(before).partition("    task:")[2]
    assert new == old.replace("evidence: 1", "evidence: 2", 1)
    head = after.removeprefix(before).partition("    task:")[0]
    assert head == "  - from: 2024-07-01\n    version: 2\n    doc: 办发3号\n    reason: 从严\n"
    assert holding(ruled, "task.evidence") == ("1", "1")
    assert holding(ruled, "task.evidence", "--on", FUTURE) == ("2", "2")
    assert "clean" in ruled.ok("check", "--strict")
    assert ruled.git("log", "-1", "--format=%s").strip() == "修改规则 task.evidence"


def test_the_paper_of_a_version_is_not_that_of_the_next(ruled: Office) -> None:
    ruled.ok("policy", "set", "extend.most=1", "--from", FUTURE, "--doc", "办发3号")
    ruled.ok("policy", "set", "task.evidence=2", "--from", "2024-08-01")
    assert (ruled.folder / BOOK).read_text("utf-8").count("办发3号") == 1
    assert holding(ruled, "extend.most", "--on", "2024-08-01") == ("1", "3")


def test_rules_and_words_are_typed_in_either_language(ruled: Office) -> None:
    ruled.ok("规则", "修改", "整改.流程步骤=申请销号、验收、公示、销号", "纸质依据=扫描件", "--from", FUTURE)
    assert holding(ruled, "rectification.steps", "--on", FUTURE)[0] == "submit verify publish close"
    assert holding(ruled, "paper", "--on", FUTURE)[0] == "scan"


def test_settings_of_the_book_hold_at_once(office: Office) -> None:
    office.ok(
        *("policy", "set", "near=30,10", "record_types+=党课,走访"),
        *("ladder=提醒函:1,党课：5", "反弹处置天数=20", "红黄牌=党课:red", "进度滞后界限=20"),
    )
    book = (office.folder / BOOK).read_text("utf-8")
    assert "near: [30, 10]" in book
    assert "record_types: [党课, 走访]" in book
    assert "ladder: [{type: 提醒函, after: 1}, {type: 党课, after: 5}]" in book
    assert "cards: [{type: 党课, signal: red}]" in book
    assert holding(office, "notice.slow_margin") == ("20", "book")
    office.ok("policy", "set", "record_types-=走访", "rebound_days=30")
    assert "record_types: [党课]" in (office.folder / BOOK).read_text("utf-8")
    assert "clean" in office.ok("check", "--strict")


def test_a_stricter_rule_never_turns_the_past_red(ruled: Office) -> None:
    ruled.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")
    ruled.ok("submit", "RW-2024-001", "-n", "已办", "--ref", "档1")
    today = ("policy", "set", "task.evidence=2", "--from", "2024-06-01")
    said = ruled.refused(*today)
    assert "LG501 RW-2024-001: " in said
    assert "tomorrow" in said
    ruled.ok(*today[:-1], "2024-06-02")
    assert "clean" in ruled.ok("check", "--strict", today="2024-06-03")


def test_what_is_shown_names_who_says_so(ruled: Office) -> None:
    ruled.ok("policy", "set", "--ledger", "RW-2024", "task.evidence=3")
    assert holding(ruled, "task.evidence") == ("1", "1")
    assert holding(ruled, "task.evidence", "--ledger", "任务清单") == ("3", "cover")
    assert holding(ruled, "review_days") == ("10", "default")
    assert holding(ruled, "notice.near") == ("30 15 7", "book")
    text = run_process("policy", "show", cwd=ruled.folder, LEDGER_LANG="zh").stdout
    assert "报办结 → 办结" in text
    assert "申请销号 → 验收 → 销号" in text
    assert "第 1 版" in text


def test_a_cover_is_changed_and_remembers_its_keepers(office: Office) -> None:
    office.ok("add", "ZG-2024", "整改", "-u", "JGJW", "-d", "2024-12-31", "--date", "2024-05-02")
    office.ok(
        *("policy", "set", "--ledger", "整改台账", "keeper=GDBH", "--from", "2024-06-02"),
        *("levels.一级=高", "默认值.验收单位=机关纪委", "called=台账"),
    )
    cover = (office.folder / "ledgers/ZG-2024/ledger.yaml").read_text("utf-8")
    assert "keeper: GDBH\n" in cover
    assert "{keeper: JGDW, until: 2024-06-01}" in cover
    assert "levels: {一级: high}" in cover
    assert "defaults: {acceptance_unit: JGJW}" in cover
    assert "clean" in office.ok("check", "--strict", today="2024-06-02")
    office.ok("progress", "ZG-2024-001", "过半", email=UNIT_CLERK, today="2024-06-02")
    office.refused("progress", "ZG-2024-001", "又过半", email=UNIT_CLERK, today="2024-06-01")


def test_a_new_ledger_takes_any_field_of_its_cover(office: Office) -> None:
    office.ok(
        *("new", "FX-2024", "--kind", "risk", "--title", "风险", "--set", "levels=一级:高,二级:low"),
        *("--set", "依据.文号=〔2024〕1号", "--set", "basis.date=2024-02-01", "--set", "called=清单"),
        *("--set", "defaults.lead_unit=耕保处", "--set", "extend.most=1"),
    )
    cover = (office.folder / "ledgers/FX-2024/ledger.yaml").read_text("utf-8")
    assert "levels: {一级: high, 二级: low}" in cover
    assert "basis: {doc: 〔2024〕1号, date: 2024-02-01}" in cover
    assert "defaults: {lead_unit: GDBH}" in cover
    assert "policy: {extend: {most: 1}}" in cover
    assert "clean" in office.ok("check", "--strict")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "KEY=VALUE is missing"),
        (("task.evidence=2",), 2, "--from is missing"),
        (("task.evidence=2", "--from", "2024-05-31"), 1, "is past"),
        (("task.evidence=1", "--from", FUTURE), 1, "is that already"),
        (("task.evidence=many", "--from", FUTURE), 1, "LG105"),
        (("task.steps=close,submit", "--from", FUTURE), 1, "LG904"),
        (("evidence=2", "--from", FUTURE), 2, "task.evidence"),
        (("near=10", "--from", FUTURE), 2, "only rules have a first day"),
        (("near=10", "--doc", "文"), 2, "only rules have a first day"),
        (("version=9", "--from", FUTURE), 2, "counts up by itself"),
        (("policy=x",), 2, "name the rule itself"),
        (("duties=x",), 2, "ledger duty add"),
        (("format=2",), 2, "the program writes it"),
        (("near",), 2, "key=value"),
        (("name+=x",), 2, "is no list"),
        (("colour=red",), 2, "there is no setting colour"),
        (("ladder=提醒函",), 2, "A:B"),
        (("ladder=跳舞:1",), 1, "LG907"),
        (("cards=跳舞:red",), 1, "LG907"),
        (("cards=党课:green",), 1, "green"),
        (("--ledger", "RW-2024", "task.evidence=0"), 1, "LG903"),
        (("--ledger", "RW-2024", "kind=risk"), 2, "keeps its kind"),
        (("--ledger", "RW-2024", "keeper=水利"), 1, "there is no unit 水利"),
        (("--ledger", "RW-2024", "title=新", "--from", FUTURE), 2, "only another keeper"),
        (("--ledger", "RW-2024", "title=新", "--doc", "文"), 2, "keeps no paper"),
        (("--ledger", "XX", "title=新"), 1, "there is no ledger XX"),
    ],
)
def test_what_cannot_be_is_refused(ruled: Office, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = ruled.tree()
    answer = ruled("policy", "set", *arguments)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert ruled.tree() == before


def test_two_versions_never_begin_on_one_day(ruled: Office) -> None:
    ruled.ok("policy", "set", "task.evidence=2", "--from", FUTURE)
    said = ruled.refused("policy", "set", "task.evidence=3", "--from", FUTURE)
    assert "there is a version from 2024-07-01 already" in said


def test_a_cover_cannot_ask_more_of_what_is_done(ruled: Office) -> None:
    ruled.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")
    ruled.ok("submit", "RW-2024-001", "-n", "已办", "--ref", "档1")
    said = ruled.refused("policy", "set", "--ledger", "RW-2024", "task.evidence=2")
    assert "LG501 RW-2024-001: " in said
    assert "--from" in said


def test_in_a_book_without_rules_what_held_until_now_becomes_the_first_version(ruled: Office) -> None:
    path = ruled.folder / BOOK
    path.write_text(path.read_text("utf-8").partition("policy:")[0], "utf-8")
    ruled.refused("policy", "set", "task.evidence=2", "--from", "2024-06-01")
    ruled.ok("policy", "set", "task.evidence=2", "--from", FUTURE)
    assert holding(ruled, "task.evidence", "--on", "2024-01-01") == ("1", "1")
    assert holding(ruled, "task.evidence", "--on", FUTURE) == ("2", "2")
    assert holding(ruled, "rectification.steps", "--on", FUTURE) == ("submit verify close", "2")
