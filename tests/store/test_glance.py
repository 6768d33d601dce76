"""A glance at a file agrees with reading it, or gives nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanledger.store import glance
from cleanledger.store.reader import read_document
from cleanledger.store.shelf import Shelf, entry_named

LINES = st.one_of(
    st.sampled_from(
        [
            *("kind: task", "title: 标题", "title: 'a # b'", 'title: "a: b"', "title: a: b", "title: a #b"),
            *(
                "title: |",
                "title: >-",
                "  more",
                "title: [a, b]",
                "title: {a: b}",
                "title: &x y",
                "title: *x",
            ),
            *("title: 'it''s'", 'title: "a\\n"', "title: !!str a", "title:", "title: -", "title: - a", "# c"),
            *(
                'a: "x',
                '"',
                "a: 'x",
                "'",
                "- a",
                "",
                "---",
                "...",
                "? a",
                "title: a:",
                "title: ?b",
                "title: @a",
            ),
            *(
                "%YAML 1.2",
                "title: 'a' # b",
                "title: a\tb",
                "title: ~",
                "title: a #",
                "title: 'a' b",
                "a: [",
                "]",
            ),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=8),
    st.text(" \t'\"#:-?[]{}&*!|>%@`\\,ax标", max_size=8).map(lambda text: f"title: {text}"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
@given(lines=st.lists(LINES, max_size=5), end=st.sampled_from(["\n", "\r\n"]))
def test_what_is_seen_at_a_glance_is_what_is_read(tmp_path: Path, lines: list[str], end: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(end.join([*lines, ""]).encode())
    data = read_document(path.read_bytes(), "a.yaml").data
    if data is not None:
        assert {key: data.get(key) for key in glance.opening(path)} == glance.opening(path)


def test_the_title_of_an_entry_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    lines = (
        "\ufeffkind: task",
        "# c",
        "id: RW-2024-001",
        "title: 修订（试行）：流程",
        "detail: |",
        "  x",
        "",
    )
    path.write_bytes("\r\n".join(lines).encode())
    assert glance.opening(path) == {"kind": "task", "id": "RW-2024-001", "title": "修订（试行）：流程"}


def test_a_value_that_goes_on_below_is_left_to_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("kind: task\ntitle: 修订\n\n  流程\n", encoding="utf-8")
    assert read_document(path.read_bytes(), "a.yaml").data == {"kind": "task", "title": "修订\n流程"}
    assert glance.opening(path) == {"kind": "task"}


@pytest.mark.parametrize(
    "text", ["a: &x b\n", "[" * 5000, "units: [*x]", "units: [{code: A, code: B}]", "- a", "\0"]
)
def test_what_the_reader_refuses_gives_no_units(tmp_path: Path, text: str) -> None:
    (tmp_path / "units.yaml").write_text(text, encoding="utf-8")
    assert glance.units(tmp_path) == ()


def test_numbers_of_a_ledger_are_those_of_its_files(tmp_path: Path) -> None:
    names = [
        "A-1-001.yaml",
        "A-1-12.yaml",
        "A-1-０１２.yaml",
        "A-1-0x1.yaml",
        "A-1-1000.yaml",
        "A-1-002.yml",
        "B-001.yaml",
    ]
    (tmp_path / "A-1").mkdir()
    for name in names:
        (tmp_path / "A-1" / name).touch()
    found = Shelf(tmp_path, tmp_path).entry_ids("A-1")
    assert found == ("A-1-001", "A-1-1000")
    assert {each for each in map(entry_named, names) if each and each.startswith("A-1-")} == set(found)
