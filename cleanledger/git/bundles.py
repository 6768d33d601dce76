"""A history as one file that `git clone` takes, and that file read back without running anything of it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cleanledger.git.bare_repositories import beside, empty
from cleanledger.git.process import GitFailure
from cleanledger.git.repository import Repository, ask

_SHA1_DIGITS = 40
_HEADS = {"# v2 git bundle": False, "# v3 git bundle\n@object-format=sha256": True}
_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST_HEAD = 1 << 20
MOST_OF_OBJECT = 1 << 28
"""The largest file that is read back. Unit: bytes."""
# The same bytes however the objects lie there: nothing is taken over from packs that exist.
_PACKING = (
    *("--revs", "--stdout", "--quiet", "--threads=1", "--no-reuse-delta", "--no-reuse-object"),
    *("--delta-base-offset", "--window=10", "--depth=50", "--compression=6", "--no-use-bitmap-index"),
)
_ALONE = (
    *("-c", "pack.allowPackReuse=false", "-c", "pack.writeReverseIndex=false", "-c", "pack.window=10"),
    *("-c", "pack.windowMemory=0", "-c", "pack.deltaCacheSize=0", "-c", "core.bigFileThreshold=512m"),
    *("-c", "core.commitGraph=false", "-c", "core.multiPackIndex=false"),
)


class NoBundle(Exception):
    """What was to be a bundle is none, or does not hold what it says; `words` is what git wrote of it."""

    def __init__(self, words: bytes) -> None:
        super().__init__(words)
        self.words = words


def bundle(repository: Repository, refs: Mapping[str, str]) -> bytes:
    """The whole history of `refs` (full name → id), as `git bundle create` writes it.

    Deterministic for one version of git: it is packed by one thread, from nothing.
    """
    is_sha256 = any(len(each) > _SHA1_DIGITS for each in refs.values())
    head = next(text for text, long in _HEADS.items() if long == is_sha256)
    lines = "".join(f"{id} {name}\n" for name, id in sorted(refs.items()))
    wanted = "".join(f"{id}\n" for _name, id in sorted(refs.items())).encode()
    with beside(repository) as scratch:
        packed = ask(scratch, *_ALONE, "pack-objects", *_PACKING, stdin=wanted)
    return f"{head}\n{lines}\n".encode() + packed


def unbundled(content: bytes, folder: Path) -> tuple[Repository, dict[str, str]]:
    """A bare repository in `folder` that holds exactly a bundle, and its refs; NoBundle where it is none.

    Every object is looked at (`index-pack --strict`, `fsck`), and everything that a ref needs is there.
    """
    is_sha256, refs, pack = _parted(content)
    repository = empty(folder, is_sha256=is_sha256)
    try:
        ask(repository, "index-pack", "--stdin", "--strict", stdin=pack)
        _refuse_large(repository)
        for name, id in refs.items():
            ask(repository, "check-ref-format", name)
            ask(repository, "update-ref", name, id)
        said = ask(repository, "fsck", "--full", "--strict", "--unreachable", "--no-reflogs", "--no-progress")
    except GitFailure as failure:
        raise NoBundle(failure.words) from failure
    if said.strip():
        raise NoBundle(said)
    return repository, refs


def _refuse_large(repository: Repository) -> None:
    """Before anything of it is held in memory: a few bytes may unfold to any number."""
    sizes = ask(repository, "cat-file", "--batch-all-objects", "--batch-check=%(objectsize)").split()
    if sizes and max(map(int, sizes)) > MOST_OF_OBJECT:
        raise NoBundle(b"an object is too large")


def _parted(content: bytes) -> tuple[bool, dict[str, str], bytes]:
    """Whether ids are long ones, the refs, and the pack."""
    head, blank, _pack = content[:_LONGEST_HEAD].partition(b"\n\n")
    text = head.decode("utf-8", "replace")
    known = next((known for known in _HEADS if text.startswith(f"{known}\n")), None)
    if known is None or not blank:
        raise NoBundle(b"no head of a bundle")
    refs = {}
    for line in text.removeprefix(f"{known}\n").split("\n"):
        id, space, name = line.partition(" ")
        if not space or not name.startswith("refs/") or not _ID.fullmatch(id) or name in refs:
            raise NoBundle(b"not a ref of a bundle")
        refs[name] = id
    return _HEADS[known], refs, content[len(head) + 2 :]


def standing_on(repository: Repository, commit: str) -> Repository:
    """The repository with this commit as its last."""
    return replace(repository, head=commit)
