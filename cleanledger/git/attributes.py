"""Attributes of paths as a commit has them."""

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from cleanledger.git.bare_repositories import beside
from cleanledger.git.repository import Repository, ask

Attributes: TypeAlias = Mapping[str, Mapping[str, str]]
"""By path, by name: what git says of it, `unspecified` where nothing is said."""


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
