"""A book, a ledger, units and posts without YAML by hand."""

import json
from pathlib import Path

import pytest

from tests.cli.office import CLERK, Office


def init(office: Office, *more: str) -> tuple[int, str]:
    answer = office(
        "init", "--unit", "JGDW 机关党委", "--as", "jgdw-clerk", "--email", CLERK, *more, today=None
    )
    return answer.code, answer.err


@pytest.mark.parametrize("preset", ["solo", "paper", "team"])
def test_a_new_book_is_clean_and_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preset: str
) -> None:
    office = Office(tmp_path, monkeypatch)
    assert init(office, "--preset", preset) == (0, "")
    assert "clean" in office.ok("check", "--strict")
    assert office.git("status", "--porcelain") == ""
    tracked = office.git("ls-files").split()
    ours = [name for name in tracked if not name.startswith((".vscode/", "schemas/"))]
    assert ours == [".gitattributes", ".gitignore", "ledgers/book.yaml", "ledgers/units.yaml"]


def test_dotfiles_that_are_there_keep_their_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".gitignore").write_bytes(b"*.bak")
    office = Office(tmp_path, monkeypatch)
    assert init(office) == (0, "")
    assert (tmp_path / ".gitignore").read_bytes() == b"*.bak\n.~*\n"


def test_a_second_book_in_one_place_is_refused(office: Office) -> None:
    before = office.tree()
    code, said = init(office)
    assert code == 1
    assert "there is a book already" in said
    assert office.tree() == before


def test_in_a_pipe_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Office(tmp_path, monkeypatch)("init", today=None)
    assert answer.code == 2
    assert "--unit is missing" in answer.err


def test_the_day_of_typing_is_told_in_tests_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch)
    words = ("init", "--unit", "JGDW 机关党委", "--as", "jgdw-clerk", "--email", CLERK)
    assert "RW-2023" in office.ok(*words, today="2023-05-01")
    assert "from: 2023-01-01" in (tmp_path / "ledgers/book.yaml").read_text("utf-8")
    monkeypatch.delenv("LEDGER_TEST")
    answer = office(*words, str(tmp_path / "another"), today="2023-05-01")
    assert answer.code == 2
    assert "--date says when" in answer.err


def test_a_refused_init_leaves_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch)
    for wrong in (("--unit", "jgdw x"), ("--email", "nobody")):
        given = {"--unit": "JGDW 机关党委", "--email": CLERK, "--as": "me"} | dict([wrong])
        assert office("init", *(part for pair in given.items() for part in pair), today=None).code == 1
    assert list(tmp_path.iterdir()) == []


def test_init_makes_the_folder_that_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch)
    assert init(office, "our/book") == (0, "")
    assert (tmp_path / "our/book/ledgers/book.yaml").exists()


def test_an_auditor_sets_up_nothing(office: Office) -> None:
    office.ok("person", "add", "auditor", "--unit", "JGJW", "--role", "auditor", "--email", "audit@a.example")
    for arguments in (
        ("unit", "add", "XX", "新处"),
        ("person", "add", "x-clerk", "--unit", "JGJW"),
        ("new", "XX-2024", "--kind", "task", "--title", "x"),
    ):
        assert "LG702" in office.refused(*arguments, email="audit@a.example")


def test_a_unit_is_added_without_touching_other_lines(office: Office) -> None:
    path = office.folder / "ledgers/units.yaml"
    before = path.read_text("utf-8").replace("units:\n", "units:\n  # 省厅机关\n")
    path.write_text(before, "utf-8")
    office.ok("unit", "add", "ZFJ", "执法局", "--under", "机关党委", "--from", "2024-03-01")
    line = "  - {code: ZFJ, name: 执法局, parent: JGDW, from: 2024-03-01}\n"
    after = path.read_text("utf-8")
    assert after.replace(line, "") == before
    assert line in after


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("unit", "add", "GDBH", "又一个"), 1, "there already"),
        (("unit", "add", "ZFJ", "耕保处"), 1, "LG905"),
        (("unit", "add", "zfj", "执法局"), 1, "is not a code"),
        (("unit", "add", "NO", "执法局"), 1, "is not a code"),
        (("unit", "add", "ZFJ", "执法局", "--under", "水利"), 1, "there is no unit 水利"),
        (("unit", "add", "ZFJ", "执法局", "--from", "2024-13-01"), 2, "is not a day"),
        (("unit", "add", "ZFJ"), 2, "NAME"),
        (("person", "add", "x", "--unit", "GDBH", "--role", "king"), 2, "there is no role king"),
        (("person", "add", "GDBH", "--unit", "GDBH"), 1, "is not a post"),
        (("new", "zg", "--kind", "task", "--title", "x"), 1, "is not a ledger's id"),
        (("new", "XX", "--kind", "tsak", "--title", "x"), 2, "there is no kind tsak"),
        (("new", "RW-2024", "--kind", "task", "--title", "x"), 1, "there already"),
        (("new", "XX", "--kind", "task", "--title", "x", "--plan", "GH-99"), 1, "no plan GH-99"),
        (("new", "XX", "--kind", "task", "--title", "x", "--set", "plan=GH-99"), 1, "LG214"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = office.tree()
    answer = office(*arguments)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert office.tree() == before


def test_units_are_listed_as_a_tree_and_people_with_their_address(office: Office) -> None:
    units = json.loads(office.ok("unit", "list", "--format", "json"))
    assert [(row["code"], row["parent"]) for row in units["rows"]] == [
        ("JGDW", None),
        ("GDBH", "JGDW"),
        ("JGJW", None),
    ]
    people = json.loads(office.ok("person", "list", "--format", "json"))
    assert people["rows"][0] == {
        "post": "jgdw-clerk",
        "name": None,
        "unit": "JGDW",
        "roles": "clerk",
        "email": CLERK,
    }
