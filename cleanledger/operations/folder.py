"""Files for somebody outside the book, in a folder that may have to be made: all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.store.changeset import FileChange, recover, write_changes
from cleanledger.store.files import read_bytes

_LIMIT = 1 << 20


def write_into(folder: Path, changes_of: Callable[[], Sequence[FileChange]]) -> list[Path]:
    """Makes `folder` and the changes that `changes_of` finds in it; gives the files that were not so."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(_("{path} is no folder", path=folder), _("name a folder")) from None
    recover(folder)
    changes = changes_of()
    write_changes(folder, changes)
    return [change.path for change in changes if change.before != change.after]


def text_changes(folder: Path, texts: Mapping[str, Sequence[str]]) -> list[FileChange]:
    """The files of `folder` by name, each with the first of its texts.

    The others are what may stand there and be replaced; Refused where a file says anything else.
    """
    changes = []
    for name, (text, *replaceable) in texts.items():
        path = folder / name
        try:
            before = read_bytes(path, limit=_LIMIT)
        except (FileNotFoundError, NotADirectoryError):
            before = None
        known = [each.encode() for each in (text, *replaceable)]
        if before is not None and before not in known:
            raise Refused(
                _("{path} is there already and says something else", path=path),
                _("name another folder, or move the file away"),
            )
        changes.append(FileChange(path, before, known[0]))
    return changes
