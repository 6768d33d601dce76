"""What differs between operating systems: open flags, durability, hard links. Importing it needs no POSIX."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path


def _flags(*names: str) -> int:
    flags = 0
    for name in names:
        flags |= getattr(os, name, 0)
    return flags


# O_NONBLOCK: opening a FIFO returns at once. O_NOCTTY: a terminal device does not become ours.
READ_FLAGS = _flags("O_RDONLY", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
CREATE_FLAGS = _flags("O_WRONLY", "O_CREAT", "O_EXCL", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
_LOCK_FLAGS = _flags("O_RDWR", "O_CREAT", "O_NOFOLLOW", "O_CLOEXEC")
_FOLDER_FLAGS = _flags("O_RDONLY", "O_DIRECTORY", "O_CLOEXEC")

# FAT says EPERM, network shares EOPNOTSUPP, Windows on FAT EINVAL, Android EACCES.
_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL, errno.EMLINK}
)


def lacks_hard_links(error: OSError) -> bool:
    """Whether `os.link` failed because this file system has no hard links to give."""
    return error.errno in _NO_HARD_LINKS


def sync_file(descriptor: int) -> None:
    """Returns once the content of an open file is on the disk itself."""
    if sys.platform == "darwin":
        import fcntl  # Windows has none

        # macOS: fsync stops at the drive's own cache.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Returns once the names in `folder` are on the disk; Windows does that by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, _FOLDER_FLAGS)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems cannot sync a folder and say so by EINVAL.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def set_mode(descriptor: int, mode: int) -> None:
    """Gives an open file its permission bits, where files have any."""
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)


def take_lock(path: Path, patience: float) -> Callable[[], None]:
    """Takes the kernel's lock on `path`, and gives what lets it go; TimeoutError after `patience` seconds."""
    return _take_by_polling(path, patience) if sys.platform == "win32" else _take_in_turn(path, patience)


def _take_by_polling(path: Path, patience: float) -> Callable[[], None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        lock.acquire(timeout=patience, poll_interval=0.02)
    except Timeout as error:
        raise TimeoutError from error
    return lock.release


def _take_in_turn(path: Path, patience: float) -> Callable[[], None]:
    """In the order of asking, which the kernel keeps: among many that ask, nobody is left waiting."""
    import fcntl

    descriptor = os.open(path, _LOCK_FLAGS, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _wait_for_lock(descriptor, patience)
    except BaseException:
        os.close(descriptor)
        raise
    return lambda: os.close(descriptor)


def _wait_for_lock(descriptor: int, patience: float) -> None:
    """Waits in a thread: a wait in the kernel has no end of its own. A failure closes `descriptor`."""
    import fcntl
    from threading import Lock, Thread

    guard, answers, given_up = Lock(), list[OSError | None](), False

    def wait() -> None:
        failure = None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            failure = error
        with guard:
            answers.append(failure)
            if given_up:
                os.close(descriptor)

    waiter = Thread(target=wait, daemon=True)
    waiter.start()
    waiter.join(patience)
    with guard:
        given_up = not answers
    if given_up:
        raise TimeoutError
    if answers[0] is not None:
        os.close(descriptor)
        raise answers[0]
