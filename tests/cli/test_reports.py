"""`ledger report`: the list, the names, the options that each report takes, in one office."""

import csv
import json
import re
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cleanledger.reports.catalog import REPORTS
from tests.cli.office import Office

ROOT = Path(__file__).parents[2]
DAY = "2024-12-20"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The sample book, in no repository."""
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return Office(tmp_path, monkeypatch)


def rows(office: Office, *arguments: str) -> list[dict[str, Any]]:
    answer = json.loads(office.ok("report", *arguments, "--format", "json", today=DAY))
    assert answer["schema"] == f"cleanledger/{arguments[0]}-1"
    found: list[dict[str, Any]] = answer["rows"]
    return found


def wrong(office: Office, *arguments: str) -> str:
    answer = office("report", *arguments, today=DAY)
    assert answer.code == 2, answer
    return answer.err


def test_without_a_name_all_reports_are_listed_without_a_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch)
    text = office.ok("report", today=None)
    assert [name for name in REPORTS if f"\n  {name} " not in text] == []


def test_the_help_of_one_report_is_its_docstring_and_its_columns(sample: Office) -> None:
    text = sample.ok("report", "balance", "--help")
    assert "= closing, checked in every row" in " ".join(text.split())
    assert "Rows by: unit, ledger, " in text
    assert [column.key for column in REPORTS["balance"].columns if f"\n  {column.key} " not in text] == []
    assert sample.ok("report", "增减", "--help") == text


def test_a_report_is_known_by_its_chinese_name_and_by_a_unique_beginning(sample: Office) -> None:
    whole = sample.ok("report", "slow", today=DAY)
    assert sample.ok("report", "滞后", today=DAY) == whole
    assert sample.ok("report", "sl", today=DAY) == whole
    assert "deadlines" in wrong(sample, "d")
    assert "drift" in wrong(sample, "d")


@pytest.mark.parametrize("name", REPORTS)
def test_csv_and_json_of_the_sample_have_the_published_keys(sample: Office, name: str) -> None:
    keys = [column.key for column in REPORTS[name].columns]
    for row in rows(sample, name):
        assert list(row) == keys
    text = sample.ok("report", name, "--format", "csv", today=DAY)
    assert next(csv.reader(StringIO(text))) == keys


@pytest.mark.parametrize("name", REPORTS)
def test_what_a_report_does_not_heed_is_refused(sample: Office, name: str) -> None:
    given = {"month": "2024-06", "tree_of": "2024-06-01", "type": "责任书"}
    for option, value in given.items():
        typed = f"--{option.replace('_', '-')}"
        answer = sample("report", name, typed, value, today=DAY)
        assert answer.code == (0 if option in REPORTS[name].heeds else 2)
    assert sample("report", name, "--say", today=DAY).code == (0 if name == "slow" else 2)
    by = sample("report", name, "--by", "ledger", today=DAY)
    assert by.code == (0 if "ledger" in REPORTS[name].bys else 2)


def test_a_period_that_is_none_is_refused(sample: Office) -> None:
    assert "--until is before --since" in wrong(
        sample, "closings", "--since", "2024-06-02", "--until", "2024-06-01"
    )
    assert "--month" in wrong(sample, "closings", "--month", "2024-06", "--since", "2024-06-01")
    assert "NAME is missing" in wrong(sample, "--month", "2024-06")
    assert "no --format" in wrong(sample, "slow", "--say", "--format", "json")


def test_groupings_are_taken_in_chinese(sample: Office) -> None:
    assert rows(sample, "closings", "--by", "日") == rows(sample, "closings", "--by", "day")
    assert rows(sample, "counts", "--by", "单位") == rows(sample, "counts")


def test_the_sample_balances_in_every_row(sample: Office) -> None:
    found = rows(sample, "balance")
    assert len(found) > 10
    assert {row["balanced"] for row in found} == {True}
    foot = found[-1]
    # What is transferred leaves one unit and comes to another.
    assert foot["in"] == foot["out"] == sum(row["in"] for row in found[:-1]) > 0
    assert foot["reopened"] > 0


def test_the_sample_has_signed(sample: Office) -> None:
    found = rows(sample, "coverage", "--type", "责任书")[-1]
    assert found["total"] == found["covered"] + found["gap"]
    assert found["covered"] > 0
    assert found["gap"] > 0
    assert sample("report", "coverage", "--type", "没有", today=DAY).code == 1


def test_the_points_of_the_book_rank(sample: Office) -> None:
    path = sample.folder / "ledgers" / "book.yaml"
    first = rows(sample, "slow")[0]["unit"]
    points = "slow: {overdue: 0, days: 0, months_yellow: 0, returned: 1000, extended: 0, notices: 0}\n"
    path.write_text(path.read_text("utf-8") + points, "utf-8")
    assert (first, rows(sample, "slow")[0]["unit"]) == ("JZ-WJW", "GDBH")
    assert "1000 for each return" in sample.ok("report", "slow", today=DAY)


def test_a_day_ahead_shows_who_will_be_late_if_nothing_changes(sample: Office) -> None:
    def signals(day: str) -> dict[str, str]:
        answer = json.loads(sample.ok("report", "signals", "--format", "json", today=day))
        return {row["id"]: row["signal"] for row in answer["rows"]}

    now, ahead = "2024-11-15", "2025-01-15"
    listed = json.loads(sample.ok("list", "--format", "json", today=now))["rows"]
    # Nothing was done to them since: their files say the same on both days.
    day = re.compile(r"^ +- [{]?date: ([-0-9]+)", re.MULTILINE)
    still = [row for row in listed if max(day.findall(sample.text(row["id"]))) <= now]
    at_work = [row for row in still if row["status"] in ("open", "doing") and row["due"]]
    late = {
        row["id"]
        for row in at_work
        if row["due"] < ahead and "\nstanding: true\n" not in sample.text(row["id"])
    }
    before, found = signals(now), signals(ahead)
    assert {row["id"] for row in at_work if found.get(row["id"]) == "red"} == late
    assert len(late - {entry for entry, signal in before.items() if signal == "red"}) >= 3
    said = sample.ok("report", "signals", today="2031-01-01")
    assert said.count("calendar.yaml") == 1
    assert "who will be late if nothing changes" in " ".join(sample.ok("report", "signals", "--help").split())


def test_a_card_in_another_ledger_stands_beside_the_signal(sample: Office) -> None:
    answer = sample.ok("report", "signals", "--ledger", "RW-2024", "--format", "json", today="2024-11-15")
    found = {row["id"]: (row["signal"], row["card"]) for row in json.loads(answer)["rows"]}
    assert {found["RW-2024-031"], found["RW-2024-029"]} == {("red", "red"), ("none", "yellow")}


def test_an_entry_that_is_shown_has_the_signal_of_the_report(sample: Office) -> None:
    day = "2024-11-15"
    told = json.loads(sample.ok("report", "signals", "--format", "json", today=day))["rows"]
    chosen = {row["signal"]: row["id"] for row in told}
    assert len(chosen) == 5
    shown = json.loads(sample.ok("show", *chosen.values(), "--format", "json", today=day))
    assert {each["signal"]: each["id"] for each in shown["rows"]} == chosen


def test_reports_of_entries_know_no_other_grouping(sample: Office) -> None:
    for name in ("signals", "drift"):
        assert "takes no --by" in wrong(sample, name, "--by", "unit")
        one = rows(sample, name, "--unit", "KFLY")
        assert {row["lead_unit"] for row in one} == {"KFLY"}


def test_a_paragraph_is_one_line_in_either_language(sample: Office) -> None:
    english = sample.ok("report", "slow", "--say", today=DAY)
    assert english.startswith("As of 2024-12-20, ")
    assert english.count("\n") == 1


def test_a_ledger_of_a_past_year_is_balanced_over_its_year(sample: Office) -> None:
    text = sample.ok("report", "balance", "--ledger", "ZG-2024", today="2026-11-20")
    assert "period: 2024-01-01 to 2024-12-31" in text


def test_a_notice_in_another_ledger_escalates(sample: Office) -> None:
    answer = sample.ok(*("report", "overdue", "--ledger", "ZG-2024", "--format", "json"), today="2024-07-20")
    found = {row["id"]: row["escalation"] for row in json.loads(answer)["rows"]}
    assert found["ZG-2024-002"] == "督办函"


def test_what_cannot_be_read_is_said(sample: Office) -> None:
    (sample.folder / "ledgers" / "RW-2024" / "RW-2024-001.yaml").write_text("kind: [", "utf-8")
    for name in REPORTS:
        answer = sample("report", name, today=DAY)
        assert answer.code == 1
        assert "1 files could not be read" in answer.err
