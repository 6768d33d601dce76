"""Units and people through time."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.builders import directory

YEAR = date(2024, 1, 1)
LAST = date(2024, 12, 31)
BEFORE, AFTER = YEAR - timedelta(days=1), LAST + timedelta(days=1)


def unit(code: str, parent: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"code": code, "parent": parent} | fields


def post(code: str, unit: str, *holders: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "unit": unit, "holders": list(holders)}


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ({}, (BEFORE, YEAR, LAST, AFTER)),
        ({"from": YEAR}, (YEAR, LAST, AFTER)),
        ({"until": LAST}, (BEFORE, YEAR, LAST)),
        ({"from": YEAR, "until": LAST}, (YEAR, LAST)),
    ],
)
def test_a_unit_exists_and_a_holder_holds_from_the_first_to_the_last_day(
    span: dict[str, Any], days: tuple[date, ...]
) -> None:
    units = directory([unit("A", **span)], [post("p", "A", {"name": "张三", **span})])
    for on in (BEFORE, YEAR, LAST, AFTER):
        assert units.units["A"].exists_on(on) == (on in days)
        assert (units.people["p"].holder_on(on) is not None) == (on in days)


def test_a_former_parent_counts_until_its_last_day() -> None:
    moved = unit(
        "A",
        "NEW",
        former=[
            {"parent": "MIDDLE", "until": LAST},
            {"parent": "OLD", "until": BEFORE},
            {"name": "旧名", "until": "2024-06-30"},
        ],
    )
    found = directory([moved]).units["A"]
    assert [found.parent_on(on) for on in (BEFORE, YEAR, LAST, AFTER)] == ["OLD", "MIDDLE", "MIDDLE", "NEW"]


def test_a_former_item_that_names_nothing_means_nobody_above() -> None:
    found = directory([unit("A", "TOP", former=[{"until": LAST}])]).units["A"]
    assert [found.parent_on(on) for on in (YEAR, AFTER)] == [None, "TOP"]


def test_a_former_name_alone_keeps_the_parent() -> None:
    found = directory([unit("A", "TOP", former=[{"name": "旧名", "until": LAST}])]).units["A"]
    assert found.parent_on(YEAR) == found.parent_on(AFTER) == "TOP"


def test_a_unit_lies_within_those_above_it_on_that_day() -> None:
    units = directory(
        [
            unit("TOP"),
            unit("NEW", "TOP"),
            unit("OLD"),
            unit("A", "NEW", former=[{"parent": "OLD", "until": LAST}]),
        ]
    )
    assert [*units.ancestors("A", YEAR)] == ["A", "OLD"]
    assert [*units.ancestors("A", AFTER)] == ["A", "NEW", "TOP"]
    assert units.is_within("A", "TOP", AFTER)
    assert not units.is_within("A", "TOP", YEAR)
    assert units.is_within("TOP", "TOP", YEAR)
    assert not units.is_within("TOP", "A", AFTER)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from("ABCDEX"), min_size=1))
def test_the_way_up_ends_also_in_a_circle(parents: dict[str, str]) -> None:
    units = directory(unit(code, parent) for code, parent in parents.items())
    for code in parents:
        way = [*units.ancestors(code, YEAR)]
        assert way[0] == code
        assert len(way) == len({*way})
        assert all(parents[below] == above for below, above in pairwise(way))


OFFICE = directory(
    [unit("A"), unit("B"), unit("C")],
    [
        post("a-clerk", "A", {"key": "p1", "email": "One@Office.example", "until": LAST},
             {"key": "p2", "email": "two@office.example", "from": AFTER}),
        post("b-head", "B", {"key": "p1", "email": "one@office.example"}),
        post("b-clerk", "B", {"key": "p3"}),
        post("c-clerk", "C", {"name": "无标识", "email": "three@office.example"}),
        post("empty", "C"),
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "on", "same"),
    [
        ("a-clerk", "a-clerk", YEAR, True),
        ("a-clerk", "b-head", YEAR, True),  # one key
        ("a-clerk", "b-head", AFTER, False),  # another holder by then
        ("b-head", "b-clerk", YEAR, False),  # one unit, two humans
        ("c-clerk", "empty", YEAR, False),
        ("empty", "empty", YEAR, True),
        ("a-clerk", "A", YEAR, True),  # a unit equals every person of it
        ("b-clerk", "B", YEAR, True),
        ("empty", "C", YEAR, True),
        ("b-clerk", "A", YEAR, False),
        ("b-head", "A", YEAR, True),  # the same human is a person of A
        ("b-head", "A", AFTER, False),
        ("A", "A", YEAR, True),
        ("A", "B", YEAR, False),
        ("stranger", "stranger", YEAR, True),
        ("stranger", "A", YEAR, False),
    ],
)
def test_humans_are_told_apart_by_key_and_a_unit_is_all_its_people(
    one: str, other: str, on: date, same: bool
) -> None:
    assert OFFICE.same_human(one, other, on) == same
    assert OFFICE.same_human(other, one, on) == same


def test_posts_are_found_by_e_mail_and_day() -> None:
    def posts(email: str, on: date) -> list[str]:
        return [person.code for person in OFFICE.posts_of(email, on)]

    assert posts("one@office.example", YEAR) == ["a-clerk", "b-head"]
    assert posts("ONE@office.EXAMPLE", AFTER) == ["b-head"]
    assert posts("two@office.example", YEAR) == []
    assert posts("two@office.example", AFTER) == ["a-clerk"]
    assert posts("nobody@office.example", YEAR) == []


def test_no_e_mail_is_nobodys() -> None:
    assert OFFICE.posts_of("", YEAR) == ()


def test_an_actor_speaks_for_the_unit_of_the_post_or_for_itself() -> None:
    assert (OFFICE.home("a-clerk"), OFFICE.home("B"), OFFICE.home("stranger")) == ("A", "B", "stranger")
    assert (OFFICE.unit_of("B"), OFFICE.unit_of("b-clerk")) == (None, "B")


def test_of_two_with_one_code_the_first_counts() -> None:
    twice = directory([unit("A", name="甲"), unit("A", name="乙")], [post("p", "A"), post("p", "B")])
    assert twice.units["A"].name == "甲"
    assert twice.people["p"].unit == "A"
