"""Why a text is no YAML, in our words and at the place meant: LG004 (LG005 for a refused feature)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from cleanledger.i18n import _
from cleanledger.model.source import Problem, Span
from cleanledger.store import complaints
from cleanledger.store.complaints import shown

_KEY = re.compile(r"[ \t]*(?:- +)*(?P<key>[^\s:#][^:#]*):[ \t]+")
_LIST_ITEM = re.compile(r"[ \t]*- ")


@dataclass(frozen=True)
class _Trouble:
    """Where the parser gave up (`at`), where it had begun (`since`), both from 1, and what it said of it."""

    lines: tuple[str, ...]
    said: str
    at: tuple[int, int]
    since: tuple[int, int]

    def line(self, number: int) -> str:
        return self.lines[number - 1] if number <= len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.line(self.at[0])[self.at[1] - 1 : self.at[1]]


def malformed(text: str, error: yaml.YAMLError) -> Problem:
    """The cause of `error` as a problem; nothing of the parser's own wording is in it."""
    trouble = _trouble(text, error)
    for cause in _CAUSES:
        if found := cause(trouble):
            return found
    return _problem(
        _to_line_end(trouble, *trouble.at),
        _("this line cannot be read as YAML"),
        _("Write: key: value. Put the value in quotes if it holds punctuation."),
    )


def miswritten_key(key: str, span: Span) -> Problem | None:
    """LG004 where `key` has swallowed its value because the colon is full-width or no space follows it."""
    offset, full_width = key.find("："), True
    if offset < 0:
        offset, full_width = key.find(":"), False
    if offset <= 0:
        return None
    if span.line == span.end_line and span.end_column - span.column == len(key):
        span = Span(span.line, span.column + offset, span.line, span.column + offset + 1)
    return _colon(span, key[:offset], full_width=full_width)


def unusable_escape(span: Span) -> Problem:
    """LG004 for an escape that names no character."""
    message = _("an escape with \\ in this text names no character")
    return _problem(span, message, _("Write the character itself, or \\\\ for a backslash."))


def _trouble(text: str, error: yaml.YAMLError) -> _Trouble:
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = problem or context
    at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    since = (context.line + 1, context.column + 1) if context else at
    said = f"{getattr(error, 'context', None) or ''}: {getattr(error, 'problem', None) or ''}"
    return _Trouble(tuple(line.rstrip("\r") for line in text.split("\n")), said, at, since)


def _problem(span: Span, message: str, hint: str) -> Problem:
    return Problem(message, hint=hint, code="LG004", span=span)


def _to_line_end(trouble: _Trouble, line: int, column: int) -> Span:
    end = len(trouble.line(line).rstrip()) + 1
    return Span(line, column, line, max(end, column))


def _colon(span: Span, key: str, *, full_width: bool) -> Problem:
    if full_width:
        message = _("after {key} stands the full-width colon ：", key=shown(key.strip()))
        return _problem(span, message, _("Use the half-width colon and a space: key: value."))
    message = _("after {key}: a space is missing", key=shown(key.strip()))
    return _problem(span, message, _("Write a space after the colon: key: value."))


def _refused_feature(trouble: _Trouble) -> Problem | None:
    if "tag handle" in trouble.said:
        return complaints.tag(_to_line_end(trouble, *trouble.at))
    if "directive" in trouble.said or "YAML document" in trouble.said:
        return complaints.directive(_to_line_end(trouble, trouble.since[0], 1))
    if "<document start>" not in trouble.said:
        return None
    before = trouble.lines[: trouble.at[0]]
    if any(line.startswith("...") for line in before):
        return complaints.second_document(_to_line_end(trouble, *trouble.at))
    percent = next((number for number, line in enumerate(before, 1) if line.startswith("%")), 0)
    return complaints.directive(_to_line_end(trouble, percent, 1)) if percent else None


def _unclosed_quote(trouble: _Trouble) -> Problem | None:
    if "unexpected end of stream" not in trouble.said and "unexpected document" not in trouble.said:
        return None
    return _problem(
        _to_line_end(trouble, *trouble.since),
        _("the quotation mark that opens here is never closed"),
        _("Close it at the end of the text, or delete it."),
    )


def _tab(trouble: _Trouble) -> Problem | None:
    line = trouble.line(trouble.at[0])
    margin = line[: len(line) - len(line.lstrip())]
    if "\t" not in margin:
        return None
    column = margin.index("\t") + 1
    return _problem(
        Span(trouble.at[0], column, trouble.at[0], len(margin) + 1),
        _("the line is indented with a tab"),
        _("Indent with spaces."),
    )


def _bad_escape(trouble: _Trouble) -> Problem | None:
    if "escape" not in trouble.said and "hexdecimal" not in trouble.said:
        return None
    return unusable_escape(_to_line_end(trouble, *trouble.since))


def _bad_beginning(trouble: _Trouble) -> Problem | None:
    place = trouble.at
    if any(word in trouble.said for word in ("an alias", "an anchor", "a tag", "a block scalar")):
        place = trouble.since
    elif not any(word in trouble.said for word in ("start any token", "node content", "mapping keys")):
        return None
    character = trouble.line(place[0])[place[1] - 1 : place[1]]
    if not character:
        return None
    return _problem(
        _to_line_end(trouble, *place),
        _("a text may not begin with {character}", character=shown(character)),
        _("Put the text in quotes."),
    )


