"""`correct`: what a line wrote is put back, put right, or there again once the correction is corrected."""

from typing import Any

import pytest

from tests.cli.office import HEAD, Office
from tests.cli.test_verbs import APPROVE, GRANTED, PAPER, add, closed, entry, is_clean, risk

__all__ = ["risk"]  # a fixture


def beside_log(office: Office, entry_id: str) -> dict[str, Any]:
    """What an entry holds, but for its log."""
    return {key: value for key, value in entry(office, entry_id).items() if key != "log"}


def taken_back_and_restored(office: Office, entry_id: str, *act: str, email: str = "clerk@a.example") -> None:
    """Does `act`, takes it back, and takes that back: the entry is as before, then as after."""
    before = beside_log(office, entry_id)
    office.ok(*act, email=email)
    after = beside_log(office, entry_id)
    granted = ("-r", "录错", "--approved-by", "leader", *PAPER)
    office.ok("correct", entry_id, *granted)
    assert beside_log(office, entry_id) == before
    assert is_clean(office)
    office.ok("correct", entry_id, *granted)
    assert beside_log(office, entry_id) == after
    assert is_clean(office)


@pytest.mark.parametrize(
    "act",
    [
        ("start",),
        ("measure", "1"),
        ("measure", "--add", "公开流程"),
        ("evidence", "--ref", "档案7"),
        ("submit", "-n", "已完成", "--all-measures", "--ref", "档案7"),
        ("extend", "--to", "2025-03-31", *GRANTED),
        ("transfer", "--to", "JGJW", *GRANTED),
        ("amend", "goal=全部公开", *GRANTED),
        ("amend", "due=2024-10-31", *GRANTED),
        ("set", "leader=副局长"),
        ("set", "leader="),
        ("suspend", *GRANTED),
        ("void", *GRANTED),
    ],
    ids=" ".join,
)
def test_a_line_of_an_open_entry(office: Office, act: tuple[str, ...]) -> None:
    made = add(office, "-m", "修订流程", "--leader", "分管副局长", "--set", "goal=公开")
    verb, *more = act
    taken_back_and_restored(office, made, verb, made, *more)


@pytest.mark.parametrize(
    "act",
    [
        ("recheck", "--result", "sound", "--effect", "good", "--indicator", "时限=2.46"),
        ("reopen", "-r", "反弹", "--basis", "通报", "-d", "2025-03-31", "--measure", "1"),
    ],
    ids=" ".join,
)
def test_a_line_of_a_closed_entry(office: Office, act: tuple[str, ...]) -> None:
    made = closed(office, "ZG-2024", "-m", "修订流程", "--set", "indicators.1.name=时限")
    verb, *more = act
    taken_back_and_restored(office, made, verb, made, *more, "--actor", "jgjw-head", *PAPER)


def test_an_approval(office: Office, risk: str) -> None:
    office.ok("set", risk, "level=medium", "found_by=self")
    taken_back_and_restored(office, risk, "approve", risk, "--level", "medium", *APPROVE)


def test_a_second_approval_gives_way_to_the_first(office: Office, risk: str) -> None:
    office.ok("record", "研究", "--date", "2024-05-31")
    office.ok("approve", risk, "--level", "high", *APPROVE)
    office.ok("revise", risk, "-r", "流程再造")
    before = beside_log(office, risk)
    office.ok(
        "approve", risk, "--level", "low", "--found-by", "peer", "--meeting", "JL-2024-002", *APPROVE[4:]
    )
    assert beside_log(office, risk)["approval"]["meeting"] == "JL-2024-002"
    office.ok("correct", risk, "-r", "录错")
    assert beside_log(office, risk) == before


def test_an_answer(office: Office) -> None:
    office.ok("record", "提醒函", "--to", "GDBH", "--doc", "提〔2024〕1号", "--reply-by", "2024-06-10")
    taken_back_and_restored(office, "JL-2024-001", "reply", "JL-2024-001", "-n", "已办")


def test_an_acceptance_is_taken_back_whole(office: Office) -> None:
    milestone = ("--set", "milestones.1.title=摸排", "--set", "milestones.1.due=2025-03-31")
    made = add(office, *milestone)
    before = beside_log(office, made)
    until = ("-r", "另有安排", "--until", "2024-12-31", "--actor", "jgjw-head", *PAPER)
    office.ok("accept", made, "LG304", *until)
    office.ok("correct", made, "-r", "录错")
    assert beside_log(office, made) == before


def test_a_value_that_was_put_right_stands_in_the_entry_too(office: Office) -> None:
    made = add(office, "-m", "修订流程", "--set", "indicators.1.name=时限")
    office.ok("measure", made, "1", "--done", "2024-05-30")
    office.ok("correct", made, "done_on=2024-05-28", "-r", "录错")
    assert str(entry(office, made)["measures"][0]["done_on"]) == "2024-05-28"
    office.ok("measure", made, "--add", "公开流程")
    office.ok("correct", made, "text=公开全部流程", "-r", "录错")
    assert entry(office, made)["measures"][1]["text"] == "公开全部流程"
    office.ok("set", made, "leader=副局长")
    office.ok("correct", made, "now=副厅长", "-r", "录错")
    assert entry(office, made)["leader"] == "副厅长"
    assert is_clean(office)


def test_taking_back_an_earlier_day_leaves_the_later_one(office: Office) -> None:
    made = add(office, "-m", "修订流程")
    office.ok("measure", made, "1", "--done", "2024-05-20")
    assert "was done on 2024-05-20" in office.refused("measure", made, "1", "--done", "2024-05-28")
    path = office.folder / "ledgers/ZG-2024" / f"{made}.yaml"
    later = "  - {date: 2024-06-01, by: jgdw-clerk, did: measure, num: 1, done_on: 2024-05-28}\n"
    entry_part, _log, lines = path.read_text("utf-8").partition("log:\n")
    path.write_text(f"{entry_part.replace('2024-05-20', '2024-05-28')}log:\n{lines}{later}", "utf-8")
    office.ok("correct", made, "--line", "2", "-r", "重复")
    assert str(entry(office, made)["measures"][0]["done_on"]) == "2024-05-28"
    assert "taken back already" in office.refused("correct", made, "--line", "2", "-r", "重复")


def test_a_wrong_close_is_taken_back_and_closed_anew(office: Office) -> None:
    made = closed(office)
    granted = ("-r", "错销", "--approved-by", "leader", *PAPER)
    office.ok("correct", made, *granted)
    assert "status: verified" in office.text(made)
    office.ok("return", made, "-r", "材料不足", email=HEAD)
    assert is_clean(office)
