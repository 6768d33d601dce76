"""Whole trees written into a folder, to be looked at there: of an index or of a bare repository."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cleanledger.git.objects import Entry, batch, blobs_of
from cleanledger.git.past import tree_below
from cleanledger.git.process import READING, attempt, git_program, reading_environment, run
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
    _write(folder, kept, blobs_of(repository, {entry.id for entry in kept.values()}))


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and not {"..", ".git"} & set(pure.parts) and "\\" not in path


def _write(folder: Path, tree: Mapping[str, Entry], blobs: Mapping[str, bytes]) -> None:
    for path, entry in tree.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(blobs[entry.id])


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


def ask_bare(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Plumbing in a bare repository; what a push brings that is not taken yet is there too."""
    environment = reading_environment(own_configuration=True)
    environment |= {name: os.environ[name] for name in _QUARANTINE if name in os.environ}
    options = (*READING, f"--git-dir={folder}")
    return run(arguments, cwd=folder, environment=environment, options=options, stdin=stdin)


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


def follows(folder: Path, old: str, new: str) -> bool:
    """Whether `new` comes after `old` in a bare repository."""
    return not ask_bare(folder, "rev-list", "--max-count=1", old, f"^{new}").strip()


def write_bare_tree(folder: Path, commit: str, into: Path) -> None:
    """Writes the files of a commit of a bare repository into a folder."""
    listing = ask_bare(folder, "ls-tree", "-r", "-z", "--full-tree", commit)
    tree = {}
    for line in filter(None, listing.split(b"\0")):
        facts, _tab, path = line.partition(b"\t")
        mode, _type, blob = facts.decode().split()
        if mode in _FILES and _is_inside(os.fsdecode(path)):
            tree[os.fsdecode(path)] = Entry(mode, blob)
    asked = "".join(f"{each}\n" for each in sorted({entry.id for entry in tree.values()}))
    _write(into, tree, batch(ask_bare(folder, "cat-file", "--batch", stdin=asked.encode())))
