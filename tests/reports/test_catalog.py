"""What holds for every report: its columns as published, its golden file, its names, its speed."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cleanledger.render.origin import Origin, Target
from cleanledger.render.table_formats import FORMATS, render
from cleanledger.render.width import width
from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.query import By
from tests.reports.small_book import DAY, QUERY, ROWS

GOLDEN = Path(__file__).parent.parent / "data" / "golden" / "reports"
UPDATE = "LEDGER_GOLDEN_UPDATE" in os.environ  # the golden files are written anew, to be read in review
NAMES = {"unit": {"ZRZYT": "自然资源厅", "GDBH": "耕地保护处", "GDBH1": "耕保一科", "KQ": "矿业权处"}}
ORIGIN = Origin("总台账", DAY, names=NAMES)
ASKED = {"coverage": replace(QUERY, type="责任书")}

PUBLISHED = {
    "deadlines": "id title lead_unit due days signal status",
    "overdue": "id title lead_unit due due_first days signal leader escalation",
    "signals": (
        "id title lead_unit status due signal days why within rate_time_used rate_measures_done slow card "
        "card_doc waited reviewer_late"
    ),
    "progress": (
        "id title lead_unit date days percent text difficulty measures_done measures signal "
        "rate_time_used slow"
    ),
    "aging": "unit scope counted total days_30 days_90 days_180 days_365 over undated",
    "slow": "rank unit open overdue oldest since days months_yellow returned extended notices next",
    "ladder": ("id type title lead_unit red_on owed sent record doc reply_by replied_on lapsed days"),
    "rollup": (
        "unit scope total adopted not_due near overdue awaiting suspended closed closed_in_time late void "
        "carried rate_closed rate_in_time"
    ),
    "balance": "unit opening added in out closed void carried reopened closing balanced",
    "counts": (
        "unit scope kind entries living ended void measures measures_done regulations evidence findings"
    ),
    "coverage": "subject item total covered gap missing",
    "duties": "duty held_by period planned held gap left extra every missing records since until scope",
    "closings": "id submitter verifier closer typed_by for_somebody doc evidence date entered",
    "evidence": "id title lead_unit round wanted having files refs latest missing",
    "rechecks": "id date result effect basis by owed",
    "drift": (
        "id lead_unit due_first due times days asked_late asker approver doc late_first late asked granted "
        "refused days_asked days_granted days_refused"
    ),
    "amendments": "id date field was now reason approver doc typed_by",
    "transfers": "id date field was now reason approver doc typed_by",
    "backdated": "id did date entered days by actor doc",
    "accepted": "id code reason by date until days_left",
}


def test_the_columns_stand_as_published() -> None:
    assert {
        name: " ".join(each.key for each in report.columns) for name, report in REPORTS.items()
    } == PUBLISHED


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_over_the_small_book_is_as_it_was(name: str) -> None:
    table = run(REPORTS[name], ROWS, ASKED.get(name, QUERY))
    assert table.rows, "the small book has nothing for this report"
    assert table.columns == REPORTS[name].columns
    text = f"{' '.join(table.keys)}\n{render(table, 'json', ORIGIN, Target())}"
    golden = GOLDEN / f"{name}.txt"
    if UPDATE:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("format", ["table", "plain"])
def test_no_line_is_wider_than_80_columns(name: str, format: str) -> None:
    text = render(run(REPORTS[name], ROWS, ASKED.get(name, QUERY)), format, ORIGIN, Target(width=80))
    assert max(width(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_over_nothing_is_a_table(name: str) -> None:
    for format in FORMATS:
        assert render(run(REPORTS[name], (), QUERY), format, ORIGIN, Target(width=80))


@pytest.mark.parametrize(
    ("name", "by"), [(name, by) for name, report in REPORTS.items() for by in report.bys]
)
def test_another_grouping_changes_the_first_column_only(name: str, by: By) -> None:
    table = run(REPORTS[name], ROWS, replace(QUERY, by=by))
    if by is By.DAY:
        assert table.keys == ("date", "number")
    else:
        assert table.keys == (by, *(column.key for column in REPORTS[name].columns[1:]))


@pytest.mark.parametrize("name", REPORTS)
def test_what_comes_after_the_day_changes_nothing(name: str) -> None:
    """As of a day before anything happened no report shows a thing, whatever the files hold."""
    before = replace(ASKED.get(name, QUERY), day=date(2023, 12, 31))
    empty = run(REPORTS[name], ROWS, before)
    for record in empty.records():
        numbers = [value for key, value in record.items() if isinstance(value, int) and key != "balanced"]
        assert name == "coverage" or not any(numbers)


def test_every_report_has_a_chinese_name_of_its_own() -> None:
    chinese = [report.chinese for report in REPORTS.values()]
    assert all(chinese)
    assert len({*chinese, *REPORTS}) == 2 * len(REPORTS)


def test_reports_load_no_model() -> None:
    code = "import sys, cleanledger.reports.catalog; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", REPORTS)
def test_ten_times_the_rows_take_about_ten_times_as_long(name: str) -> None:
    def seconds(copies: int) -> float:
        many = [
            row._replace(id=f"{row.ledger}-{copy * 100 + row.number}", number=copy * 100 + row.number)
            for copy in range(copies)
            for row in ROWS
        ]
        begin = time.process_time()
        run(REPORTS[name], many, QUERY)
        return time.process_time() - begin

    small, large = min(seconds(20) for _ in range(3)), min(seconds(200) for _ in range(2))
    # Quadratic would be a hundred times.
    assert large < 40 * small + 0.05
