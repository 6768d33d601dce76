"""A repository of our own beside another, whose objects it reads; and attributes as a commit has them."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from cleanledger.git.process import READING, reading_environment, run
from cleanledger.git.repository import Repository, ask

Attributes: TypeAlias = Mapping[str, Mapping[str, str]]
"""By path, by name: what git says of it, `unspecified` where nothing is said."""

_SHA1_DIGITS = 40
_ELSEWHERE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


def empty(folder: Path, *, is_sha256: bool = False, objects: Sequence[str] = ()) -> Repository:
    """A new bare repository in `folder` without hooks or settings; `objects`: folders that it may read."""
    kind = "sha256" if is_sha256 else "sha1"
    words = ("init", "--quiet", "--bare", "--template=", f"--object-format={kind}", ".")
    run(words, cwd=folder, environment=reading_environment(), options=READING)
    more = {_ELSEWHERE[1]: os.pathsep.join(objects)} if objects else {}
    return Repository(
        root=folder,
        git_dir=folder,
        common_dir=folder,
        head=None,
        detached=False,
        busy="",
        surroundings=tuple({"GIT_DIR": str(folder), **more}.items()),
    )


@contextmanager
def beside(repository: Repository) -> Iterator[Repository]:
    """An empty repository that reads the objects of another, and nothing else of it."""
    told = dict(repository.surroundings)
    objects = [str(repository.common_dir / "objects"), *filter(None, map(told.get, _ELSEWHERE))]
    is_sha256 = len(repository.head or "") > _SHA1_DIGITS
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as folder:
        yield empty(Path(folder), is_sha256=is_sha256, objects=objects)


def attributes_of(
    repository: Repository, commit: str | None, paths: Iterable[str], names: Sequence[str], own: bytes = b""
) -> Attributes:
    """What the `.gitattributes` of a commit say of paths; a folder ends with a slash.

    `own`: the content of an `info/attributes` to go before them. The repository's own is not looked at.
    """
    with beside(repository) as scratch:
        if own:
            info = scratch.git_dir / "info"
            info.mkdir()
            (info / "attributes").write_bytes(own)
        index = scratch.git_dir / "index"
        if commit:
            ask(scratch, "read-tree", commit, index=index)
        listed = b"".join(os.fsencode(path) + b"\0" for path in paths)
        answer = ask(scratch, "check-attr", "-z", "--cached", "--stdin", *names, stdin=listed, index=index)
    fields = os.fsdecode(answer).split("\0")[:-1]
    found: dict[str, dict[str, str]] = {}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        found.setdefault(path, {})[name] = value
    return found
