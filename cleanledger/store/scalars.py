"""How one text is written in YAML: plain, quoted or as a block. Quotes what YAML 1.1 or 1.2 would retype."""

import re
from typing import Literal

from cleanledger.model.scalars import typed_elsewhere
from cleanledger.model.source import Plain

MOST_COLUMNS = 80
# libyaml takes no longer key without a question mark before it.
MOST_KEY = 1000

Quote = Literal["", "'", '"']

_UNPRINTABLE = (
    "\x00-\x08\x0b-\x1f\x7f-\xa0\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff"
)
_MUST_ESCAPE = re.compile(f"[\t\n{_UNPRINTABLE}]")
_UNFIT_FOR_BLOCK = re.compile(f"[\t{_UNPRINTABLE}]")
_BLANK_LINE = re.compile(r"^ +$", re.MULTILINE)
_UNSAFE = re.compile(r"""^[-?:,\[\]{}#&*!|>'"%@`=]|^\s|\s$|:\s|:$|\s#|^\.\.\.|^<<$""")
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}]|:\?|\?\s|\?$")
_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def scalar(text: str, *, flow: bool, style: Quote = "") -> str:
    """`text` on one line. `style` is the quotation wished, used where it can hold the text."""
    if _MUST_ESCAPE.search(text):
        return _double(text)
    if style == "'" or (style == '"' and not _fits_double(text)):
        return _single(text)
    if style == '"':
        return _double(text)
    if _fits_plain(text, flow=flow):
        return str(text)
    return _double(text) if _fits_double(text) else _single(text)


def _fits_plain(text: str, *, flow: bool) -> bool:
    if _UNSAFE.search(text) or (flow and _UNSAFE_IN_FLOW.search(text)):
        return False
    if isinstance(text, Plain):
        return text.lower() not in ("", "~", "null")
    return not typed_elsewhere(text)


def _fits_double(text: str) -> bool:
    return '"' not in text and "\\" not in text


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return '"' + re.sub(f'[\\\\"\t\n{_UNPRINTABLE}]', _escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def fits_block(text: str) -> bool:
    """Whether `|` holds `text` without loss, also in an editor that trims the end of the file."""
    if _UNFIT_FOR_BLOCK.search(text) or _BLANK_LINE.search(text):
        return False
    return bool(text.strip("\n")) and not text.endswith("\n\n")


def wants_block(text: str, *, top: bool) -> bool:
    """Whether the canonical form writes `text` as `|`: line breaks, or at the top over 80 columns."""
    return ("\n" in text or (top and _is_wide(text))) and fits_block(text)


def _is_wide(text: str) -> bool:
    if len(text) * 2 <= MOST_COLUMNS:
        return False
    from wcwidth import wcswidth  # slow to load, and short text has no use for it

    return wcswidth(text) > MOST_COLUMNS


def block(text: str, indent: int, mark: Literal["|", ">"] = "|") -> list[str]:
    """`text` as a block scalar: its header, then its lines indented by `indent`. It must fit."""
    hint = "2" if text[0] in " \n" else ""
    header = mark + hint + ("" if text.endswith("\n") else "-")
    margin = " " * indent
    return [header, *(margin + line if line else "" for line in text.removesuffix("\n").split("\n"))]
