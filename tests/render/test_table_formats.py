import csv
import json
import os
import re
import unicodedata
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.standing import Row
from cleanledger.render.origin import Origin, Target
from cleanledger.render.table_csv import cell
from cleanledger.render.table_formats import FORMATS, default_format, render
from cleanledger.render.width import width
from cleanledger.reports.catalog import LIST, REPORTS, run
from cleanledger.reports.query import By, Query
from cleanledger.reports.rollup import rollup
from cleanledger.reports.table import Column, Content, Table
from tests.reports.rows import DAY, NEAR, UNITS, row

GOLDEN = Path(__file__).parent.parent / "data" / "golden"
UPDATE = "LEDGER_GOLDEN_UPDATE" in os.environ  # the golden files are written anew, to be read in review

NAMES = {"unit": {"ZRZYT": "自然资源厅", "GDBH": "耕地保护处", "GDBH1": "耕保一科", "KQ": "矿业权处"}}
ORIGIN = Origin("省自然资源厅清廉建设总台账", DAY, names=NAMES)
ENTRIES = (
    row(31, due=date(2024, 5, 31), title="闲置土地处置程序不规范，部分项目没有按规定公示，措施落实不到位"),
    row(32, "doing", date(2024, 7, 20), title="Some [bold]English[/bold] title :smile: | that *must* fold"),
    row(
        33,
        "submitted",
        date(2024, 6, 1),
        submitted_on=date(2024, 5, 28),
        lead_unit="KQ",
        title="=HYPERLINK(1)\x1b[31m收益\u202e",
    ),
    row(
        34,
        "closed",
        date(2024, 6, 1),
        submitted_on=date(2024, 6, 3),
        lead_unit="KQ",
        title="不动产登记时限压缩",
    ),
    row(35, title="国土空间规划编制", lead_unit="GDBH1", kind="task"),
    row(36, "void", date(2025, 5, 31), title="重复登记", lead_unit="ZRZYT"),
    row(37, "identified", kind="risk", title="矿业权出让", lead_unit="XX"),
)
QUERY = Query(DAY, NEAR, UNITS)
TABLES = {"list": LIST} | {name: REPORTS[name] for name in ("deadlines", "overdue", "rollup")}
ANY_TEXT = st.text(
    st.characters(codec=None, categories=None) | st.sampled_from("=+-@\t\r\n'\"|[]\\\x1b\u202e")
)


def tables(entries: tuple[Row, ...] = ENTRIES) -> dict[str, Table]:
    return {name: run(report, entries, QUERY) for name, report in TABLES.items()}


def one_cell(text: str) -> Table:
    return Table("odd", (Column("id", "id", Content.ID), Column("title", "title")), (("A-001", text),))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("format", FORMATS)
def test_every_report_in_every_format_at_80_columns(name: str, format: str) -> None:
    text = render(tables()[name], format, ORIGIN, Target(width=80))
    golden = GOLDEN / f"{name}.{format}.txt"
    if UPDATE:
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("format", ["table", "plain"])
@pytest.mark.parametrize("room", [60, 80, 132])
def test_no_line_is_wider_than_the_terminal(name: str, format: str, room: int) -> None:
    text = render(tables()[name], format, ORIGIN, Target(width=room))
    assert max(width(line) for line in text.splitlines()) <= room


@pytest.mark.parametrize("room", [1, 20, 60, 80])
def test_ids_dates_and_numbers_never_wrap(room: int) -> None:
    text = render(tables()["overdue"], "table", ORIGIN, Target(width=room))
    assert "ZG-2024-031" in text
    assert "2024-05-31" in text


def test_a_table_too_wide_is_cut_in_parts_that_say_what_each_row_is_about() -> None:
    text = render(tables()["rollup"], "table", ORIGIN, Target(width=80))
    parts = text.split("\n\n")
    assert len(parts) == 3
    assert all(part.count("自然资源厅") == 2 for part in parts[:2])
    assert all(part.startswith("unit") for part in parts[:2])
    assert len(render(tables()["rollup"], "table", ORIGIN, Target(width=160)).split("\n\n")) == 2


def test_in_a_pipe_a_row_is_a_line() -> None:
    assert default_format(terminal=False) == "plain"
    assert default_format(terminal=True) == "table"
    text = render(tables()["deadlines"], "plain", ORIGIN, Target())
    assert len(text.split("\n\n")[0].splitlines()) == 1 + len(tables()["deadlines"].rows)


