"""The canonical form of a tree, and the pieces of it that an edit puts into a text that others wrote."""

from collections.abc import Iterable, Mapping, Sequence

from cleanledger.model.source import Tree
from cleanledger.store.scalars import MOST_KEY, block, scalar, wants_block

MOST_WIDTH = 160


def emit(data: Mapping[str, Tree]) -> str:
    """`data` as the text of a file, keys in the order given."""
    if not data:
        return "{}\n"
    return "\n".join(map_lines(data, 0, top=True)) + "\n"


def flow(value: Tree) -> str:
    """`value` on one line, fit to stand inside brackets."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return "{" + ", ".join(flow_pair(key, item) for key, item in value.items()) + "}"


def flow_pair(key: str, value: Tree) -> str:
    """`key: value` as it stands inside braces."""
    written = scalar(key, flow=True)
    mark, colon = ("? ", " :") if len(written) > MOST_KEY else ("", ":")
    return f"{mark}{written}{colon} {flow(value)}"


def emit_value(
    value: Tree, *, indent: int, used: int = 0, top: bool = False, dash: int = 2, spread: bool = False
) -> list[str]:
    """The lines of `value`: the first stands after `key:` or `-`, the others are whole lines.

    `indent` is that of the key or dash, `used` the columns taken before the value; lists below a key are
    indented by `dash`; `spread` writes the outermost collection as a block even where one line would do.
    """
    if isinstance(value, str):
        return block(value, indent + 2) if wants_block(value, top=top) else [scalar(value, flow=False)]
    if not value or (not spread and _is_one_line(value, used)):
        return [flow(value)]
    if isinstance(value, dict):
        return ["", *map_lines(value, indent + 2, dash=dash)]
    return ["", *list_lines(value, indent + dash)]


def map_lines(data: Mapping[str, Tree], indent: int, *, top: bool = False, dash: int = 2) -> list[str]:
    """`data` as a block of whole lines."""
    lines: list[str] = []
    for key, value in data.items():
        lines += pair_lines(key, value, indent, top=top, dash=dash)
    return lines


def pair_lines(key: str, value: Tree, indent: int, *, top: bool = False, dash: int = 2) -> list[str]:
    """One key with its value as whole lines."""
    written = " " * indent + scalar(key, flow=False)
    if len(written) > MOST_KEY:
        written = f"{' ' * indent}? {written.lstrip(' ')}\n{' ' * indent}"
    first, *others = emit_value(value, indent=indent, used=len(written) + 2, top=top, dash=dash)
    return [f"{written}:{' ' if first else ''}{first}", *others]


def list_lines(items: Iterable[Tree], indent: int) -> list[str]:
    """`items` as a block of whole lines, one flow map a line where it fits."""
    lines: list[str] = []
    for item in items:
        lines += item_lines(item, indent)
    return lines


def item_lines(item: Tree, indent: int, *, spread: bool = False) -> list[str]:
    """One item of a block list as whole lines."""
    margin = " " * indent
    first, *others = emit_value(item, indent=indent, used=indent + 2, spread=spread)
    if first:
        return [f"{margin}- {first}", *others]
    return [f"{margin}- {others[0][indent + 2 :]}", *others[1:]]


def fits_one_line(item: "list[Tree] | dict[str, Tree]", indent: int) -> bool:
    """Whether an item of a list indented by `indent` is one line in the canonical form."""
    return _is_one_line(item, indent + 2)


def _is_one_line(value: "list[Tree] | dict[str, Tree]", used: int) -> bool:
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return False
    return not _has_line_break(value) and used + len(flow(value)) <= MOST_WIDTH


def _has_line_break(value: Tree) -> bool:
    if isinstance(value, str):
        return "\n" in value
    parts: Sequence[Tree] = value if isinstance(value, list) else [*value, *value.values()]
    return any(map(_has_line_break, parts))
