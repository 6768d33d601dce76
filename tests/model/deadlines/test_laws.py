"""Laws of the grammar, held against the calendar of Python; and what no cell of text may bring about."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleanledger.model.deadlines import Reading, Terms, Unread, read
from cleanledger.model.workdays import Workdays, YearUnknown
from tests.model.deadlines.phrases import Phrase, phrases

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
YEARS, MONTHS = st.integers(1900, 2099), st.integers(1, 12)
BASES = st.dates(date(2005, 1, 1), date(2026, 6, 30))
WORKDAYS = Workdays()
SEEN = tuple(phrases("seen"))


def terms(year: int | None = 2024, base: date | None = date(2024, 2, 1), **more: bool) -> Terms:
    return Terms(year=year, base=base, workdays=WORKDAYS, **more)


def chinese(number: int) -> str:
    """A number up to 99 in Chinese, as one writes it."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def chinese_year(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(sign)] for sign in f"{year:04}")


def wide(text: str) -> str:
    """`text` in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


FORMS_OF_A_DAY = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}-{day.month}-{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}/{day.month:02}/{day.day:02}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.isoformat()} 00:00:00",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}年{day.month}月{day.day}日前",
    lambda day: f"（{day.year} 年 {day.month} 月 {day.day} 日之前 完成）",
    lambda day: f"{chinese_year(day.year)}年{chinese(day.month)}月{chinese(day.day)}日",
    lambda day: f"{day.day} {day:%B} {day.year}",
    lambda day: f"by {day:%b} {day.day}, {day.year}",
)


@pytest.mark.parametrize("form", FORMS_OF_A_DAY)
@given(day=DAYS)
def test_a_day_is_read_in_every_form(form: object, day: date) -> None:
    assert callable(form)
    text = form(day)
    assert read(text, terms()).due == day
    assert read(wide(text), terms()).due == day


@given(day=DAYS)
def test_only_a_day_in_figures_needs_no_words(day: date) -> None:
    assert read(day.isoformat(), terms()).is_day
    assert read(f"{day.year}/{day.month}/{day.day}", terms()).is_day
    assert not read(f"{day.year}年{day.month}月{day.day}日前", terms()).is_day


@given(year=YEARS, month=st.integers(1, 99), day=st.integers(0, 99))
def test_a_day_that_does_not_exist_is_refused_and_quoted(year: int, month: int, day: int) -> None:
    exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    assume(not exists)
    text = f"{year}-{month:02}-{day:02}"
    with pytest.raises(Unread) as refused:
        read(text, terms())
    assert refused.value.rest == text


@given(year=YEARS, month=MONTHS, tail=st.sampled_from(("", "底", "底前", "末", "下旬", "份", "前")))
def test_a_month_ends_with_its_last_day(year: int, month: int, tail: str) -> None:
    assert read(f"{year}年{month}月{tail}", terms()).due == last_of(year, month)
    assert read(f"{month}月{tail}完成", terms(year=year)).due == last_of(year, month)


@given(year=YEARS, quarter=st.integers(1, 4))
def test_quarters_and_half_years(year: int, quarter: int) -> None:
    due = last_of(year, quarter * 3)
    for text in (f"{chinese(quarter)}季度", f"第{chinese(quarter)}季度末", f"{quarter}季度前", f"Q{quarter}"):
        assert read(text, terms(year=year)).due == due
    half = ("上", "下")[(quarter - 1) // 2]
    assert read(f"{year}年{half}半年", terms()).due == last_of(year, 6 if half == "上" else 12)


@given(year=YEARS, first=MONTHS, last=MONTHS, dash=st.sampled_from("-–—―~～－至到"))
def test_a_range_is_due_at_its_end(year: int, first: int, last: int, dash: str) -> None:
    for text in (f"{first}月{dash}{last}月", f"{first}{dash}{last}月"):
        if first <= last:
            assert read(text, terms(year=year)).due == last_of(year, last)
        else:
            with pytest.raises(Unread):
                read(text, terms(year=year))


@given(base=BASES, count=st.integers(1, 400))
def test_relative_deadlines_count_from_the_day_after_the_base(base: date, count: int) -> None:
    for text in (
        f"{count}天内",
        f"{count}日内",
        f"自收到通知之日起{count}日内",
        f"in {count} days",
        f"+{count}d",
    ):
        assert read(text, terms(base=base)).due == base + timedelta(days=count)
    assert read(f"{chinese(count % 99 + 1)}周内", terms(base=base)).due == base + timedelta(
        weeks=count % 99 + 1
    )


@given(base=BASES, count=st.integers(1, 60))
def test_working_days_are_those_of_the_calendar(base: date, count: int) -> None:
    due = WORKDAYS.after(base, count).last
    for text in (
        f"{count}个工作日内",
        f"{chinese(count)}个工作日",
        f"+{count}wd",
        f"within {count} working days",
    ):
        reading = read(text, terms(base=base))
        assert reading.due == due
        assert reading.counted == WORKDAYS.after(base, count)


@given(day=DAYS)
def test_before_a_day_may_mean_the_day_before(day: date) -> None:
    assume(day > date(1900, 1, 1))
    text = f"{day.year}年{day.month}月{day.day}日前"
    assert read(text, terms(inclusive=False)).due == day - timedelta(days=1)
    assert read(f"{day.year}年{day.month}月{day.day}日", terms(inclusive=False)).due == day
    assert read(f"{day.year}年{day.month}月底前", terms(inclusive=False)).due == last_of(day.year, day.month)


SIGNS = st.text(
    st.sampled_from(
        "0123456789二三四年月日底前初末旬上中下季度半每个工作内起至到"
        "-—~、，；。：（）立行改长期坚持自收通知ｘ QqH+wd .,/"
    )
)


@given(
    text=st.one_of(st.text(), SIGNS),
    year=st.sampled_from((None, 2024)),
    base=st.sampled_from((None, date(2024, 2, 1))),
)
def test_no_text_brings_about_an_exception_of_another_kind(
    text: str, year: int | None, base: date | None
) -> None:
    try:
        reading = read(text, terms(year=year, base=base))
    except (Unread, YearUnknown):
        return
    assert isinstance(reading, Reading)
    assert reading.due or reading.standing or reading.undecided


FOREIGN = "鑫"


@given(phrase=st.sampled_from(SEEN), data=st.data())
def test_a_word_that_nobody_knows_is_never_passed_over(phrase: Phrase, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(phrase.text)))
    text = phrase.text[:place] + FOREIGN + phrase.text[place:]
    try:
        reading = read(text, phrase.terms)
    except (Unread, YearUnknown):
        return
    assert any(FOREIGN in title for title, _due in reading.milestones)


@given(phrase=st.sampled_from(SEEN), left=st.text(" 　\t", max_size=3), right=st.text(" 　\t\n", max_size=3))
def test_blanks_around_mean_nothing(phrase: Phrase, left: str, right: str) -> None:
    def outcome(text: str) -> object:
        try:
            return read(text, phrase.terms)._replace(text="")
        except Unread as failure:
            return failure.rest

    assert outcome(left + phrase.text + right) == outcome(phrase.text)
