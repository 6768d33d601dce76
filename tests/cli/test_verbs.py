"""Every verb beside the main road: what it writes, what it refuses, that the book is clean afterwards."""

import json
from typing import Any

import pytest
import yaml

from cleanledger.cli.commands import OFFERED
from cleanledger.operations.verbs import VERBS
from tests.cli.office import HEAD, LEADER, UNIT_CLERK, Office

PAPER = ("--doc", "机纪〔2024〕7号")
GRANTED = ("-r", "职责调整", "--approved-by", "leader", *PAPER)


def add(office: Office, *more: str, ledger: str = "ZG-2024", title: str = "闲置土地处置不规范") -> str:
    return office.ok("add", ledger, title, "-u", "耕保", "-d", "2024-12-31", *more).split()[0]


def entry(office: Office, entry_id: str) -> Any:
    return yaml.safe_load(office.text(entry_id))


def last(office: Office, entry_id: str) -> Any:
    return entry(office, entry_id)["log"][-1]


def closed(office: Office, ledger: str = "ZG-2024", *more: str) -> str:
    """An entry that went the whole way."""
    ours = ("--set", "acceptance_unit=JGJW") if ledger.startswith("ZG") else ()
    made = add(office, *ours, *more, ledger=ledger)
    office.ok("submit", made, "-n", "已完成", "--all-measures", "--ref", "档案1", email=UNIT_CLERK)
    if ledger.startswith("ZG"):
        office.ok("verify", made, "--opinion", "属实", email=HEAD)
    office.ok("close", made, "--opinion", "同意", email=HEAD)
    return made


def is_clean(office: Office, today: str = "2024-06-01") -> bool:
    return "clean" in office.ok("check", "--strict", today=today)


# --- transfer, amend, suspend, resume, void ---------------------------------------------------


def test_a_transfer_is_one_line_a_field_and_leaves_no_owner_behind(office: Office) -> None:
    made = add(office, "--owner", "gdbh-clerk", "--unit", "机关纪委")
    out = office.ok("transfer", made, "--to", "机关纪委", *GRANTED)
    assert f"ledger set {made} owner=POST" in out
    now = entry(office, made)
    assert now["lead_unit"] == "JGJW"
    assert "units" not in now
    assert "owner" not in now
    lines = [line for line in now["log"] if line["did"] == "transfer"]
    assert [(line["field"], line.get("was"), line.get("now")) for line in lines] == [
        ("lead_unit", "GDBH", "JGJW"),
        ("units", ["JGJW"], None),
        ("owner", "gdbh-clerk", None),
    ]
    assert {line["approved_by"] for line in lines} == {"leader"}
    assert is_clean(office)


def test_several_entries_are_transferred_in_one_commit_or_none_is(office: Office) -> None:
    ids = [add(office, title=f"事项{number}") for number in "一二三"]
    before = office.git("rev-parse", "HEAD")
    office.ok("transfer", *ids, "--to", "JGJW", "--units", "GDBH，JGDW", *GRANTED)
    assert office.git("rev-parse", "HEAD~1") == before
    assert office.git("show", "-s", "--format=%s").strip() == f"移交 {ids[0]} +2"
    assert all(entry(office, each)["units"] == ["GDBH", "JGDW"] for each in ids)
    office.ok("void", ids[1], "-r", "重复登记", "--approved-by", "leader", *PAPER)
    assert "LG404" in office.refused("transfer", *ids, "--to", "GDBH", "--units", "JGDW", *GRANTED)


def test_a_transfer_needs_reason_approver_and_paper_and_a_change(office: Office) -> None:
    made = add(office)
    assert "LG406" in office.refused("transfer", made, "--to", "JGJW")
    assert "LG406" in office.refused(
        "transfer", made, "--to", "JGJW", "-r", "调整", "--approved-by", "leader"
    )
    assert "already" in office.refused("transfer", made, "--to", "GDBH", *GRANTED)
    assert office("transfer", made, *GRANTED).code == 2


