"""What git stores: the entries of trees and indexes, and the blobs behind them."""

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from cleanledger.git.repository import Repository, ask

_MOST_ARGUMENT_BYTES = 16_000  # Windows takes 32,767 characters
_SHA1_DIGITS = 40


class Entry(NamedTuple):
    """What a tree or an index says of one path; without an id the path goes."""

    mode: str
    id: str


Entries: TypeAlias = dict[str, Entry | None]


def recorded_in(repository: Repository, head: str | None, paths: Collection[str]) -> Entries:
    """What the last commit has of each path."""
    entries: Entries = dict.fromkeys(paths)
    for part in _parts(paths if head else ()):
        listing = ask(repository, "ls-tree", "-z", "--full-tree", head or "", "--", *part)
        for line in filter(None, listing.split(b"\0")):
            facts, _tab, path = line.partition(b"\t")
            mode, _type, blob = facts.decode().split()
            entries[os.fsdecode(path)] = Entry(mode, blob)
    return entries


def _parts(paths: Collection[str]) -> Iterator[list[str]]:
    """The paths in parts that a command line has room for."""
    part: list[str] = []
    size = 0
    for path in paths:
        size += len(os.fsencode(path)) + 1
        if part and size > _MOST_ARGUMENT_BYTES:
            yield part
            part, size = [], 0
        part.append(path)
    if part:
        yield part


def write_blobs(repository: Repository, contents: Sequence[bytes], scratch: Path) -> list[str]:
    """Stores `contents` by files in `scratch`; the id of each."""
    paths = [scratch / f"blob-{number}" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    if not paths:
        return []
    # No filters: what the repository or the user set up as one is a program.
    listed = "".join(f"{path}\n" for path in paths).encode()
    written = ask(repository, "hash-object", "-w", "--no-filters", "--stdin-paths", stdin=listed)
    return written.decode().split()


def is_blob(content: bytes, blob: str) -> bool:
    """Whether git would store `content` under this id."""
    kind = hashlib.sha1 if len(blob) == _SHA1_DIGITS else hashlib.sha256
    return kind(b"blob %d\0" % len(content) + content).hexdigest() == blob


def blobs_of(repository: Repository, ids: Collection[str]) -> dict[str, bytes]:
    """The content of each blob."""
    if not ids:
        return {}
    answer = ask(repository, "cat-file", "--batch", stdin="".join(f"{id}\n" for id in ids).encode())
    found, at = {}, 0
    while at < len(answer):
        begin = answer.index(b"\n", at) + 1
        name, _type, size = answer[at:begin].decode().split()
        at = begin + int(size) + 1
        found[name] = answer[begin : at - 1]
    return found


def index_info(entries: Entries, head: str | None) -> bytes:
    """`entries` as `git update-index` takes them."""
    known = [head or "", *(entry.id for entry in entries.values() if entry)]
    nothing = Entry("0", "0" * (max(map(len, known)) or 40))
    lines = ((entry or nothing, os.fsencode(path)) for path, entry in entries.items())
    return b"".join(f"{entry.mode} {entry.id}\t".encode() + path + b"\0" for entry, path in lines)
