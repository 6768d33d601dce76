"""Ids of entries, found and put right in the text of files without reading them as YAML."""

import re
from collections.abc import Iterator, Mapping

from cleanledger.model.scalars import ENTRY_ID
from cleanledger.store.files import contents
from cleanledger.store.library import Shelf, entry_named

_LIMIT = 1 << 20
_ANY_ID = re.compile(rf"\b{ENTRY_ID}\b".encode())


def former_ids(shelf: Shelf, ledger: str) -> Iterator[tuple[str, str]]:
    """Former ids that entries of a ledger seem to have had, each with the entry: many at little cost.

    What looks like one in a text is given too, so that a number is rather skipped than given twice.
    """
    if not shelf.has_ledger(ledger):
        return
    for name, content in contents(shelf.folder / ledger, limit=_LIMIT):
        entry_id = entry_named(name)
        if entry_id and b"aliases:" in content:
            after = content.partition(b"aliases:")[2].split(b"\nlog:")[0]
            yield from ((found[0].decode(), entry_id) for found in _ANY_ID.finditer(after))


def with_renames(content: bytes, renames: Mapping[str, str]) -> bytes:
    """The text of a file in which entries go by their later ids."""
    if not renames:
        return content
    ids = "|".join(re.escape(old) for old in renames)
    pattern = re.compile(rf"(?<![A-Z0-9-])(?:{ids})(?![0-9])".encode())
    return pattern.sub(lambda found: renames[found[0].decode()].encode(), content)
