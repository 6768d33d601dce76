"""Answers a shell: `ledger _complete SHELL …` reads what was typed, and writes what fits, one a line.

The first line says how the rest is meant: `words`, `open` (no blank follows), `list` (nothing is put in yet),
`files` or `folders` (the shell knows them). Nothing that is written can act in a shell or on a terminal.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TextIO, TypeAlias

from cleanledger import i18n
from cleanledger.cli.completing.candidates import Candidate, Reply, reply
from cleanledger.cli.completing.fits import Fits
from cleanledger.cli.completing.line import Line, quoted, split
from cleanledger.cli.completing.place import Place, place
from cleanledger.cli.completing.table import load
from cleanledger.errors import LedgerError
from cleanledger.render.clean import clean, encodable
from cleanledger.store.shelf import Shelf, find_book

Ask: TypeAlias = Callable[[Sequence[str], str], Reply]
"""What fits after these words and what is typed of the next."""

_MENU = {"%", "*"}
"""bash is about to put candidates into the line as they are: menu-complete, insert-completions."""
_SEVERAL = 2
_WIDE = "WF"
_LEAST_ROOM = 20


def respond(arguments: Sequence[str], environment: Mapping[str, str], stream: TextIO) -> int:
    """Answers, or is silent: whoever presses TAB has asked for no message."""
    try:
        shell, *rest = arguments
        lines = _SHELLS[shell](rest, partial(answer, environment=environment, encoding=stream.encoding))
        stream.write("".join(f"{line}\n" for line in lines))
    except Exception:
        if environment.get("LEDGER_DEBUG"):
            raise
    return 0


def answer(words: Sequence[str], typed: str, *, environment: Mapping[str, str], encoding: str) -> Reply:
    """What fits after `words` and `typed`, as far as a terminal of `encoding` has it."""
    language = i18n.asked_for(words, environment)
    table = load(language)
    where = place(table, words, typed)
    shelf = _shelf(where, environment) if where else None
    return _visible(reply(table, shelf, where, chinese=language == "zh"), encoding)


def _shelf(where: Place, environment: Mapping[str, str]) -> Shelf | None:
    # On the line the later one wins, as it does for the program; shells hand it over as it was typed.
    asked = next(reversed(where.given.get("given_book", ())), "")
    asked = os.path.expandvars(os.path.expanduser(asked))  # noqa: PTH111 - as a shell does
    asked = asked or environment.get("LEDGER_BOOK", "")
    try:
        folder = find_book(Path.cwd(), asked or None)
    except (LedgerError, OSError):
        return None
    return Shelf(folder, folder)


def _visible(found: Reply, encoding: str) -> Reply:
    """Without values that act, hide or cannot be typed here; what is said of the others is cleaned."""
    if all(
        text.isascii() and text.isprintable() for text in map("".join, zip(*found.candidates, strict=True))
    ):
        return found
    kept = [
        Candidate(each.value, encodable(clean(each.text, single_line=True), encoding))
        for each in found.candidates
        if each.value.isprintable() and encodable(clean(each.value), encoding) == each.value
    ]
    return found._replace(candidates=tuple(kept))


def _mode(found: Reply, *, listed: bool = False) -> str:
    if found.files:
        return "files" if found.files is Fits.FILE else "folders"
    if listed:
        return "list"
    return "open" if found.open else "words"


def _for_bash(arguments: Sequence[str], ask: Ask) -> Iterator[str]:
    """LINE up to the cursor, COMP_WORDBREAKS, COMP_TYPE as a number, COLUMNS."""
    text, breaks, kind, columns = arguments
    typed = split(text, breaks)
    if typed.redirected:
        yield "files"
        return
    found = ask(typed.words, typed.current)
    yield _mode(found)
    values = [
        (value, each.text) for each in found.candidates if (value := _in_bash(found.keep + each.value, typed))
    ]
    shown = len(values) >= _SEVERAL and chr(int(kind)) not in _MENU
    if shown and found.instead:
        # bash puts in what all have in common: a heading has nothing in common with them.
        yield f"{typed.current} …"
    if not shown or not any(text for _value, text in values):
        yield from (value for value, _text in values)
        return
    room = max(_width(value) for value, _text in values)
    for value, said in values:
        line = f"{value}{' ' * (room - _width(value))}  {said}" if said else value
        yield _cut(line, max(int(columns) - 1, room + _LEAST_ROOM)) if said else line


def _in_bash(word: str, typed: Line) -> str | None:
    """What bash has to put in for the whole `word`."""
    return quoted(word[len(typed.kept) :], typed.quote) if word.startswith(typed.kept) else None


def _for_zsh(arguments: Sequence[str], ask: Ask) -> Iterator[str]:
    """The words after the program's name, the one that is typed last; the mode says how much is kept."""
    *words, typed = arguments
    found = ask(words, typed)
    yield f"{_mode(found, listed=found.instead and len(found.candidates) > 1)} {len(found.keep)}"
    # A colon ends the value for _describe.
    for each in found.candidates:
        value = each.value.replace("\\", "\\\\").replace(":", "\\:")
        yield f"{value}:{each.text}" if each.text else value


def _for_fish(arguments: Sequence[str], ask: Ask) -> Iterator[str]:
    """The words after the program's name, the one that is typed last."""
    *words, typed = arguments
    # fish gives the other words as they are, and this one with its quotes.
    found = ask(words, split(f"ledger {typed}", "").current)
    yield f"{_mode(found)} {len(found.keep)}"
    yield from (f"{found.keep}{each.value}\t{each.text}" for each in found.candidates)


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return len(text) if text.isascii() else sum(2 if east_asian_width(each) in _WIDE else 1 for each in text)


def _cut(text: str, room: int) -> str:
    """`text` in no more than `room` columns."""
    if _width(text) <= room:
        return text
    while _width(text) >= room:
        text = text[:-1]
    return text.rstrip() + "…"


_SHELLS: Mapping[str, Callable[[Sequence[str], Ask], Iterator[str]]] = MappingProxyType(
    {"bash": _for_bash, "zsh": _for_zsh, "fish": _for_fish}
)