def test_amend_changes_what_was_promised_one_line_a_field(office: Office) -> None:
    made = add(office, "-m", "修订流程", "--set", "due_text=2024年底前")
    office.ok("start", made)
    assert "LG417" in office.refused("set", made, "title=土地处置不规范")
    office.ok(
        "amend", made, "title=土地处置不规范", "due=2024-10-31", "measures.1.text=修订并公开流程", *GRANTED
    )
    now = entry(office, made)
    assert (now["title"], str(now["due"]), now["measures"]) == (
        "土地处置不规范",
        "2024-10-31",
        [{"num": 1, "text": "修订并公开流程"}],
    )
    assert "due_text" not in now
    assert [line["field"] for line in now["log"] if line["did"] == "amend"] == [
        "title",
        "due",
        "due_text",
        "measures.1.text",
    ]
    assert "LG411" in office.refused("amend", made, "due=2024-11-30", *GRANTED)
    assert "LG406" in office.refused("amend", made, "goal=全部公开", "-r", "调整")
    assert is_clean(office)


def test_a_suspended_entry_is_not_overdue_and_can_be_resumed(office: Office) -> None:
    made = add(office)
    office.ok("suspend", made, "-r", "等待立法", "--approved-by", "leader", *PAPER)
    assert "status: suspended" in office.text(made)
    rows = json.loads(office.ok("report", "overdue", "--format", "json", today="2025-06-01"))["rows"]
    assert rows == []
    assert "LG404" in office.refused("submit", made, "-n", "已办", "--ref", "档1")
    office.ok("resume", made, "-r", "法规已出台")
    assert "status: doing" in office.text(made)
    assert is_clean(office)


def test_what_stands_twice_is_void_and_says_of_what_it_is_the_double(office: Office) -> None:
    first, second = add(office), add(office, title="闲置土地处置不规范（重复）")
    office.ok("void", second, "-r", "重复", "--same-as", "1", "--approved-by", "leader", *PAPER)
    assert last(office, second)["same_as"] == first
    assert is_clean(office)
    assert "LG406" in office.refused("void", first, "-r", "重复", "--same-as", first, *GRANTED[2:])
    assert "there is no entry" in office.refused("void", first, "-r", "重复", "--same-as", "77", *GRANTED[2:])


# --- recheck, reopen, publish -----------------------------------------------------------------


def test_a_recheck_may_change_effect_and_indicators_of_what_is_closed_and_nothing_else(
    office: Office,
) -> None:
    made = closed(
        office, "ZG-2024", "--set", "indicators.1.name=平均时限", "--set", "indicators.1.target=2.5"
    )
    office.ok(
        *("recheck", made, "--result", "未反弹", "--effect", "good", "--indicator", "平均时限=2.46"),
        *("-n", "抽查5宗", "--actor", "jgjw-head", *PAPER),
    )
    now = entry(office, made)
    assert now["effect"] == "good"
    assert str(now["indicators"][0]["actual"]) == "2.46"
    assert now["status"] == "closed"
    assert is_clean(office)
    assert "no indicator" in office.refused("recheck", made, "--result", "sound", "--indicator", "天数=3")
    assert office("recheck", made, "--result", "很好").code == 2
    assert "LG404" in office.refused(
        "recheck", add(office), "--result", "sound", "--actor", "jgjw-head", *PAPER
    )


