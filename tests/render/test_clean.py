import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.render.clean import clean, clean_json, encodable

ANY_TEXT = st.text(st.characters(codec=None, categories=None) | st.characters(categories=["Cc", "Cf", "Cs"]))
SEEN = "清廉机关 ①— “廉” ∶ é ё ١ ᠮ 𠮷 😀 \ue000"
UNSEEN = {
    "\x1b": "\\u001b",
    "\t": "\\u0009",
    "\r": "\\u000d",
    "\x7f": "\\u007f",
    "\x9b": "\\u009b",
    "\u202e": "\\u202e",
    "\u2066": "\\u2066",
    "\u200b": "\\u200b",
    "\u200d": "\\u200d",
    "\u3164": "\\u3164",
    "\ufeff": "\\ufeff",
    "\u2028": "\\u2028",
    "\ud800": "\\ud800",
    "\ufdd0": "\\ufdd0",
    "\ufffe": "\\ufffe",
    "\U0010ffff": "\\U0010ffff",
    "\U000e0041": "\\U000e0041",
    "\U000e0100": "\\U000e0100",
}


def acts_or_hides(character: str) -> bool:
    """Judged by the database of Python, not by the table of the module."""
    visible_format = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    if character in visible_format or 0x13430 <= ord(character) <= 0x1345F:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(("character", "shown"), UNSEEN.items())
def test_what_acts_or_hides_is_shown_as_an_escape(character: str, shown: str) -> None:
    assert clean(f"a{character}b") == f"a{shown}b"


def test_what_is_seen_stays_as_it_is() -> None:
    assert clean(SEEN) == SEEN


def test_a_line_feed_stays_unless_the_text_is_one_line() -> None:
    assert clean("a\nb") == "a\nb"
    assert clean("a\nb", single_line=True) == "a\\u000ab"


def test_every_control_and_format_character_is_caught() -> None:
    every = (chr(code) for code in range(0x110000) if chr(code) != "\n")
    assert [hex(ord(c)) for c in every if acts_or_hides(c) and clean(c) == c] == []


@given(ANY_TEXT)
def test_no_text_leaves_with_a_control_character(text: str) -> None:
    shown = clean(text, single_line=True)
    assert not any(acts_or_hides(character) for character in shown)
    assert clean(shown, single_line=True) == shown
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_json_keeps_the_value(text: str) -> None:
    shown = clean_json(json.dumps(text, ensure_ascii=False))
    assert not any(acts_or_hides(character) for character in shown)
    # An unpaired surrogate before its other half is read as one character by every JSON reader.
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(shown) == paired


@given(ANY_TEXT, st.sampled_from(["ascii", "gbk", "cp1252", "utf-8"]))
def test_every_terminal_gets_text_that_it_can_take(text: str, encoding: str) -> None:
    encodable(text, encoding).encode(encoding)


def test_what_a_terminal_lacks_is_shown_as_an_escape() -> None:
    assert encodable("清 ✔ 𠮷", "gbk") == "清 \\u2714 \\ud842\\udfb7"
