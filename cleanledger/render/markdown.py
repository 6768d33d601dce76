"""Text from data as Markdown that shows it as it is: no markup of it, no HTML, no cell or line of its own."""

import re

_ACTS = re.compile(r"[\\`*_\[\]<>|&~]")
_BEGINS_BLOCK = re.compile(r"^(?:(?=[#+=-])|(\d{1,9})(?=[.)]))")


def escaped(text: str) -> str:
    """`text` for a cell, or for the middle of a line."""
    return _ACTS.sub(r"\\\g<0>", text)


def escaped_line(text: str) -> str:
    """`text` for a line that may begin with it: no heading, no list, no rule."""
    return _BEGINS_BLOCK.sub(lambda begin: f"{begin[1] or ''}\\", escaped(text.strip()))
