"""Attributes that hide files of the book: in a commit, and in the repository itself."""

from collections.abc import Iterable, Iterator, Mapping

from cleanledger import git
from cleanledger.checks.commits import Hidden
from cleanledger.history.places import place_of
from cleanledger.history.stream import Moved

_NAMES = ("diff", "merge", "filter", "export-ignore", "linguist-generated", "gitlab-generated")
_SAYS_NOTHING = frozenset({"unspecified", "unset", "set"})
# What git merges by itself, and what `ledger hooks install` names.
_MERGES = frozenset({*_SAYS_NOTHING, "text", "binary", "union", "cleanledger"})
_FILE = ".gitattributes"

Tree = Mapping[str, git.Entry]


def hidden_by(repository: git.Repository, moved: Moved) -> tuple[Hidden, ...]:
    """What a commit hides of the book that was not hidden in what it follows."""
    if not moved.attributes and not _begins_a_ledger(moved):
        return ()
    tree = git.tree_below(repository, moved.commit.id, ".")
    after = _hiding(repository, moved.commit.id, _asked(_files(tree, moved.folder)))
    if not after:
        return ()
    for parent in moved.commit.parents:
        there = _files(git.tree_below(repository, parent, "."), moved.folder)
        before = _hiding(repository, parent, _asked(there))
        after = {name: paths - before.get(name, frozenset()) for name, paths in after.items()}
    texts = _texts(repository, tree)
    return tuple(_told(texts, moved.attributes, name, paths) for name, paths in after.items() if paths)


def hidden_here(repository: git.Repository, own: bytes, folder: str) -> Iterator[tuple[str, str, int]]:
    """What an `info/attributes` hides of the last commit's book: the attribute, one file, how many."""
    if repository.head is None:
        return
    files = _files(git.tree_below(repository, repository.head, "."), folder)
    for name, paths in _hiding(repository, None, _asked(files), own).items():
        yield name, min(paths), len(paths)


def _begins_a_ledger(moved: Moved) -> bool:
    sides = moved.step.touched if moved.step else ()
    new = (each.path for side in sides for each in side if not each.before)
    return any((place := place_of(path)) is not None and place.kind in ("cover", "book") for path in new)


def _files(tree: Tree, folder: str) -> list[str]:
    kinds = ("entry", "cover", "book")
    places = {path: place_of(path) for path in tree}
    return [
        path
        for path, place in places.items()
        if place and (place.folder, place.kind in kinds) == (folder, True)
    ]


def _asked(files: Iterable[str]) -> dict[str, str]:
    """What to ask git of: each file and each folder above it, with a file that it stands for."""
    asked = {path: path for path in files}
    for path in tuple(asked):
        above = path.rpartition("/")[0]
        while above:
            asked.setdefault(f"{above}/", path)
            above = above.rpartition("/")[0]
    return asked


def _hiding(
    repository: git.Repository, commit: str | None, asked: Mapping[str, str], own: bytes = b""
) -> dict[str, frozenset[str]]:
    """The files that are hidden, by what hides them as a line of attributes says it."""
    found: dict[str, set[str]] = {}
    for path, said in (git.attributes_of(repository, commit, asked, _NAMES, own) if asked else {}).items():
        for text in _hides(said, is_folder=path.endswith("/")):
            found.setdefault(text, set()).add(asked[path])
    return {text: frozenset(paths) for text, paths in found.items()}


def _hides(said: Mapping[str, str], *, is_folder: bool) -> Iterator[str]:
    if said["export-ignore"] == "set":
        yield "export-ignore"
    if is_folder:
        return
    if said["diff"] == "unset":
        yield "-diff"
    if said["merge"] not in _MERGES:
        yield f"merge={said['merge']}"
    if said["filter"] not in _SAYS_NOTHING:
        yield f"filter={said['filter']}"
    for name in ("linguist-generated", "gitlab-generated"):
        if said[name] in ("set", "true"):
            yield name


def _texts(repository: git.Repository, tree: Tree) -> dict[str, list[str]]:
    """The lines of every file of attributes of a tree."""
    blobs = {path: entry.id for path, entry in tree.items() if path.rpartition("/")[2] == _FILE}
    contents = git.blobs_of(repository, set(blobs.values()))
    return {path: contents[blob].decode("utf-8", "replace").splitlines() for path, blob in blobs.items()}


def _told(texts: Mapping[str, list[str]], changed: Iterable[str], name: str, paths: frozenset[str]) -> Hidden:
    """Where the line stands: in what the commit changed, else in what was there."""
    macros = {
        line.split()[0].removeprefix("[attr]")
        for lines in texts.values()
        for line in lines
        if line.startswith("[attr]")
    }
    for wanted in ({name, f"{name}=true"}, {"binary"}, macros):
        for path in dict.fromkeys((*changed, *texts)):
            for number, line in reversed(list(enumerate(texts.get(path, ()), 1))):
                if wanted & set(line.split()[1:]) and not line.startswith("[attr]"):
                    return Hidden(path, number, name, min(paths), len(paths))
    return Hidden(next(iter((*changed, *texts)), _FILE), 1, name, min(paths), len(paths))
