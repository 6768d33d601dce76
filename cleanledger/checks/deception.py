"""Texts that show another thing than they are: characters that act or hide, letters that look alike."""

import re
import unicodedata

from cleanledger.checks.hygiene import CONTROL, INVISIBLE, TURNING, code_of
from cleanledger.i18n import _

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")  # rare names of people are written with these
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# Cyrillic, Armenian, Cherokee; of Greek only what looks like Latin, for μm and kΩ are honest.
_ALIKE = re.compile(
    "[\u0370-\u0377\u037f\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03bd\u03bf\u03c1\u03c5\u03c7\u03f2\u03f3\u0400-\u052f\u0531-\u058f\u13a0-\u13ff\uab70-\uabbf]"
)
_MATHEMATICAL = re.compile("[\U0001d400-\U0001d7ff]")
_WORD = re.compile(r"[^\W_]+")
_OF_PICTURES = "\u200d\ufe0e\ufe0f"
_PICTURES = frozenset({"So", "Sk", "Sm"})


def deception_in(text: str) -> str:
    """What of a text misleads whoever reads it; empty where nothing does. Lines and tabs are no deception."""
    if found := TURNING.search(text):
        return _("the text holds {code}, which turns the direction of text", code=code_of(found[0]))
    if found := CONTROL.search(text.replace("\t", " ")):
        return _("the text holds the control character {code}", code=code_of(found[0]))
    if found := INVISIBLE.search(_PRIVATE.sub("", _without_pictures(text))):
        return _("the text holds {code}, which cannot be seen", code=code_of(found[0]))
    for word in () if text.isascii() else _WORD.findall(text):
        alike = _ALIKE.search(word) or _MATHEMATICAL.search(word)
        if alike and (_LATIN.search(word) or _MATHEMATICAL.search(word)):
            return _(
                "{word} holds {code}, which looks like another letter", word=word, code=code_of(alike[0])
            )
    return ""


def _without_pictures(text: str) -> str:
    """`text` without the joiners and selectors that belong to an emoji."""
    if text.isascii():
        return text
    return "".join(
        each
        for place, each in enumerate(text)
        if each not in _OF_PICTURES or not place or not _may_join(text[place - 1])
    )


def _may_join(before: str) -> bool:
    return before == "\ufe0f" or unicodedata.category(before) in _PICTURES