def test_a_rebound_is_reopened_with_a_new_deadline_and_open_measures(office: Office) -> None:
    made = closed(office, "ZG-2024", "-m", "修订流程", "-m", "集体会审")
    office.ok("recheck", made, "--result", "rebound", "--actor", "jgjw-head", *PAPER)
    again = (made, "-r", "问题反弹", "--basis", "回头看通报")
    assert "--due is missing" in office("reopen", *again).err
    assert "LG418" in office.refused("reopen", *again, "-d", "2025-03-31", "--measure", "7")
    assert "LG411" in office.refused("reopen", *again, "-d", "2024-05-31")
    office.ok("reopen", *again, "-d", "2025-03-31", "--measure", "2")
    now = entry(office, made)
    assert (now["status"], now["round"], str(now["due"])) == ("doing", 2, "2025-03-31")
    assert ["done_on" in measure for measure in now["measures"]] == [True, False]
    assert is_clean(office)
    office.ok("submit", made, "-n", "已改", "--all-measures", "--ref", "档案2", email=UNIT_CLERK)
    office.ok("verify", made, "--opinion", "属实", email=HEAD)
    office.ok("close", made, "--opinion", "同意", email=HEAD)
    assert is_clean(office)


def test_publicity_must_be_over_before_it_is_closed(office: Office) -> None:
    made = add(office, "--set", "acceptance_unit=JGJW")
    office.ok("submit", made, "-n", "已完成", "--ref", "档案1", email=UNIT_CLERK)
    office.ok("verify", made, "--opinion", "属实", email=HEAD)
    office.ok("publish", made, "--doc", "公示1号", "--days", "7")
    assert "status: published" in office.text(made)
    assert "LG409" in office.refused("close", made, "--opinion", "同意", email=HEAD, today="2024-06-08")
    office.ok("close", made, "--opinion", "同意", email=HEAD, today="2024-06-09")


# --- carry, adopt -----------------------------------------------------------------------------


def test_what_is_carried_goes_on_with_its_first_deadline_its_measures_and_its_evidence(
    office: Office,
) -> None:
    office.ok("new", "ZG-2025", "--kind", "rectification", "--title", "2025年整改台账")
    made = add(office, "-m", "修订流程", "-m", "集体会审")
    (office.folder / "流程.txt").write_text("流程", "utf-8")
    office.ok("extend", made, "--to", "2025-06-30", "-r", "会签", "--approved-by", "leader", *PAPER)
    office.ok("measure", made, "1", "-e", "流程.txt")
    out = office.ok("carry", made, "--into", "ZG-2025", "--doc", "结转说明")
    assert "goes on as ZG-2025-001" in out
    twin = entry(office, "ZG-2025-001")
    first = twin["log"][0]
    assert (first["did"], first["from"], str(first["due_first"]), first["extended"]) == (
        "adopt",
        made,
        "2024-12-31",
        1,
    )
    assert [str(measure.get("done_on")) for measure in twin["measures"]] == ["2024-06-01", "None"]
    assert twin["evidence"][0]["path"] == f"evidence/{made}/流程.txt"
    assert "status: carried" in office.text(made)
    assert office.git("show", "--name-only", "--format=", "HEAD").split() == [
        f"ledgers/ZG-2024/{made}.yaml",
        "ledgers/ZG-2025/ZG-2025-001.yaml",
    ]
    assert is_clean(office)


def test_several_are_carried_at_once_each_under_a_number_of_its_own(office: Office) -> None:
    office.ok("new", "ZG-2025", "--kind", "rectification", "--title", "2025年整改台账")
    ids = [add(office, title=f"事项{number}") for number in "一二三"]
    office.ok("submit", ids[1], "-n", "已办", "--ref", "档1", email=UNIT_CLERK)
    office.ok("carry", *ids, "--into", "ZG-2025")
    assert [last(office, each)["to"] for each in ids] == ["ZG-2025-001", "ZG-2025-002", "ZG-2025-003"]
    assert entry(office, "ZG-2025-002")["status"] == "submitted"
    assert is_clean(office)


def test_the_twin_of_what_was_carried_keeps_its_number_after_undo(office: Office) -> None:
    office.ok("new", "ZG-2025", "--kind", "rectification", "--title", "2025年整改台账")
    made = add(office)
    office.ok("carry", made, "--into", "ZG-2025")
    entries = office.git("show", "-s", "--format=%(trailers:key=Ledger-Entry,valueonly)").split()
    assert entries == [made, "ZG-2025-001"]
    office.ok("undo", "--yes")
    assert add(office, ledger="ZG-2025") == "ZG-2025-002"


