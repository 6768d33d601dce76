"""A set of files that change together: all of them or none, whatever happens in between."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cleanledger.errors import ChangedMeanwhile, EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.store import journal, platform
from cleanledger.store.files import (
    TEMPORARY,
    TORN_MARK,
    TooLarge,
    clear_torn,
    discard,
    disk_failure,
    link_above,
    not_regular,
    read_bytes,
    write_temporary,
)
from cleanledger.store.journal import Step, pending

__all__ = ["FileChange", "Recovery", "pending", "recover", "write_changes"]

_STALE_SECONDS = 3600


@dataclass(frozen=True)
class FileChange:
    """What a file was when it was read, and what it becomes; None: there is no file."""

    path: Path
    before: bytes | None
    after: bytes | None


class Recovery(NamedTuple):
    """What `recover` did, as paths relative to the book: nothing, as a rule."""

    finished: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    swept: tuple[str, ...] = ()


class _Stopped(Exception):
    """The disk refused; carries which file it was about."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(path)
        self.path = path
        self.error = error


@dataclass
class _Work:
    """What there is to take back if this change set comes to nothing."""

    book_folder: Path
    folders: list[Path] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    applied: list[Step] = field(default_factory=list)
    journaled: bool = False


def write_changes(book_folder: Path, changes: Sequence[FileChange]) -> None:
    """Makes all `changes` durably, or none. The caller holds the lock of the book and has called `recover`.

    Every file must still be what it was, unchanged ones too: else ChangedMeanwhile, and nothing is written.
    """
    if len({change.path for change in changes}) < len(changes):
        raise ValueError("two changes of one file")
    if pending(book_folder):
        raise EnvironmentFailure(
            _("an earlier change in {folder} is not finished yet", folder=book_folder),
            _("Run the command again."),
        )
    _refuse_links(book_folder, changes)
    _refuse_changed(changes)
    work = _Work(book_folder)
    try:
        _prepare(work, [change for change in changes if change.before != change.after])
        # Once more: writing the temporary files took its time, and editors know no lock of ours.
        _refuse_changed(changes)
        _carry_out(work)
    except BaseException as error:
        undone = _take_back(work)
        if isinstance(error, _Stopped):
            outcome = _("Nothing was changed.") if undone else _unsettled(work)
            raise disk_failure(error.error, error.path, outcome) from error.error
        raise


def _unsettled(work: _Work) -> str:
    if work.journaled:
        return _("The next command that writes finishes the change or takes it back.")
    return _("The file may hold the new content, perhaps not safely on the disk.")


def _refuse_links(book_folder: Path, changes: Sequence[FileChange]) -> None:
    """Nothing is written outside the book: a folder in it that is a link leads there."""
    for change in changes:
        if link := link_above(book_folder, change.path):
            raise not_regular(link)


def _refuse_changed(changes: Sequence[FileChange]) -> None:
    for change in changes:
        if not _stands(change):
            raise ChangedMeanwhile(
                _("{path} was changed while this command worked; nothing was written", path=change.path),
                _("Look at the change, then run the command again."),
            )


def _stands(change: FileChange) -> bool:
    try:
        return read_bytes(change.path, limit=len(change.before or b"")) == change.before
    except FileNotFoundError:
        return change.before is None
    except TooLarge:
        return False


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _Stopped(path, error) from error


def _prepare(work: _Work, changes: Sequence[FileChange]) -> None:
    for change in changes:
        with _writing(change.path):
            if change.after is not None:
                _make_folders(work, change.path.parent)
            work.steps.append(_step(change))


def _make_folders(work: _Work, folder: Path) -> None:
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir()
        work.folders.append(new)
        platform.sync_folder(new.parent)


def _step(change: FileChange) -> Step:
    mode = None if change.before is None else stat.S_IMODE(os.lstat(change.path).st_mode)
    if change.after is None:
        return Step(change.path, change.before, mode)
    temporary = write_temporary(change.path, change.after, mode)
    return Step(
        change.path, change.before, mode, temporary, journal.digest_of(change.after), len(change.after)
    )


def _carry_out(work: _Work) -> None:
    if len(work.steps) > 1:
        # The journal names the temporary files: their names must be on the disk before it is.
        with _writing(work.book_folder):
            journal.sync_folders(work.steps)
            work.journaled = True
            journal.write(work.book_folder, work.steps)
    for step in work.steps:
        work.applied.append(step)
        with _writing(step.path):
            _apply(work, step)
    for step in work.steps:
        with _writing(step.path):
            platform.sync_folder(step.path.parent)
    _remove_emptied(work.book_folder, work.steps)
    if work.journaled:
        # All is done and on the disk: a journal that stays is found finished by whoever comes next.
        with suppress(OSError):
            journal.remove(work.book_folder)


