"""Single files: read without surprises, created durably under a name that nobody else took."""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from cleanledger.errors import EnvironmentFailure, Refused
from cleanledger.i18n import N_, _
from cleanledger.store import platform

TEMPORARY = re.compile(r"\.~.+\.[0-9]+-[0-9a-f]{8}", re.DOTALL)
TORN_MARK = ".~torn-"
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f]|^\.|[. ]$')
_NAME_KEPT = 40
_GLANCE = 1 << 14

REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOSPC: N_("the disk is full"),
        errno.EDQUOT: N_("the disk quota is used up"),
        errno.EIO: N_("the disk reports an input or output error"),
        errno.EACCES: N_("this account has no permission"),
        errno.EPERM: N_("this account has no permission"),
        errno.EROFS: N_("the file system is read-only"),
        errno.EFBIG: N_("the file would be larger than is allowed here"),
        errno.ENAMETOOLONG: N_("the name is too long"),
        errno.ENOENT: N_("the folder does not exist"),
        errno.ENOTDIR: N_("a part of the path is not a folder"),
        errno.EISDIR: N_("it is a folder"),
        errno.EMFILE: N_("too many files are open"),
        errno.ENFILE: N_("too many files are open"),
        errno.EBUSY: N_("another program is using it"),
        errno.ESTALE: N_("the network drive was disconnected"),
    }
)


class NotARegularFile(Refused):
    """A link, folder, pipe or device stands where a file is expected."""


class TooLarge(Refused):
    """A file is larger than the reader takes."""


def reason(error: OSError) -> str:
    """Why the system said no, in the user's language."""
    if text := REASONS.get(error.errno or 0):
        return _(text)
    name = errno.errorcode.get(error.errno or 0, str(error.errno))
    return _("the system reports {name}", name=name)


def disk_failure(error: OSError, path: Path, outcome: str) -> EnvironmentFailure:
    """The failure of writing `path`; `outcome` says in what state the files are now."""
    return EnvironmentFailure(
        _("{path} cannot be written: {reason}. {outcome}", path=path, reason=reason(error), outcome=outcome),
        _("Put this right, then run the command again."),
    )


