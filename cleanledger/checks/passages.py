"""Every text of a file with its place: its values, its keys, its comments."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from cleanledger.model.source import Document, FieldPath, Problem, Span, Tree


class Passage(NamedTuple):
    """One text. `comment` is its place where it is a comment; `field` is then empty. `at_key`: a key."""

    field: FieldPath
    text: str
    comment: Span | None = None
    at_key: bool = False

    def placed(self, problem: Problem) -> Problem:
        """`problem` at the place of this text."""
        return replace(problem, field=self.field, span=self.comment, at_key=self.at_key)


def passages_of(document: Document) -> Iterator[Passage]:
    """Every text of `document`."""
    hashed: list[Span] = []
    waiting: list[tuple[FieldPath, Tree]] = [((), dict(document.data or {}))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield Passage(path, value)
            if "#" in value:
                hashed.append(document.place(path))
        elif isinstance(value, dict):
            for key in value:
                # A key of ours says nothing; the keys of levels and numbers are text.
                if key.isascii() and key.isidentifier():
                    continue
                yield Passage((*path, key), key, at_key=True)
                if "#" in key:
                    hashed.append(document.place((*path, key), at_key=True))
            waiting += [((*path, key), item) for key, item in reversed(value.items())]
        else:
            waiting += [((*path, index), item) for index, item in reversed(list(enumerate(value)))]
    yield from _comments(document.text, hashed)


def _comments(text: str, hashed: list[Span]) -> Iterator[Passage]:
    """Comments; `hashed` are the places of keys and values that hold a # themselves."""
    if "#" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        start = line.find("#")
        while start >= 0:
            alone = start == 0 or line[start - 1] in " \t"
            if alone and not any(span[:2] <= (number, start + 1) < span[2:] for span in hashed):
                comment = line[start + 1 :].strip()
                yield Passage((), comment, Span(number, start + 1, number, len(line.rstrip()) + 1))
                break
            start = line.find("#", start + 1)
