"""Files that are brought as evidence: read, and given a name in the folder of their entry."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.store.files import read_bytes

_LIMIT = 1 << 30
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\\/:*?"<>|\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')
_LONGEST = 120


class Placed(NamedTuple):
    """Where a file will lie, what it holds, and whether it must still be written there."""

    target: Path
    content: bytes
    is_new: bool


def evidence_name(folder: Path, source: Path, taken: Mapping[Path, bytes]) -> Placed:
    """Where `source` goes in `folder`; one content is brought once. `taken`: files of this command."""
    try:
        content = read_bytes(source.resolve(), limit=_LIMIT)
    except FileNotFoundError:
        raise Refused(_("there is no file {path}", path=source)) from None
    stem, dot, suffix = _fit(source.name).rpartition(".")
    stem, ending = (stem, dot + suffix) if stem else (suffix, "")
    for number in range(1, 10_000):
        target = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        having = taken.get(target) if target in taken else _content(target)
        if having is None:
            return Placed(target, content, is_new=True)
        if having == content:
            return Placed(target, content, is_new=False)
    raise Refused(_("there are too many files named {name}", name=source.name))


def _content(path: Path) -> bytes | None:
    try:
        return read_bytes(path, limit=_LIMIT)
    except FileNotFoundError:
        return None


def _fit(name: str) -> str:
    """`name` without what some file system cannot hold, and not so long that one refuses it."""
    fit = _UNFIT.sub("_", name).strip(" .") or "file"
    stem, dot, suffix = fit.rpartition(".")
    return f"{stem[:_LONGEST]}{dot}{suffix[:20]}" if stem else fit[:_LONGEST]