def test_what_a_living_entry_refers_to_is_not_made_void(office: Office) -> None:
    first = add(office)
    second = add(office, "--set", f"related={first}")
    said = office.refused("void", first, "-r", "误登", *GRANTED[2:])
    assert f"{second}.yaml" in said
    assert "LG211" in said
    office.ok("set", second, "related=")
    office.ok("void", first, "-r", "误登", *GRANTED[2:])
    assert is_clean(office)


def test_what_moves_nothing_may_be_typed_late(office: Office) -> None:
    made = add(office, "--date", "2024-05-01")
    office.ok("start", made, "--date", "2024-05-20")
    office.ok("progress", made, "摸排", "--date", "2024-05-10")
    office.ok("evidence", made, "--ref", "档1", "--date", "2024-05-12")
    assert is_clean(office)
    assert "LG301" in office.refused("progress", made, "摸排", "--date", "2024-04-30")
    assert "LG301" in office.refused(
        "extend", made, "--to", "2025-01-31", "-r", "会签", "--date", "2024-05-10"
    )


def test_what_cannot_be_carried(office: Office) -> None:
    made = add(office)
    assert "another kind" in office.refused("carry", made, "--into", "RW-2024")
    assert "already" in office.refused("carry", made, "--into", "ZG-2024")
    assert office("carry", made).code == 2
    office.ok("new", "ZG-2025", "--kind", "rectification", "--title", "2025年整改台账")
    assert "LG404" in office.refused("carry", closed(office), "--into", "ZG-2025")


def test_an_entry_is_adopted_in_the_state_that_the_old_list_claims(office: Office) -> None:
    (office.folder / "旧台账.csv").write_text("序号,问题\n", "utf-8")
    office.ok(
        *("adopt", "ZG-2024", "公务用车超标", "-u", "机关党委", "-d", "2023-12-31", "--status", "已销号"),
        *("--list", "旧台账.csv"),
        *("--closed-on", "2023-12-20", "--row", "5", "--due-first", "2023-10-31", "--extended", "1"),
    )
    now = entry(office, "ZG-2024-001")
    assert now["status"] == "closed"
    assert {key: str(now["log"][0][key]) for key in ("did", "status", "closed_on", "row", "extended")} == {
        "did": "adopt",
        "status": "closed",
        "closed_on": "2023-12-20",
        "row": "5",
        "extended": "1",
    }
    assert is_clean(office)
    (foot,) = [
        row
        for row in json.loads(office.ok("report", "rollup", "--format", "json"))["rows"]
        if row["scope"] == "all"
    ]
    assert (foot["total"], foot["adopted"], foot["closed"]) == (1, 1, 0)


def test_a_ledger_continues_one_list(office: Office) -> None:
    for name in ("旧台账.csv", "另一份.csv"):
        (office.folder / name).write_text(name, "utf-8")
    entry_of = ("ZG-2024", "公务用车超标", "-u", "机关党委", "-d", "2024-12-31")
    office.ok("adopt", *entry_of, "--list", "旧台账.csv")
    assert "adopted_from: {file: 旧台账.csv, sha256: " in (
        office.folder / "ledgers" / "ZG-2024" / "ledger.yaml"
    ).read_text("utf-8")
    office.ok("adopt", *entry_of, "--list", "旧台账.csv")
    office.ok("adopt", *entry_of)
    assert "continues another list" in office.refused("adopt", *entry_of, "--list", "另一份.csv")
    assert "there is no file" in office.refused("adopt", *entry_of, "--list", "没有.csv")
    assert is_clean(office)


