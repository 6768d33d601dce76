import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.finding import Finding, Severity
from cleanledger.model.source import Related, Span
from cleanledger.render.findings import findings_json, findings_text, summary_line, summary_of
from cleanledger.render.source_lines import excerpt, lines_of
from cleanledger.render.width import width

PATH = "ledgers/ZG-2024/ZG-2024-031.yaml"
SOURCE = """kind: rectification
title: 闲置土地 处置程序
due: 2024-13-01
detail: |
  第一行
  第二行
  第三行
  第四行
\tgoal:\tX
"""


def finding(line: int, column: int, end_line: int, end_column: int, **fields: Any) -> Finding:
    given: dict[str, Any] = {
        "code": "LG301",
        "name": "no-date",
        "severity": Severity.ERROR,
        "entry": "ZG-2024-031",
        "field": "due",
        "message": "no date",
    }
    place = {"path": PATH, "line": line, "column": column, "end_line": end_line, "end_column": end_column}
    return Finding(**(given | place | fields))


def text_of(*findings: Finding, **sources: str) -> str:
    summary = summary_of(findings, files=12, entries=34)
    return findings_text(findings, {PATH: SOURCE, **sources}, summary, colour=False)


def test_a_finding_shows_its_place_its_line_its_hint() -> None:
    assert text_of(finding(3, 6, 3, 16, hint="write 2024-12-01")) == (
        f"{PATH}:3:6 LG301 no date\n"
        "  3 | due: 2024-13-01\n"
        "    |      ^^^^^^^^^^\n"
        "  hint: write 2024-12-01\n"
        "\n"
        "1 error in 12 files\n"
    )


def test_the_caret_stands_under_chinese() -> None:
    assert excerpt(lines_of(SOURCE), Span(2, 13, 2, 15), room=80) == (
        "2 | title: 闲置土地 处置程序",
        "  |                 ^^^^",
    )


def test_tabs_are_expanded() -> None:
    assert excerpt(lines_of(SOURCE), Span(9, 8, 9, 9), room=80) == (
        "9 |     goal:   X",
        "  |             ^",
    )


def test_of_many_lines_three_are_shown() -> None:
    assert excerpt(lines_of(SOURCE), Span(4, 9, 9, 1), room=80) == (
        "4 | detail: |",
        "  |         ^",
        "5 |   第一行",
        "6 |   第二行",
        "  | …",
    )


def test_a_span_that_ends_where_the_next_line_begins_is_one_line() -> None:
    assert excerpt(lines_of(SOURCE), Span(5, 3, 6, 1), room=80) == ("5 |   第一行", "  |   ^^^^^^")


def test_a_long_line_is_cut_with_a_sign_on_both_sides() -> None:
    line = "字" * 100 + "HERE" + "z" * 100
    text, carets = excerpt((line,), Span(1, 101, 1, 105), room=60)
    assert width(text) <= 60
    assert text.startswith("1 | …字")
    assert text.endswith("z…")
    at = text.index("HERE")
    assert carets[2:] == "|" + " " * (width(text[:at]) - 3) + "^^^^"


def test_a_line_of_a_megabyte_costs_no_more_than_what_is_shown() -> None:
    line = "字" * 1_000_000
    for column in range(1, 1_000_000, 1_000):
        text, carets = excerpt((line,), Span(1, column, 1, column + 1), room=60)
        assert text.endswith("…")
        assert carets.endswith(" ^^")


@pytest.mark.parametrize(
    "span", [Span(99, 1, 99, 1), Span(0, 0, 0, 0), Span(11, 1, 11, 1), Span(3, 99, 3, 99)]
)
def test_a_place_beyond_the_text_is_no_crash(span: Span) -> None:
    assert len(excerpt(lines_of(SOURCE), span, room=80)) in (0, 2)


@given(
    st.text(),
    st.integers(-1, 5),
    st.integers(-1, 5),
    st.tuples(st.integers(-1, 40), st.integers(-1, 40)),
    st.integers(10, 60),
)
def test_no_text_and_no_span_make_a_line_too_wide(
    text: str, line: int, more: int, columns: tuple[int, int], room: int
) -> None:
    column, end = columns
    for shown in excerpt(lines_of(text), Span(line, column, line + more, end), room=room):
        assert width(shown) <= room + 2
        assert shown.isprintable() or "\x1b" not in shown


@given(st.text(st.characters(categories=["Lo", "Ll", "Nd", "Cc", "Cf"]), min_size=1, max_size=20), st.data())
def test_the_caret_begins_where_the_text_before_it_ends(line: str, data: st.DataObject) -> None:
    lines = lines_of(line)[:1]
    column = data.draw(st.integers(1, len(lines[0]) + 1))
    before, _ = excerpt((lines[0][: column - 1] + "X",), Span(1, column, 1, column), room=10_000)
    text, carets = excerpt(lines, Span(1, column, 1, column + 1), room=10_000)
    assert carets.index("^") == width(before) - 1
    assert text.startswith(before[:-1].rstrip())


