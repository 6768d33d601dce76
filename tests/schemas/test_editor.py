"""What `init` writes for editors beside a book: nothing of anybody else's is lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleanledger.errors import Refused
from cleanledger.model.schema import FILES, file_name, schema_text
from cleanledger.operations.editor import (
    ASSOCIATIONS,
    SETTINGS,
    editor_files,
    schema_changes,
    with_settings,
    write_schemas,
)

OURS = ASSOCIATIONS["yaml.schemas"]
WANTED = {"yaml.schemas": {"a": "b"}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{\n  "yaml.schemas": {\n    "a": "b"\n  }\n}'),
        ("{\n}\n", '{\n  "yaml.schemas": {\n    "a": "b"\n  }\n}\n'),
        ('{\n    "x": 1\n}\n', '{\n    "yaml.schemas": {\n        "a": "b"\n    },\n    "x": 1\n}\n'),
        ('{\r\n\t"x": 1\r\n}', '{\r\n\t"yaml.schemas": {\r\n\t\t"a": "b"\r\n\t},\r\n\t"x": 1\r\n}'),
        ('{"x": [1, {"y": "}"}]}', '{"yaml.schemas": {"a": "b"}, "x": [1, {"y": "}"}]}'),
        ('{"x": "{", "yaml.schemas": {"c": "d"}}', '{"x": "{", "yaml.schemas": {"a": "b", "c": "d"}}'),
        ('{"yaml.schemas": {}}', '{"yaml.schemas": {\n  "a": "b"\n}}'),
        (
            '{\n  "x": 1,\n  "yaml.schemas": {\n    "c": "d"\n  }\n}',
            '{\n  "x": 1,\n  "yaml.schemas": {\n    "a": "b",\n    "c": "d"\n  }\n}',
        ),
        ('{"yaml.schemas": {"a": "theirs"}}', '{"yaml.schemas": {"a": "theirs"}}'),
        ('{"yaml.schemas": "theirs"}', '{"yaml.schemas": "theirs"}'),
    ],
)
def test_settings_that_are_there_survive_to_the_letter(before: str, after: str) -> None:
    assert with_settings(before.encode(), WANTED) == after.encode()


@pytest.mark.parametrize(
    "before",
    [
        '{\n  // which files\n  "x": 1\n}',
        '{"x": 1,}',
        "[1]",
        "",
        "\ufeff{}",
        b"\xff\xfe{\0}\0",
        '{"yaml.schemas": {"c": "d"}, "yaml.schemas": {"e": "f"}}',
        "[" * 100_000,
    ],
)
def test_settings_that_are_no_plain_map_are_left_alone(before: str | bytes) -> None:
    assert with_settings(before.encode() if isinstance(before, str) else before, WANTED) is None


def settings_in(changes: list[Any], root: Path) -> Any:
    (after,) = [change.after for change in changes if change.path == root / SETTINGS]
    return json.loads(after)


def test_a_new_folder_gets_schemas_and_settings_that_ask_no_network(tmp_path: Path) -> None:
    found = editor_files(tmp_path, "zh")
    assert found.note == ""
    assert settings_in(found.changes, tmp_path) == {"yaml.schemas": OURS, "yaml.schemaStore.enable": False}
    written = {change.path.name: change.after for change in found.changes[:-1]}
    assert written == {file_name(name): schema_text(name, "zh").encode() for name in FILES}
    assert {*OURS} == {f"./schemas/{name}" for name in written}


def test_where_there_are_settings_only_the_schemas_are_added(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / SETTINGS).write_text('{"editor.tabSize": 8}', encoding="utf-8")
    found = editor_files(tmp_path, "zh")
    assert settings_in(found.changes, tmp_path) == {"yaml.schemas": OURS, "editor.tabSize": 8}


def test_settings_with_comments_are_left_alone_and_said(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / SETTINGS).write_text("{ // mine\n}", encoding="utf-8")
    found = editor_files(tmp_path, "zh")
    assert SETTINGS in found.note
    assert '"./schemas/entry.schema.json"' in found.note
    assert len(found.changes) == len(FILES)


@pytest.mark.parametrize("link", [".vscode", SETTINGS])
def test_a_link_is_not_followed(link: str, tmp_path: Path) -> None:
    book, elsewhere = tmp_path / "book", tmp_path / "elsewhere"
    (book / link).parent.mkdir(parents=True, exist_ok=True)
    elsewhere.mkdir()
    (book / link).symlink_to(elsewhere)
    found = editor_files(book, "zh")
    assert SETTINGS in found.note
    assert all(change.path.parent == book / "schemas" for change in found.changes)


def test_a_schema_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    theirs = tmp_path / "schemas" / "book.schema.json"
    theirs.parent.mkdir()
    theirs.write_text('{"$id": "urn:library:book"}', encoding="utf-8")
    found = editor_files(tmp_path, "zh")
    assert found.changes == []
    assert "book.schema.json" in found.note
    with pytest.raises(Refused, match=r"book\.schema\.json"):
        write_schemas(theirs.parent, "zh", FILES)
    assert [path.name for path in theirs.parent.iterdir()] == ["book.schema.json"]


def test_an_older_schema_of_ours_is_made_new(tmp_path: Path) -> None:
    write_schemas(tmp_path, "en", FILES)
    older = tmp_path / "entry.schema.json"
    older.write_text('{"$id": "urn:cleanledger:entry-0"}', encoding="utf-8")
    assert write_schemas(tmp_path, "en", FILES) == [older]
    assert older.read_text(encoding="utf-8") == schema_text("entry", "en")
    assert [change for change in schema_changes(tmp_path, "en") if change.before != change.after] == []
