"""What differs between operating systems: open flags, durability, hard links. Importing it needs no POSIX."""

import errno
import os
import sys
from pathlib import Path


def _flags(*names: str) -> int:
    flags = 0
    for name in names:
        flags |= getattr(os, name, 0)
    return flags


# O_NONBLOCK: opening a FIFO returns at once. O_NOCTTY: a terminal device does not become ours.
READ_FLAGS = _flags("O_RDONLY", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
CREATE_FLAGS = _flags("O_WRONLY", "O_CREAT", "O_EXCL", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
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
