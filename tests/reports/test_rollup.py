from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.standing import Bucket, Row, standings
from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.groups import BYS
from cleanledger.reports.query import By, Query
from cleanledger.reports.rollup import columns, rollup
from cleanledger.reports.table import Table, Value
from cleanledger.reports.units import UnitNode, above, parents
from tests.reports.rows import ALL_QUERY, DAY, NEAR, UNITS, moment, row, rows, trees

PARTS = (
    "not_due",
    "near",
    "overdue",
    "awaiting",
    "suspended",
    "closed",
    "adopted",
    "void",
    "carried",
)


def numbers(record: Mapping[str, Value], *keys: str) -> list[int]:
    return [value for key in keys if isinstance(value := record[key], int)]


def record(table: Table, unit: str, scope: str) -> dict[str, Value]:
    (found,) = [dict(one) for one in table.records() if (one["unit"], one["scope"]) == (unit, scope)]
    return found


def test_the_columns_stand_as_published() -> None:
    assert " ".join(column.key for column in columns()) == (
        "unit scope total adopted not_due near overdue awaiting suspended closed closed_in_time late void "
        "carried rate_closed rate_in_time"
    )
    assert [columns(by)[0].key for by in BYS] == list(BYS)


@given(rows(), trees(), st.sampled_from(BYS))
def test_the_parts_add_up_to_the_total_in_every_row(
    rows: tuple[Row, ...], tree: tuple[UnitNode, ...], by: By
) -> None:
    for line in rollup(rows, Query(DAY, NEAR, tree, by=by)).records():
        assert sum(numbers(line, *PARTS)) == line["total"]
        assert sum(numbers(line, "closed_in_time", "late")) == line["closed"]
        assert all(number >= 0 for number in numbers(line, *PARTS, "closed_in_time", "late"))


@given(rows(), trees(), st.sampled_from(BYS))
def test_the_foot_counts_each_entry_once(rows: tuple[Row, ...], tree: tuple[UnitNode, ...], by: By) -> None:
    table = rollup(rows, Query(DAY, NEAR, tree, by=by))
    counted = [on for _, on in standings(rows, DAY, NEAR) if on.bucket is not Bucket.UNCOUNTED]
    (foot,) = [dict(zip(table.keys, line, strict=True)) for line in table.foot]
    assert (foot[by], foot["scope"], foot["total"]) == ("", "all", len(counted))
    own = [number for one in table.records() if one["scope"] == "own" for number in numbers(one, "total")]
    assert sum(own) == len(counted)


@given(rows(), trees())
def test_a_row_with_units_below_counts_what_is_at_them(
    rows: tuple[Row, ...], tree: tuple[UnitNode, ...]
) -> None:
    parent_of = parents(tree)
    lead_units = [
        on.moment.lead_unit for _, on in standings(rows, DAY, NEAR) if on.bucket is not Bucket.UNCOUNTED
    ]
    table = rollup(rows, Query(DAY, NEAR, tree))
    for one in table.records():
        if one["scope"] == "with_sub":
            unit = str(one["unit"])
            below = [at for at in lead_units if unit in above(at, parent_of)]
            assert below
            assert one["total"] == len(below) + lead_units.count(unit)
    with_sub = {one["unit"] for one in table.records() if one["scope"] == "with_sub"}
    assert with_sub == {unit for at in lead_units for unit in above(at, parent_of)}


def test_a_parent_without_entries_of_its_own_has_only_the_row_with_those_below() -> None:
    table = rollup([row(lead_unit="GDBH1")], ALL_QUERY)
    assert [line[:3] for line in table.rows] == [
        ("ZRZYT", "with_sub", 1),
        ("GDBH", "with_sub", 1),
        ("GDBH1", "own", 1),
    ]


def test_a_unit_that_the_tree_does_not_know_stands_last() -> None:
    table = rollup([row(1, lead_unit="XX"), row(2, lead_unit="KQ"), row(3, lead_unit="")], ALL_QUERY)
    assert [line[:2] for line in table.rows] == [
        ("ZRZYT", "with_sub"),
        ("KQ", "own"),
        ("XX", "own"),
        ("", "own"),
    ]


def test_an_entry_counts_where_it_was_on_the_day() -> None:
    moved = row(
        moments=(moment(lead_unit="KQ"), moment(lead_unit="GDBH", date=date(2024, 7, 1))),
    )
    assert record(rollup([moved], ALL_QUERY), "KQ", "own")["total"] == 1


def test_rates_have_four_decimals_rounded_half_up() -> None:
    closed = [row(n, "closed", date(2024, 6, 1), submitted_on=date(2024, 5, 1)) for n in range(1)]
    late = [row(n, "closed", date(2024, 6, 1), submitted_on=date(2024, 6, 2)) for n in range(1, 6)]
    void = [row(n, "void") for n in range(6, 9)]
    pending = [row(n) for n in range(9, 19)]
    foot = record(rollup([*closed, *late, *void, *pending], ALL_QUERY), "", "all")
    assert foot["rate_closed"] == Decimal("0.3750")
    assert str(foot["rate_in_time"]) == "0.1667"


def test_half_of_the_last_decimal_goes_up() -> None:
    done = row(1, "closed", date(2024, 6, 1), submitted_on=date(2024, 5, 1))
    foot = record(rollup([done, *(row(n) for n in range(2, 33))], ALL_QUERY), "", "all")
    assert str(foot["rate_closed"]) == "0.0313"  # 1/32 = 0.03125


def test_there_is_no_rate_of_nothing() -> None:
    foot = record(rollup([row(1, "void"), row(2, "carried")], ALL_QUERY), "", "all")
    assert (foot["rate_closed"], foot["rate_in_time"]) == (None, None)
    foot = record(rollup([row()], ALL_QUERY), "", "all")
    assert (str(foot["rate_closed"]), foot["rate_in_time"]) == ("0.0000", None)


def test_an_adopted_end_is_no_proof_of_closing() -> None:
    foot = record(rollup([row(status="closed", adopted=True)], ALL_QUERY), "", "all")
    assert (foot["adopted"], foot["closed"], foot["rate_closed"]) == (1, 0, None)


def test_other_groupings_have_own_rows_only_and_what_has_none_stands_last() -> None:
    many = [row(n, level=level) for n, level in enumerate(["", "low", "二级", "high", "medium"], 1)]
    table = rollup(many, Query(DAY, NEAR, UNITS, by=By.LEVEL))
    assert [line[:2] for line in table.rows] == [
        ("high", "own"),
        ("medium", "own"),
        ("low", "own"),
        ("二级", "own"),
        ("", "own"),
    ]
    assert table.notes == ()


def test_narrowed_to_a_unit_nothing_above_it_is_counted() -> None:
    many = [row(1, lead_unit="GDBH1"), row(2, lead_unit="GDBH"), row(3, lead_unit="KQ")]
    table = run(REPORTS["rollup"], many, Query(DAY, NEAR, UNITS, unit="GDBH"))
    assert [line[:3] for line in (*table.rows, *table.foot)] == [
        ("GDBH", "own", 1),
        ("GDBH", "with_sub", 2),
        ("GDBH1", "own", 1),
        ("", "all", 2),
    ]