def test_colours_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in render(tables()["overdue"], "table", ORIGIN, Target(width=80))
    monkeypatch.delenv("FORCE_COLOR")
    coloured = render(tables()["overdue"], "table", ORIGIN, Target(width=80, colour=True))
    assert re.search(r"\x1b\[1;31mred *\x1b\[0m", coloured)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
def test_every_terminal_gets_text_that_it_can_take(format: str, encoding: str) -> None:
    for table in tables().values():
        render(table, format, ORIGIN, Target(width=80, encoding=encoding)).encode(encoding)
    odd = render(one_cell("✔ 𠮷 清"), format, ORIGIN, Target(encoding=encoding))
    assert "𠮷" not in odd
    if format == "json":
        assert json.loads(odd)["rows"][0]["title"] == "✔ 𠮷 清"


@pytest.mark.parametrize("format", FORMATS)
@given(text=ANY_TEXT)
def test_no_control_character_leaves(format: str, text: str) -> None:
    origin = Origin(text, DAY, notes=(text,), names={"unit": {"GDBH": text}})
    target = Target(width=40)
    shown = render(one_cell(text), format, origin, target)
    assert {unicodedata.category(c) for c in shown if c != "\n"}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert "\u202e" not in shown


@given(text=ANY_TEXT)
def test_json_gives_every_text_back(text: str) -> None:
    back = json.loads(render(one_cell(text), "json", ORIGIN, Target()))
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert back["rows"] == [{"id": "A-001", "title": paired}]


@given(text=ANY_TEXT)
def test_csv_gives_back_the_cell_that_was_meant(text: str) -> None:
    lines = list(csv.reader(StringIO(render(one_cell(text), "csv", ORIGIN, Target()), newline="")))
    assert lines == [["id", "title"], ["A-001", cell(text)]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        (" +1+1", "' +1+1"),
        ("\t=1", "'\\u0009=1"),
        ("\rx", "'\\u000dx"),
        ("-3", "-3"),
        ("+0.5", "+0.5"),
        ("1.10", "1.10"),
        (-3, "-3"),
        (None, ""),
        (Decimal("0.5000"), "0.5000"),
        (DAY, "2024-06-30"),
    ],
)
def test_a_formula_is_made_inert_and_a_number_left_alone(
    value: str | int | Decimal | date | None, shown: str
) -> None:
    assert cell(value) == shown


def test_json_says_what_it_was_made_from() -> None:
    origin = Origin("总台账", DAY, tree="a" * 40, commit="b" * 40, notes=("一人管账",))
    text = render(rollup([row()], QUERY), "json", origin, Target())
    assert '"rate_closed": 0.0000, "rate_in_time": null' in text
    back = json.loads(text)
    assert (back["schema"], back["book"], back["as_of"]) == ("cleanledger/rollup-1", "总台账", "2024-06-30")
    assert (back["tree"], back["commit"], back["notes"][-1]) == ("a" * 40, "b" * 40, "一人管账")
    assert back["rows"][-1]["scope"] == "all"
    assert list(back["rows"][0]) == [column.key for column in REPORTS["rollup"].columns]


def test_what_was_read_from_another_tree_says_so() -> None:
    text = render(tables()["list"], "plain", Origin("总台账", DAY, tree="a" * 40), Target())
    assert text.endswith("总台账, as of 2024-06-30, tree aaaaaaaaaaaa\n")


def test_a_table_of_nothing_says_so() -> None:
    for format in ("table", "plain", "markdown"):
        assert "no entries" in render(tables(())["deadlines"], format, ORIGIN, Target(width=80))
    assert json.loads(render(tables(())["deadlines"], "json", ORIGIN, Target()))["rows"] == []


def test_what_has_no_group_is_named_for_people_only() -> None:
    table = rollup([row(campaign="")], Query(DAY, NEAR, UNITS, by=By.CAMPAIGN))
    assert "(none)" in render(table, "plain", ORIGIN, Target())
    assert "(none)" not in render(table, "csv", ORIGIN, Target())


def test_markdown_shows_text_as_it_is() -> None:
    text = render(one_cell("a|b <i> [x](y) *z*"), "markdown", ORIGIN, Target())
    assert r"a\|b \<i\> \[x\](y) \*z\*" in text
