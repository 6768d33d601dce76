"""What lets an editor know the files of a book: schemas as files, and settings that say which is whose."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cleanledger.errors import LedgerError, Refused
from cleanledger.i18n import _
from cleanledger.model.schema import FILES, URN, file_name, schema_text
from cleanledger.operations.folder import write_into
from cleanledger.store.changeset import FileChange
from cleanledger.store.files import link_above, not_regular, read_bytes
from cleanledger.store.library import FOLDER

SCHEMAS = "schemas"
SETTINGS = ".vscode/settings.json"
_LIMIT = 1 << 20
_DECODER = json.JSONDecoder()
_BLANK = " \t\r\n"

ASSOCIATIONS: Mapping[str, Any] = {
    "yaml.schemas": {
        f"./{SCHEMAS}/{file_name(name)}": f"{FOLDER}/{each.places}" for name, each in FILES.items()
    }
}
"""Which schema is whose, in the words of yaml-language-server, for a workspace that holds both."""

OFFLINE: Mapping[str, Any] = {"yaml.schemaStore.enable": False}
"""Without it the server asks the network for schemas of well-known files when it starts."""


class EditorFiles(NamedTuple):
    """The files to write, and what there is to be said of those that were left alone."""

    changes: list[FileChange]
    note: str = ""


def editor_files(root: Path, language: str) -> EditorFiles:
    """Schemas in `root`/schemas and the settings of VS Code that use them; what is somebody else's stays."""
    try:
        schemas = schema_changes(root / SCHEMAS, language, below=root)
    except LedgerError as failure:
        note = _("no schemas and no settings for editors were written: {reason}", reason=failure.message)
        return EditorFiles([], note)
    try:
        before = _content(root / SETTINGS, below=root)
        after = with_settings(before, ASSOCIATIONS) if before is not None else _new_settings()
    except LedgerError:
        after = None
    if after is None:
        wanted = json.dumps(dict(ASSOCIATIONS), ensure_ascii=False)[1:-1]
        note = _("{path} is not plain JSON and was left alone; add to it: {text}", path=SETTINGS, text=wanted)
        return EditorFiles(schemas, note)
    return EditorFiles([*schemas, FileChange(root / SETTINGS, before, after)])


def schema_changes(
    folder: Path, language: str, names: Iterable[str] = FILES, *, below: Path | None = None
) -> list[FileChange]:
    """The schemas `names` as files in `folder`; Refused where a file of that name is none of ours."""
    changes = []
    for name in names:
        path = folder / file_name(name)
        before = _content(path, below=below or folder)
        if before is not None and not _is_ours(before):
            raise Refused(
                _("{path} is there already and is no schema of this program", path=path),
                _("name another folder, or move the file away"),
            )
        changes.append(FileChange(path, before, schema_text(name, language).encode()))
    return changes


def write_schemas(folder: Path, language: str, names: Iterable[str]) -> list[Path]:
    """Writes the schemas `names` into `folder`, all or none; gives the files that were not so already."""
    return write_into(folder, lambda: schema_changes(folder, language, names))


def _content(path: Path, *, below: Path) -> bytes | None:
    if link := link_above(below, path):
        raise not_regular(link)
    try:
        return read_bytes(path, limit=_LIMIT)
    except FileNotFoundError:
        return None


def _is_ours(content: bytes) -> bool:
    data = _map_in(content)
    return data is not None and str(data.get("$id", "")).startswith(URN)


def _map_in(content: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _new_settings() -> bytes:
    return (json.dumps({**ASSOCIATIONS, **OFFLINE}, ensure_ascii=False, indent=2) + "\n").encode()


def with_settings(content: bytes, wanted: Mapping[str, Any]) -> bytes | None:
    """`content`, a JSON map, with what `wanted` has beyond it; nothing that stands in it is touched.

    None where it is no JSON map, as with comments in it.
    """
    before = _map_in(content)
    if before is None:
        return None
    meant, text = dict(before), content.decode("utf-8")
    for key, value in wanted.items():
        there = before.get(key, {}) if isinstance(value, dict) else before.get(key)
        if isinstance(value, dict) and isinstance(there, dict) and key in before:
            more = {each: item for each, item in value.items() if each not in there}
            text = _inserted(text, _place_of(text, key), more)
            meant[key] = {**more, **there}
        elif key not in before:
            text = _inserted(text, text.index("{"), {key: value})
            meant[key] = value
    # Twins, or whatever else was not foreseen: then nothing is written.
    return text.encode("utf-8") if _map_in(text.encode("utf-8")) == meant else None


def _place_of(text: str, key: str) -> int:
    """Where the value of `key` begins in a JSON map."""
    at = text.index("{") + 1
    while True:
        name, at = _DECODER.raw_decode(text, _skipped(text, at, _BLANK + ","))
        at = _skipped(text, at, _BLANK + ":")
        if name == key:
            return at
        _value, at = _DECODER.raw_decode(text, at)


def _skipped(text: str, at: int, characters: str) -> int:
    while text[at] in characters:
        at += 1
    return at


def _inserted(text: str, brace: int, members: Mapping[str, Any]) -> str:
    """`text` with `members` at the beginning of the map that opens at `brace`, laid out as the map is."""
    if not members:
        return text
    eol = "\r\n" if "\r\n" in text else "\n"
    first = _skipped(text, brace + 1, _BLANK)
    blank, is_empty = text[brace + 1 : first], text[first] == "}"
    if "\n" not in blank and not is_empty:
        return (
            text[: brace + 1] + json.dumps(dict(members), ensure_ascii=False)[1:-1] + ", " + text[brace + 1 :]
        )
    line = text[text.rfind("\n", 0, brace) + 1 : brace]
    outer = line[: len(line) - len(line.lstrip())]
    unit = "" if is_empty else blank.rpartition("\n")[2].removeprefix(outer)
    lines = json.dumps(dict(members), ensure_ascii=False, indent=unit or "  ").splitlines()[1:-1]
    written = "".join(f"{eol}{outer}{each}" for each in lines)
    rest = f"{eol}{outer}{text[first:]}" if is_empty else f",{blank}{text[first:]}"
    return text[: brace + 1] + written + rest
