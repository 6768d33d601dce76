"""`ledger schema`, and what `ledger init` writes for editors."""

import json
from pathlib import Path

import pytest

from cleanledger.model.schema import FILES, file_name, schema_text
from tests.cli.office import CLERK, Office

INIT = ("init", "--unit", "JGDW 机关党委", "--as", "jgdw-clerk", "--email", CLERK)
WRITTEN = [".vscode/settings.json", *(f"schemas/{file_name(name)}" for name in sorted(FILES))]


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A folder without a book."""
    return Office(tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_printed_in_the_language_of_the_book(office: Office, name: str) -> None:
    assert office.ok("schema", name, today=None) == schema_text(name, "zh")


def test_another_language_is_asked_for(office: Office) -> None:
    assert office.ok("--lang", "en", "schema", "entry", today=None) == schema_text("entry", "en")


def test_a_schema_is_taken_by_its_title_and_by_its_chinese_name(office: Office) -> None:
    assert json.loads(office.ok("格式", "事项", today=None))["$id"] == "urn:cleanledger:entry-1"
    assert (
        json.loads(office.ok("schema", "Cover of a ledger", today=None))["$id"] == "urn:cleanledger:ledger-1"
    )


def test_without_a_book_it_is_printed_in_the_language_of_messages(nowhere: Office) -> None:
    assert nowhere.ok("schema", "units", today=None) == schema_text("units", "en")
    assert nowhere("--book", "elsewhere", "schema", "units", today=None).code == 3


def test_in_a_pipe_the_missing_name_is_named(office: Office) -> None:
    answer = office("schema", today=None)
    assert (answer.code, "NAME is missing" in answer.err) == (2, True)


def test_an_unknown_name_is_refused_with_those_there_are(office: Office) -> None:
    answer = office("schema", "entri", today=None)
    assert answer.code == 2
    assert "there is no schema entri" in answer.err
    assert "entry" in answer.err


def test_all_are_written_into_a_folder_and_the_second_time_nothing(nowhere: Office) -> None:
    said = nowhere.ok("schema", "--to", "our/schemas", today=None)
    assert said.split() == [str(Path("our/schemas") / file_name(name)) for name in FILES]
    again = nowhere("schema", "--to", "our/schemas", today=None)
    assert (again.code, again.out) == (0, "")
    assert "already" in again.err
    assert {path.name for path in Path("our/schemas").iterdir()} == {file_name(name) for name in FILES}


def test_one_is_written_into_a_folder(nowhere: Office) -> None:
    nowhere.ok("schema", "units", "--to", ".", today=None)
    assert [path.name for path in Path().iterdir()] == ["units.schema.json"]


def test_what_is_no_folder_or_somebody_elses_is_refused(nowhere: Office) -> None:
    Path("file").write_text("", encoding="utf-8")
    for there in ("file", "file/below"):
        answer = nowhere("schema", "--to", there, today=None)
        assert (answer.code, "is no folder" in answer.err) == (2, True)
    Path("entry.schema.json").write_text("{}", encoding="utf-8")
    answer = nowhere("schema", "--to", ".", today=None)
    assert answer.code == 1
    assert "no schema of this program" in answer.err
    assert Path("entry.schema.json").read_text(encoding="utf-8") == "{}"


def test_init_writes_schemas_and_settings_in_its_one_commit(nowhere: Office) -> None:
    nowhere.ok(*INIT, today=None)
    assert [
        name for name in nowhere.git("ls-files").split() if not name.startswith(("ledgers/", ".git"))
    ] == WRITTEN
    assert nowhere.git("rev-list", "--count", "HEAD").strip() == "1"
    assert nowhere.git("status", "--porcelain") == ""
    assert "clean" in nowhere.ok("check", "--strict")


def test_init_writes_nothing_for_editors_where_it_is_told_so(nowhere: Office) -> None:
    nowhere.ok(*INIT, "--no-editor", today=None)
    assert sorted(path.name for path in nowhere.folder.iterdir()) == [
        ".git",
        ".gitattributes",
        ".gitignore",
        "ledgers",
    ]


def test_init_says_what_it_left_alone(nowhere: Office) -> None:
    (nowhere.folder / ".vscode").mkdir()
    settings = nowhere.folder / ".vscode/settings.json"
    settings.write_text("{\n  // ours\n}\n", encoding="utf-8")
    answer = nowhere(*INIT, today=None)
    assert answer.code == 0
    assert ".vscode/settings.json is not plain JSON and was left alone" in answer.err
    assert settings.read_text(encoding="utf-8") == "{\n  // ours\n}\n"
    assert "schemas/entry.schema.json" in nowhere.git("ls-files")
