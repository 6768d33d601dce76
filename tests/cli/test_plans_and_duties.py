"""Plans, campaigns and duties without YAML by hand."""

import json

import pytest

from tests.cli.office import Office

PLAN = ("plan", "add", "GH-14", "五年规划", "--from", "2021-01-01", "--until", "2025-12-31")


def rows(office: Office, *command: str) -> list[dict[str, object]]:
    listed: dict[str, list[dict[str, object]]] = json.loads(office.ok(*command, "--format", "json"))
    return listed["rows"]


def test_a_plan_and_its_themes(office: Office) -> None:
    office.ok(*PLAN)
    office.ok("plan", "add", "ZT-2024", "攻坚行", "--under", "五年规划", "--year", "2024")
    office.ok("规划", "新增", "ZT-2025", "巩固行", "--under", "GH-14", "--year", "2025")
    assert [(row["code"], row["under"], row["year"]) for row in rows(office, "plan", "list")] == [
        ("GH-14", None, None),
        ("ZT-2024", "GH-14", 2024),
        ("ZT-2025", "GH-14", 2025),
    ]
    office.ok("new", "RW-2025", "--kind", "task", "--title", "题", "--plan", "攻坚行")
    assert "plan: ZT-2024" in (office.folder / "ledgers/RW-2025/ledger.yaml").read_text("utf-8")
    assert "clean" in office.ok("check", "--strict")


def test_a_plan_and_a_theme_are_changed(office: Office) -> None:
    office.ok(*PLAN)
    office.ok("plan", "add", "ZT-2024", "攻坚行", "--under", "GH-14", "--year", "2024")
    office.ok("plan", "set", "ZT-2024", "name=清廉攻坚行")
    office.ok("plan", "set", "五年规划", "截止日=2026-12-31")
    text = (office.folder / "ledgers/plans.yaml").read_text("utf-8")
    assert "{code: ZT-2024, name: 清廉攻坚行, year: 2024}" in text
    assert "until: 2026-12-31" in text


def test_a_campaign(office: Office) -> None:
    office.ok("campaign", "add", "ZX-2024-01", "专项治理")
    office.ok("campaign", "set", "专项", "name=专项整治")
    assert rows(office, "campaign", "list") == [{"code": "ZX-2024-01", "name": "专项整治"}]
    office.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31", "--set", "campaign=ZX-2024-01")
    assert "clean" in office.ok("check", "--strict")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("每月", "1 month"),
        ("半年", "6 months"),
        ("每季度", "3 months"),
        ("每两周", "2 weeks"),
        ("每半年", "6 months"),
        ("2周", "2 weeks"),
        ("每年", "1 year"),
        ("45 days", "45 days"),
    ],
)
def test_how_often_is_typed_in_either_language(office: Office, typed: str, stored: str) -> None:
    office.ok("duty", "add", "调度", "--held-by", "机关党委", "--every", typed)
    assert rows(office, "duty", "list")[0]["every"] == stored


def test_a_duty_passes_and_ends(office: Office) -> None:
    office.ok("duty", "add", "检查", "--held-by", "JGJW", "--every", "1 month", "--from", "2024-01-01")
    office.ok("duty", "handover", "检查", "--to", "GDBH", "--from", "2024-07-01")
    office.ok("duty", "end", "2", "--until", "2024-12-31")
    held = [(row["held_by"], row["from"], row["until"]) for row in rows(office, "duty", "list")]
    assert held == [("JGJW", "2024-01-01", "2024-06-30"), ("GDBH", "2024-07-01", "2024-12-31")]
    assert "clean" in office.ok("check", "--strict")


def test_a_duty_is_changed_by_its_number(office: Office) -> None:
    office.ok("duty", "add", "检查", "--held-by", "JGJW", "--every", "1 month")
    office.ok("duty", "set", "1", "周期=每季度", "至少次数=2")
    (row,) = rows(office, "duty", "list")
    assert (row["every"], row["at_least"]) == ("3 months", 2)


def figures(office: Office, *options: str) -> list[tuple[object, ...]]:
    """What the report says of each period."""
    found = rows(office, "report", "duties", *options)
    keys = ("duty", "held_by", "period", "planned", "held", "gap", "left")
    return [tuple(each[key] for key in keys) for each in found if each["scope"] is None]


def test_a_duty_that_was_handed_over_within_a_month_leaves_no_gap_behind(office: Office) -> None:
    office.ok("duty", "add", "检查", "--held-by", "JGJW", "--every", "每月", "--from", "2024-04-01")
    office.ok("record", "检查", "--held-by", "JGJW", today="2024-04-09")
    office.ok("record", "检查", "--held-by", "JGJW", today="2024-05-08")
    office.ok("duty", "handover", "检查", "--to", "GDBH", "--from", "2024-05-16")
    assert figures(office) == [
        ("检查", "JGJW", "2024-04", 1, 1, 0, None),
        ("检查", "GDBH", "2024-05", 1, 1, 0, None),
        ("检查", "GDBH", "2024-06", 1, 0, None, 1),
    ]


