"""A cell of words in one shape: half width, no blanks that mean nothing; each sign knows where it stood."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_NUMBER_OF_PART = re.compile(r"(?:^|[;。\n]) *[0-9]{1,2}\.$")
_BLANKS_BETWEEN = "abcdefghijklmnopqrstuvwxyz0123456789"
"""A blank between two of these parts words and figures; any other says nothing."""
_SIGNS = str.maketrans(
    {
        "﹣": "-",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "～": "~",
        "〜": "~",
        "∼": "~",
    }
)


class Folded(NamedTuple):
    """`text` as it is read; `places`: where in `typed` each of its signs stood."""

    typed: str
    text: str
    places: tuple[int, ...]

    def part(self, start: int, end: int) -> "Folded":
        """`text[start:end]` by itself."""
        return Folded(self.typed, self.text[start:end], self.places[start:end])

    def split(self, at: re.Pattern[str]) -> Iterator["Folded"]:
        """The parts between what `at` matches."""
        start = 0
        for match in at.finditer(self.text):
            yield self.part(start, match.start())
            start = match.end()
        yield self.part(start, len(self.text))

    def in_one_line(self) -> "Folded":
        """Without the breaks of lines; itself where it has none."""
        if "\n" not in self.text:
            return self
        kept = [index for index, sign in enumerate(self.text) if sign != "\n"]
        text = "".join(self.text[index] for index in kept)
        return Folded(self.typed, text, tuple(self.places[index] for index in kept))

    def gap_before(self, index: int) -> bool:
        """Whether something was typed before the sign at `index` that is not read: a blank."""
        return index > 0 and self.places[index] > self.places[index - 1] + 1

    def until(self, later: "Folded") -> "Folded":
        """This part, the later one, and a comma for what stands between."""
        gap = (self.places[-1] + 1 if self.places else 0,)
        return Folded(self.typed, f"{self.text},{later.text}", (*self.places, *gap, *later.places))

    def quote(self, start: int, end: int) -> str:
        """What was typed for `text[start:end]`."""
        if start >= end:
            return ""
        return self.typed[self.places[start] : self.places[end - 1] + 1].strip()


def fold(typed: str) -> Folded:
    """`typed` in small letters, half width, dashes as hyphens; blanks between Latin words only."""
    if typed.isascii() and " " not in typed:
        text = typed.lower()
        return Folded(typed, text, tuple(range(len(text))))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(typed):
        plain = _folded_sign(sign)
        for each in plain:
            signs.append(each)
            places.append(place)
    # 元月 is January.
    signs = [
        "1" if sign == "元" and signs[at + 1 : at + 2] == ["月"] else sign for at, sign in enumerate(signs)
    ]
    kept = [index for index, sign in enumerate(signs) if sign != " " or _parts(signs, index)]
    return Folded(typed, "".join(signs[index] for index in kept), tuple(places[index] for index in kept))


def _folded_sign(sign: str) -> str:
    if sign.isspace():
        return "\n" if sign in "\n\r" else " "
    if unicodedata.category(sign) == "No":
        return "\n"  # ① begins a part; folded it would run into the figures behind it
    return unicodedata.normalize("NFKC", sign).translate(_SIGNS).lower()


def _parts(signs: list[str], index: int) -> bool:
    """Whether the blank at `index` stands between two words; of several blanks the last does."""
    before = next((sign for sign in reversed(signs[:index]) if sign != " "), "")
    after = signs[index + 1] if index + 1 < len(signs) else ""
    if after.isdigit() and _NUMBER_OF_PART.search("".join(signs[:index])):
        return True  # 1. 3月底前: the number of a part, not a date
    return bool(before) and before in _BLANKS_BETWEEN and bool(after) and after in _BLANKS_BETWEEN
