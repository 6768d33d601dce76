"""The reports that list entries: list, deadlines, overdue."""

from dataclasses import replace
from datetime import date

import pytest

from cleanledger.reports.catalog import LIST, REPORTS, Report, run
from cleanledger.reports.deadlines import deadlines
from cleanledger.reports.listing import listing
from cleanledger.reports.overdue import overdue
from cleanledger.reports.query import Query
from cleanledger.reports.table import Table
from tests.reports.rows import ALL_QUERY, DAY, NEAR, UNITS, row

LATE = date(2024, 5, 31)
SOON = date(2024, 7, 15)
FAR = date(2024, 12, 31)


def ids(table: Table) -> list[object]:
    return [line[0] for line in table.rows]


@pytest.mark.parametrize(
    ("report", "keys"),
    [
        (LIST, "id kind title lead_unit due status signal"),
        (REPORTS["deadlines"], "id title lead_unit due days signal status"),
        (REPORTS["overdue"], "id title lead_unit due due_first days signal leader escalation"),
    ],
)
def test_the_columns_stand_as_published(report: Report, keys: str) -> None:
    assert [column.key for column in report.columns] == keys.split()
    assert run(report, [row(due=LATE)], ALL_QUERY).columns == report.columns


def test_the_list_holds_every_kind_by_ledger_and_number_as_a_number() -> None:
    many = [row(10), row(9, kind="risk", status="identified"), row(1, ledger="A-2024")]
    table = listing(many, ALL_QUERY)
    assert ids(table) == ["A-2024-001", "ZG-2024-009", "ZG-2024-010"]
    assert table.rows[1] == ("ZG-2024-009", "risk", "第9项", "GDBH", None, "identified", "none")


def test_an_entry_is_not_listed_before_it_began() -> None:
    assert listing([row(date=date(2024, 7, 1))], ALL_QUERY).rows == ()


def test_deadlines_hold_what_is_not_ended_the_earliest_first() -> None:
    many = [
        row(1),
        row(2, due=FAR),
        row(3, due=SOON),
        row(4, due=LATE),
        row(5, "submitted", LATE, submitted_on=date(2024, 6, 20)),
        row(6, "suspended", SOON),
        row(7, "closed", LATE, submitted_on=LATE),
        row(8, "void", LATE),
        row(9, "carried", LATE),
        row(10, "closed", LATE, adopted=True),
        row(11, "identified", LATE, kind="risk"),
    ]
    table = deadlines(many, ALL_QUERY)
    assert [(line[0], *line[4:]) for line in table.rows] == [
        ("ZG-2024-004", 30, "red", "open"),
        ("ZG-2024-005", 10, "waiting", "submitted"),
        ("ZG-2024-003", 15, "near", "open"),
        ("ZG-2024-006", None, "none", "suspended"),
        ("ZG-2024-002", 184, "none", "open"),
        ("ZG-2024-001", None, "none", "open"),
    ]


def test_deadlines_of_a_period_have_both_ends_in_it() -> None:
    many = [row(1, due=LATE), row(2, due=SOON), row(3, due=FAR), row(4)]
    assert ids(deadlines(many, replace(ALL_QUERY, since=LATE, until=SOON))) == ["ZG-2024-001", "ZG-2024-002"]
    assert ids(deadlines(many, replace(ALL_QUERY, since=SOON))) == ["ZG-2024-002", "ZG-2024-003"]
    assert ids(deadlines(many, replace(ALL_QUERY, until=LATE))) == ["ZG-2024-001"]


def test_overdue_holds_the_longest_first() -> None:
    first = date(2024, 3, 31)
    many = [row(1, due=DAY), row(2, due=LATE), row(3, due=date(2024, 4, 30), due_first=first, leader="")]
    assert overdue(many, ALL_QUERY).rows == (
        ("ZG-2024-003", "第3项", "GDBH", date(2024, 4, 30), first, 61, "red", None, None),
        ("ZG-2024-002", "第2项", "GDBH", LATE, LATE, 30, "red", "分管副厅长", None),
    )


def test_a_unit_takes_in_the_units_below_it() -> None:
    many = [row(1, lead_unit="GDBH"), row(2, lead_unit="GDBH1"), row(3, lead_unit="KQ")]
    assert ids(run(LIST, many, Query(DAY, NEAR, UNITS, unit="GDBH"))) == ["ZG-2024-001", "ZG-2024-002"]


def test_a_ledger_and_a_unit_narrow_together() -> None:
    many = [row(1), row(1, ledger="RW-2024"), row(2, ledger="RW-2024", lead_unit="KQ")]
    query = Query(DAY, NEAR, UNITS, unit="KQ", ledger="RW-2024")
    assert ids(run(LIST, many, query)) == ["RW-2024-002"]
    assert ids(run(LIST, many, replace(query, unit=""))) == ["RW-2024-001", "RW-2024-002"]