def test_a_duty_that_ended_within_a_month_leaves_no_gap_behind(office: Office) -> None:
    office.ok("duty", "add", "检查", "--held-by", "JGJW", "--every", "每月", "--from", "2024-04-01")
    office.ok("duty", "end", "检查", "--until", "2024-05-16")
    assert figures(office) == [
        ("检查", "JGJW", "2024-04", 1, 0, 1, None),
        ("检查", "JGJW", "2024-05-01/2024-05-16", 0, 0, 0, None),
    ]


def test_the_duties_of_units_that_were_merged_are_one_from_then_on(office: Office) -> None:
    office.ok("unit", "add", "KY", "矿业权处", "--under", "JGDW")
    for unit in ("GDBH", "KY"):
        office.ok("duty", "add", "检查", "--held-by", unit, "--every", "每季度", "--from", "2024-01-01")
        office.ok("record", "检查", "--held-by", unit, today="2024-03-05")
    office.ok("record", "检查", "--held-by", "KY", today="2024-04-09")
    office.ok("unit", "add", "ZY", "资源处", "--under", "JGDW")
    office.ok(
        *("unit", "merge", "GDBH", "KY", "--into", "ZY", "--from", "2024-05-16", "--doc", "机构改革1号"),
        *("--approved-by", "leader", "-r", "机构改革"),
    )
    found = figures(office, "--unit", "JGDW")
    assert [each for each in found if each[1] != "ZY"] == [
        ("检查", "GDBH", "2024-Q1", 1, 1, 0, None),
        ("检查", "KY", "2024-Q1", 1, 1, 0, None),
    ]
    assert [each for each in found if each[1] == "ZY"] == [("检查", "ZY", "2024-Q2", 1, 1, None, 0)]


def test_the_list_says_what_was_held_so_far(office: Office) -> None:
    office.ok("duty", "add", "检查", "--held-by", "JGJW", "--every", "每月", "--from", "2024-05-01")
    office.ok("duty", "add", "调度", "--held-by", "GDBH", "--every", "每月", "--from", "2024-07-01")
    for day in ("2024-05-31", "2024-06-01"):
        office.ok("record", "检查", "--held-by", "JGJW", today=day)
    found = [(row["period"], row["held"]) for row in rows(office, "duty", "list")]
    assert found == [("2024-06", 1), (None, None)]


def test_a_record_that_cannot_be_read_is_said(office: Office) -> None:
    office.ok("duty", "add", "检查", "--held-by", "JGJW", "--every", "每月")
    office.ok("record", "检查", "--held-by", "JGJW")
    (office.folder / "ledgers/JL-2024/JL-2024-001.yaml").write_text("kind: [", "utf-8")
    for command in (("duty", "list"), ("report", "duties")):
        answer = office(*command)
        assert (answer.code, "1 files could not be read" in answer.err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("plan", "add"), 2, "CODE is missing"),
        (("plan", "add", "GH-14"), 2, "NAME is missing"),
        (("plan", "add", "bad", "规划"), 1, "is not a code"),
        (("plan", "add", "ZT-1", "主题", "--year", "2024"), 2, "--under"),
        (("plan", "add", "ZT-1", "主题", "--under", "GH-99", "--year", "2024"), 1, "there is no plan GH-99"),
        (("plan", "add", "GH-1", "规", "--from", "2024-01-01", "--until", "2023-01-01"), 1, "LG305"),
        (("plan", "set", "GH-99", "name=x"), 1, "there is no plan GH-99"),
        (("campaign", "add", "ZX-1"), 2, "NAME is missing"),
        (("campaign", "set", "ZX-1", "name=x"), 1, "there is no campaign ZX-1"),
        (("duty", "add"), 2, "TYPE is missing"),
        (("duty", "add", "检查"), 2, "--held-by is missing"),
        (("duty", "add", "检查", "--held-by", "JGJW"), 2, "--every is missing"),
        (("duty", "add", "检查", "--held-by", "JGJW", "--every", "有时"), 2, "is not an interval"),
        (("duty", "add", "跳舞", "--held-by", "JGJW", "--every", "每月"), 1, "record_types+="),
        (("duty", "end", "1"), 1, "there is no duty 1"),
        (("new", "XX", "--kind", "task", "--title", "x", "--campaign", "ZX-9"), 1, "there is no campaign"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = office.tree()
    answer = office(*arguments)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert office.tree() == before


def test_a_code_is_given_once(office: Office) -> None:
    office.ok(*PLAN)
    assert "GH-14 is there already" in office.refused(*PLAN)
    assert "LG905" in office.refused("plan", "add", "GH-14", "主题", "--under", "GH-14", "--year", "2024")


def test_an_empty_list_says_so(office: Office) -> None:
    assert "nothing is listed" in office.ok("duty", "list")
