"""Repositories without a work tree: one on a server, and one of our own that reads the objects of another."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from cleanledger.git.process import READING, attempt, git_program, reading_environment, run
from cleanledger.git.repository import Repository

_SHA1_DIGITS = 40
_OBJECTS, _MORE_OBJECTS = "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"
# What a push brings lies apart until it is taken; only these say where.
_QUARANTINE = (_OBJECTS, _MORE_OBJECTS, "GIT_QUARANTINE_PATH")


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
    return _without_tree(folder, head, apart, own_configuration=True)


def empty(folder: Path, *, is_sha256: bool = False, objects: Sequence[str] = ()) -> Repository:
    """A new bare repository in `folder` without hooks or settings; `objects`: folders that it may read."""
    kind = "sha256" if is_sha256 else "sha1"
    words = ("init", "--quiet", "--bare", "--template=", f"--object-format={kind}", ".")
    run(words, cwd=folder, environment=reading_environment(), options=READING)
    return _without_tree(folder, None, {_MORE_OBJECTS: os.pathsep.join(objects)} if objects else {})


@contextmanager
def beside(repository: Repository) -> Iterator[Repository]:
    """An empty repository that reads the objects of another, and nothing else of it."""
    told = dict(repository.surroundings)
    objects = [
        str(repository.common_dir / "objects"),
        *filter(None, (told.get(_OBJECTS), told.get(_MORE_OBJECTS))),
    ]
    is_sha256 = len(repository.head or "") > _SHA1_DIGITS
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as folder:
        yield empty(Path(folder), is_sha256=is_sha256, objects=objects)


def _without_tree(
    folder: Path, head: str | None, more: Mapping[str, str], *, own_configuration: bool = False
) -> Repository:
    return Repository(
        root=folder,
        git_dir=folder,
        common_dir=folder,
        head=head,
        detached=False,
        busy="",
        own_configuration=own_configuration,
        surroundings=(("GIT_DIR", str(folder)), *more.items()),
    )
