import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.book import Book
from cleanledger.model.plans import CalendarFile
from cleanledger.model.setting import Setting
from cleanledger.model.workdays import HOLIDAYS, Counted, Skipped, Workdays, YearUnknown, review_late_on

D = date.fromisoformat
DOC = "国办发明电〔2026〕1号"
LIBRARY = Workdays(CalendarFile())


def announced(
    year: int, off: Iterable[str | date], made_up: Iterable[str | date] = (), doc: str = DOC
) -> CalendarFile:
    item = {"year": str(year), "doc": doc, "holidays": [*map(str, off)], "workdays": [*map(str, made_up)]}
    return CalendarFile.model_validate({"years": [item]})


OFF_2027 = ("2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05", "2027-02-08", "2027-10-01")
WITH_2027 = Workdays(announced(2027, OFF_2027, ["2027-02-20"]))

DAYS = st.dates(D("2014-01-01"), D("2025-12-31"))
COUNTS = st.integers(0, 200)


def days_from(first: str, last: str) -> Iterator[date]:
    day = D(first)
    while day <= D(last):
        yield day
        day += timedelta(days=1)


LATER_ANNOUNCED = {
    D("2019-04-28"): True,
    D("2019-05-02"): False,
    D("2019-05-03"): False,
    D("2019-05-05"): True,
}
"""Labour Day by the later announcement (国办发明电〔2019〕3号), which the other library has not read."""


@pytest.mark.parametrize("year", range(2014, 2027))
def test_each_day_is_as_another_library_reads_the_announcements(year: int) -> None:
    other = holidays.country_holidays("CN", years=year)
    made_up = set(other.weekend_workdays)
    for day in days_from(f"{year}-01-01", f"{year}-12-31"):
        read = day in made_up or (day.weekday() < 5 and day not in other)
        assert LIBRARY.works(day) is LATER_ANNOUNCED.get(day, read), day
        assert day not in LATER_ANNOUNCED or LATER_ANNOUNCED[day] is not read


def test_no_year_of_the_library_is_guessed() -> None:
    assert LIBRARY.years() == tuple(range(2004, 2027))
    for year in LIBRARY.years():
        for day in days_from(f"{year}-01-01", f"{year}-12-31"):
            assert LIBRARY.works(day) is chinese_calendar.is_workday(day), day


def test_every_holiday_of_the_library_has_a_name_in_the_catalogue() -> None:
    assert {*chinese_calendar.holidays.values(), *chinese_calendar.workdays.values()} == set(HOLIDAYS)


@given(DAYS, COUNTS)
def test_what_is_counted_after_a_day_is_what_lies_between(base: date, count: int) -> None:
    assert LIBRARY.between(base, LIBRARY.after(base, count).last) == count


@given(DAYS, DAYS)
def test_what_lies_between_leads_back_to_the_last_working_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    back = LIBRARY.after(first, LIBRARY.between(first, last)).last
    assert back <= last
    assert not any(LIBRARY.works(day) for day in days_from((back + timedelta(1)).isoformat(), str(last)))


@given(DAYS, DAYS, COUNTS)
def test_a_later_base_never_ends_earlier(one: date, other: date, count: int) -> None:
    first, last = sorted((one, other))
    assert LIBRARY.after(first, count).last <= LIBRARY.after(last, count).last


@given(DAYS, COUNTS)
def test_one_day_more_ends_later(base: date, count: int) -> None:
    assert LIBRARY.after(base, count).last < LIBRARY.after(base, count + 1).last


@given(DAYS, DAYS, DAYS)
def test_between_adds_up(one: date, two: date, three: date) -> None:
    a, b, c = sorted((one, two, three))
    assert LIBRARY.between(a, b) + LIBRARY.between(b, c) == LIBRARY.between(a, c)
    assert LIBRARY.between(a, b) == sum(LIBRARY.works(day) for day in days_from(str(a), str(b)) if day != a)