def test_nothing_is_adopted_from_nowhere(office: Office) -> None:
    said = office.refused("adopt", "ZG-2024", "公务用车超标", "-u", "JGDW", "-d", "2024-12-31")
    assert "LG422" in said
    office.ok("new", "JL-2024", "--kind", "record", "--title", "记录")
    assert "has no adopt" in office.refused("adopt", "JL-2024", "例会")
    said = office.refused(
        "adopt", "RW-2024", "清查", "-u", "JGDW", "-d", "2024-12-31", "--status", "verified"
    )
    assert "LG405" in said


# --- record, reply ----------------------------------------------------------------------------


def test_a_record_goes_to_the_ledger_of_its_year_which_is_made_when_it_is_the_first(office: Office) -> None:
    made = add(office)
    office.ok(
        *("record", "调度", "--held-by", "机关党委", "--entry", made, "--number", "people=23"),
        *("--findings", "0", "--decision", "四月底前完成自查", "--date", "2024-05-30", "-n", "首次调度"),
    )
    now = entry(office, "JL-2024-001")
    assert now["title"] == "调度 机关党委 2024-05-30"
    assert (now["findings"], now["numbers"], now["entries"]) == (0, {"people": 23}, [made])
    assert str(now["log"][0]["entered"]) == "2024-06-01"
    assert office.git("show", "--name-only", "--format=", "HEAD").split() == [
        "ledgers/JL-2024/JL-2024-001.yaml",
        "ledgers/JL-2024/ledger.yaml",
    ]
    office.ok(
        "record",
        "提醒函",
        "--to",
        "耕保处",
        "--entry",
        made,
        "--doc",
        "提〔2024〕1号",
        "--reply-by",
        "2024-06-10",
    )
    assert "JL-2024-002" in office.ok("list", "JL-2024")
    assert is_clean(office)


def test_a_letter_is_answered_once_its_reply_is_recorded(office: Office) -> None:
    office.ok("record", "提醒函", "--to", "GDBH", "--doc", "提〔2024〕1号", "--reply-by", "2024-06-10")
    office.ok("reply", "JL-2024-001", "-n", "已整改到位", email=UNIT_CLERK, today="2024-06-05")
    now = entry(office, "JL-2024-001")
    assert str(now["replied_on"]) == "2024-06-05"
    assert now["log"][-1]["did"] == "reply"
    assert is_clean(office, "2024-06-05")
    assert "LG405" in office.refused("reply", add(office), "-n", "已办")


def test_what_a_record_cannot_be(office: Office) -> None:
    assert "there is no record type 茶话会" in office.refused("record", "茶话会")
    assert office("record", "调度", "--number", "35").code == 2
    assert office("record").code == 2
    assert "there is no entry" in office.refused("record", "调度", "--entry", "77")


# --- risks ------------------------------------------------------------------------------------


@pytest.fixture
def risk(office: Office) -> str:
    office.ok("new", "QZ-2024", "--kind", "power", "--title", "权责清单")
    office.ok("new", "FX-2024", "--kind", "risk", "--title", "风险点")
    office.ok("add", "QZ-2024", "用地审批", "-u", "GDBH")
    office.ok("record", "研究", "--date", "2024-05-30")
    told = ("--set", "power=QZ-2024-001", "--set", "post=审查岗", "-m", "双人会审", "--leader", "分管副厅长")
    return office.ok("add", "FX-2024", "放宽条件", "-u", "GDBH", *told).split()[0]


APPROVE = ("--found-by", "self", "--meeting", "JL-2024-001", "--actor", "leader")


def test_a_risk_is_approved_by_a_meeting_revised_and_retired(office: Office, risk: str) -> None:
    office.ok(
        "approve",
        risk,
        "--level",
        "high",
        "--found-by",
        "self",
        "--meeting",
        "JL-2024-001",
        "--actor",
        "leader",
    )
    now = entry(office, risk)
    assert (now["status"], now["level"], now["found_by"]) == ("approved", "high", "self")
    assert now["approval"]["meeting"] == "JL-2024-001"
    office.ok("review", risk, "--result", "changed", "-r", "流程再造")
    office.ok("revise", risk, "-r", "流程再造")
    assert "status: identified" in office.text(risk)
    office.ok(
        "approve",
        risk,
        "--level",
        "中",
        "--found-by",
        "peer",
        "--meeting",
        "JL-2024-001",
        "--actor",
        "leader",
    )
    assert entry(office, risk)["level"] == "medium"
    assert is_clean(office)
    office.ok("retire", risk, "-r", "职能取消", "--basis", "三定方案")
    assert "status: retired" in office.text(risk)


