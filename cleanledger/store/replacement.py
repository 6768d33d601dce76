"""One value of a text replaced by another, in the place and, where it fits, the style of the old one."""

import re
from collections.abc import Sequence

from cleanledger.model.source import FieldPath, Tree
from cleanledger.store.edits import found
from cleanledger.store.emitter import emit_value, flow
from cleanledger.store.layout import Layout
from cleanledger.store.scalars import block, fits_block, scalar

HEADER = re.compile(r"(?P<mark>[|>][1-9]?)(?P<chomp>[-+]?)[1-9]?[ \t]*(?P<comment>#[^\r\n]*)?")


def replaced(layout: Layout, path: FieldPath, value: Tree) -> str:
    """The text with `value` at `path`, where another one stood."""
    start, end = layout.value(path)
    if layout.is_flow(path[:-1]):
        quote = layout.quote(start)
        written = scalar(value, flow=True, style=quote) if isinstance(value, str) else flow(value)
        return layout.text[:start] + written + layout.text[end:]
    before = layout.after_colon(path)
    old = found(layout.data, path)
    if isinstance(old, str) and isinstance(value, str):
        lines = _scalar_lines(layout, path, value)
    else:
        used = before + 1 - layout.line_begin(before)
        lines = emit_value(
            value, indent=layout.indent(path[:-1]), used=used, top=len(path) == 1, dash=_dash(layout, path)
        )
    if not isinstance(old, str) and "\n" in layout.text[before:start]:
        return _below(layout, before, (start, end), lines)
    return _beside(layout, before, (start, end), lines)


def _dash(layout: Layout, path: FieldPath) -> int:
    return layout.dash if isinstance(path[-1], str) else 2


def _scalar_lines(layout: Layout, path: FieldPath, value: str) -> list[str]:
    start, end = layout.value(path)
    indent = layout.indent(path[:-1]) + 2
    old = layout.text[start:end]
    if old[:1] in ("|", ">") and fits_block(value):
        folds = old[0] == ">" and "\n" not in value.removesuffix("\n")
        margin = re.search(r"\n( +)\S", old)
        if margin and value[0] not in " \n":
            indent = len(margin[1])
        return block(value, indent, ">" if folds and value[0] != " " else "|")
    if "\n" in value and fits_block(value):
        return block(value, indent)
    return [scalar(value, flow=False, style=layout.quote(start))]


def _beside(layout: Layout, before: int, extent: tuple[int, int], lines: Sequence[str]) -> str:
    """The old value begins on the line of its key: what follows it there stays there."""
    text, (start, end), (first, *others) = layout.text, extent, lines
    header = HEADER.match(text, start)
    if header:
        rest, tail = end, f" {header['comment']}" if header["comment"] else ""
    elif others:
        rest = layout.line_end(end)
        tail = text[end:rest]
    else:
        return text[:start] + first + text[end:]
    head = text[:start] + first if first else text[:before]
    return head + layout.eol.join((tail, *others)) + text[rest:]


def _below(layout: Layout, before: int, extent: tuple[int, int], lines: Sequence[str]) -> str:
    """The old collection begins below its key: comments between the two stay."""
    text, (start, end), (first, *others) = layout.text, extent, lines
    rest = text[layout.line_end(end) :]
    if not others:
        return f"{text[:before]} {first}{text[before:start].rstrip()}{rest}"
    key_line = f"{text[:before]} {first}" if first else text[:before]
    return key_line + text[before : layout.line_begin(start)] + layout.eol.join(others) + rest
