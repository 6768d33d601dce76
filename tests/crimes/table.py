"""Every way in which each rule on the past and on people is broken, by its code."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.crimes import against_book, against_commits, against_entries, against_merges, against_people
from tests.crimes.afterwards import ANY, MERGES, After, followed, left
from tests.crimes.against_entries import Crime

HIDDEN = "LG618"
"""About the repository, not its commits: see hidings.py."""
HONEST = "honest"
"""What is called by this instead of a code has nothing that could be found."""
WITHOUT: Mapping[str, str] = MappingProxyType(
    {
        "LG620": "a tag is made up, no commit: tests/cli/test_checkpoint.py",
        "LG622": "what the auditor kept on paper is another: tests/cli/test_checkpoint.py",
    }
)
"""Codes that no crime can be written for, with the reason."""
_KINDS = (against_entries, against_book, against_people, against_commits)
_MERGES = frozenset(crime for crimes in against_merges.CRIMES.values() for crime in crimes)


def _crimes() -> Mapping[str, tuple[Crime, ...]]:
    found: dict[str, tuple[Crime, ...]] = {}
    for kind in (*_KINDS, against_merges):
        for code, crimes in kind.CRIMES.items():
            found[code] = (*found.get(code, ()), *crimes)
    return MappingProxyType(dict(sorted(found.items())))


CRIMES = _crimes()
CODES: tuple[str, ...] = tuple(sorted({*CRIMES, HIDDEN}))


def afterwards(crime: Crime) -> tuple[After, ...]:
    """What may become of a crime; a merge that is rebased is none any more, nor is a clock."""
    if crime in against_commits.CRIMES["LG617"]:
        return (left,)
    return (followed, *MERGES) if crime in _MERGES else ANY
