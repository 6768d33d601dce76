"""Files as committed, by their sha256: what stands on paper must not lean on the hash that git uses."""

import hashlib
from collections.abc import Iterable

from cleanledger import git

_AT_ONCE = 2_000


def hashes_of(repository: git.Repository, blobs: Iterable[str]) -> dict[str, str]:
    """The sha256 of each blob's content; only a part of them is in memory at once."""
    wanted = sorted(blobs)
    found: dict[str, str] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        contents = git.blobs_of(repository, wanted[at : at + _AT_ONCE])
        found |= {blob: hashlib.sha256(content).hexdigest() for blob, content in contents.items()}
    return found
