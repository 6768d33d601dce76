"""Whole trees written into a folder, to be looked at there: of an index or of a bare repository."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cleanledger.git.objects import Entry, blobs_of
from cleanledger.git.past import tree_below
from cleanledger.git.repository import Repository, ask

_FILES = ("100644", "100755")


def staged_tree(repository: Repository, index: Path | None = None) -> dict[str, Entry]:
    """Every file that the index has, by its path from the root; `index`: another one than the user's."""
    found = {}
    for line in filter(None, ask(repository, "ls-files", "-s", "-z", index=index).split(b"\0")):
        facts, _tab, path = line.partition(b"\t")
        mode, blob, stage = facts.decode().split()
        if stage == "0":
            found[os.fsdecode(path)] = Entry(mode, blob)
    return found


def committed_tree(repository: Repository, commit: str | None) -> dict[str, Entry]:
    """Every file of a commit; nothing before the first."""
    return tree_below(repository, commit, ".") if commit else {}


def write_tree_into(repository: Repository, tree: Mapping[str, Entry], folder: Path) -> None:
    """Writes the files of `tree` into `folder`; links and submodules are no files."""
    kept = {path: entry for path, entry in tree.items() if entry.mode in _FILES and _is_inside(path)}
    blobs = blobs_of(repository, {entry.id for entry in kept.values()})
    for path, entry in kept.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(blobs[entry.id])


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and not {"..", ".git"} & set(pure.parts) and "\\" not in path
