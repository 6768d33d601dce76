"""A page that explains one thing, as data; and pages for people, as Markdown, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from cleanledger.i18n import _
from cleanledger.render.clean import clean
from cleanledger.render.json_text import Json, document
from cleanledger.render.origin import Target
from cleanledger.render.width import fold, width

_WIDTH = 80
_INDENT = "  "
_LEAST_ROOM = 24
_WIDEST_LABEL = 16


class Row(NamedTuple):
    """One fact: what it is, and the paragraphs that say it."""

    label: str
    texts: tuple[str, ...]


class Example(NamedTuple):
    """Lines as they stand in a file or are typed; `language` is for Markdown."""

    lines: tuple[str, ...]
    language: str = "yaml"


Block: TypeAlias = "Row | Example"


class Section(NamedTuple):
    """A part of a page: its rows stand in columns. Without a heading it follows the opening words."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """What is explained: `what` and `name` for programs, `title` and `lead` for people, then the parts."""

    what: str
    name: str
    title: str
    lead: str = ""
    sections: tuple[Section, ...] = ()
    facts: Mapping[str, Json] = field(default_factory=dict)
    """The same for programs: English keys, and codes in every language."""


def rows(*pairs: tuple[str, str | Sequence[str]]) -> tuple[Row, ...]:
    """A row for each label that has something to say."""
    told = ((label, (texts,) if isinstance(texts, str) else tuple(texts)) for label, texts in pairs)
    return tuple(Row(label, texts) for label, texts in told if any(texts))


def pages_text(pages: Sequence[Page], target: Target) -> str:
    """Pages for people, a line between two."""
    room = target.width or _WIDTH
    shown = ("".join(f"{clean(line)}\n" for line in _page(page, room)) for page in pages)
    return f"\n{'─' * min(room, _WIDTH)}\n\n".join(shown) if len(pages) > 1 else "".join(shown)


def pages_json(pages: Sequence[Page], target: Target) -> str:
    """Pages for programs."""
    shown = [{"what": page.what, "name": page.name, **page.facts} for page in pages]
    return document({"schema": "cleanledger/explain-1", "rows": list[Json](shown)}, encoding=target.encoding)


def _page(page: Page, room: int) -> Iterator[str]:
    yield from fold(page.title, room)
    if page.lead:
        yield from fold(_plain(page.lead), room)
    for section in page.sections:
        yield ""
        if section.heading:
            yield from fold(section.heading, room)
        yield from _blocks(section.blocks, _INDENT if section.heading else "", room)


def _blocks(blocks: Sequence[Block], indent: str, room: int) -> Iterator[str]:
    labels = (width(block.label) for block in blocks if isinstance(block, Row))
    column = min(max(labels, default=0), _WIDEST_LABEL) + 2
    for block in blocks:
        if isinstance(block, Example):
            yield from (f"{indent}{_INDENT}{line}".rstrip() for line in block.lines)
        else:
            yield from _row(block, indent, column, room)


def _row(row: Row, indent: str, column: int, room: int) -> Iterator[str]:
    head = row.label + " " * (column - width(row.label))
    if width(row.label) + 2 > column:
        yield indent + row.label
        head = " " * column
    for text in row.texts:
        for line in fold(_plain(text), max(room - len(indent) - column, _LEAST_ROOM)):
            yield f"{indent}{head}{line}".rstrip()
            head = " " * column


def _plain(text: str) -> str:
    """Without the marks around what is typed or stands in a file, which are for Markdown."""
    return text.replace("`", "")


def page_markdown(page: Page, level: int) -> str:
    """A page as Markdown below a heading of `level`."""
    parts = [f"{'#' * level} {page.title}", page.lead]
    for section in page.sections:
        parts.append(f"**{section.heading}**" if section.heading else "")
        parts += _markdown(section.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(blocks: Sequence[Block]) -> Iterator[str]:
    """Rows that follow each other are one list."""
    items: list[str] = []
    for block in blocks:
        if isinstance(block, Row):
            items.append(f"- {block.label}{_(': ')}{_('; ').join(block.texts)}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield "\n".join((f"```{block.language}", *block.lines, "```"))
    if items:
        yield "\n".join(items)
