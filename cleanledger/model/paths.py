"""Dotted names of fields, and what stands where they point."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo

from cleanledger.model.entry import Entry
from cleanledger.model.record import Model
from cleanledger.model.scalars import UnitCode
from cleanledger.model.source import FieldPath, Tree


def field_path(data: Mapping[str, Tree], dotted: str) -> FieldPath:
    """Where a dotted name points: list items by their `num`, else by their place from 1."""
    path: list[str | int] = []
    here: Tree | None = dict(data)
    for part in dotted.split("."):
        if here is None and part.isascii() and part.isdigit() and not _is_free_map(tuple(path)):
            # A list that is not there yet.
            path.append(int(part[:9]) - 1)
            continue
        if isinstance(here, list) and part.isascii() and part.isdigit():
            numbers = [item.get("num") if isinstance(item, dict) else None for item in here]
            if part in numbers:
                place = numbers.index(part)
            else:
                # A number that no item bears is no place: the item there bears another.
                place = len(here) if any(numbers) else int(part[:9]) - 1
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


class Shape(NamedTuple):
    """What a field of an entry holds."""

    is_text: bool
    """Text, which is quoted where another reader would type it; else a date, number or boolean."""
    is_list: bool
    """A list of single values."""
    is_unit: bool
    """A unit's code."""


def shape_of(path: FieldPath, model: type[Model] = Entry) -> Shape:
    """What the field at `path` of `model` holds; plain text where no model knows it."""
    current: type[Model] | None = model
    parts: tuple[Any, ...] = ()
    for part in path:
        if isinstance(part, str) and dict not in parts:
            parts, current = beneath(current, part)
    return Shape(
        is_text=not any(kind in parts for kind in (date, int, Decimal, bool)),
        is_list=tuple in parts and current is None,
        is_unit=any(part is UNIT for part in parts),
    )


def keys_at(model: type[Model], where: FieldPath) -> tuple[str, ...]:
    """The YAML keys that may stand at `where` in `model`; none where no model stands there."""
    return tuple(titles_at(model, where))


def titles_at(model: type[Model], where: FieldPath) -> dict[str, tuple[str, ...]]:
    """The titles of the keys that may stand at `where` in `model`, in both languages."""
    current = model_at(model, where)
    fields = current.model_fields.items() if current else ()
    return {field.alias or name: titles(field) for name, field in fields}


def model_at(model: type[Model], where: FieldPath) -> type[Model] | None:
    """The model of what stands at `where` in `model`."""
    current: type[Model] | None = model
    for part in where:
        if isinstance(part, str):
            _parts, current = beneath(current, part)
    return current


def titles(field: FieldInfo) -> tuple[str, ...]:
    """The titles of a field, in both languages."""
    extra = field.json_schema_extra
    chinese = extra.get("title_zh") if isinstance(extra, dict) else None
    return tuple(str(title) for title in (field.title, chinese) if title)


def _is_free_map(path: FieldPath) -> bool:
    """Whether what stands at `path` of an entry is a map whose keys are free text."""
    parts: tuple[Any, ...] = ()
    current: type[Model] | None = Entry
    for part in path:
        if isinstance(part, str):
            parts, current = beneath(current, part)
    return dict in parts


def beneath(model: type[Model] | None, key: str) -> tuple[tuple[Any, ...], type[Model] | None]:
    """What the field `key` of `model` is made of: classes and metadata, and the model that its values are."""
    field = field_named(model, key) if model else None
    parts = _parts_of(field.annotation, field.metadata) if field else ()
    return parts, next((each for each in parts if _is_model(each)), None)


def field_named(model: type[Model], key: str) -> FieldInfo | None:
    """The field of `model` that a YAML key means."""
    return next((field for name, field in model.model_fields.items() if key in (name, field.alias)), None)


UNIT = get_args(UnitCode)[1]
"""What a unit's code is read by: so it is known in what a field is made of."""


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _parts_of(annotation: Any, metadata: Iterable[Any] = ()) -> tuple[Any, ...]:
    """The classes that an annotation is made of, and what stands beside them."""
    found = [*metadata, *getattr(annotation, "__metadata__", ())]
    inner = get_args(annotation)
    if isinstance(annotation, type) and not inner:
        found.append(annotation)
    elif get_origin(annotation) is not None:
        found.append(get_origin(annotation))
    return (*found, *(part for each in inner for part in _parts_of(each)))
