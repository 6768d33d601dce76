r"""The output boundary: what text from data may put on a terminal or into a file.

No control character, and nothing that cannot be seen, leaves as itself: it is shown as `\u202e`.
"""

import re

_UNSEEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but the line feed, DEL, C1
    # Default_Ignorable_Code_Point of Unicode 16: soft hyphen, joiners, bidi controls, fillers,
    # variation selectors, tags: all take no room on the screen.
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "\u2028\u2029\ufff9-\ufffb"  # line and paragraph separators, interlinear annotation
    "\ud800-\udfff"  # lone surrogates: bytes of a file name or argument that are no UTF-8
    "\ufdd0-\ufdef"  # noncharacters, here and at the end of every plane
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
)
_BUT_LINE_FEED = re.compile(f"[{_UNSEEN}]")
_ALL = re.compile(f"[{_UNSEEN}\n]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def clean(text: str, *, single_line: bool = False) -> str:
    """`text` with everything that acts or hides shown as a visible escape; `single_line`: line feeds too."""
    return (_ALL if single_line else _BUT_LINE_FEED).sub(_escaped, text)


def clean_json(text: str) -> str:
    r"""A JSON text of the same value in which all that stands as `\u202e`; non-BMP as a surrogate pair."""
    return _BUT_LINE_FEED.sub(_escaped_utf16, text)


def encodable(text: str, encoding: str) -> str:
    r"""`text` as far as `encoding` has its characters; the others as `\u4e2d`. Never raises.

    The escapes are those of JSON, so that what a program reads is the same value in every encoding.
    """
    if _fits(text, encoding):
        return text
    return _BEYOND_ASCII.sub(lambda each: each[0] if _fits(each[0], encoding) else _escaped_utf16(each), text)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _escaped(match: re.Match[str]) -> str:
    code = f"{ord(match[0]):04x}"
    return f"\\u{code}" if len(code) == len("ffff") else f"\\U{code:0>8}"


def _escaped_utf16(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
