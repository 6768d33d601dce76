"""A glance at a book for completion: what its files say at first sight, or nothing. Judges nothing.

What cannot be read, is broken, or is written in an unusual way gives nothing; `reader` is who reads.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cleanledger.errors import LedgerError
from cleanledger.store.files import read_bytes

_LIMIT = 1 << 20
_MOST_DEPTH = 20
_LINE = re.compile(r"([a-z_]+):[ ]+(.*\S)[ \t]*")
_FIRST = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~]|[-?:][^\s,\[\]{}]")


class Named(NamedTuple):
    """A unit, post, plan or campaign: its code and what else it is called."""

    code: str
    names: tuple[str, ...] = ()


def opening(path: Path) -> Mapping[str, str]:
    """The keys of one line at the top of a file, up to the first line that is not plainly one."""
    return dict(_opening_lines(_text(path)))


def _opening_lines(text: str) -> Iterator[tuple[str, str]]:
    known = set()
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line and not line.startswith("#")]
    for line, after in pairwise([*lines, ""]):
        found = _LINE.fullmatch(line)
        value = _scalar(found[2]) if found else None
        # A line that is indented may go on with the value.
        if found is None or value is None or found[1] in known or after[:1] in (" ", "\t"):
            return
        known.add(found[1])
        yield found[1], value


def _scalar(text: str) -> str | None:
    """The value that stands whole on one line; None where a reader has to say what it is."""
    mark, inner = text[0], text[1:-1]
    if mark in "'\"":
        return inner if text[-1] == mark and len(text) > 1 and not {mark, "\\"} & set(inner) else None
    if not _FIRST.match(text) or re.search(r":(\s|$)|\s#", text):
        return None
    return text


def units(folder: Path) -> tuple[Named, ...]:
    """The units of the book in `folder`."""
    return _named(_tree(folder / "units.yaml"), "units")


def posts(folder: Path) -> tuple[Named, ...]:
    """The posts of the book in `folder`."""
    return _named(_tree(folder / "units.yaml"), "people")


def units_and_posts(folder: Path) -> tuple[Named, ...]:
    """Both, units first."""
    tree = _tree(folder / "units.yaml")
    return (*_named(tree, "units"), *_named(tree, "people"))


def campaigns(folder: Path) -> tuple[Named, ...]:
    """The campaigns of the book in `folder`."""
    return _named(_tree(folder / "book.yaml"), "campaigns")


def plans(folder: Path) -> tuple[Named, ...]:
    """The plans of the book in `folder`, each with its themes behind it."""
    found = _maps(_tree(folder / "plans.yaml"), "plans")
    below = [each for plan in found for each in (plan, *_maps(plan, "themes"))]
    return _named({"plans": below}, "plans")


def record_types(folder: Path) -> tuple[str, ...]:
    """The record types that the book in `folder` adds to the built-in ones."""
    return _texts(_tree(folder / "book.yaml"), "record_types")


def _named(tree: object, key: str) -> tuple[Named, ...]:
    found = []
    for each in _maps(tree, key):
        code, name = each.get("code"), each.get("name")
        names = (*((name,) if isinstance(name, str) else ()), *_texts(each, "aliases"))
        if isinstance(code, str):
            found.append(Named(code, tuple(filter(None, names))))
    return tuple(found)


def _maps(tree: object, key: str) -> list[dict[str, object]]:
    """The maps in the list `key` of a map; none where it is anything else."""
    found = tree.get(key) if isinstance(tree, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _texts(tree: object, key: str) -> tuple[str, ...]:
    found = tree.get(key) if isinstance(tree, dict) else None
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _text(path: Path) -> str:
    try:
        return read_bytes(path, limit=_LIMIT).decode("utf-8").removeprefix("\ufeff")
    except (OSError, LedgerError, ValueError):
        return ""


def _tree(path: Path) -> object:
    """Lists, maps and text; None where the file is not plain YAML."""
    if not (text := _text(path)):
        return None
    import yaml  # takes a third of the time that completion has, and ids do without

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        for _start in (yaml.StreamStartEvent, yaml.DocumentStartEvent):
            loader.get_event()
        return _value(loader.get_event, 0)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None
    finally:
        loader.dispose()


def _value(next_event: Callable[[], object], depth: int) -> object:
    """What the coming events make; ValueError for what the reader refuses as well: aliases, a great depth."""
    import yaml

    event = next_event()
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if depth > _MOST_DEPTH or isinstance(event, yaml.AliasEvent):
        raise ValueError(event)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while (item := _value(next_event, depth + 1)) is not _END:
            items.append(item)
        return items
    if isinstance(event, yaml.MappingStartEvent):
        found = {}
        while (key := _value(next_event, depth + 1)) is not _END:
            if not isinstance(key, str) or key in found:
                raise ValueError(key)
            found[key] = _value(next_event, depth + 1)
        return found
    return _END


_END = object()
"""The end of a list, a map or the document."""
