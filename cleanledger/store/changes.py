"""The new texts that one small edit may give, the best first; whoever asks reads them again and chooses."""

import re
from collections.abc import Iterator, Sequence

from cleanledger.model.source import FieldPath, Tree
from cleanledger.store.edits import Append, Edit, Remove, found
from cleanledger.store.emitter import fits_one_line, flow, flow_pair, item_lines, pair_lines
from cleanledger.store.layout import Layout
from cleanledger.store.replacement import HEADER, replaced

_REST_OF_MEMBER = re.compile(r"[ \t]*,?[ \t]*(?:#[^\r\n]*)?(?=\r?\n)")
_LAST_KEY = "log"


def candidates(layout: Layout, step: Edit, key_order: Sequence[str]) -> Iterator[str]:
    """The texts that `step` may make of the layout's text."""
    if isinstance(step, Remove):
        yield from _removed(layout, step.path)
        return
    if isinstance(step, Append):
        text = _with_item(layout, step.path, step.item)
    elif found(layout.data, step.path) is None:
        text = _with_key(layout, step.path, step.value, key_order)
    else:
        text = replaced(layout, step.path, step.value)
    yield text
    if not layout.text.endswith("\n"):
        yield from _closed_end(layout, text)


def _closed_end(layout: Layout, text: str) -> Iterator[str]:
    # Without a line end at the end of the file, `|` means what `|-` means elsewhere.
    yield text + layout.eol
    for path, span in layout.document.values.items():
        start, end = layout.extent(span)
        header = HEADER.match(layout.text, start)
        if header and end == len(layout.text) and isinstance(found(layout.data, path), str):
            yield text[: header.end("mark")] + "-" + text[header.end("chomp") :]


def _with_item(layout: Layout, path: FieldPath, item: Tree) -> str:
    if layout.is_flow(path):
        return _into_brackets(layout, path, flow(item))
    *_others, (_start, end) = layout.members(path)
    spread = _is_spread_by_hand(layout, path)
    return _after_line(layout, end, item_lines(item, layout.indent(path), spread=spread))


def _is_spread_by_hand(layout: Layout, path: FieldPath) -> bool:
    """Whether the writer spreads maps that have room on one line; what has none says nothing of style."""
    old, indent = found(layout.data, path), layout.indent(path)
    return isinstance(old, list) and all(
        isinstance(item, dict) and fits_one_line(item, indent) and not layout.is_flow((*path, index))
        for index, item in enumerate(old)
    )


def _with_key(layout: Layout, path: FieldPath, value: Tree, key_order: Sequence[str]) -> str:
    above, key = path[:-1], str(path[-1])
    start, end = layout.value(above)
    if layout.is_flow(above):
        if layout.text[start] == "{":
            return _into_brackets(layout, above, flow_pair(key, value))
        # A pair without braces, `[a: b]`.
        here = found(layout.data, above)
        pairs = here if isinstance(here, dict) else {}
        return layout.text[:start] + flow({**pairs, key: value}) + layout.text[end:]
    lines = pair_lines(key, value, layout.indent(above), top=not above, dash=layout.dash)
    if above:
        return _after_line(layout, end, lines)
    place = _key_before(list(layout.data), key, key_order)
    if place is None:
        begin = layout.line_begin(start)
        return layout.text[:begin] + layout.eol.join((*lines, "")) + layout.text[begin:]
    return _after_line(layout, layout.value((place,))[1], lines)


def _key_before(present: Sequence[str], key: str, key_order: Sequence[str]) -> str | None:
    """The present key after which `key` goes, or nothing: before them all."""
    if key in key_order:
        earlier = [known for known in key_order[: key_order.index(key)] if known in present]
        if earlier:
            return earlier[-1]
    if present[-1] != _LAST_KEY:
        return present[-1]
    return present[-2] if len(present) > 1 else None


def _after_line(layout: Layout, end: int, lines: Sequence[str]) -> str:
    end = layout.line_end(end)
    return layout.text[:end] + layout.eol.join(("", *lines)) + layout.text[end:]


def _into_brackets(layout: Layout, path: FieldPath, piece: str) -> str:
    text, (start, close) = layout.text, layout.value(path)
    close -= 1
    members = layout.members(path)
    if not members:
        inside = "" if not text[start + 1 : close].strip() else text[start + 1 : close]
        return text[: start + 1] + inside + piece + text[close:]
    last, end = members[-1]
    comma = layout.comma_after(end)
    if not layout.begins_line(last):
        place, written = (comma, f" {piece},") if comma else (end, f", {piece}")
        return text[:place] + written + text[place:]
    margin = layout.eol + text[layout.line_begin(last) : last]
    place = comma or end
    line_end = min(layout.line_end(place), close)
    first_part = text[:place] + ("" if comma else ",") + text[place:line_end].rstrip(" ")
    return first_part + margin + piece + ("," if comma else "") + text[line_end:]


def _removed(layout: Layout, path: FieldPath) -> Iterator[str]:
    above = path[:-1]
    members = layout.members(above)
    here = found(layout.data, above)
    index = list(here).index(str(path[-1])) if isinstance(here, dict) else int(path[-1])
    if layout.is_flow(above):
        yield _out_of_brackets(layout, above, members, index)
    elif len(members) == 1:
        begin, end = members[0]
        yield layout.text[:begin] + "{}" + layout.text[end:]
    else:
        yield from _out_of_block(layout, members, index)


def _out_of_brackets(layout: Layout, path: FieldPath, members: Sequence[tuple[int, int]], index: int) -> str:
    text, (begin, end) = layout.text, members[index]
    comma = layout.comma_after(end)
    if len(members) == 1:
        start, close = layout.value(path)
        return text[: start + 1] + text[close - 1 :]
    if layout.begins_line(begin) and _REST_OF_MEMBER.match(text, end):
        return text[: layout.line_begin(begin)] + text[layout.next_line(end) :]
    if index + 1 < len(members):
        following = members[index + 1][0]
        gap = text[comma:following]
        return text[:begin] + text[comma if gap.strip() or "\n" in gap else following :]
    previous = members[index - 1][1]
    if text[previous:begin].strip() == ",":
        return text[:previous] + text[end:]
    return text[:begin] + text[comma or end :]


def _out_of_block(layout: Layout, members: Sequence[tuple[int, int]], index: int) -> Iterator[str]:
    text, (begin, end) = layout.text, members[index]
    if layout.begins_line(begin):
        head, rest = text[: layout.line_begin(begin)], text[layout.next_line(end) :]
        if not rest and not text.endswith("\n"):
            yield head.removesuffix("\n").removesuffix("\r")
        yield head + rest
        return
    # The first key after a dash: the next one takes its place, unless a comment stands between them.
    following = members[index + 1][0]
    line_end = layout.line_end(end)
    if text[line_end:following].strip():
        yield text[:begin].rstrip(" ") + text[line_end:]
    else:
        yield text[:begin] + text[following:]
