"""JSON for programs: keys in the order given, one row per line, text without loss or control characters."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from cleanledger.render.clean import clean_json

Json: TypeAlias = "str | int | bool | Decimal | date | Iterable[Json] | Mapping[str, Json] | None"


def document(parts: Mapping[str, Json], *, encoding: str = "utf-8") -> str:
    """A JSON object; each member of a list directly in it stands on a line of its own."""
    members = (f"  {_text(key)}: {_member(value)}" for key, value in parts.items())
    return _fitted(clean_json("{\n" + ",\n".join(members) + "\n}\n"), encoding)


def array(items: Iterable[Json], *, encoding: str = "utf-8") -> str:
    """A JSON list; each item stands on a line of its own."""
    return _fitted(clean_json(f"{_lines(items, '')}\n"), encoding)


def line(value: Mapping[str, object]) -> str:
    """A JSON object on a line of its own."""
    return clean_json(f"{_value(value)}\n")


def _member(value: Json) -> str:
    return _lines(value, "  ") if isinstance(value, (list, tuple)) else _value(value)


def _lines(items: Iterable[Json], indent: str) -> str:
    lines = ",\n".join(f"{indent}  {_value(item)}" for item in items)
    return f"[\n{lines}\n{indent}]" if lines else "[]"


def _value(value: Json) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return f'"{value.isoformat()}"'
        case None | bool() | int() | str():
            return _text(value)
        case Mapping():
            return "{" + ", ".join(f"{_text(key)}: {_value(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(_value(item) for item in value) + "]"


def _text(value: str | int | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fitted(text: str, encoding: str) -> str:
    """`text` with JSON's own escapes where `encoding` lacks a character: outside strings all is ASCII."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
    return text
