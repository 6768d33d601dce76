"""Whole trees written into a folder, to be looked at there: of an index or of a bare repository."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cleanledger.git.objects import Entry, blobs_of
from cleanledger.git.past import tree_below
from cleanledger.git.process import READING, attempt, git_program, reading_environment
from cleanledger.git.repository import Repository, ask

_FILES = ("100644", "100755")
# What a push brings lies apart until it is taken; only these say where.
_QUARANTINE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")


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


def bare_repository(folder: Path) -> Path | None:
    """The folder of the bare repository that `folder` lies in; None where it is none."""
    if git_program() is None:
        return None
    question = ("rev-parse", "--is-bare-repository", "--absolute-git-dir")
    options = tuple(each for each in READING if not each.startswith("safe."))[:2]
    done = attempt(question, cwd=folder, environment=reading_environment(own_configuration=True),
                   options=options)  # fmt: skip
    words = os.fsdecode(done.stdout).splitlines()
    return Path(words[1]) if done.returncode == 0 and words[0] == "true" else None


def bare(folder: Path, head: str) -> Repository:
    """A bare repository to read the past of `head` in, also what a push brings that is not taken yet."""
    apart = {name: os.environ[name] for name in _QUARANTINE if name in os.environ}
    return Repository(
        root=folder,
        git_dir=folder,
        common_dir=folder,
        head=head,
        detached=False,
        busy="",
        own_configuration=True,
        surroundings=(("GIT_DIR", str(folder)), *apart.items()),
    )
