"""Dotted names of fields, and what stands where they point."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cleanledger.model.entry import Entry
from cleanledger.model.record import Model
from cleanledger.model.source import FieldPath, Tree


def field_path(data: Mapping[str, Tree], dotted: str) -> FieldPath:
    """Where a dotted name points: list items by their `num`, else by their place from 1."""
    path: list[str | int] = []
    here: Tree | None = dict(data)
    for part in dotted.split("."):
        if isinstance(here, list) and part.isascii() and part.isdigit():
            numbered = (
                i for i, item in enumerate(here) if isinstance(item, dict) and item.get("num") == part
            )
            place = next(numbered, int(part[:9]) - 1)
            path.append(place)
            here = here[place] if 0 <= place < len(here) else None
        else:
            path.append(part)
            here = here.get(part) if isinstance(here, dict) else None
    return tuple(path)


def value_at(data: Mapping[str, Tree], path: FieldPath) -> Tree | None:
    """What stands at `path`; None where nothing does."""
    here: Tree | None = dict(data)
    for part in path:
        if isinstance(here, dict) and isinstance(part, str):
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and 0 <= part < len(here):
            here = here[part]
        else:
            return None
    return here


def is_text(path: FieldPath) -> bool:
    """Whether the field at `path` of an entry is text, which is quoted where another reader would type it."""
    current: Any = Entry
    for part in path:
        if isinstance(part, str):
            field = current.model_fields.get(part) if _is_model(current) else None
            current = field.annotation if field else str
            current = _inner_model(current) or current
    return not any(kind in _types_in(current) for kind in (date, int, Decimal, bool))


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _inner_model(annotation: Any) -> type[Model] | None:
    return next((kind for kind in _types_in(annotation) if _is_model(kind)), None)


def _types_in(annotation: Any) -> set[Any]:
    """The classes that an annotation is made of."""
    parts = getattr(annotation, "__args__", ())
    if isinstance(annotation, type) and not parts:
        return {annotation}
    return set().union(*(_types_in(part) for part in parts)) if parts else set()
