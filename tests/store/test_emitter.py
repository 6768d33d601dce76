"""The canonical form, and the law that reading what was written gives back what was meant."""

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanledger.model.scalars import typed_elsewhere
from cleanledger.model.source import Plain, Tree
from cleanledger.store.emitter import emit
from cleanledger.store.reader import read_document
from cleanledger.store.scalars import scalar

NASTY_WORDS = (
    "", "null", "~", "yes", "Off", "y", "2024-06-30", "007", "0o12", "1e3", "1_000", "12:30:45", ".inf",
    "<<", "=", "---", "...", "a: b", "a #b", "- x", "x\n", "x\n\n", "\nx", " x\ny",
    "x \ny", "\tx\ny", "x\r\ny", "0:?0",
    "a" * 200, "中" * 45, "𠮷", "\ufeff", "\u2028", "\x1b[2J", "'", '"', "\\", "a,b", "[a]", "{a}", "? a",
    "*a", "&a", "!a",
)  # fmt: skip
NASTY_LETTERS = " \n\t\r:#-?[]{},&*!|>'\"%@`~=<.0123456789eEoxyn_+\\𠮷中：\x85\u2028\ufeff\x1b\u200b…"
texts = st.one_of(st.text(), st.text(NASTY_LETTERS, max_size=12), st.sampled_from(NASTY_WORDS))
trees: st.SearchStrategy[Tree] = st.recursive(
    st.one_of(texts, texts.map(Plain)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=400)
@example({"a": list(NASTY_WORDS), "b": dict.fromkeys(NASTY_WORDS, "x"), **dict.fromkeys(NASTY_WORDS, "y")})
@given(st.dictionaries(texts, trees, max_size=5))
def test_reading_what_was_written_gives_back_what_was_meant(data: dict[str, Tree]) -> None:
    document = read_document(emit(data).encode(), "x.yaml")
    assert {problem.code for problem in document.problems} <= {"LG006"}
    assert document.data == data
    assert list(document.data or ()) == list(data)


def test_an_entry_in_canonical_form() -> None:
    data: dict[str, Tree] = {
        "kind": "rectification",
        "title": "闲置土地处置程序不规范𠮷",
        "detail": "第一行\n\n第二行\n",
        "source": {"type": "巡视", "doc": "鄂巡〔2024〕3号", "date": Plain("2024-01-15")},
        "units": ["TDLY", "ZFJC"],
        "due": Plain("2024-12-31"),
        "num": "007",
        "measures": [
            {"num": Plain("1"), "text": "修订, 流程", "due": Plain("2024-06-30")},
            {"num": Plain("2"), "text": "两行\n说明"},
        ],
        "tags": [],
        "log": [{"date": Plain("2024-02-01"), "did": "add"}],
    }
    assert emit(data) == (
        "kind: rectification\n"
        "title: 闲置土地处置程序不规范𠮷\n"
        "detail: |\n"
        "  第一行\n"
        "\n"
        "  第二行\n"
        "source: {type: 巡视, doc: 鄂巡〔2024〕3号, date: 2024-01-15}\n"
        "units: [TDLY, ZFJC]\n"
        "due: 2024-12-31\n"
        'num: "007"\n'
        "measures:\n"
        '  - {num: 1, text: "修订, 流程", due: 2024-06-30}\n'
        "  - num: 2\n"
        "    text: |-\n"
        "      两行\n"
        "      说明\n"
        "tags: []\n"
        "log:\n"
        "  - {date: 2024-02-01, did: add}\n"
    )


def test_a_line_of_a_list_is_one_line_up_to_160_characters() -> None:
    prefix = "  - {a: "
    fits = "x" * (160 - len(prefix) - 1)
    assert emit({"log": [{"a": fits}]}) == f"log:\n{prefix}{fits}}}\n"
    assert emit({"log": [{"a": fits + "x", "b": "c"}]}) == f"log:\n  - a: {fits}x\n    b: c\n"


def test_a_list_of_codes_that_is_too_long_is_one_item_a_line() -> None:
    codes: list[Tree] = [f"UNIT-{number:04}" for number in range(20)]
    assert emit({"units": codes}) == "units:\n" + "".join(f"  - {code}\n" for code in codes)


def test_a_map_that_is_too_long_is_one_key_a_line() -> None:
    assert emit({"source": {"a": "x" * 80, "b": "y" * 80}}) == f"source:\n  a: {'x' * 80}\n  b: {'y' * 80}\n"


@pytest.mark.parametrize(("text", "is_block"), [("中" * 40, False), ("中" * 41, True), ("x" * 81, True)])
def test_top_text_of_over_80_columns_is_a_block(text: str, *, is_block: bool) -> None:
    assert emit({"title": text}) == (f"title: |-\n  {text}\n" if is_block else f"title: {text}\n")


@pytest.mark.parametrize("text", ["a\x1b\nb", "a\r\nb", "a\u2028\nb", "a\n\n", "a\n  \nb", "\n"])
def test_text_that_a_block_cannot_hold_is_quoted(text: str) -> None:
    written = emit({"a": text})
    assert written.startswith('a: "')
    assert written.count("\n") == 1


@pytest.mark.parametrize(
    "text", ["yes", "N", "null", "1e3", "0o12", "0x1F", "1_0", "12:30", "2024-06-30", "-.INF"]
)
def test_what_some_reader_would_retype_is_quoted(text: str) -> None:
    assert typed_elsewhere(text)
    assert scalar(text, flow=False) == f'"{text}"'


@pytest.mark.parametrize(
    "text", ["2024年底前", "GDBH-ZB", "3号", "a:b", "http://x", "100%", "（一）", "it's", "1.2.3a"]
)
def test_ordinary_text_is_plain(text: str) -> None:
    assert scalar(text, flow=True) == text


@given(texts)
def test_pyyaml_takes_an_unquoted_text_for_text(text: str) -> None:
    written = scalar(text, flow=False)
    if written[:1] not in ("'", '"'):
        assert yaml.safe_load(f"a: {written}") == {"a": text}


def test_a_plain_value_stands_plain_where_it_can() -> None:
    assert scalar(Plain("2024-06-30"), flow=True) == "2024-06-30"
    assert scalar(Plain("true"), flow=True) == "true"
    assert scalar(Plain("null"), flow=True) == '"null"'
    assert scalar(Plain("a, b"), flow=True) == '"a, b"'


def test_quotes_and_backslashes_are_put_in_single_quotes() -> None:
    assert scalar('- "x" \\', flow=False) == "'- \"x\" \\'"


def test_a_very_long_key_can_be_read_again() -> None:
    data: dict[str, Tree] = {"k" * 2000: {"k" * 2000: "x"}}
    assert read_document(emit(data).encode(), "x.yaml").data == data
