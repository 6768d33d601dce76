"""Changes three files at once, as a command does: one new, one changed, one gone. `naive`: without care."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from cleanledger.errors import LedgerError
from cleanledger.store.changeset import FileChange, recover, write_changes

BEGIN = "the-operation-begins"
NEW, CHANGED, GONE = "RW-2024/RW-2024-002.yaml", "RW-2024/RW-2024-001.yaml", "ZG-2024/ZG-2024-001.yaml"
OLD = {CHANGED: b"status: open\n" * 400, GONE: b"status: void\n" * 400}
AFTER = {NEW: b"status: doing\n" * 400, CHANGED: b"status: closed\n" * 400}


def changes(book: Path) -> list[FileChange]:
    return [FileChange(book / name, OLD.get(name), AFTER.get(name)) for name in (NEW, CHANGED, GONE)]


def write_naively(book: Path) -> None:
    for change in changes(book):
        if change.after is None:
            change.path.unlink()
        else:
            with change.path.open("wb") as file:
                file.write(change.after)


def main(arguments: list[str]) -> int:
    book = Path.cwd()
    with suppress(FileNotFoundError):
        os.open(BEGIN, os.O_RDONLY)
    if arguments == ["naive"]:
        write_naively(book)
        return 0
    try:
        recover(book)
        write_changes(book, changes(book))
    except LedgerError as error:
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
