"""Reading strictly: text with places, and every fault with a code, a place and a way out."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.source import Document, Plain, Span
from cleanledger.store import reader
from cleanledger.store.reader import read_document

ENTRY = """\
kind: task
id: RW-2024-001   # 编号
title: '整改：三号楼'
detail: |
  第一行

  第二行

# a comment that belongs to nobody
source: {type: 巡视, date: 2024-01-15}
units: [GDBH, "ZFJC"]
log:
  - {date: 2024-02-01, did: add}
  - date: 2024-03-01
    did: start
"""

FAULTS = [
    # code, line, column, a word of the message, text
    ("LG003", 1, 23, "20 deep", "a: " + "[" * 30),
    ("LG004", 1, 8, "contains a colon", "title: 关于: 整改\n"),
    ("LG004", 2, 3, "full-width colon", "kind: task\nid：T-1\ntitle: x\n"),
    ("LG004", 1, 5, "full-width colon", "kind：task\nid：T-1\n"),
    ("LG004", 1, 6, "full-width colon", "a: {b：c, d: e}\n"),
    ("LG004", 2, 8, "full-width colon", "m:\n  - num：1\n    text: x\n"),
    ("LG004", 2, 3, "space is missing", "kind: task\nid:T-1\ntitle: x\n"),
    ("LG004", 1, 6, "space is missing", "a: {b:c}\n"),
    ("LG004", 2, 1, "no colon", "a: 1\nb\nc: 2\n"),
    ("LG004", 1, 8, "never closed", "title: 'abc\ndue: 1\n"),
    ("LG004", 1, 8, "never closed", 'title: "abc\ndue: 1\n'),
    ("LG004", 2, 1, "tab", "log:\n\ta: 1\n"),
    ("LG004", 1, 8, "begin with @", "title: @x\n"),
    ("LG004", 1, 8, "begin with %", "title: %x\n"),
    ("LG004", 1, 8, "begin with `", "title: `x`\n"),
    ("LG004", 1, 8, "begin with *", "title: **重要**\n"),
    ("LG004", 1, 8, "begin with &", "title: &重要\n"),
    ("LG004", 1, 8, "begin with >", "title: >5天\n"),
    ("LG004", 1, 13, "closing ]", "title: [附件] 说明\n"),
    ("LG004", 1, 11, 'closing "', 'title: "甲"级\nb: 1\n'),
    ("LG004", 2, 3, "indentation", "id: T-1\n  title: x\n"),
    ("LG004", 3, 3, "indentation", "a:\n    b: 1\n  c: 2\n"),
    ("LG004", 1, 4, "bracket", "a: {b: c, d: e\nf: g\n"),
    ("LG004", 1, 4, "bracket", "a: [b, c"),
    ("LG004", 1, 8, "contains a colon", "a: {b: x: y}\n"),
    ("LG004", 1, 4, "list does not begin", "a: - b\n"),
    ("LG004", 2, 1, "list item stands", "a: 1\n- b\n"),
    ("LG004", 1, 4, "escape", 'a: "\\ud800"\n'),
    ("LG004", 1, 4, "escape", 'a: "\\q"\n'),
    ("LG005", 1, 4, "anchor", "a: &x b\n"),
    ("LG005", 1, 4, "alias", "a: *x\n"),
    ("LG005", 1, 4, "tag", "a: !foo b\n"),
    ("LG005", 1, 4, "tag", "a: !!map {b: c}\n"),
    ("LG005", 1, 4, "tag", "a: !e!x y\n"),
    ("LG005", 2, 1, "merge key", "a: b\n<<: {c: d}\n"),
    ("LG005", 1, 1, "instruction", "%YAML 1.1\n---\na: b\n"),
    ("LG005", 1, 1, "instruction", "%YAML 2.0\n---\na: b\n"),
    ("LG005", 2, 1, "second document", "a: b\n---\nc: d\n"),
    ("LG005", 3, 1, "second document", "a: b\n...\nc: d\n"),
    ("LG006", 2, 1, "stands twice", "due: a\ndue: b\n"),
    ("LG006", 2, 1, "stands twice", 'due: a\n"d\\u0075e": b\n'),
    ("LG006", 2, 1, "looks like", 'due: a\n"due ": b\n'),
    ("LG006", 2, 1, "looks like", "due: a\nＤＵＥ: b\n"),
    ("LG006", 1, 13, "stands twice", "a: {b: '1', b: '2'}\n"),
    ("LG007", 2, 1, "merge conflict at line 2", "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n"),
    ("LG007", 2, 3, "merge conflict at line 2", "a: |\n  <<<<<<< HEAD\n  c\n  =======\n  >>>>>>> x\n"),
    ("LG008", 1, 1, "no value", "due:\nid: x\n"),
    ("LG008", 1, 6, "no value", "due: ~\n"),
    ("LG008", 1, 6, "no value", "due: Null\n"),
    ("LG008", 1, 5, "item", "a: [~, b]\n"),
    ("LG008", 2, 2, "item", "a:\n-\n- b\n"),
    ("LG009", 1, 1, "empty", ""),
    ("LG009", 1, 1, "empty", "# only\n"),
    ("LG009", 1, 1, "list", "- a: b\n"),
    ("LG009", 1, 1, "mere text", "hello\n"),
    ("LG009", 1, 1, "key is missing", "~: x\n"),
    ("LG009", 1, 3, "where a key", "? [a]\n: x\n"),
    ("LG011", 1, 5, "U+001B", "a: x\x1b[2J\n"),
    ("LG011", 2, 3, "U+009B", "a: x\n# \x9bgnp\n"),
    ("LG011", 1, 5, "U+0085", "a: x\x85b: y\n"),
    ("LG011", 1, 5, "U+2028", "a: x\u2028b: y\n"),
    ("LG011", 1, 5, "U+000D", "a: x\rb: y\n"),
    ("LG011", 2, 1, "U+FEFF", "a: x\n\ufeffb: y\n"),
    ("LG011", 1, 4, "U+007F", "a: \x7f\n"),
]


def read(text: str) -> Document:
    return read_document(text.encode(), "x.yaml")


def test_every_scalar_is_text_and_plain_ones_say_so() -> None:
    document = read("a: 007\nb: '007'\nc: !!str 007\nd: 2024-06-30\ne: |\n  true\nf: [no, 'no']\n")
    assert document.problems == ()
    assert document.data == {
        "a": "007",
        "b": "007",
        "c": "007",
        "d": "2024-06-30",
        "e": "true\n",
        "f": ["no", "no"],
    }
    plain = [isinstance(document.data[key], Plain) for key in "abcde"]
    assert plain == [True, False, False, True, False]
    assert [isinstance(item, Plain) for item in document.data["f"]] == [True, False]


def test_keys_and_values_know_where_they_stand() -> None:
    document = read(ENTRY)
    assert document.keys[("id",)] == Span(2, 1, 2, 3)
    assert document.values[("id",)] == Span(2, 5, 2, 16)
    assert document.values[("title",)] == Span(3, 8, 3, 16)
    assert document.values[("detail",)] == Span(4, 9, 7, 6)
    assert document.values[("source",)] == Span(10, 9, 10, 37)
    assert document.keys[("source", "date")] == Span(10, 20, 10, 24)
    assert document.values[("units", 1)] == Span(11, 15, 11, 21)
    assert document.values[("log",)] == Span(13, 3, 15, 15)
    assert document.values[("log", 1)] == Span(14, 5, 15, 15)
    assert document.values[()] == Span(1, 1, 15, 15)


def test_a_byte_order_mark_shifts_nothing() -> None:
    document = read("\ufeff" + ENTRY)
    assert document.bom
    assert document.text == ENTRY
    assert document.values == read(ENTRY).values


def test_windows_line_ends_are_kept_in_the_text_and_not_in_the_values() -> None:
    document = read(ENTRY.replace("\n", "\r\n"))
    assert document.data == read(ENTRY).data
    assert document.text.count("\r\n") == ENTRY.count("\n")
    assert document.values == read(ENTRY).values


def test_characters_beyond_the_basic_plane_are_one_column_each() -> None:
    document = read("a: {b: 𠮷𠮷, c: d}\n")
    assert document.keys[("a", "c")] == Span(1, 12, 1, 13)


@pytest.mark.parametrize(("code", "line", "column", "words", "text"), FAULTS)
def test_a_fault_has_its_code_its_place_and_a_way_out(
    code: str, line: int, column: int, words: str, text: str
) -> None:
    problems = read(text).problems
    found = next((problem for problem in problems if problem.code == code), None)
    assert found, problems
    assert found.span
    assert (found.span.line, found.span.column) == (line, column)
    assert words in found.message
    assert found.hint
    assert found.message.isprintable()


@pytest.mark.parametrize("text", [fault[-1] for fault in FAULTS])
def test_the_loader_without_libyaml_finds_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_libyaml = read(text)
    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    without = read(text)
    assert without.data == with_libyaml.data
    assert [(problem.code, problem.message) for problem in without.problems] == [
        (problem.code, problem.message) for problem in with_libyaml.problems
    ]


def test_the_loader_without_libyaml_gives_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    with_libyaml = read(ENTRY)
    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    assert read(ENTRY) == with_libyaml


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        ("title: x\nunit: 应急管理局\n".encode("gb18030"), 2, "GBK"),
        ("a: 中\n".encode("utf-16"), 1, "UTF-16"),
        ("a: bcdefghijklmnop\n".encode("utf-16-le"), 1, "UTF-16"),
        ("a: b\n".encode("utf-32"), 1, "UTF-32"),
        ("a: 中\nb: 中".encode()[:-1], 2, "cut off"),
        (b"\0" * 4096, 1, "nothing but NUL"),
        ("a: 一二三四五六七八九十\nb: x\0".encode(), 2, "NUL"),
        (b"a: \xed\xa0\x80\n", 1, "byte 4"),
        ("a: 中\n".encode() + b"\xff", 2, "byte 8 (0xFF)"),
    ],
)
def test_what_is_not_utf8_is_refused_with_line_and_cause(raw: bytes, line: int, words: str) -> None:
    document = read_document(raw, "x.yaml")
    assert document.data is None
    (problem,) = document.problems
    assert problem.code == "LG001"
    assert words in problem.message
    assert problem.span
    assert problem.span.line == line


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    document = read("a: " + "x" * (1 << 20))
    assert [problem.code for problem in document.problems] == ["LG002"]


def test_a_file_of_too_many_keys_is_given_up_early() -> None:
    document = read("a:\n" + "- b\n" * 200_000)
    assert [problem.code for problem in document.problems] == ["LG002"]


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "[" * 1_000_000,
        "{a: " * 250_000,
        "- " * 500_000,
        "? " * 500_000,
        "".join(" " * depth + "a:\n" for depth in range(1400)),
    ],
)
def test_deep_nesting_is_stopped_at_once(text: str) -> None:
    start = time.perf_counter()
    document = read(text)
    assert time.perf_counter() - start < 1
    assert [problem.code for problem in document.problems] == ["LG003"]


def test_twenty_levels_are_allowed() -> None:
    assert read("a: " + "[" * 19 + "x" + "]" * 19).problems == ()
    assert [p.code for p in read("a: " + "[" * 20 + "x" + "]" * 20).problems] == ["LG003"]


def test_all_faults_of_one_file_are_told_together() -> None:
    document = read("a: 1\na: 2\nb: &x !t y\nc:\nd: {e: *x, e: '1'}\n")
    assert [problem.code for problem in document.problems] == [
        "LG006",
        "LG005",
        "LG005",
        "LG008",
        "LG005",
        "LG006",
    ]
    assert document.data is None


def test_of_two_equal_keys_the_first_is_kept_and_both_places_are_told() -> None:
    document = read("due: '1'\nid: x\ndue: {a: b}\n")
    assert document.data == {"due": "1", "id": "x"}
    assert document.values[("due",)] == Span(1, 6, 1, 9)
    (problem,) = document.problems
    assert [(other.line, other.column) for other in problem.related] == [(1, 1)]


def test_a_null_is_left_out_of_the_tree() -> None:
    assert read("a:\nb: [x, ~, y]\nc: d\n").data == {"b": ["x", "y"], "c": "d"}


def test_a_syntax_error_leaves_no_tree_but_what_stood_before_it_is_told() -> None:
    document = read("a: 1\na: 2\nb: 'x\n")
    assert document.data is None
    assert [problem.code for problem in document.problems] == ["LG006", "LG004"]


def test_equals_signs_alone_are_no_conflict() -> None:
    assert read("a: |\n  标题\n  =======\n").problems == ()


def test_a_conflict_names_all_its_marker_lines() -> None:
    document = read("a: b\n<<<<<<< HEAD\nc: d\n||||||| base\n=======\n>>>>>>> x\n<<<<<<< HEAD\n>>>>>>> y\n")
    lines = [(p.code, p.span and p.span.line, [r.line for r in p.related]) for p in document.problems]
    assert lines == [("LG007", 2, [4, 5, 6]), ("LG007", 7, [8])]


def test_control_characters_do_not_hide_other_faults() -> None:
    document = read("a: \x1b\n# \x1b\na: b\n")
    assert [problem.code for problem in document.problems] == ["LG011", "LG006"]
    assert [related.line for related in document.problems[0].related] == [2]
    assert document.data is None


def test_escaped_controls_in_keys_do_not_reach_a_message() -> None:
    (problem,) = read('"a\\e[2J": x\n"a\\e[2J": y\n').problems
    assert problem.message.isprintable()
    assert "<U+001B>" in problem.message


def test_an_explicit_document_start_and_end_are_allowed() -> None:
    document = read("--- # start\na: b\n...\n# end\n")
    assert document.problems == ()
    assert document.data == {"a": "b"}


@pytest.mark.parametrize("text", ["---", "--- ", "--- # x", "---\n"])
def test_a_document_start_and_nothing_else_is_an_empty_file(text: str) -> None:
    (problem,) = read(text).problems
    assert problem.code == "LG009"


def test_an_empty_map_is_a_map() -> None:
    assert read("{}\n").data == {}


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_reading_never_raises(raw: bytes) -> None:
    document = read_document(raw, "x.yaml")
    assert document.data is not None or document.problems


@given(st.text(alphabet="ab:：-?[]{}#&*!|>'\"%@` \n\t\\,~<=.\r", max_size=40))
def test_reading_yaml_like_rubbish_never_raises(text: str) -> None:
    document = read(text)
    assert document.data is not None or document.problems
    for problem in document.problems:
        assert problem.code
        assert problem.hint
        assert problem.span
        assert problem.message.isprintable()


def test_no_word_of_the_parser_reaches_a_user() -> None:
    library = Path(yaml.__file__).parent
    said = (library / "scanner.py").read_text() + (library / "parser.py").read_text()
    for *_rest, text in FAULTS:
        for problem in read(text).problems:
            assert f'"{problem.message}"' not in said
            assert "expected" not in problem.message