def read_bytes(path: Path, *, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes; never follows a link, never waits.

    A missing file is FileNotFoundError; any other trouble is a failure of ours.
    """
    try:
        expected = _regular(path, os.lstat(path))
        descriptor = os.open(path, platform.READ_FLAGS)
        try:
            # Between the look and the open the name may have come to mean another file.
            opened = _regular(path, os.fstat(descriptor))
            if not os.path.samestat(expected, opened):
                raise NotARegularFile(_("{path} was replaced while it was opened", path=path))
            return _content(descriptor, path, opened.st_size, limit)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise not_regular(path) from error
        raise unreadable(error, path) from error


def unreadable(error: OSError, path: Path) -> EnvironmentFailure:
    """The failure of reading `path`."""
    return EnvironmentFailure(
        _("{path} cannot be read: {reason}", path=path, reason=reason(error)),
        _("Put this right, then run the command again."),
    )


def _regular(path: Path, status: os.stat_result) -> os.stat_result:
    if not stat.S_ISREG(status.st_mode):
        raise not_regular(path)
    return status


def not_regular(path: Path) -> NotARegularFile:
    """The failure of meeting anything but a file at `path`."""
    return NotARegularFile(
        _("{path} is not a regular file", path=path),
        _("Links, folders, pipes and devices are not read: put the file itself there."),
    )


def _content(descriptor: int, path: Path, size: int, limit: int) -> bytes:
    parts = []
    left = limit + 1 if size <= limit else 0
    while left and (part := os.read(descriptor, min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    if not left:
        raise TooLarge(_("{path} has more than {limit} bytes", path=path, limit=limit))
    return b"".join(parts)


def link_above(book_folder: Path, path: Path) -> Path | None:
    """The folder between the book's and `path` that is a link: what lies behind it is not in the book."""
    folders = (book_folder / folder for folder in path.relative_to(book_folder).parents if folder != Path())
    return next((folder for folder in folders if folder.is_symlink()), None)


def contents(folder: Path, *, limit: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each regular file in `folder`, in no order: many at little cost.

    Left out is what goes away meanwhile, and what has more than `limit` bytes.
    """
    with os.scandir(folder) as found:
        regular = [(each.name, each.path) for each in found if each.is_file(follow_symlinks=False)]
    for name, path in regular:
        try:
            content = _glance(path, limit)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise unreadable(error, Path(path)) from error
        if len(content) <= limit:
            yield name, content


def _glance(path: str, limit: int) -> bytes:
    descriptor = os.open(path, platform.READ_FLAGS)
    try:
        content = part = os.read(descriptor, _GLANCE)
        while len(part) == _GLANCE and len(content) <= limit:
            content += (part := os.read(descriptor, _GLANCE))
        return content
    finally:
        os.close(descriptor)


def safe_name(text: str) -> str:
    """`text` as the name of a file on every system; two texts never become one name."""
    return _NOT_IN_NAMES.sub(lambda found: "".join(f"%{each:02X}" for each in found[0].encode()), text)


def create(path: Path, content: bytes) -> None:
    """Makes a new file durably, whole or not at all; FileExistsError where the name is taken."""
    temporary = None
    placed = False
    try:
        temporary = write_temporary(path, content)
        place_new(temporary, path)
        placed = True
        platform.sync_folder(path.parent)
    except BaseException as error:
        gone = discard(path) if placed else True
        if temporary:
            discard(temporary)
        if not isinstance(error, OSError) or (isinstance(error, FileExistsError) and not placed):
            raise
        outcome = (
            _("Nothing was changed.") if gone else _("The file is there, perhaps not safely on the disk.")
        )
        raise disk_failure(error, path, outcome) from error


def create_numbered(
    folder: Path,
    first_number: int,
    name_of: Callable[[int], str],
    content_of: Callable[[int], bytes],
) -> tuple[int, Path]:
    """The number and path of a new file: the first number from `first_number` on that nobody has taken."""
    number = first_number
    while True:
        path = folder / name_of(number)
        try:
            create(path, content_of(number))
        except FileExistsError:
            number += 1
        else:
            return number, path


def write_temporary(target: Path, content: bytes, mode: int | None = None) -> Path:
    """A durable file beside `target` that holds `content`, to be given its name by a link or a rename."""
    name = f".~{target.name[:_NAME_KEPT]}.{os.getpid()}-{os.urandom(4).hex()}"
    temporary = target.with_name(name)
    try:
        _write_new(temporary, content, mode)
    except BaseException:
        discard(temporary)
        raise
    return temporary


def _write_new(path: Path, content: bytes, mode: int | None) -> None:
    descriptor = os.open(path, platform.CREATE_FLAGS, 0o666)
    try:
        if mode is not None:
            platform.set_mode(descriptor, mode)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        # An error here is final: after a failed fsync the kernel may report success with the data lost.
        platform.sync_file(descriptor)
    finally:
        os.close(descriptor)


def place_new(temporary: Path, target: Path) -> None:
    """Gives `temporary` the name `target`; FileExistsError where somebody was first.

    The caller syncs the folder.
    """
    try:
        os.link(temporary, target)
    except OSError as error:
        if not platform.lacks_hard_links(error):
            raise
        _place_by_reservation(temporary, target)
    else:
        discard(temporary)


def _place_by_reservation(temporary: Path, target: Path) -> None:
    """Reserves the name by an empty file, then renames over it.

    A crash in between leaves the empty file. The mark says that it is ours to remove; an empty file is never
    anybody's content, so removing it can lose nothing.
    """
    mark = torn_mark(target)
    # Not exclusive: a mark of an earlier crash serves as well.
    os.close(os.open(mark, os.O_WRONLY | os.O_CREAT, 0o666))
    try:
        platform.sync_folder(target.parent)
        os.close(os.open(target, platform.CREATE_FLAGS, 0o666))
        try:
            temporary.replace(target)
            # The rename must be on the disk before the mark goes.
            platform.sync_folder(target.parent)
        except BaseException:
            discard(target)
            raise
    finally:
        discard(mark)


def torn_mark(target: Path) -> Path:
    """The mark that stands beside `target` while its name is only reserved."""
    return target.with_name(f"{TORN_MARK}{target.name}")


def clear_torn(target: Path) -> bool:
    """Removes what a crash left of creating `target` without hard links; True where there was something."""
    mark = torn_mark(target)
    if not os.path.lexists(mark):
        return False
    with suppress(FileNotFoundError):
        status = os.lstat(target)
        if stat.S_ISREG(status.st_mode) and status.st_size == 0:
            target.unlink()
    platform.sync_folder(target.parent)
    mark.unlink()
    return True


def discard(path: Path) -> bool:
    """Removes a file that nobody needs; whether it is gone. A left-over temporary is swept later."""
    try:
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
