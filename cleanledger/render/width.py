"""How much room text takes on a terminal, and text folded into a room. Expects text that is clean."""

import re

_PIECE = re.compile(r"[\x21-\x7e\u00a1-\u10ff]+|\s+|.", re.DOTALL)
# Chinese punctuation that does not begin a line, and that does not end one.
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…％")
_NOT_LAST = frozenset("（《「『【〔“‘")

_TWO_CHARACTERS = 4


def width(text: str) -> int:
    """The columns that `text` takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # slow, and only text beyond ASCII needs it

    return max(wcswidth(text), 0)


def longest_word(text: str) -> int:
    """The least room in which `text` folds and no word breaks; of Chinese two characters stay together."""
    return max((_least(word) for word in text.split()), default=0)


def fold(text: str, room: int) -> tuple[str, ...]:
    """`text` in lines no wider than `room`, broken at blanks and between Chinese characters."""
    lines = [""]
    for piece in _pieces(text):
        if width(lines[-1]) + width(piece) <= room:
            lines[-1] += piece
        elif piece.isspace():
            lines.append("")
        else:
            _begin_lines(lines, piece, room)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return tuple(line.rstrip() for line in lines)


def _least(word: str) -> int:
    return len(word) if word.isascii() else min(width(word), _TWO_CHARACTERS)


def _pieces(text: str) -> list[str]:
    """What must not be broken: words, single wide characters with the punctuation that clings to them."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if pieces and (piece in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST) and not piece.isspace():
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _begin_lines(lines: list[str], piece: str, room: int) -> None:
    """Sets `piece` on a new line, cut where it is wider than a whole line."""
    if lines[-1]:
        lines.append("")
    for character in piece:
        if lines[-1] and width(lines[-1] + character) > room:
            lines.append("")
        lines[-1] += character


def cut(text: str, room: int, sign: str) -> str:
    """`text` in one line no wider than `room`; where something had to go, `sign` stands at its end."""
    if width(text) <= room:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > room - width(sign):
            break
        kept += character
    return (kept.rstrip() + sign) if room >= width(sign) else ""


def padded(text: str, room: int) -> str:
    """`text` with blanks up to `room`."""
    return text + " " * (room - width(text))
