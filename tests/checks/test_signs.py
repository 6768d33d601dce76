"""The first look at the texts of an entry overlooks nothing that the look at each would find."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanledger.checks import hygiene

PAIRS = {
    "control": (hygiene.CONTROL, hygiene.CONTROL),
    "invisible": (hygiene.INVISIBLE, hygiene._SIGN_OF_INVISIBLE),
    "piled": (hygiene._COMBINING, hygiene._SIGN_OF_INVISIBLE),
    "unfilled": (hygiene._UNFILLED, hygiene._SIGN_OF_BLANK),
    "identity": (hygiene._ID_CARD, hygiene._SIGN_OF_NUMBER),
    "bank card": (hygiene._BANK_CARD, hygiene._SIGN_OF_NUMBER),
    "mobile": (hygiene._MOBILE, hygiene._SIGN_OF_NUMBER),
    "secrecy": (hygiene._SECRECY, hygiene._SIGN_OF_SECRECY),
}
AROUND = st.text("元项年1x（密 \n", max_size=3)


@pytest.mark.parametrize("name", list(PAIRS))
@settings(max_examples=30)
@given(data=st.data())
def test_what_is_found_has_its_sign(name: str, data: st.DataObject) -> None:
    pattern, sign = PAIRS[name]
    text = data.draw(st.from_regex(re.compile(pattern.pattern, pattern.flags)))
    before, after = data.draw(AROUND), data.draw(AROUND)
    assert sign.search(f"{before}\n|\n{text}\n|\n{after}")
