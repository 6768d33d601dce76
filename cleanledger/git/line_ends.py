"""Line ends as git stores them: by the attributes of a path and the settings of the user."""

import os
from collections.abc import Mapping, Sequence

from cleanledger.git.objects import Entries, blobs_of
from cleanledger.git.repository import Repository, act


def ending_in_lf(
    repository: Repository, contents: Mapping[str, bytes], recorded: Entries, *, converts: bool
) -> list[str]:
    """The paths with CRLF that git stores with LF; what it has with CRLF already stays so."""
    paths = [path for path, content in contents.items() if b"\r\n" in content]
    if not paths:
        return []
    attributes = _attributes(repository, paths)
    old = blobs_of(repository, {entry.id for path in paths if (entry := recorded[path])})
    return [
        path
        for path in paths
        if _is_text(contents[path], *attributes[path], converts=converts)
        and not ((entry := recorded[path]) and b"\r\n" in old[entry.id])
    ]


def _attributes(repository: Repository, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """`text` and `eol` of each path, by the user's attributes too."""
    listed = b"".join(os.fsencode(path) + b"\0" for path in paths)
    answer = act(repository, "check-attr", "-z", "--stdin", "text", "eol", stdin=listed)
    fields = os.fsdecode(answer).split("\0")[:-1]
    # Three fields for each attribute: the path, its name, its value.
    return {fields[at]: (fields[at + 2], fields[at + 5]) for at in range(0, len(fields), 6)}


def _is_text(content: bytes, text: str, eol: str, *, converts: bool) -> bool:
    if text == "set" or (text == "unspecified" and eol in {"lf", "crlf"}):
        return True
    if text == "auto" or (text == "unspecified" and converts):
        return b"\0" not in content and b"\r" not in content.replace(b"\r\n", b"")
    return False