@given(DAYS, st.integers(1, 200))
def test_each_day_on_the_way_is_counted_or_skipped(base: date, count: int) -> None:
    found = LIBRARY.after(base, count)
    assert LIBRARY.works(found.last)
    assert len(found.counted) == count
    assert found.counted[-1] == found.last
    assert all(map(LIBRARY.works, found.counted))
    assert not any(LIBRARY.works(each.day) for each in found.skipped)
    way = sorted([*found.counted, *(each.day for each in found.skipped)])
    assert way == [day for day in days_from(str(base), str(found.last)) if day != base]


def test_nothing_counted_is_the_day_itself() -> None:
    saturday = D("2024-06-15")
    assert LIBRARY.after(saturday, 0) == Counted(saturday, (), ())
    assert LIBRARY.between(saturday, saturday) == LIBRARY.between(saturday, D("2024-06-01")) == 0
    with pytest.raises(ValueError, match="-1"):
        LIBRARY.after(saturday, -1)


@pytest.mark.parametrize(
    ("base", "count", "last"),
    [
        ("2024-12-30", 3, "2025-01-03"),  # 31 December and 2 January are worked, 1 January is not
        ("2024-12-31", 1, "2025-01-02"),
        ("2024-02-08", 1, "2024-02-09"),  # the eve was a working day in 2024
        ("2024-02-09", 1, "2024-02-18"),  # the Sunday after Spring Festival makes up
        ("2024-01-31", 3, "2024-02-04"),  # the Sunday before makes up
        ("2023-09-28", 1, "2023-10-07"),  # Mid-autumn and National Day in one
        ("2023-10-06", 2, "2023-10-08"),  # Saturday and Sunday are both worked
        ("2024-09-27", 2, "2024-09-30"),  # Sunday the 29th is worked
        ("2024-09-30", 1, "2024-10-08"),
        ("2011-12-30", 1, "2011-12-31"),  # a Saturday worked for the New Year after it
        ("2026-12-30", 1, "2026-12-31"),  # the last day that is known
    ],
)
def test_counts_by_the_announcements(base: str, count: int, last: str) -> None:
    assert LIBRARY.after(D(base), count).last == D(last)


def test_each_skipped_day_says_why() -> None:
    found = LIBRARY.after(D("2024-09-27"), 4)
    assert found.counted == tuple(map(D, ("2024-09-29", "2024-09-30", "2024-10-08", "2024-10-09")))
    assert found.skipped == (
        Skipped(D("2024-09-28"), "weekend"),
        *(Skipped(day, "holiday", "National Day") for day in days_from("2024-10-01", "2024-10-07")),
    )


@pytest.mark.parametrize(
    ("base", "count"), [("2026-12-31", 1), ("2026-12-01", 60), ("2027-05-01", 1), ("2026-01-01", 10**9)]
)
def test_beyond_the_last_year_nothing_is_counted(base: str, count: int) -> None:
    with pytest.raises(YearUnknown) as caught:
        LIBRARY.after(D(base), count)
    assert caught.value.year == 2027


def test_an_unknown_year_has_no_working_days() -> None:
    for asked in (
        lambda: LIBRARY.works(D("2027-03-01")),
        lambda: LIBRARY.year(2027),
        lambda: LIBRARY.between(D("2026-12-01"), D("2027-01-01")),
    ):
        with pytest.raises(YearUnknown, match="2027"):
            asked()
    with pytest.raises(YearUnknown, match="2003"):
        LIBRARY.after(D("2003-12-30"), 1)
    with pytest.raises(YearUnknown, match="10000"):
        LIBRARY.after(date.max, 1)


def test_what_is_counted_from_the_last_day_of_an_unknown_year_needs_that_year_no_more() -> None:
    assert LIBRARY.after(D("2003-12-31"), 1).last == D("2004-01-02")
    assert LIBRARY.between(D("2003-12-31"), D("2004-01-02")) == 1