def test_other_places_are_shown_likewise() -> None:
    other = Related("ledgers/units.yaml", 2, 24, "named here")
    missing = Related("gone.yaml", 1, 1, "and here")
    text = text_of(
        finding(3, 6, 3, 16, related=(other, missing)),
        **{"ledgers/units.yaml": "units:\n  - {code: GDBH, name: 耕地保护处}\n"},
    )
    assert (
        "  ledgers/units.yaml:2:24: named here\n"
        "    2 |   - {code: GDBH, name: 耕地保护处}\n"
        "      |                        ^\n"
        "  gone.yaml:1:1: and here\n"
    ) in text


def test_what_is_no_error_says_so_and_what_is_accepted_is_one_line() -> None:
    text = text_of(
        finding(3, 6, 3, 16, severity=Severity.WARNING, accepted=True),
        finding(99, 1, 99, 1, severity=Severity.NOTE),
    )
    assert text == (
        f"{PATH}:3:6 LG301 no date (warning, accepted)\n\n"
        f"{PATH}:99:1 LG301 no date (note)\n\n"
        "1 note in 12 files; 1 accepted\n"
    )


def test_the_summary_counts() -> None:
    error, warning = finding(1, 1, 1, 1), finding(1, 1, 1, 1, severity=Severity.WARNING)
    summary = summary_of([error, error, error, warning], files=12, entries=34)
    assert summary_line(summary) == "3 errors, 1 warning in 12 files"
    assert summary_line(summary_of([], files=12, entries=34)) == "clean: 12 files, 34 entries"
    assert summary_line(summary_of([], files=1, entries=1)) == "clean: 1 file, 1 entry"


@given(st.text(), st.text(), st.text())
def test_no_control_character_leaves(path: str, message: str, line: str) -> None:
    one = finding(1, 1, 1, 2, path=path, message=message, hint=message, related=(Related(path, 1, 1, line),))
    shown = findings_text([one], {path: line}, summary_of([one], files=1, entries=1), colour=False)
    assert all(
        character.isprintable() or character in "\n\u3000\xa0" for character in shown if ord(character) < 0xA0
    )
    assert not set("\u202e\u2028\u200b") & set(shown)


@given(st.text(), st.integers(20, 100))
def test_on_a_terminal_a_message_is_folded_and_nothing_of_it_lost(message: str, room: int) -> None:
    one = finding(3, 6, 3, 16, message="so many words " * 9 + message)
    shown = findings_text(
        [one], {PATH: SOURCE}, summary_of([one], files=1, entries=1), colour=False, room=room
    )
    headline, _bar, _rest = shown.partition("  3 |")
    whole = findings_text([one], {PATH: SOURCE}, summary_of([one], files=1, entries=1), colour=False)
    assert "".join(headline.split()) == "".join(whole.partition("  3 |")[0].split())
    place = f"{PATH}:3:6 LG301 "
    assert all(width(line) <= max(room, len(place) + 2) for line in headline.splitlines())
    assert headline.startswith(place.rstrip())


def test_colours_only_where_they_are_wanted() -> None:
    one = finding(3, 6, 3, 16)
    summary = summary_of([one], files=1, entries=1)
    assert "\x1b" not in findings_text([one], {PATH: SOURCE}, summary, colour=False)
    assert "\x1b[1;31mLG301\x1b[0m" in findings_text([one], {PATH: SOURCE}, summary, colour=True)


def test_json_holds_every_field_and_the_counts() -> None:
    one = finding(3, 6, 3, 16, message="\x1b\u202e", related=(Related("a.yaml", 1, 2, "there"),))
    text = findings_json([one], summary_of([one], files=12, entries=34))
    assert "\x1b" not in text
    assert json.loads(text) == {
        "schema": "cleanledger/findings-1",
        "findings": [
            {
                "code": "LG301",
                "name": "no-date",
                "severity": "error",
                "path": PATH,
                "line": 3,
                "column": 6,
                "end_line": 3,
                "end_column": 16,
                "entry": "ZG-2024-031",
                "field": "due",
                "message": "\x1b\u202e",
                "hint": "",
                "related": [{"path": "a.yaml", "line": 1, "column": 2, "message": "there"}],
                "accepted": False,
                "fingerprint": one.fingerprint,
            }
        ],
        "summary": {"files": 12, "entries": 34, "errors": 1, "warnings": 0, "notes": 0, "accepted": 0},
    }
