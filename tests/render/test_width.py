import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.render.clean import clean
from cleanledger.render.width import fold, longest_word, width

TEXTS = st.text(st.sampled_from("ab清廉，（）。“” \u3000-[é")) | st.text().map(
    lambda text: clean(text, single_line=True)
)


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert (width("ab"), width("清廉"), width("a清"), width("e\u0301")) == (2, 4, 3, 1)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("闲置土地处置程序", 6, ("闲置土", "地处置", "程序")),
        ("some words here", 10, ("some words", "here")),
        ("处置程序，不规范", 8, ("处置程", "序，不规", "范")),
        ("处置（程序）", 6, ("处置", "（程", "序）")),
        ("ZG-2024-031", 4, ("ZG-2", "024-", "031")),
        ("整改ab cd", 6, ("整改ab", "cd")),
        ("short", 10, ("short",)),
        ("", 10, ("",)),
    ],
)
def test_text_folds_at_blanks_and_between_chinese_characters(
    text: str, room: int, lines: tuple[str, ...]
) -> None:
    assert fold(text, room) == lines


@given(TEXTS, st.integers(2, 20))
def test_no_line_is_too_wide_and_nothing_but_blanks_is_lost(text: str, room: int) -> None:
    lines = fold(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= room for line in lines)


@pytest.mark.parametrize(("text", "least"), [("not due", 3), ("未到期", 4), ("到 期", 2), ("id", 2), ("", 0)])
def test_a_heading_keeps_its_words_whole(text: str, least: int) -> None:
    assert longest_word(text) == least