def _colon_in_value(trouble: _Trouble) -> Problem | None:
    if "mapping values" not in trouble.said:
        return None
    number, column = trouble.at
    key = _KEY.match(trouble.line(number))
    if key and key.end() < column:
        return _problem(
            _to_line_end(trouble, number, key.end() + 1),
            _("the value of {key} contains a colon", key=shown(key["key"].rstrip())),
            _("Put the value in quotes."),
        )
    return _bad_colon_above(trouble, number) or _bad_indentation(trouble, number)


def _bad_colon_above(trouble: _Trouble, number: int) -> Problem | None:
    while number > 1:
        number -= 1
        line = trouble.line(number)
        if line.strip() and not line.lstrip().startswith("#"):
            return None if _KEY.match(line + " ") else _bad_colon(trouble, number)
    return None


def _bad_colon(trouble: _Trouble, number: int) -> Problem | None:
    line = trouble.line(number)
    item = _LIST_ITEM.match(line)
    start = item.end() if item else len(line) - len(line.lstrip())
    return miswritten_key(line[start:], Span(number, start + 1, number, len(line) + 1))


def _bad_indentation(trouble: _Trouble, number: int) -> Problem:
    line = trouble.line(number)
    return _problem(
        _to_line_end(trouble, number, len(line) - len(line.lstrip()) + 1),
        _("the indentation of this line does not fit the lines above it"),
        _("Keys of one map and items of one list begin in the same column."),
    )


def _missing_colon(trouble: _Trouble) -> Problem | None:
    if "find expected ':'" not in trouble.said:
        return None
    number, column = trouble.since
    return _bad_colon(trouble, number) or _problem(
        _to_line_end(trouble, number, column),
        _("no colon and value follow this key"),
        _("Write: key: value. A text of several lines is indented under its key."),
    )


def _list_on_key_line(trouble: _Trouble) -> Problem | None:
    if "sequence entries" not in trouble.said:
        return None
    if not trouble.line(trouble.at[0])[: trouble.at[1] - 1].strip():
        return _bad_indentation(trouble, trouble.at[0])
    return _problem(
        _to_line_end(trouble, *trouble.at),
        _("a list does not begin on the line of its key"),
        _("Put each item on a line of its own below the key. If the - belongs to the text, quote the text."),
    )


def _unfinished_flow(trouble: _Trouble) -> Problem | None:
    if "a flow" not in trouble.said:
        return None
    (number, column), (since, _column) = trouble.at, trouble.since
    if number != since or not trouble.character or trouble.character in "]}":
        return _problem(
            _to_line_end(trouble, *_open_bracket(trouble)),
            _("the bracket that opens here is not closed, or a comma is missing after it"),
            _("Close the bracket; put a comma between items."),
        )
    if trouble.character != ":":
        return _after_closing(trouble)
    line = trouble.line(number)
    start = max(line.rfind(": ", 0, column - 1) + 2, line.rfind(", ", 0, column - 1) + 2)
    return _problem(
        Span(number, max(start, 1) + 1, number, column + 1),
        _("a value in brackets contains a colon, or a comma is missing before it"),
        _("Put the value in quotes, or add the comma."),
    )


def _open_bracket(trouble: _Trouble) -> tuple[int, int]:
    if trouble.since < trouble.at:
        return trouble.since
    for number in range(min(trouble.at[0], len(trouble.lines)), 0, -1):
        line = trouble.line(number)
        if "[" in line or "{" in line:
            return number, max(line.rfind("["), line.rfind("{")) + 1
    return trouble.at


def _after_closing(trouble: _Trouble) -> Problem | None:
    before = trouble.line(trouble.at[0])[: trouble.at[1] - 1].rstrip()
    if not before.endswith(("'", '"', "]", "}")):
        return None
    return _problem(
        _to_line_end(trouble, *trouble.at),
        _("text follows after the closing {mark}", mark=before[-1]),
        _("Put the whole value in quotes; inside single quotes a ' is written twice."),
    )


def _misplaced(trouble: _Trouble) -> Problem | None:
    number, column = trouble.at
    before = trouble.line(number)[: column - 1]
    if not before.strip():
        return _bad_colon_above(trouble, number) or _wrong_kind(trouble) or _bad_indentation(trouble, number)
    if found := _after_closing(trouble):
        return found
    key = _KEY.match(before)
    value = before[key.end() :] if key else ""
    if key and value[:1] in tuple("*&!"):
        return _problem(
            _to_line_end(trouble, number, key.end() + 1),
            _("a text may not begin with {character}", character=value[0]),
            _("Put the text in quotes."),
        )
    return None


def _wrong_kind(trouble: _Trouble) -> Problem | None:
    number, column = trouble.at
    if column != trouble.since[1]:
        return None
    span = _to_line_end(trouble, number, column)
    if trouble.character == "-":
        return _problem(
            span, _("a list item stands where a key should be"), _("Indent it under the key of its list.")
        )
    if trouble.line(trouble.since[0])[column - 1 : column] == "-":
        return _problem(span, _("a key stands among the items of a list"), _("Begin it with - or indent it."))
    return None


_CAUSES: tuple[Callable[[_Trouble], Problem | None], ...] = (
    _refused_feature,
    _unclosed_quote,
    _tab,
    _bad_escape,
    _bad_beginning,
    _colon_in_value,
    _missing_colon,
    _list_on_key_line,
    _unfinished_flow,
    _misplaced,
)
