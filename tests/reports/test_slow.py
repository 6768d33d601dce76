"""The ranking of units: what each column counts, the rule, and the ladder of notices."""

from dataclasses import replace
from datetime import date
from typing import Any

from cleanledger.model.standing import Row
from cleanledger.render.origin import Origin
from cleanledger.render.say import slow_said
from cleanledger.reports.catalog import REPORTS, run
from cleanledger.reports.query import Query, Weights
from cleanledger.reports.table import Table
from tests.reports.small_book import DAY, QUERY, did, on, rows_of


def as_row(log: list[dict[str, Any]], **fields: Any) -> Row:
    (row,) = rows_of({"due": on(12, 31), "log": log} | fields)
    return row


def of_unit(table: Table, unit: str) -> dict[str, Any]:
    (found,) = [record for record in table.records() if record["unit"] == unit]
    return dict(found)


def slow(*entries: dict[str, Any], query: Query = QUERY) -> Table:
    return run(REPORTS["slow"], rows_of(*entries), query)


def task(unit: str, due: date, *lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    began = did("add", on(1, 2), due=due, lead_unit=unit)
    return {"lead_unit": unit, "due": due, "log": [began, *lines]} | fields


def test_the_oldest_is_the_entry_longest_overdue() -> None:
    table = slow(task("KQ", on(6, 1)), task("KQ", on(5, 1)), task("KQ", on(12, 1)))
    found = of_unit(table, "KQ")
    assert (found["open"], found["overdue"], found["oldest"]) == (3, 2, "ZG-2024-002")
    assert (found["since"], found["days"]) == (on(5, 1), 60)


def test_a_slow_month_ended_with_something_yellow_or_red() -> None:
    # Overdue at the end of March, April and May; closed before the end of June.
    closed = did("close", on(6, 15))
    assert of_unit(slow(task("KQ", on(3, 15), closed)), "KQ")["months_yellow"] == 3
    part = [{"num": 1, "text": "一", "due": on(4, 10), "done_on": on(5, 20)}]
    assert of_unit(slow(task("KQ", on(12, 1), measures=part)), "KQ")["months_yellow"] == 1
    assert of_unit(slow(task("KQ", DAY)), "KQ")["months_yellow"] == 0


def test_two_slow_entries_make_no_two_months_of_one() -> None:
    assert of_unit(slow(task("KQ", on(5, 1)), task("KQ", on(5, 2))), "KQ")["months_yellow"] == 2


def test_returns_and_granted_extensions_count_in_the_period_at_the_unit_of_then() -> None:
    log = [
        did("submit", on(2, 1), note="办"),
        did("return", on(2, 5), reason="不实"),
        did("extend", on(2, 6), was=on(12, 1), to=on(12, 2), reason="因"),
        did("extend", on(2, 7), was=on(12, 1), to=on(12, 2), reason="因", approved_by="head"),
        did("extend", on(2, 8), was=on(12, 2), to=on(12, 9), reason="因", refused_by="head"),
        did(
            "transfer",
            on(3, 1),
            field="lead_unit",
            was="KQ",
            now="GDBH",
            reason="因",
            approved_by="h",
            doc="1",
        ),
    ]
    table = slow(task("KQ", on(12, 1), *log) | {"lead_unit": "GDBH"})
    assert (of_unit(table, "KQ")["returned"], of_unit(table, "KQ")["extended"]) == (1, 1)
    assert (of_unit(table, "KQ")["open"], of_unit(table, "GDBH")["open"]) == (0, 1)
    later = slow(task("KQ", on(12, 1), *log), query=replace(QUERY, since=on(2, 6), until=on(2, 7)))
    assert (of_unit(later, "KQ")["returned"], of_unit(later, "KQ")["extended"]) == (0, 1)


def notice(number: int, type: str, when: date, **fields: Any) -> dict[str, Any]:
    return {"id": f"JL-2024-{number:03}", "type": type, "date": when, "log": [did("add", when)]} | fields


def test_a_notice_counts_once_for_each_unit_it_went_to() -> None:
    entries = [
        task("KQ", on(5, 1)),
        task("KQ", on(5, 2)),
        notice(3, "提醒函", on(5, 10), entries=["ZG-2024-001", "ZG-2024-002"], to=["KQ", "GDBH"]),
        notice(4, "检查", on(5, 11), entries=["ZG-2024-001"]),
        notice(5, "约谈", on(7, 1), entries=["ZG-2024-001"]),
    ]
    table = slow(*entries)
    assert (of_unit(table, "KQ")["notices"], of_unit(table, "GDBH")["notices"]) == (1, 1)
    assert of_unit(table, "KQ")["next"] == "督办函"


def test_the_rule_of_the_book_ranks_and_is_printed() -> None:
    entries = [task("KQ", on(6, 1)), task("GDBH", on(6, 10)), task("GDBH", on(6, 11))]
    by_number = slow(*entries)
    assert [line[:2] for line in by_number.rows] == [(1, "GDBH"), (2, "KQ")]
    weights = Weights(overdue=0, days=2, months_yellow=0, returned=0, extended=0, notices=0)
    by_days = slow(*entries, query=replace(QUERY, terms=replace(QUERY.terms, weights=weights)))
    assert [line[:2] for line in by_days.rows] == [(1, "KQ"), (2, "GDBH")]
    assert by_days.notes[0] == (
        "ranked by points: 2 for each day of the longest overdue; equal points, equal rank"
    )


def test_equal_points_are_an_equal_rank() -> None:
    table = slow(task("KQ", on(12, 1)), task("GDBH", on(12, 1)), task("GDBH1", on(6, 1)))
    assert [line[:2] for line in table.rows] == [(1, "GDBH1"), (2, "GDBH"), (2, "KQ")]


def test_narrowed_to_a_unit_the_rank_is_among_its_own() -> None:
    entries = [task("KQ", on(6, 1)), task("GDBH", on(6, 10)), task("GDBH1", on(12, 1))]
    table = slow(*entries, query=replace(QUERY, unit="GDBH"))
    assert [line[:2] for line in table.rows] == [(1, "GDBH"), (2, "GDBH1")]


def test_the_paragraph_says_what_the_table_says() -> None:
    origin = Origin("总台账", DAY, names={"unit": {"KQ": "矿业权处"}})
    assert slow_said(slow(task("KQ", on(6, 1)), task("GDBH", on(12, 1))), origin) == (
        "As of 2024-06-30, 2 units have 2 entries that are not ended, 1 of them overdue. "
        "1. 矿业权处: 1 not ended, 1 overdue; ZG-2024-001 was due on 2024-06-01, 29 days ago; "
        "next on the ladder: 提醒函."
    )
    assert slow_said(slow(task("GDBH", on(12, 1))), origin).endswith(
        "0 of them overdue. No entry is overdue."
    )