def test_the_calendar_of_the_book_gives_a_year_that_the_library_has_not() -> None:
    assert WITH_2027.years() == (*range(2004, 2027), 2027)
    found = WITH_2027.after(D("2026-12-31"), 1)
    assert found.last == D("2027-01-04")
    assert found.skipped == tuple(
        Skipped(day, "holiday", DOC) for day in days_from("2027-01-01", "2027-01-03")
    )
    assert WITH_2027.after(D("2027-02-19"), 1).last == D("2027-02-20")
    assert WITH_2027.year(2027).doc == DOC
    with pytest.raises(YearUnknown, match="2028"):
        WITH_2027.after(D("2027-12-31"), 1)


def test_the_calendar_of_the_book_wins_for_the_whole_year() -> None:
    ours = Workdays(announced(2024, ["2024-10-01"], ["2024-10-12"], "X〔2023〕7号"))
    assert ours.year(2024).holidays == {D("2024-10-01"): "X〔2023〕7号"}
    assert ours.after(D("2024-09-30"), 1).last == D("2024-10-02")
    assert not ours.works(D("2024-09-29"))  # what the library makes up for counts no more
    assert ours.works(D("2024-02-12"))
    assert [ours.works(day) == LIBRARY.works(day) for day in days_from("2025-01-01", "2025-12-31")] == [
        True
    ] * 365


def test_an_announcement_may_name_days_of_the_december_before_it() -> None:
    off = (*OFF_2027, "2026-12-31", "2026-10-08", "2028-01-03")
    ours = Workdays(announced(2027, off, ["2026-12-26"]))
    assert ours.works(D("2026-12-26"))
    assert not ours.works(D("2026-12-31"))
    assert ours.works(D("2026-10-08")), "no announcement reaches back beyond December"
    assert ours.year(2026).doc == ""
    assert set(ours.year(2027).holidays) == set(map(D, OFF_2027))


def test_the_december_of_an_unknown_year_is_not_known_by_the_next_ones_announcement() -> None:
    with pytest.raises(YearUnknown, match="2027"):
        Workdays(announced(2028, ["2027-12-31", "2028-01-01"])).works(D("2027-12-31"))


@given(
    st.lists(st.dates(D("2026-12-01"), D("2027-12-31")), max_size=40),
    st.lists(st.dates(D("2026-12-01"), D("2027-12-31")), max_size=10),
    st.dates(D("2026-01-01"), D("2027-06-30")),
    st.integers(1, 40),
)
def test_any_calendar_counts_as_it_says(off: list[date], made_up: list[date], base: date, count: int) -> None:
    ours = Workdays(announced(2027, off, made_up))
    found = ours.after(base, count)
    assert ours.between(base, found.last) == count
    assert all(ours.works(day) for day in made_up)
    assert not any(ours.works(day) for day in set(off) - set(made_up))


def test_a_year_that_no_date_has_is_no_year() -> None:
    for year in (0, 12027):
        assert Workdays(announced(year, ["2027-01-01"])).years() == LIBRARY.years()


def test_the_setting_has_the_working_days_of_its_calendar() -> None:
    setting = Setting(Book.model_validate({"format": "1", "name": "x"}), calendar=announced(2027, OFF_2027))
    assert not setting.workdays.works(D("2027-02-08"))
    assert setting.workdays is setting.workdays


def test_the_reviewer_has_the_working_days_of_the_policy() -> None:
    submitted = D("2024-09-24")
    last = review_late_on(LIBRARY, submitted, 10)
    assert last == D("2024-10-12")  # a make-up day after National Day
    assert LIBRARY.between(submitted, last) == 10
    with pytest.raises(YearUnknown):
        review_late_on(LIBRARY, D("2026-12-25"), 10)
    assert LIBRARY.between(D("2026-12-25"), D("2026-12-28")) <= 10  # told without the year after


def test_counting_no_days_loads_neither_the_library_nor_pydantic() -> None:
    code = (
        "import sys, cleanledger.model.workdays; print({'pydantic', 'chinese_calendar'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
