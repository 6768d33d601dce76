"""A YAML file read strictly: every scalar is text, everything has its place, every fault is a problem."""

from collections.abc import Iterator

import yaml

from cleanledger.model.source import Document, Problem, Span
from cleanledger.store import complaints, raw
from cleanledger.store.malformed import malformed, miswritten_key, unusable_escape
from cleanledger.store.tree import TooMuch, TreeBuilder

_BOM = b"\xef\xbb\xbf"

# What these codes speak of does not make the rest of the tree doubtful.
_HARMLESS = frozenset(("LG006", "LG008"))
_START = Span(1, 1, 1, 1)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(content: bytes, path: str) -> Document:
    """The document that `content` holds, with every fault that one reading can tell. Never raises."""
    if problems := tuple(raw.too_large(content)):
        return Document(path, problems=problems)
    text, unreadable = raw.decoded(content)
    bom = content.startswith(_BOM)
    if unreadable:
        return Document(path, problems=(unreadable,), bom=bom)
    refused = [*raw.merge_conflicts(text, path), *raw.control_characters(text, path)]
    if not refused:
        return _document(_built(text, path), bom=bom)
    readable = raw.without_controls(text)
    if readable is not None and not any(problem.code == "LG007" for problem in refused):
        refused += _built(readable, path).problems
    return Document(path, text, problems=tuple(sorted(refused, key=_place)), bom=bom)


def _document(builder: TreeBuilder, *, bom: bool) -> Document:
    problems = tuple(sorted(builder.problems, key=_place))
    trusted = isinstance(builder.root, dict) and all(problem.code in _HARMLESS for problem in problems)
    return Document(
        path=builder.path,
        text=builder.text,
        data=builder.root if trusted and isinstance(builder.root, dict) else None,
        keys=builder.keys,
        values=builder.values,
        problems=problems,
        bom=bom,
    )


def _built(text: str, path: str) -> TreeBuilder:
    builder = TreeBuilder(text, path)
    try:
        _take(builder, text)
    except TooMuch:
        pass
    except yaml.YAMLError as error:
        builder.problems.append(malformed(text, error))
    except (ValueError, OverflowError):
        # The loader without libyaml fails so on an escape beyond the last character.
        builder.problems.append(unusable_escape(_START))
    else:
        builder.problems += _wrong_root(builder)
    return builder


def _take(builder: TreeBuilder, text: str) -> None:
    loader = _Loader(text)
    try:
        builder.take_all(iter(loader.get_event, None))
    finally:
        loader.dispose()


def _wrong_root(builder: TreeBuilder) -> Iterator[Problem]:
    root = builder.root
    if isinstance(root, dict):
        return
    span = builder.values.get((), _START)
    lines = builder.text.split("\n")
    if span.line > len(lines):
        span = _START  # what is not there is said to come after a last line that does not end
    miswritten = None
    if isinstance(root, str):
        first_line = lines[span.line - 1][span.column - 1 :]
        one_line = Span(span.line, span.column, span.line, span.column + len(first_line))
        miswritten = miswritten_key(first_line, one_line)
    yield miswritten or complaints.not_a_map(root, span)


def _place(problem: Problem) -> tuple[Span, str]:
    return problem.span or _START, problem.code
