"""Dotted names of fields."""

import pytest

from cleanledger.model.entry import Entry
from cleanledger.model.paths import field_path, keys_at, shape_of, value_at
from cleanledger.model.source import FieldPath, Tree

DATA: dict[str, Tree] = {
    "goal": "x",
    "measures": [{"num": "1", "unit": "A"}, {"num": "3", "unit": "C"}],
    "milestones": [{"title": "甲"}, {"title": "乙"}],
    "tags": ["一", "二"],
}


@pytest.mark.parametrize(
    ("dotted", "path", "value"),
    [
        ("goal", ("goal",), "x"),
        ("measures.3.unit", ("measures", 1, "unit"), "C"),
        ("measures.1", ("measures", 0), {"num": "1", "unit": "A"}),
        ("milestones.2.title", ("milestones", 1, "title"), "乙"),
        ("tags.1", ("tags", 0), "一"),
        ("source.doc", ("source", "doc"), None),
        ("milestones.9.title", ("milestones", 8, "title"), None),
    ],
)
def test_a_dotted_name_points_by_num_else_by_place(dotted: str, path: FieldPath, value: Tree | None) -> None:
    assert field_path(DATA, dotted) == path
    assert value_at(DATA, path) == value


def test_a_number_that_no_measure_bears_points_at_none_of_them() -> None:
    assert value_at(DATA, field_path(DATA, "measures.2.unit")) is None


def test_place_0_is_none() -> None:
    assert value_at(DATA, field_path(DATA, "tags.0")) is None


@pytest.mark.parametrize("path", ["title", "source.doc", "measures.1.text", "tags", "nowhere", "numbers"])
def test_text_is_told_from_what_other_programs_type(path: str) -> None:
    assert shape_of(field_path(DATA, path)).is_text == (path != "numbers")


@pytest.mark.parametrize(
    "path",
    [("due",), ("measures", 0, "num"), ("standing",), ("indicators", 0, "target"), ("source", "date"),
     ("log", 0, "date"), ("round",)],
)  # fmt: skip
def test_a_date_number_or_boolean_is_no_text(path: FieldPath) -> None:
    assert not shape_of(path).is_text


def test_lists_and_units_are_known_by_their_model() -> None:
    shapes = {name: shape_of((name,)) for name in ("units", "lead_unit", "tags", "title", "measures")}
    assert [name for name, shape in shapes.items() if shape.is_list] == ["units", "tags"]
    assert [name for name, shape in shapes.items() if shape.is_unit] == ["units", "lead_unit"]


def test_the_keys_of_a_place_are_those_of_its_model() -> None:
    assert keys_at(Entry, ("source",)) == ("type", "doc", "date")
    assert keys_at(Entry, ("measures", 0)) == ("num", "text", "unit", "due", "due_text", "done_on")
    assert "from" in keys_at(Entry, ("log", 0))
    assert keys_at(Entry, ("title",)) == keys_at(Entry, ("nowhere", "at", "all")) == ()