def test_a_high_risk_wants_a_leader_and_an_approval_a_meeting(office: Office, risk: str) -> None:
    office.ok("set", risk, "leader=")
    said = office.refused(
        "approve",
        risk,
        "--level",
        "high",
        "--found-by",
        "self",
        "--meeting",
        "JL-2024-001",
        "--actor",
        "leader",
    )
    assert "LG432" in said
    assert "LG406" in office.refused(
        "approve", risk, "--level", "low", "--found-by", "self", "--actor", "leader"
    )


def test_a_level_is_taken_as_the_ledger_prints_it(office: Office, risk: str) -> None:
    cover = office.folder / "ledgers" / "FX-2024" / "ledger.yaml"
    cover.write_text(cover.read_text("utf-8") + "levels: {一级: high, 二级: medium}\n", "utf-8")
    office.ok(
        "approve",
        risk,
        "--level",
        "二级",
        "--found-by",
        "self",
        "--meeting",
        "JL-2024-001",
        "--actor",
        "leader",
    )
    assert entry(office, risk)["level"] == "medium"


def test_a_standing_entry_is_reviewed(office: Office) -> None:
    made = add(office, "--set", "standing=true", "--set", "review_every=6 months")
    office.ok("review", made, "--result", "unchanged", "-r", "制度执行良好")
    assert last(office, made)["result"] == "unchanged"
    assert "LG405" in office.refused("review", add(office), "--result", "unchanged", "-r", "良好")
    assert is_clean(office)


# --- accept -----------------------------------------------------------------------------------


def test_a_finding_is_accepted_for_a_time_by_somebody_else(office: Office) -> None:
    made = add(
        office,
        "--set",
        "milestones.1.title=摸排",
        "--set",
        "milestones.1.due=2025-03-31",
    )
    assert "LG304" in office("check", "--strict").out
    until = ("-r", "上级另有安排", "--until", "2024-12-31")
    said = office.refused("accept", made, "LG501", *until)
    assert "found there: LG304" in said
    office.ok("accept", made, "lg304", *until, "--actor", "jgjw-head", *PAPER)
    assert entry(office, made)["accepted"][0]["by"] == "jgjw-head"
    assert is_clean(office)
    assert "LG304" in office("check", "--strict", today="2025-01-02").out
    assert "LG902" in office.refused("accept", made, "LG304", "-r", "再缓", "--until", "2026-12-31")
    assert office("accept", made, "LG304", "-r", "再缓").code == 2
    assert "LG508 is not found" in office.refused("accept", made, "LG508", *until)
    assert office("accept", made, "XX1", *until).code == 2


# --- the table --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_refuses_what_is_not_there_and_says_what_it_takes(office: Office, name: str) -> None:
    assert name in OFFERED
    assert office(name, "--help").code == 0
    answer = office(name, "ZG-2024-777", "x=y")
    assert answer.code in (1, 2)
    assert answer.err.startswith(("error: ", "Usage: "))


def test_a_verb_of_somebody_else_names_the_paper(office: Office) -> None:
    made = add(office)
    assert "LG705" in office.refused("suspend", made, "-r", "等待", "--approved-by", "leader")
    assert "LG706" in office.refused(
        "suspend", made, "-r", "等待", "--approved-by", "leader", email=LEADER
    ) or "LG702" in office.refused("suspend", made, "-r", "等待", "--approved-by", "leader", email=LEADER)
