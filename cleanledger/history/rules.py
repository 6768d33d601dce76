"""The life of the rules: what commits did to the policy, the units and the posts of a book."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cleanledger import git
from cleanledger.history.places import below
from cleanledger.model.happening import Happening
from cleanledger.model.source import Tree
from cleanledger.store.reader import read_document


class RuleFile(NamedTuple):
    """Where rules stand: the file, the list in it, the key by which its items are known."""

    file: str
    key: str
    named_by: str


RULE_FILES = MappingProxyType(
    {
        "policy": RuleFile("book.yaml", "policy", "version"),
        "units": RuleFile("units.yaml", "units", "code"),
        "people": RuleFile("units.yaml", "people", "code"),
    }
)
"""What `ledger history` tells the life of beside entries."""


def life_of_rules(repository: git.Repository, folder: Path, name: str) -> tuple[Happening, ...]:
    """What happened to the policy, the units or the posts, the earliest first."""
    rules = RULE_FILES[name]
    path = below(repository.relative(folder), rules.file)
    found: list[Happening] = []
    for step in git.steps(repository, git.commits_in(repository, ("HEAD",), (path,)), (path,)):
        blobs = {entry.id for side in step.touched for each in side for entry in each[1:] if entry}
        contents = git.blobs_of(repository, blobs)
        sides = [
            [_items(contents[entry.id], rules) if entry else {} for entry in (each.before, each.after)]
            for side in step.touched
            for each in side
        ]
        # A merge does to each side what the other did; what neither has stands apart.
        if len(sides) == 1:
            found += _happened(step.commit, rules, *sides[0])
    return tuple(found)


def _items(content: bytes, rules: RuleFile) -> dict[str, Mapping[str, Tree]]:
    data = read_document(content, rules.file).data or {}
    listed = data.get(rules.key)
    items = [item for item in (listed if isinstance(listed, list) else ()) if isinstance(item, dict)]
    return {str(item.get(rules.named_by)): item for item in items}


def _happened(
    commit: git.Commit,
    rules: RuleFile,
    before: Mapping[str, Mapping[str, Tree]],
    after: Mapping[str, Mapping[str, Tree]],
) -> Iterator[Happening]:
    base = Happening(
        commit=commit.id,
        time=commit.time,
        author=commit.author,
        email=commit.email,
        signature="unknown" if commit.is_signed else "none",
        what="rule",
    )
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, {}), after.get(name, {})
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key) and key != rules.named_by:
                yield base._replace(note=name, field=key, was=old.get(key), now=new.get(key))
