"""Edits of a tree, and what they mean; knows nothing of text.

What a removal empties goes with it: removing the last item of `units` removes the key `units`,
and so on upwards; only the outermost map may become empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from cleanledger.model.source import FieldPath, Tree


@dataclass(frozen=True)
class Put:
    """The value at `path` becomes `value`; a key or a last item is added, with what is absent above it."""

    path: FieldPath
    value: Tree


@dataclass(frozen=True)
class Append:
    """`item` becomes the last of the list at `path`, which is made where it is absent."""

    path: FieldPath
    item: Tree


@dataclass(frozen=True)
class Remove:
    """The key or item at `path` goes, and what becomes empty by that."""

    path: FieldPath


Edit: TypeAlias = Put | Append | Remove


class NoSuchPlace(LookupError):
    """An edit speaks of a place that the tree does not have."""


def apply(data: Mapping[str, Tree], edits: Sequence[Edit]) -> dict[str, Tree]:
    """The tree that `edits`, one after the other, make of `data`, which is left alone."""
    tree = {key: copied(value) for key, value in data.items()}
    for edit in edits:
        if isinstance(edit, Put):
            _put(tree, edit.path, edit.value)
        elif isinstance(edit, Append):
            _append(tree, edit)
        else:
            _remove(tree, edit.path)
    return tree


def steps(data: Mapping[str, Tree], edit: Edit) -> Iterator[Edit]:
    """`edit` as the smallest edits that do the same one after the other.

    Each of them replaces one value, adds one key to a map or one item to a list, or removes one of several.
    """
    if isinstance(edit, Remove):
        yield Remove(_emptied(data, edit.path))
    elif isinstance(edit, Append):
        yield from _append_steps(data, edit)
    else:
        yield from _put_steps(data, edit)


def found(data: Mapping[str, Tree], path: FieldPath) -> "Tree | None":
    """The value at `path`, or nothing."""
    here = cast("Tree", data)
    for part in path:
        member = _member(here, part)
        if member is None:
            return None
        here = member
    return here


def copied(value: Tree) -> Tree:
    """A copy that shares nothing that can change."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def _member(here: Tree, part: str | int) -> "Tree | None":
    if isinstance(here, dict) and isinstance(part, str):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and 0 <= part < len(here):
        return here[part]
    return None


def _put(tree: dict[str, Tree], path: FieldPath, value: Tree) -> None:
    if not path:
        raise NoSuchPlace(path)
    parent, part = _parent(tree, path)
    if isinstance(parent, dict) and isinstance(part, str):
        parent[part] = copied(value)
    elif isinstance(parent, list) and isinstance(part, int) and 0 <= part <= len(parent):
        parent[part : part + 1] = [copied(value)]
    else:
        raise NoSuchPlace(path)


def _parent(tree: dict[str, Tree], path: FieldPath) -> tuple[Tree, str | int]:
    """What holds the last part of `path`; made where it is absent."""
    above = path[:-1]
    here = found(tree, above)
    if here is None:
        here = {} if isinstance(path[-1], str) else []
        _put(tree, above, here)
        here = found(tree, above)
        if here is None:
            raise NoSuchPlace(path)
    return here, path[-1]


def _append(tree: dict[str, Tree], edit: Append) -> None:
    here = found(tree, edit.path)
    if here is None:
        _put(tree, edit.path, [edit.item])
    elif isinstance(here, list):
        here.append(copied(edit.item))
    else:
        raise NoSuchPlace(edit.path)


def _remove(tree: dict[str, Tree], path: FieldPath) -> None:
    path = _emptied(tree, path)
    parent, part = found(tree, path[:-1]), path[-1]
    if isinstance(parent, dict) and isinstance(part, str):
        parent.pop(part)
    elif isinstance(parent, list) and isinstance(part, int):
        del parent[part]


def _emptied(data: Mapping[str, Tree], path: FieldPath) -> FieldPath:
    """`path`, or the topmost place that holds nothing else."""
    if not path or found(data, path) is None:
        raise NoSuchPlace(path)
    while len(path) > 1 and len(found(data, path[:-1]) or ()) == 1:
        path = path[:-1]
    return path


def _append_steps(data: Mapping[str, Tree], edit: Append) -> Iterator[Edit]:
    here = found(data, edit.path)
    if here is None:
        yield from _put_steps(data, Put(edit.path, [edit.item]))
    elif isinstance(here, list):
        yield edit
    else:
        raise NoSuchPlace(edit.path)


def _put_steps(data: Mapping[str, Tree], edit: Put) -> Iterator[Edit]:
    old, value = found(data, edit.path), edit.value
    if old is None:
        yield _addition(data, edit)
    elif isinstance(old, dict) and isinstance(value, dict) and old and value:
        yield from _map_steps(data, edit.path, old, value)
    elif isinstance(old, list) and isinstance(value, list) and old and value:
        yield from _list_steps(data, edit.path, old, value)
    elif old != value:
        yield edit


def _addition(data: Mapping[str, Tree], edit: Put) -> Edit:
    path, value = edit.path, edit.value
    while path and found(data, path[:-1]) is None:
        value = {path[-1]: value} if isinstance(path[-1], str) else [value]
        path = path[:-1]
    parent = found(data, path[:-1]) if path else None
    if isinstance(parent, dict) and isinstance(path[-1], str):
        return Put(path, value)
    if isinstance(parent, list) and path[-1] == len(parent):
        return Append(path[:-1], value)
    raise NoSuchPlace(edit.path)


def _map_steps(
    data: Mapping[str, Tree], path: FieldPath, old: dict[str, Tree], new: dict[str, Tree]
) -> Iterator[Edit]:
    for key, value in new.items():
        yield from _put_steps(data, Put((*path, key), value))
    yield from (Remove((*path, key)) for key in old if key not in new)


def _list_steps(
    data: Mapping[str, Tree], path: FieldPath, old: list[Tree], new: list[Tree]
) -> Iterator[Edit]:
    same_tail = 0
    if len(new) < len(old):
        pairs = zip(reversed(old), reversed(new), strict=False)
        same_tail = next((i for i, (left, right) in enumerate(pairs) if left != right), len(new))
    kept = len(new) - same_tail if len(new) < len(old) else len(old)
    for index in range(min(kept, len(old))):
        yield from _put_steps(data, Put((*path, index), new[index]))
    yield from (Append(path, item) for item in new[len(old) :])
    yield from (Remove((*path, index)) for index in reversed(range(kept, len(old) - same_tail)))
