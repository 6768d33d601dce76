"""A YAML text as data with places: every scalar is text, every key and value knows where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, Union

Tree: TypeAlias = Union[str, list["Tree"], dict[str, "Tree"]]  # noqa: UP007 - a string beside | fails at run time
"""What YAML gives: text, lists and maps; numbers, dates and booleans are still text."""

FieldPath: TypeAlias = tuple[str | int, ...]
"""Where in a tree: keys and list indices (from 0), e.g. `("measures", 0, "text")`."""


class Plain(str):
    """A scalar that stands in its file without quotes: another YAML reader may type it."""

    __slots__ = ()


class Span(NamedTuple):
    """A stretch of text: lines and columns from 1, in characters; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Related(NamedTuple):
    """Another place that a problem speaks of."""

    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True)
class Problem:
    """What the reader, a model or a rule found wrong; the engine stamps it into a `Finding`.

    `code` is empty where a rule yields it (the engine knows whose it is). The place is `span` where given,
    else that of `field` in the document (`at_key`: its key rather than its value).
    """

    message: str
    field: FieldPath = ()
    hint: str = ""
    code: str = ""
    span: Span | None = None
    at_key: bool = False
    related: tuple[Related, ...] = ()
    secret: bool = False
    """The text there must not be shown again."""


@dataclass(frozen=True)
class Document:
    """One YAML file as read. `data` is None where nothing could be made of it."""

    path: str
    text: str = ""
    data: Mapping[str, Tree] | None = None
    keys: Mapping[FieldPath, Span] = field(default_factory=dict)
    values: Mapping[FieldPath, Span] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    bom: bool = False

    def place(self, path: FieldPath, *, at_key: bool = False) -> Span:
        """Where `path` stands, or the nearest thing above it that stands in the file."""
        while path:
            found = (at_key and self.keys.get(path)) or self.values.get(path) or self.keys.get(path)
            if found:
                return found
            path, at_key = path[:-1], True
        return Span(1, 1, 1, 1)
