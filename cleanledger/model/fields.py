"""Every field of every file, by what its model says of it: titles, description, shape, and an example."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from pydantic.fields import FieldInfo

from cleanledger.i18n import N_
from cleanledger.model.book import Book, Format
from cleanledger.model.cover import Cover
from cleanledger.model.entry import Entry
from cleanledger.model.field_examples import EXAMPLES
from cleanledger.model.log import Value
from cleanledger.model.paths import beneath
from cleanledger.model.plans import CalendarFile, PlansFile
from cleanledger.model.policy import EarlyDay, Size
from cleanledger.model.record import Model
from cleanledger.model.scalars import (
    Actor,
    AsWritten,
    Bool,
    Code,
    Date,
    Email,
    EntryId,
    Int,
    Interval,
    LedgerId,
    Line,
    Number,
    PlanCode,
    Post,
    Sha256,
    Text,
    UnitCode,
    words,
)
from cleanledger.model.units import UnitsFile

ENTRY = "entry"
ROOTS: Mapping[str, type[Model]] = MappingProxyType(
    {
        ENTRY: Entry,
        "ledger.yaml": Cover,
        "book.yaml": Book,
        "units.yaml": UnitsFile,
        "plans.yaml": PlansFile,
        "calendar.yaml": CalendarFile,
    }
)
"""What each file holds; `entry` stands for the file of any entry."""

OF_A_LIST = "[]"
"""What stands behind a key in a path where it holds a list or map of things with fields of their own."""
LOG = f"log{OF_A_LIST}."


class Sort(NamedTuple):
    """What single values a field takes: how that is said (an `N_` text), and one of them."""

    text: str
    example: str = ""


_SORTS: tuple[tuple[Any, Sort], ...] = (
    (Date, Sort(N_("a day: YYYY-MM-DD"), "2024-06-30")),
    (Int, Sort(N_("a whole number"), "1")),
    (Number, Sort(N_("a number, with a point where it is not whole"), "2.5")),
    (Bool, Sort(N_("true or false"), "true")),
    (UnitCode, Sort(N_("a unit's code"), "GDBH")),
    (PlanCode, Sort(N_("a code: capital letters, digits, hyphens"), "ZX-2024-01")),
    (Post, Sort(N_("a post"), "gdbh-clerk")),
    (Actor, Sort(N_("a post or a unit's code"), "jgjw-head")),
    (EntryId, Sort(N_("an entry's id"), "ZG-2024-031")),
    (LedgerId, Sort(N_("a ledger's id"), "JL")),
    (Interval, Sort(N_("an interval: N days, weeks, months or years"), "6 months")),
    (Sha256, Sort(N_("64 hexadecimal digits"), "0123456789abcdef" * 4)),
    (Code, Sort(N_("a rule's code"), "LG508")),
    (Email, Sort(N_("an e-mail address"), "a@b.example")),
    (Size, Sort(N_("a size, e.g. 10 MiB"), "10 MiB")),
    (Format, Sort(N_("a whole number"), "1")),
    (EarlyDay, Sort(N_("a whole number"), "5")),
    (AsWritten, Sort(N_("a day, or an entry's id"), "2024-12-31")),
    (Value, Sort(N_("what the field holds"), "分管副厅长")),
    (Line, Sort(N_("text in one line"))),
    (Text, Sort(N_("text, also over several lines"))),
)
"""Each type of value by the metadata that reads it."""


class Field(NamedTuple):
    """One field. `home`: a key of ROOTS; `path`: dotted, `[]` behind what holds several."""

    home: str
    path: str
    key: str
    title: str
    title_zh: str
    description: str
    sort: str
    """What one value of it is, an `N_` text; empty where it is a map of the keys in `parts`."""
    choices: tuple[str, ...]
    """What it may hold, where that is one of a few words."""
    is_list: bool
    is_map: bool
    """A map from words of the book's own."""
    parts: tuple[str, ...]
    """The keys of what it holds."""
    required: bool
    """It stands wherever its model does; what a kind or a verb wants besides is in their tables."""
    example: str
    """A value as it can stand in the file."""

    @property
    def top(self) -> str:
        """The key of the file under which it stands."""
        return self.path.partition(".")[0].removesuffix(OF_A_LIST)

    @property
    def is_of_log(self) -> bool:
        """Whether it stands in a line of the log."""
        return self.path.startswith(LOG)


@cache
def fields() -> tuple[Field, ...]:
    """Every field of every file."""
    return tuple(each for home, model in ROOTS.items() for each in _fields_of(home, model, ""))


def _fields_of(home: str, model: type[Model], above: str) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        key = info.alias or name
        parts, inner = beneath(model, name)
        is_list, is_map = tuple in parts, dict in parts
        path = above + key
        sort = _sort(parts)
        yield Field(
            home,
            path,
            key,
            title=info.title or key,
            title_zh=_title_zh(info) or key,
            description=info.description or "",
            sort=sort.text if sort and not inner else "",
            choices=next((part.allowed for part in parts if isinstance(part, words)), ()),
            is_list=is_list,
            is_map=is_map,
            parts=_keys(inner) if inner else (),
            required=info.is_required(),
            example=_example(model, name),
        )
        if inner:
            yield from _fields_of(home, inner, f"{path}{OF_A_LIST if is_list else ''}.")


def _keys(model: type[Model]) -> tuple[str, ...]:
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _title_zh(info: FieldInfo) -> str:
    extra = info.json_schema_extra
    return str(extra.get("title_zh", "")) if isinstance(extra, dict) else ""


def _sort(parts: tuple[Any, ...]) -> Sort | None:
    marks = [(get_args(kind)[1], sort) for kind, sort in _SORTS]
    return next((sort for mark, sort in marks if any(part is mark for part in parts)), None)


def _example(model: type[Model], name: str) -> str:
    """The example of a field: its own, else one of its sort, else made of the fields it holds."""
    info = model.model_fields[name]
    key = info.alias or name
    own = EXAMPLES.get(f"{model.__name__}.{key}") or EXAMPLES.get(key)
    if own:
        return own
    parts, inner = beneath(model, name)
    if inner:
        value = _example_of(inner)
    elif choices := next((part.allowed for part in parts if isinstance(part, words)), ()):
        value = choices[0]
    else:
        sort = _sort(parts)
        value = sort.example if sort else ""
    return f"[{value}]" if tuple in parts and value else value


def _example_of(model: type[Model]) -> str:
    """A map with the fields that `model` must have, or its first two."""
    named = [name for name, info in model.model_fields.items() if info.is_required()]
    shown = named or list(model.model_fields)[:2]
    keys = {name: model.model_fields[name].alias or name for name in shown}
    return "{" + ", ".join(f"{keys[name]}: {_example(model, name)}" for name in shown) + "}"
