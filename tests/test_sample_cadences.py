"""The cadences of the documents served stand in the sample book, and the report counts what was held."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.sample import BOOK, TODAY, load, office_entries
from tests.test_sample_book import run_ledger

FIGURES = ("planned", "held", "gap", "left", "extra")

# By type and holder: every, at least; and as of the stated day planned, held, gap, left, extra of 2024.
CADENCES: dict[tuple[str, str], tuple[str | None, int, tuple[int, ...]]] = {
    ("调度", "LDXZ"): ("1 year", 3, (3, 2, 0, 1, 0)),
    ("研究", "TDZ"): ("1 year", 1, (1, 3, 0, 0, 2)),
    ("体检", "TDZ"): ("1 year", 1, (1, 0, 0, 1, 0)),
    ("检查", "JGJW"): ("1 month", 1, (11, 11, 0, 0, 0)),
    ("讲评", "JGDW"): ("1 month", 1, (11, 9, 1, 1, 0)),
    ("评议", "JGDW"): ("3 months", 1, (4, 4, 0, 0, 0)),
    ("评议", "LDXZ"): ("6 months", 1, (2, 2, 0, 0, 0)),
    ("评议", "SZGW"): ("1 year", 1, (1, 1, 0, 0, 0)),
    ("研究", "HGJ-XS-DZ"): ("6 months", 2, (4, 3, 0, 1, 0)),
    ("讲堂", "HGJ-XS"): ("1 month", 1, (11, 9, 1, 1, 0)),
    ("研究", "XYJ-DZ"): ("1 month", 1, (5, 4, 0, 1, 0)),
    ("研究", "XYJ-BGH"): (None, 0, (0, 1, 0, 0, 1)),
    ("调度", "XYJ-ZGXZ"): ("1 month", 1, (5, 3, 1, 1, 0)),
    ("调度", "XYJ-LD"): ("2 weeks", 1, (10, 23, 0, 0, 13)),
    ("统计", "XYJ-XGB"): ("2 weeks", 1, (10, 9, 1, 0, 0)),
    ("统计", "ZGB"): (None, 0, (0, 1, 0, 0, 1)),
}
HELD_SINCE_THE_INSPECTION = {
    ("研究", "XYJ-DZ"): 4,
    ("研究", "XYJ-BGH"): 1,
    ("调度", "XYJ-ZGXZ"): 3,
    ("调度", "XYJ-LD"): 23,
}
"""What the bureau of the fourth document says that it held once the inspection had told it what is wrong."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cadences")
    shutil.copytree(BOOK, folder / "ledgers")
    return folder


def rows(book: Path, *options: str) -> list[dict[str, Any]]:
    told = ("report", "duties", "--format", "json", "--today", TODAY, *options)
    done = run_ledger(book, *told)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout)["rows"])


def totals(found: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(each["duty"], each["held_by"]): each for each in found if "-2024-" not in each["duty"]}


def test_every_cadence_is_counted_on_the_stated_day(book: Path) -> None:
    found = totals(rows(book, "--by", "duty"))
    assert {
        key: (each["every"], tuple(each[figure] for figure in FIGURES)) for key, each in found.items()
    } == {key: (every, figures) for key, (every, _at_least, figures) in CADENCES.items()}


def test_every_duty_is_as_the_documents_have_it() -> None:
    duties = load(BOOK / "book.yaml")["duties"]
    assert {(each["type"], each["held_by"]): (each["every"], each["at_least"]) for each in duties} == {
        key: (every, at_least) for key, (every, at_least, _figures) in CADENCES.items() if every
    }


def test_four_one_three_and_twenty_three_were_held_since_the_inspection(book: Path) -> None:
    found = totals(rows(book, "--by", "duty", "--unit", "XYJ", "--since", "2024-07-01"))
    assert {key: found[key]["held"] for key in HELD_SINCE_THE_INSPECTION} == HELD_SINCE_THE_INSPECTION
    missing = {key: each["missing"] for key, each in found.items() if each["missing"]}
    assert missing == {("调度", "XYJ-ZGXZ"): "2024-09", ("统计", "XYJ-XGB"): "2024-10-07/2024-10-20"}


def test_they_can_be_read_at_one_look(book: Path) -> None:
    told = ("--lang", "zh", "report", "例行", "--by", "duty", "--unit", "襄阳市局", "--since", "2024-07-01")
    lines = [line.split() for line in run_ledger(book, *told, "--today", TODAY).stdout.splitlines()]
    assert lines[:6] == [
        ["例行职责", "组织单位", "计划", "实际", "缺口", "尚需", "计划外", "周期", "缺口时段"],
        ["研究", "襄阳市局党组", "5", "4", "0", "1", "0", "每月"],
        ["调度", "襄阳市局巡察整改工作领导小组", "5", "3", "1", "1", "0", "每月", "2024年9月"],
        ["调度", "襄阳市局领导班子", "10", "23", "0", "0", "13", "每两周"],
        ["统计", "襄阳市局巡改办", "10", "9", "1", "0", "0", "每两周", "2024-10-07至10-20"],
        ["研究", "襄阳市局局长办公会", "0", "1", "0", "0", "1"],
    ]


def test_some_were_held_on_a_make_up_day_at_the_week_end(book: Path) -> None:
    make_up_days = {dt.date(2024, 9, 14), dt.date(2024, 9, 29), dt.date(2024, 10, 12)}
    records = {each["id"]: each["date"] for each in office_entries() if each["kind"] == "record"}
    assert make_up_days <= set(records.values())
    found = [each for each in rows(book, "--unit", "XYJ") if each["scope"] is None]
    for day in make_up_days:
        ids = {id_ for id_, held_on in records.items() if held_on == day}
        counted = [each for each in found if ids & set((each["records"] or "").split())]
        assert counted
        assert all(each["since"] <= day.isoformat() <= each["until"] for each in counted)


def test_the_reviews_of_what_stands_for_good_are_counted_too(book: Path) -> None:
    found = {each["duty"]: each["gap"] for each in rows(book, "--by", "duty") if "-2024-" in each["duty"]}
    assert found == {"RW-2024-007": 1, "RW-2024-020": 1}
