"""Examples of rule pages: lines of the files that a sample makes fire; one is marked where the finding is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleanledger.render.clean import clean

_MARK = re.compile(r"  # (LG[0-9]{3})$")
_FILE = re.compile(r"# (\S+\.[a-z]+)$")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Part:
    """Lines of one file. `marked`: which of them bears the code, from 1; 0: the file itself; None: none."""

    path: str
    lines: tuple[str, ...]
    marked: int | None = None


def parts_of(code: str, example: Sequence[str]) -> tuple[Part, ...]:
    """The files that an example shows; refused where it is not made as one."""
    parts: list[tuple[str, list[str], list[int]]] = []
    for line in example:
        text = _MARK.sub("", line)
        assert text == line or line.endswith(code), f"{code} bears the mark of another"
        if head := _FILE.match(text):
            parts.append((head[1], [], []))
        else:
            assert parts, f"{code} does not begin with the name of a file"
            parts[-1][1].append(text)
        if text != line:
            parts[-1][2].append(len(parts[-1][1]))
    marks = [mark for _path, _lines, marked in parts for mark in marked]
    assert len(marks) == 1, f"{code} marks {len(marks)} lines"
    return tuple(Part(path, tuple(lines), next(iter(marked), None)) for path, lines, marked in parts)


def places_of(part: Part, content: bytes) -> Iterator[int]:
    """Where the marked line of `part` can stand in a file, from 1; 0 where `part` has none but is in it."""
    file = text_of(content).splitlines()
    for start in range(len(file)):
        yield from _from(part, file, start, 0, 0)


def _from(part: Part, file: Sequence[str], at: int, index: int, marked: int) -> Iterator[int]:
    """The places, where line `index` of the example is to be found at line `at` of the file, both from 0."""
    if index == len(part.lines):
        yield marked
        return
    line = part.lines[index]
    if line.strip() == LEFT_OUT:
        if index + 1 == len(part.lines):
            yield marked
            return
        for further in range(at, len(file) + 1):
            yield from _from(part, file, further, index + 1, marked)
    elif at < len(file) and _pattern(line).fullmatch(file[at]):
        marked = at + 1 if index + 1 == part.marked else marked
        yield from _from(part, file, at + 1, index + 1, marked)


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(".*?".join(re.escape(text) for text in line.split(LEFT_OUT)))


def text_of(content: bytes) -> str:
    """A file as an editor shows it: what is no UTF-8 as Latin-1, what cannot be seen as an escape."""
    try:
        return clean(content.decode("utf-8"))
    except UnicodeDecodeError:
        return clean(content.decode("latin-1"))
