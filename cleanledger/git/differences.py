"""What differs: files from the last commit, a branch from its upstream, one commit from another.

By plumbing that runs nothing of the repository's: a filter, a monitor, a submodule's settings.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleanledger.git.line_ends import ending_in_lf
from cleanledger.git.objects import Entry
from cleanledger.git.process import GitFailure
from cleanledger.git.repository import Repository, ask, settings_of

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
# What is in a submodule is not looked at: git would start `git status` there, by that one's settings.
_COMPARED = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=all")


class Apart(NamedTuple):
    """By how many commits a branch and its upstream, as last fetched, are apart."""

    ahead: int
    behind: int


class Since(NamedTuple):
    """What came after a commit: how many commits, and the paths that are not what they were."""

    commits: int
    changed: tuple[str, ...]
    gone: frozenset[str]
    """Those of `changed` that are no longer there."""


class _Difference(NamedTuple):
    path: str
    modes: tuple[str, str]
    old: str
    new: str


def unsaved(repository: Repository, folder: Path) -> tuple[str, ...]:
    """The files below `folder` that the last commit does not have as they lie there, sorted.

    Paths are relative to the root. Names that begin with a dot are nobody's records.
    """
    place = repository.relative(folder)
    if repository.head is None:
        differing = set(_listed(repository, "ls-files", "-z", "--", place))
    else:
        asked = ("diff-index", *_COMPARED, repository.head, "--", place)
        differing = {each.path for each in _truly(repository, [*_differences(ask(repository, *asked))])}
    found = differing | set(_untracked(repository, place))
    return tuple(sorted(path for path in found if not _is_hidden(path, place)))


def apart(repository: Repository) -> Apart | None:
    """How far the branch is from its upstream; None where it has none."""
    try:
        counts = ask(repository, "rev-list", "--left-right", "--count", "@{upstream}...HEAD")
    except GitFailure:
        return None
    behind, ahead = counts.split()
    return Apart(int(ahead), int(behind))


def since(repository: Repository, commit: str, folder: Path) -> Since | None:
    """What came after `commit` below `folder`; None where HEAD does not come from it (any more)."""
    if repository.head is None or not re.fullmatch(_COMMIT, commit):
        return None
    try:
        ask(repository, "merge-base", "--is-ancestor", commit, repository.head)
    except GitFailure:
        return None
    place = repository.relative(folder)
    count = ask(repository, "rev-list", "--count", f"{commit}..{repository.head}", "--", place)
    compared = ask(repository, "diff-tree", *_COMPARED, commit, repository.head, "--", place)
    found = sorted(_differences(compared))
    gone = frozenset(each.path for each in found if set(each.new) == {"0"})
    return Since(int(count), tuple(each.path for each in found), gone)


def _differences(raw: bytes) -> Iterator[_Difference]:
    r"""What `--raw -z` says: `:MODE MODE ID ID STATUS\0PATH\0` for each path."""
    fields = os.fsdecode(raw).split("\0")[:-1]
    for facts, path in zip(fields[::2], fields[1::2], strict=True):
        old_mode, new_mode, old, new, _status = facts.removeprefix(":").split()
        yield _Difference(path, (old_mode, new_mode), old, new)


def _truly(repository: Repository, found: list[_Difference]) -> Iterator[_Difference]:
    """Those of `found` that differ by content: git goes by times, and knows none of what we committed."""
    doubtful: dict[str, tuple[_Difference, bytes]] = {}
    for each in found:
        content = _content(repository.root / each.path) if _may_be_equal(each) else None
        if content is None:
            yield each
        elif _blob_id(content, each.old) != each.old:
            doubtful[each.path] = (each, content)
    contents = {path: content for path, (_each, content) in doubtful.items() if b"\r\n" in content}
    recorded = {path: Entry(doubtful[path][0].modes[0], doubtful[path][0].old) for path in contents}
    converts = bool(contents) and settings_of(repository).converts_line_ends
    same = {
        path
        for path in ending_in_lf(repository, contents, {**recorded}, converts=converts)
        if _blob_id(contents[path].replace(b"\r\n", b"\n"), recorded[path].id) == recorded[path].id
    }
    yield from (each for path, (each, _content) in doubtful.items() if path not in same)


def _may_be_equal(each: _Difference) -> bool:
    return each.modes[0] == each.modes[1] and set(each.new) == {"0"} and set(each.old) != {"0"}


def _content(path: Path) -> bytes | None:
    """What lies at `path`; None where that is no regular file that can be read."""
    try:
        return path.read_bytes() if stat.S_ISREG(os.lstat(path).st_mode) else None
    except OSError:
        return None


def _blob_id(content: bytes, like: str) -> str:
    """The id that git gives to `content`, by the hash that made the id `like`."""
    digest = hashlib.sha1 if len(like) == 40 else hashlib.sha256  # noqa: PLR2004 - the digits of SHA-1
    return digest(b"blob %d\0" % len(content) + content).hexdigest()


def _untracked(repository: Repository, place: str) -> list[str]:
    # Not --exclude-standard: that also reads the file that a setting of the repository names.
    excludes = repository.common_dir / "info" / "exclude"
    also = (f"--exclude-from={excludes}",) if excludes.is_file() else ()
    words = ("ls-files", "-z", "--others", "--exclude-per-directory=.gitignore", *also)
    return _listed(repository, *words, "--", place)


def _listed(repository: Repository, *words: str) -> list[str]:
    return os.fsdecode(ask(repository, *words)).split("\0")[:-1]


def _is_hidden(path: str, place: str) -> bool:
    below = path if place == "." else path.removeprefix(f"{place}/")
    return any(part.startswith(".") for part in below.split("/"))
