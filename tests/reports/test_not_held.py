"""When a duty is announced: in the second half of its period, and for a while after it was missed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cleanledger.reports.not_held import not_held
from cleanledger.reports.query import Duty
from cleanledger.reports.today import today
from cleanledger.reports.view import Clerk
from tests.reports.test_duties import held, query
from tests.reports.test_today import view

CLERK = Clerk("dz-clerk", "DZ", frozenset({"DZ"}), frozenset())
BEGIN = date(2024, 1, 1)


def announced(every: str, day: date, near: int = 30, at_least: int = 1) -> list[tuple[str, int | None]]:
    duty = Duty("研究", "DZ", every, at_least, BEGIN)
    found = not_held((), replace(query(duty, day=day), near_days=near), view(CLERK))
    return [(item.period, item.days) for item in found]


@pytest.mark.parametrize(
    ("every", "near", "ahead"),
    [
        ("1 week", 30, 3),
        ("2 weeks", 30, 7),
        ("1 month", 30, 15),
        ("3 months", 30, 30),
        ("1 year", 30, 30),
        ("1 year", 7, 7),
        ("1 day", 30, 0),
        ("1 month", 0, 0),
        ("1 month", 10**12, 15),
    ],
)
def test_a_period_is_announced_in_its_second_half_and_no_sooner_than_a_deadline(
    every: str, near: int, ahead: int
) -> None:
    first = next(
        BEGIN + timedelta(days=number)
        for number in range(366)
        if announced(every, BEGIN + timedelta(days=number), near)
    )
    ((_period, days),) = announced(every, first, near)
    assert days == ahead


def test_only_the_last_that_passed_is_told_and_not_for_ever() -> None:
    assert announced("1 month", date(2024, 4, 2)) == [("2024-03", -2)]
    assert announced("1 month", date(2024, 4, 20)) == [("2024-03", -20), ("2024-04", 10)]
    assert announced("1 year", date(2025, 1, 30)) == [("2024", -30)]
    assert announced("1 year", date(2025, 1, 31)) == []


def test_how_many_are_missing_is_told_where_it_is_more_than_one() -> None:
    duty = Duty("调度", "DZ", "1 year", 3, BEGIN)
    asked = query(duty, day=date(2024, 12, 24))
    for number, title in enumerate(("调度 ×3", "调度 ×2", "调度")):
        rows = held("调度", "DZ", *("2024-02-01", "2024-03-01", "2024-04-01")[:number])
        assert [item.title for item in not_held(rows, asked, view(CLERK))] == [title]
    assert list(not_held(held("调度", "DZ", *("2024-02-01",) * 3), asked, view(CLERK))) == []


def test_who_has_nothing_to_do_with_it_is_not_told() -> None:
    other = Clerk("kq-clerk", "KQ", frozenset({"KQ"}), frozenset())
    asked = query(Duty("研究", "DZ", "1 month", since=BEGIN), day=date(2024, 4, 20))
    assert list(not_held((), asked, view(other))) == []
    assert list(not_held((), asked, view(checks=True))) == []
    assert list(not_held((), replace(asked, unit="LD"), view(CLERK))) == []


def test_with_several_posts_the_command_names_its_own() -> None:
    asked = query(Duty("研究", "DZ", "1 month", since=BEGIN), day=date(2024, 1, 31))
    (item,) = not_held((), asked, view(CLERK, told={"dz-clerk": "--as dz-clerk"}))
    assert item.command == "ledger record 研究 --as dz-clerk"
    (group,) = today((), view(CLERK), [item]).groups
    assert (group.code, group.whole) == ("not_held", "ledger report duties --by duty --unit DZ")