def _apply(work: _Work, step: Step) -> None:
    try:
        step.apply()
    except FileExistsError as error:
        # Somebody's new file has the name: it is not ours to take back.
        work.applied.remove(step)
        raise ChangedMeanwhile(
            _("{path} was made by somebody else meanwhile; nothing was written", path=step.path),
            _("Look at it, then run the command again."),
        ) from error


def _remove_emptied(book_folder: Path, steps: Sequence[Step]) -> None:
    """Removes the folders of the book that nothing is left in once files have gone from them."""
    for step in steps:
        if step.temporary is None:
            for folder in step.path.relative_to(book_folder).parents[:-1]:
                try:
                    (book_folder / folder).rmdir()
                    platform.sync_folder((book_folder / folder).parent)
                except OSError:
                    break  # Something lies there still, or somebody is in it: an empty folder harms nobody.


def _take_back(work: _Work) -> bool:
    """Undoes what was applied; False where the disk does not let us, or the journal still stands."""
    try:
        for step in reversed(work.applied):
            if step.state() == "new":
                step.undo()
        journal.sync_folders(work.applied)
        for step in work.steps:
            if step.temporary:
                discard(step.temporary)
        if work.journaled:
            journal.remove(work.book_folder)
    except (OSError, EnvironmentFailure):
        return False
    for folder in reversed(work.folders):
        with suppress(OSError):
            folder.rmdir()
    return True


def recover(book_folder: Path, *, deep: bool = False) -> Recovery:
    """Finishes or undoes what a broken-off command left, and sweeps its temporary files.

    Called under the lock of the book before anything is read. Looks for left-overs in the book folder and the
    folders right below it; `deep`: in all of them.
    """
    try:
        left = _left_overs(book_folder, deep=deep)
        marks = [path for path in left if path.name.startswith(TORN_MARK)]
        torn = [path.with_name(path.name.removeprefix(TORN_MARK)) for path in marks]
        swept = [target for target in torn if clear_torn(target)]
        finished, undone = _settle(book_folder)
        swept += [path for path in _stale_of(left) if discard(path)]
    except OSError as error:
        path = Path(error.filename or book_folder)
        raise disk_failure(error, path, _("A change that was broken off waits to be finished.")) from error
    return Recovery(*(_shown(paths, book_folder) for paths in (finished, undone, swept)))


def _shown(paths: Sequence[Path], book_folder: Path) -> tuple[str, ...]:
    return tuple(path.relative_to(book_folder).as_posix() for path in paths)


def _left_overs(book_folder: Path, *, deep: bool) -> list[Path]:
    found: list[Path] = []
    for folder, below, files in os.walk(book_folder):
        if not deep and Path(folder) != book_folder:
            below.clear()
        found.extend(Path(folder, name) for name in files if _is_left_over(name))
    return found


def _is_left_over(name: str) -> bool:
    """Whether it is a mark or a temporary file of ours; other programs' names may begin with `.~` too."""
    is_mark = name.startswith(TORN_MARK) and name != TORN_MARK
    return name.startswith(".~") and (is_mark or TEMPORARY.fullmatch(name) is not None)


def _settle(book_folder: Path) -> tuple[list[Path], list[Path]]:
    """Brings the set of a standing journal to one end; what somebody has written since is left alone."""
    if not pending(book_folder):
        return [], []
    steps = journal.read(book_folder)
    for step in steps:
        clear_torn(step.path)
    old = [step for step in steps if step.state() == "old"]
    forward = all(step.can_be_applied() for step in old)
    moved = old if forward else [step for step in steps if step.state() == "new"]
    for step in moved:
        if forward:
            step.apply()
        else:
            step.undo()
    journal.sync_folders(steps)
    for step in steps:
        if step.temporary:
            discard(step.temporary)
    if forward:
        _remove_emptied(book_folder, steps)
    journal.remove(book_folder)
    paths = [step.path for step in steps]
    return (paths, []) if forward else ([], paths)


def _stale_of(left: Sequence[Path]) -> list[Path]:
    """The temporary files that no running command can be at work on, on whatever machine it runs."""
    written: dict[Path, float] = {}
    for path in left:
        with suppress(FileNotFoundError):
            status = os.lstat(path)
            if TEMPORARY.fullmatch(path.name) and stat.S_ISREG(status.st_mode):
                written[path] = status.st_mtime
    if not written:
        return []
    latest = _now(next(iter(written)).parent) - _STALE_SECONDS
    return [path for path, moment in written.items() if moment < latest]


def _now(folder: Path) -> float:
    """The time by the file system's own clock: a network drive's may differ from this machine's."""
    probe = write_temporary(folder / "now", b"")
    try:
        return os.lstat(probe).st_mtime
    finally:
        discard(probe)
