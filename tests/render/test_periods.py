"""Intervals and periods as people read them."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger import i18n
from cleanledger.model.intervals import from_words
from cleanledger.model.periods import spans
from cleanledger.render.periods import interval_in_words, period_in_words, periods_in_words


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    i18n.use("en")


@pytest.mark.parametrize(
    ("code", "chinese"),
    [
        ("2024-03", "2024年3月"),
        ("2024-12", "2024年12月"),
        ("2024-Q1", "2024年一季度"),
        ("2024-Q4", "2024年四季度"),
        ("2024-H1", "2024年上半年"),
        ("2024-H2", "2024年下半年"),
        ("2024", "2024年"),
        ("2024-03-04/2024-03-17", "2024-03-04至03-17"),
        ("2024-12-23/2025-01-05", "2024-12-23至2025-01-05"),
        ("2024-03-04", "2024-03-04"),
    ],
)
def test_a_period_in_chinese_and_in_english(code: str, chinese: str) -> None:
    i18n.use("zh")
    assert period_in_words(code) == chinese
    i18n.use("en")
    assert period_in_words(code) == code


@pytest.mark.parametrize(
    ("interval", "chinese"),
    [
        ("1 day", "每天"),
        ("10 days", "每 10 天"),
        ("1 week", "每周"),
        ("2 weeks", "每两周"),
        ("1 month", "每月"),
        ("3 months", "每季度"),
        ("6 months", "每半年"),
        ("12 months", "每年"),
        ("1 year", "每年"),
        ("36 months", "每 3 年"),
        ("5 weeks", "每 5 周"),
        ("4 months", "每 4 个月"),
        ("有时", "有时"),
        ("x months", "x months"),
    ],
)
def test_an_interval_in_chinese_and_in_english(interval: str, chinese: str) -> None:
    i18n.use("zh")
    assert interval_in_words(interval) == chinese
    i18n.use("en")
    assert interval_in_words(interval) == interval


def test_of_many_periods_the_first_are_named_and_the_others_counted() -> None:
    codes = [f"2024-{month:02}" for month in range(1, 10)]
    i18n.use("en")
    assert periods_in_words(codes[:6]) == "2024-01, 2024-02, 2024-03, 2024-04, 2024-05, 2024-06"
    assert periods_in_words(codes) == "2024-01, 2024-02, 2024-03, 2024-04, 2024-05, 2024-06 and 3 more"
    i18n.use("zh")
    assert periods_in_words(codes[:7]) == (
        "2024年1月、2024年2月、2024年3月、2024年4月、2024年5月、2024年6月等，另有 1 期"
    )


@given(st.integers(1, 9999), st.sampled_from(["day", "week", "month", "year"]))
def test_how_often_can_be_typed_as_it_is_shown(count: int, unit: str) -> None:
    interval = f"{count} {unit}{'s' if count > 1 else ''}"
    i18n.use("zh")
    stored = from_words(interval_in_words(interval).replace(" ", ""))
    # A year may be typed for twelve months: its periods are the same days.
    first, last = date(2024, 1, 1), date(2025, 6, 30)
    assert list(spans(stored, first, first, last)) == list(spans(interval, first, first, last))
