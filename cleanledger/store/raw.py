"""What can be said of a file before YAML is asked: size, encoding, control characters, merge conflicts."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from cleanledger.i18n import N_, _
from cleanledger.model.source import Problem, Related, Span

MOST_BYTES = 1 << 20
MOST_PLACES = 10
MOST_CONFLICTS = 50

# Line breaks for YAML 1.1 or for old editors, but not for git: they can hide a line from a reviewer.
BREAKS = "\x85\u2028\u2029"
# What turns the direction of text is the rules' to find (LG802): a file that holds it can be read.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")
_MARKER = re.compile(r"^[ \t]*(<{7}|={7}|>{7}|\|{7})(?:[ \t][^\n]*)?$", re.MULTILINE)
_UTF32_BOM = b"\xff\xfe\0\0"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def too_large(raw: bytes) -> Iterator[Problem]:
    """LG002 for a file larger than 1 MiB."""
    if len(raw) > MOST_BYTES:
        yield Problem(
            _("the file has {size} bytes; at most {most} are read", size=len(raw), most=MOST_BYTES),
            hint=_("One file holds one entry. Move long material to an attachment."),
            code="LG002",
            span=Span(1, 1, 1, 1),
        )


def decoded(raw: bytes) -> tuple[str, Problem | None]:
    """The text of `raw` as UTF-8, without its BOM, or LG001."""
    if raw.startswith(_UTF32_BOM):
        return "", _not_utf8(raw, 0, _("the file is saved as UTF-32, not as UTF-8"))
    if raw.startswith(_UTF16_BOMS):
        return "", _not_utf8(raw, 0, _("the file is saved as UTF-16, not as UTF-8"))
    if b"\0" in raw:
        return "", _nul_bytes(raw)
    try:
        return raw.decode("utf-8").removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        return "", _not_utf8(raw, error.start, _reason(raw, error))


def _nul_bytes(raw: bytes) -> Problem:
    start = raw.index(0)
    if not raw.strip(b"\0"):
        message = _("the file holds nothing but NUL bytes, as a power failure leaves it")
        return _not_utf8(raw, start, message, _("Take the file from git again."))
    if raw[:64].count(0) * 3 > len(raw[:64]):
        return _not_utf8(raw, start, _("the file is saved as UTF-16 or UTF-32, not as UTF-8"))
    message = _("byte {byte} of the file is NUL", byte=start + 1)
    return _not_utf8(raw, start, message, _("Delete the NUL byte, or take the file from git again."))


def _reason(raw: bytes, error: UnicodeDecodeError) -> str:
    byte, value = error.start + 1, raw[error.start]
    if error.reason == "unexpected end of data":
        return _("the file ends in the middle of a character (byte {byte}): it was cut off", byte=byte)
    message = _("byte {byte} (0x{value:02X}) is not UTF-8", byte=byte, value=value)
    if _is_mostly_broken(raw) and _decodes(raw, "gb18030"):
        return message + _("; the file looks as if it was saved as GBK")
    return message


def _is_mostly_broken(raw: bytes) -> bool:
    # Some pairs of GBK bytes are UTF-8 by chance, but then of two bytes: below U+0800.
    text = raw.decode("utf-8", "replace")
    return text.count("\ufffd") * 2 > sum(character > "\u0800" for character in text)


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(raw: bytes, start: int, message: str, hint: str = "") -> Problem:
    before = raw[:start].decode("utf-8", "replace").removeprefix("\ufeff")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return Problem(
        message,
        hint=hint or _("Open the file in an editor and save it as UTF-8."),
        code="LG001",
        span=Span(line, column, line, column),
    )


def merge_conflicts(text: str, path: str) -> Iterator[Problem]:
    """LG007, one for every unresolved conflict (of the first fifty); its marker lines are `related`."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    found = list(_MARKER.finditer(text))
    if not any(match[1][0] in "<>" for match in found):
        return
    starts = [i for i, match in enumerate(found) if match[1][0] == "<" or i == 0]
    for start, end in islice(pairwise([*starts, len(found)]), MOST_CONFLICTS):
        yield _conflict(text, path, found[start:end])


def _conflict(text: str, path: str, markers: list[re.Match[str]]) -> Problem:
    line, column = line_and_column(text, markers[0].start(1))
    end_line, end_column = line_and_column(text, markers[-1].end(1))
    lines = (line_and_column(text, match.start(1))[0] for match in markers[1 : MOST_PLACES + 1])
    return Problem(
        _("unresolved merge conflict at line {line}", line=line),
        hint=_("Choose one of the two versions and delete the marker lines."),
        code="LG007",
        span=Span(line, column, end_line, end_column),
        related=tuple(Related(path, other, 1, _("marker of the same conflict")) for other in lines),
    )


def control_characters(text: str, path: str) -> Iterator[Problem]:
    """LG011, one for every distinct character that may not stand raw in a file, with its first places."""
    if not _FORBIDDEN.search(text):
        return
    places: dict[str, list[int]] = {}
    for match in _FORBIDDEN.finditer(text):
        places.setdefault(match[0], []).append(match.start())
    for character, offsets in places.items():
        yield _control(text, path, character, offsets)


def _control(text: str, path: str, character: str, offsets: list[int]) -> Problem:
    code = f"U+{ord(character):04X}"
    line, column = line_and_column(text, offsets[0])
    others = (line_and_column(text, offset) for offset in offsets[1:MOST_PLACES])
    return Problem(
        _(_sentence(character), code=code, times=len(offsets)),
        hint=_("Delete it. Where the text needs it, write it as an escape in double quotes."),
        code="LG011",
        span=Span(line, column, line, column + 1),
        related=tuple(Related(path, *place, _("again {code}", code=code)) for place in others),
    )


def _sentence(character: str) -> str:
    if character == "\r" or character in BREAKS:
        return N_(
            "the character {code} breaks lines in some programs and not in others ({times} in this file)"
        )
    if character == "\ufeff":
        return N_("a byte order mark {code} stands in the middle of the file ({times} in this file)")
    return N_("the control character {code} may not stand in a file ({times} in this file)")


def without_controls(text: str) -> str | None:
    """`text` with each forbidden character replaced by U+FFFD, or nothing where lines would run together."""
    if any(character in text for character in BREAKS) or re.search("\r(?!\n)", text):
        return None
    return _FORBIDDEN.sub("\ufffd", text)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
