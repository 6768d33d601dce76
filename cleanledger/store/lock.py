"""The lock under which a book is written. It is the kernel's: it goes with the process that holds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.store import platform
from cleanledger.store.files import disk_failure

PATIENCE = 30.0
_NAME = ".~lock"


@contextmanager
def book_lock(book_folder: Path, shared: Path | None = None, *, patience: float = PATIENCE) -> Iterator[None]:
    """Waits for, then holds, the lock of a book: `shared` (in the git directory) or one in the book folder.

    Everything from comparing files to the commit happens under it.
    """
    path = shared or book_folder / _NAME
    try:
        release = platform.take_lock(path, patience)
    except TimeoutError as error:
        raise EnvironmentFailure(
            _(
                "another command is writing: {lock} was held for {seconds} seconds",
                lock=path,
                seconds=round(patience),
            ),
            _(
                "See who holds it with: fuser -v {lock}\n"
                "It is let go when that command ends; deleting the file helps nobody.",
                lock=path,
            ),
        ) from error
    except OSError as error:
        raise disk_failure(error, path, _("Nothing was changed.")) from error
    try:
        yield
    finally:
        release()
