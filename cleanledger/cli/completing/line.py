"""A command line as bash hands it over: its words as the program gets them, and what bash would replace."""

from collections.abc import Iterator
from typing import NamedTuple

_BLANK = " \t\n"
_OPERATORS = "<>&|;()"
_HARMLESS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,")
"""What means nothing to a shell."""


class Line(NamedTuple):
    """A command line up to the cursor."""

    words: tuple[str, ...] = ()
    """The words before the one that is being typed, the program's name aside."""
    current: str = ""
    """The word that is being typed."""
    kept: str = ""
    """Its beginning that bash leaves alone: it replaces only what follows `=`, `:` or an open quote."""
    quote: str = ""
    """The quote that is open at the cursor."""
    redirected: bool = False
    """Whether the word names where output goes to or input comes from."""


class _Splitter:
    """Reads a line as a shell does, but expands and runs nothing."""

    def __init__(self, breaks: str) -> None:
        self.breaks = set(breaks) - set("'\"" + _BLANK + _OPERATORS)
        self.words: list[str] = []
        self.word: str | None = None
        self.kept = ""
        self.quote = ""
        self.redirects = False

    def split(self, line: str) -> Line:
        characters = iter(line)
        for character in characters:
            if self.quote:
                self._quoted(character, characters)
            elif character == "\\":
                self._add(next(characters, ""))
            elif character in "'\"":
                self._add("")
                self.quote, self.before = character, self.kept
                self.kept = self.word or ""
            elif character in _BLANK:
                self._end_word()
            elif character in _OPERATORS:
                self._operator(character)
            else:
                self._add(character)
                if character in self.breaks:
                    self.kept = self.word or ""
        return Line(tuple(self.words[1:]), self.word or "", self.kept, self.quote, self.redirects)

    def _quoted(self, character: str, characters: Iterator[str]) -> None:
        if character == self.quote:
            self.quote, self.kept = "", self.before
        elif character == "\\" and self.quote == '"':
            escaped = next(characters, "")
            self._add(escaped if escaped in '$`"\\' else "\\" + escaped)
        else:
            self._add(character)

    def _add(self, text: str) -> None:
        self.word = (self.word or "") + text

    def _operator(self, character: str) -> None:
        if character in "<>" and (self.word or "").isdigit():
            self.word = None  # 2> is no word
        self._end_word()
        self.redirects = character in "<>" or (character == "&" and self.redirects)

    def _end_word(self) -> None:
        if self.word is not None:
            if not self.redirects:
                self.words.append(self.word)
            self.redirects = False
        self.word, self.kept = None, ""


def split(line: str, breaks: str) -> Line:
    """`line` up to the cursor; `breaks` are the characters at which bash begins what it replaces."""
    return _Splitter(breaks).split(line)


def quoted(text: str, quote: str) -> str | None:
    """`text` as bash takes it to be itself inside of `quote` ("": outside); None where it cannot stand."""
    if _HARMLESS.issuperset(text):
        return text
    if quote == "'":
        return None if "'" in text else text
    if quote == '"':
        # History expansion is not escaped there by anything.
        return None if "!" in text else "".join(f"\\{each}" if each in '$`"\\' else each for each in text)
    return "".join(each if each in _HARMLESS or not each.isascii() else f"\\{each}" for each in text)
