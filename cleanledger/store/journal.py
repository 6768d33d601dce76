"""The journal of a change set: once it stands, the set is finished or undone, never halved."""

import base64
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import NoneType
from typing import Any, Literal

from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.store import platform
from cleanledger.store.files import (
    TEMPORARY,
    NotARegularFile,
    TooLarge,
    discard,
    place_new,
    read_bytes,
    unreadable,
    write_temporary,
)

_NAME = ".~journal"
_STEPS = "steps-1"
_MOST_BYTES = 1 << 28


@dataclass(frozen=True)
class Step:
    """One file of a change set. Without `before` it is new; without `temporary` it goes."""

    path: Path
    before: bytes | None
    mode: int | None
    temporary: Path | None = None
    digest: str = ""
    size: int = 0

    def state(self) -> Literal["old", "new", "foreign"]:
        """What stands at `path` now; `foreign`: somebody has written there since."""
        if not self.path.parent.is_dir():
            # A folder goes with the last file that was removed from it.
            is_emptied = self.temporary is None and not os.path.lexists(self.path.parent)
            return "new" if is_emptied else "foreign"
        try:
            now = read_bytes(self.path, limit=max(len(self.before or b""), self.size))
        except FileNotFoundError:
            now = None
        except (NotARegularFile, TooLarge):
            return "foreign"
        if now == self.before:
            return "old"
        if now is None:
            return "foreign" if self.temporary else "new"
        return "new" if self.temporary and digest_of(now) == self.digest else "foreign"

    def apply(self) -> None:
        """Puts the new state in place of the old one."""
        if self.temporary is None:
            self.path.unlink()
        elif self.before is None:
            place_new(self.temporary, self.path)
        else:
            self.temporary.replace(self.path)

    def undo(self) -> None:
        """Puts the old state in place of the new one."""
        if self.before is None:
            self.path.unlink()
            return
        if not self.path.parent.is_dir():
            self.path.parent.mkdir(parents=True)
        temporary = write_temporary(self.path, self.before, self.mode)
        try:
            if self.temporary is None:
                place_new(temporary, self.path)
            else:
                temporary.replace(self.path)
        except BaseException:
            discard(temporary)
            raise

    def can_be_applied(self) -> bool:
        """Whether the temporary file is still what it was."""
        if self.temporary is None:
            return True
        try:
            return digest_of(read_bytes(self.temporary, limit=self.size)) == self.digest
        except (FileNotFoundError, NotARegularFile, TooLarge):
            return False


def digest_of(content: bytes) -> str:
    """The SHA-256 of `content` as hex digits."""
    return hashlib.sha256(content).hexdigest()


def pending(book_folder: Path) -> bool:
    """Whether a command broke off in the middle of a change set; the next writing command deals with it."""
    path = book_folder / _NAME
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise unreadable(error, path) from error
    return True


def write(book_folder: Path, steps: Sequence[Step]) -> None:
    """Makes the journal stand: from here on the set is finished by whoever comes next."""
    path = book_folder / _NAME
    record = json.dumps({_STEPS: [_as_record(step, book_folder) for step in steps]}).encode()
    if len(record) > _MOST_BYTES:
        raise EnvironmentFailure(
            _("this changes more at once than can be taken back: {size} bytes", size=len(record)),
            _("Nothing was changed."),
        )
    temporary = write_temporary(path, record)
    try:
        temporary.replace(path)
    except BaseException:
        discard(temporary)
        raise
    platform.sync_folder(book_folder)


def remove(book_folder: Path) -> None:
    """Ends the set. Synced: a journal that came back after a power cut would undo later work."""
    with suppress(FileNotFoundError):
        (book_folder / _NAME).unlink()
        platform.sync_folder(book_folder)


def sync_folders(steps: Iterable[Step]) -> None:
    """Returns once the names of all files of the set are on the disk."""
    for folder in sorted({step.path.parent for step in steps}):
        if folder.is_dir():
            platform.sync_folder(folder)


def _as_record(step: Step, book_folder: Path) -> dict[str, object]:
    return {
        "path": step.path.relative_to(book_folder).as_posix(),
        "before": None if step.before is None else base64.b64encode(step.before).decode(),
        "mode": step.mode,
        "temporary": step.temporary and step.temporary.name,
        "sha256": step.digest,
        "size": step.size,
    }


def read(book_folder: Path) -> tuple[Step, ...]:
    """The steps of the set that was broken off."""
    path = book_folder / _NAME
    try:
        record = json.loads(read_bytes(path, limit=_MOST_BYTES))
        return tuple(_as_step(item, book_folder) for item in record[_STEPS])
    # A deeply nested text is a RecursionError, a strange type one of the others.
    except (LookupError, TypeError, ValueError, RecursionError, TooLarge, NotARegularFile) as error:
        raise EnvironmentFailure(
            _("{path}, the journal of a change that was broken off, cannot be read", path=path),
            _("Compare the files with what git has of them, put them right, then delete {path}.", path=path),
        ) from error


def _as_step(item: dict[str, Any], book_folder: Path) -> Step:
    path = _inside(book_folder, item["path"])
    before, mode, temporary = item["before"], item["mode"], item["temporary"]
    if temporary is not None and (
        "/" in temporary or "\\" in temporary or not TEMPORARY.fullmatch(temporary)
    ):
        raise ValueError(temporary)
    if type(item["size"]) is not int or type(mode) not in {int, NoneType}:
        raise TypeError
    return Step(
        path=path,
        before=None if before is None else base64.b64decode(before, validate=True),
        mode=None if mode is None else mode & 0o777,
        temporary=None if temporary is None else path.with_name(temporary),
        digest=str(item["sha256"]),
        size=item["size"],
    )


def _inside(book_folder: Path, text: str) -> Path:
    """The file that a journal names. A journal can come with a hostile clone: it reaches nothing outside."""
    relative = PurePosixPath(text)
    path = book_folder / relative
    if (
        {"\\", "\0"} & set(text)
        or not path.is_relative_to(book_folder)
        or any(_is_unsafe(part) for part in relative.parts)
    ):
        raise ValueError(text)
    for folder in path.parents:
        if folder == book_folder:
            return path
        if os.path.lexists(folder) and not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise ValueError(text)
    raise ValueError(text)


def _is_unsafe(part: str) -> bool:
    # Windows drops trailing dots and spaces, and knows `.git` as `git~1` too.
    name = part.lower().rstrip(". ")
    return name in {"", ".git"} or name.startswith("git~")
