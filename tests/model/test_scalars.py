"""Scalars: read from text in one form each, never lax; and what other YAML readers make of plain text."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from cleanledger.model import scalars
from cleanledger.model.scalars import typed_elsewhere
from cleanledger.model.source import Plain

READERS = {
    name: TypeAdapter[Any](getattr(scalars, name))
    for name in ("Actor", "AsWritten", "Bool", "Code", "Date", "EntryId", "Int", "Interval", "LedgerId",
                 "Line",
                 "Number", "Post", "Sha256", "Text", "UnitCode")
}  # fmt: skip


def reads(name: str, value: Any) -> Any:
    return READERS[name].validate_python(value)


ACCEPTED: dict[str, list[tuple[str, Any]]] = {
    "Date": [("2024-06-30", dt.date(2024, 6, 30)), ("1900-01-01", dt.date(1900, 1, 1)),
             ("2024-02-29", dt.date(2024, 2, 29)), ("9999-12-31", dt.date(9999, 12, 31))],
    "Int": [("0", 0), ("1", 1), ("10", 10), ("9" * 18, 10**18 - 1)],
    "Number": [("0", Decimal(0)), ("-1.50", Decimal("-1.50")), ("2.46", Decimal("2.46")), ("100",
               Decimal(100))],
    "Bool": [("true", True), ("false", False)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "value"), [(name, *each) for name, every in ACCEPTED.items() for each in every]
)
def test_a_value_is_read_in_its_one_form(name: str, text: str, value: Any) -> None:
    for given_one in (text, Plain(text)):
        got = reads(name, given_one)
        assert (type(got), got, str(got)) == (type(value), value, str(value))


# What lax readers take: for other forms, other digits, rounding, other types.
REFUSED = {
    "Date": ["2024-6-30", "20240630", "2024/06/30", "2024-02-30", "2023-11-31", "1719705600", "2026-W01-1",
             "2024-06-30T00:00:00", "2024-06-30 00:00:00", "２０２４-06-30", "2024-06-30\n", " 2024-06-30",
             "2024-06-30 ", "1899-12-31", "0000-01-01", "-2024-06-30", "+2024-06-30", "24-06-30",
             "12024-06-30",
             "2024-13-01", "2024-00-10", "2024-01-00", "", "today", "٢٠٢٤-٠٦-٣٠", "2024‐06‐30"],
    "Int": ["010", "00", "1_0", "+1", "-1", "-0", "1.0", "1e3", "1E3", "0x1F", "0b1", "0o7", "１", "٣",
            "1\n", "\n1",
            " 1", "1 ", "", "true", "1,000", "9" * 19, "1" * 5000, "²", "①", "1719705600.0", "nan"],
    "Number": ["010", "1_0", "+1", ".5", "5.", "1e3", "1E-3", "--1", "-", "1.2.3", "1,5", "１.５",
               "inf", "-inf",
               "nan", "NaN", "0x1", "1.5\n", " 1.5", "1.5 ", "", "1" * 5000, "0." + "1" * 5000, "00.5",
               "-.5", "1/2"],
    "Bool": ["True", "TRUE", "False", "yes", "no", "on", "off", "y", "n", "1", "0", "t", "f", "true\n",
             " true",
             "false ", "", "真", "ｔｒｕｅ"],
    "EntryId": ["ZG-2024-01", "ZG-2024-031\n", " ZG-2024-031", "zg-2024-031", "ZG-2024-０31",
                "ZG_2024-031", "031",
                "-031", "ZG--031", "ZG-2024-", "2024-031", "ＺＧ-2024-031", "ZG-2024-031/", "../ZG-031",
                "A" * 60 + "-001", ""],
    "LedgerId": ["ZG-2024\n", "zg", "2024", "ZG-", "-ZG", "ZG--2024", "ZG 2024", "NO", "ON", "Y",
                 "A" * 41, "", "清单"],
    "UnitCode": ["NO", "ON", "OFF", "YES", "Y", "N", "TRUE", "FALSE", "NULL", "gdbh", "GDBH\n", "GD BH",
                 "耕保处", "",
                 "1A", "A_B"],
    "Post": ["no", "on", "off", "yes", "y", "n", "true", "false", "null", "Clerk", "clerk\n", "a b",
             "a_b", "1a", "-a",
             "a-", ""],
    "Interval": ["6 Months", "0 days", "06 months", "6months", "6  months", "1.5 years", "six months",
                 "-1 day",
                 "6 months\n", "6", "", "99999 days"],
    "Sha256": ["a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 64 + "\n", ""],
    "Code": ["LG50", "LG5011", "lg501", "LG５01", "LG501\n", ""],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, every in REFUSED.items() for text in every]
)
def test_what_a_lax_reader_would_take_is_refused(name: str, text: str) -> None:
    for given_one in (text, Plain(text)):
        with pytest.raises(ValidationError):
            reads(name, given_one)


NOT_TEXT = [1, 0, 1.5, True, None, dt.date(2024, 6, 30), dt.datetime(2024, 6, 30, tzinfo=dt.UTC), b"1",
            Decimal(1),
            ["1"], {"a": "1"}, ("1",)]  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("value", NOT_TEXT, ids=repr)
def test_only_text_is_read(name: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        reads(name, value)


@given(st.text())
def test_what_is_read_says_in_one_form_what_was_written(text: str) -> None:
    for name in ("Date", "Int", "Number", "Bool"):
        try:
            value = reads(name, text)
        except ValidationError:
            continue
        written = str(value).lower() if isinstance(value, bool) else str(value)
        assert written == text or value == 0


@given(st.dates(dt.date(1900, 1, 1)))
def test_every_day_is_read_as_itself(day: dt.date) -> None:
    assert reads("Date", day.isoformat()) == day


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**9 - 1))
def test_every_plain_number_is_read_as_itself(whole: int, part: int) -> None:
    assert reads("Int", str(whole)) == whole
    text = f"-{whole}.{part:09}"
    assert reads("Number", text) == Decimal(text)


@pytest.mark.parametrize("name", ["Line", "Text"])
@pytest.mark.parametrize("text", ["", " ", "\t", "　", "\n"])
def test_a_text_is_not_empty(name: str, text: str) -> None:
    with pytest.raises(ValidationError):
        reads(name, text)


def test_a_line_has_no_line_break() -> None:
    assert reads("Text", "一\n二") == "一\n二"
    for text in ("一\n二", "一\r二", "一\n"):
        with pytest.raises(ValidationError):
            reads("Line", text)


@pytest.mark.parametrize(
    "text", ["12", "1.5", "true", "no", "~", "2024-06-30", "1:30", "0x1F", ".inf", "1e3", "<<"]
)
def test_a_plain_text_that_others_would_type_wants_quotes(text: str) -> None:
    for name in ("Line", "Text"):
        with pytest.raises(ValidationError) as refused:
            reads(name, Plain(text))
        assert refused.value.errors()[0]["type"] == "quote_it"
        assert reads(name, text) == text


# --- what other readers make of it --------------------------------------------------------------

MODERN = YAML(typ="safe", pure=True)


def other_readings(text: str) -> list[Any]:
    """What a reader of YAML 1.1 and one of YAML 1.2 make of `text` as a plain scalar."""
    found: list[Any] = []
    document = f"- {text}\n"
    for load, failures in (
        (yaml.safe_load, (yaml.YAMLError, ValueError, OverflowError)),
        (lambda each: MODERN.load(io.StringIO(each)), (YAMLError, ValueError, OverflowError)),
    ):
        try:
            loaded = load(document)
        except failures:
            continue  # no reading: our own reader refuses it, or the value cannot be made
        found += loaded if isinstance(loaded, list) and len(loaded) == 1 else []
    return [each for each in found if not isinstance(each, list | dict)]


CHARACTERS = st.text("0123456789abefinorstulxyzABEFINORSTUXYZ_+-.:~=<oT", min_size=1, max_size=12)
SHAPES = st.one_of(
    st.from_regex(r"[-+]?[0-9][0-9_]{0,4}(\.[0-9_]{0,4})?([eE][-+]?[0-9]{1,2})?", fullmatch=True),
    st.from_regex(r"[-+]?(0x[0-9a-fA-F_]{1,5}|0b[01_]{1,5}|0o?[0-7_]{1,5})", fullmatch=True),
    st.from_regex(r"[-+]?[0-9]{1,3}(:[0-5]?[0-9]){1,3}(\.[0-9]{0,3})?", fullmatch=True),
    st.from_regex(
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{2}:[0-9]{2}(Z|\.[0-9])?)?", fullmatch=True
    ),
    st.from_regex(r"[-+]?\.(inf|Inf|INF|nan|NaN|[0-9_]{1,4})", fullmatch=True),
    st.sampled_from(
        ["y", "Yes", "NO", "On", "oFF", "True", "false", "NULL", "~", "null", "Null", "=", "<<", "n"]
    ),
)


@settings(max_examples=500)
@given(CHARACTERS | SHAPES)
@example("2024-06-30")
@example("0o17")
@example("1_0")
@example("685_230.15")
@example("190:20:30")
@example("-.INF")
@example("2001-12-14 21:59:43.10 -5")
def test_no_text_that_another_reader_types_goes_unnoticed(text: str) -> None:
    for reading in other_readings(text):
        assert isinstance(reading, str) or typed_elsewhere(text), reading


# These are typed by some reader: by the letter of YAML 1.1 where PyYAML does otherwise.
BY_THE_LETTER = {"y", "n", "Y", "N", "=", "<<"}


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12))
@example("2024年")
@example("12条")
@example("3-4月")
@example("1.2.3")
@example("ZG-2024-031")
@example("10个工作日内")
@example("１２")
@example("一")
@example("鄂巡〔2024〕3号")
@example("0.08次")
@example("nothing")
def test_no_text_is_called_typed_that_no_reader_types(text: str) -> None:
    if typed_elsewhere(text) and text not in BY_THE_LETTER:
        looks_like_a_number = text[0] in "+-.0123456789"
        assert looks_like_a_number or not all(isinstance(each, str) for each in other_readings(text))


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "12条",
        "3-4月",
        "ZG-2024-031",
        "１２",
        "1-2",
        "5天",
        "2024-06",
        "v1",
        "e3",
        "0.08次",
    ],
)
def test_what_offices_write_needs_no_quotes(text: str) -> None:
    assert not typed_elsewhere(text)
    assert other_readings(text) == [text, text]


def test_a_long_text_is_judged_at_once() -> None:
    for part in ("1", "1_", "1:", "0b1", "-", "1.", "1e", "2024-01-01 1"):
        assert isinstance(typed_elsewhere(part * 20_000 + "x"), bool)
