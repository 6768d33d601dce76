"""The screen of a day: what fits, what is cut, and that no command ever is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger import i18n
from cleanledger.render.origin import Target
from cleanledger.render.today import MOST_LINES, Line, screen, sentences
from cleanledger.render.width import cut, width
from cleanledger.reports.today import Board, Group
from cleanledger.reports.view import Item

HEAD = [Line("总台账  2024-12-20")]
NAMES = {"unit": {"GDBH": "耕地保护处", "LONG": "市重点工程建设管理服务中心"}}


def item(
    number: int = 1, section: str = "overdue", title: str = "闲置土地处置程序不规范", **facts: object
) -> Item:
    entry_id = f"ZG-2024-{number:03}"
    given = {"title": title, "id": entry_id, "unit": "GDBH", "days": number} | facts
    return Item(section, f"ledger show {entry_id}", **given)  # type: ignore[arg-type]


def board(*groups: tuple[str, tuple[Item, ...]]) -> Board:
    return Board(tuple(Group(code, None, items, "ledger due") for code, items in groups), None)


def shown(what: Board, foot: tuple[Line, ...] = (), target: Target | None = None) -> list[str]:
    i18n.use("en")
    return screen(what, HEAD, foot, NAMES, target or Target()).splitlines()


def test_every_line_below_the_head_ends_with_a_command_and_they_stand_below_each_other() -> None:
    lines = shown(board(("overdue", (item(1), item(12, title="短"))), ("near", (item(3, "near"),))))
    assert len(lines) == 6
    begins = {width(line[: line.index("ledger ")]) for line in lines[1:]}
    assert len(begins) == 1
    assert lines[1].split() == ["overdue:", "2", "ledger", "due"]
    assert lines[2].split() == [
        "1",
        "d",
        "over",
        "闲置土地处置程序不规范",
        "耕地保护处",
        "ledger",
        "show",
        "ZG-2024-001",
    ]


def test_three_hundred_fit_on_a_screen_and_the_rest_is_counted() -> None:
    lines = shown(board(("overdue", tuple(map(item, range(1, 301))))))
    assert len(lines) == MOST_LINES < 24
    assert lines[-1].split() == ["and", "280", "more", "ledger", "due"]


def test_each_section_has_its_turn() -> None:
    many = [(code, tuple(item(n, code) for n in range(1, 50))) for code in ("overdue", "near", "to_check")]
    lines = shown(board(*many))
    assert len(lines) == MOST_LINES
    at = [place for place, line in enumerate(lines) if not line.startswith("  ")]
    assert at == [0, 1, 8, 15, 22]


def test_what_one_command_deals_with_is_one_line() -> None:
    several = Item("unsaved", "git add ledgers", "a.yaml, b.yaml", count=2)
    lines = shown(board(("unsaved", (several,))))
    assert lines[1].split("  ")[:2] == ["files not saved in git: 2", "a.yaml, b.yaml"]
    assert lines[1].endswith("  git add ledgers")
    assert len(lines) == 2


def test_a_heading_says_how_many_are_late() -> None:
    waiting = Group("to_check", None, (item(1, "to_check"), item(2, "to_check")), "ledger due", late=1)
    assert shown(Board((waiting,), None))[1].startswith("to check: 2, 1 of them late  ")


def test_the_title_is_cut_with_a_sign_and_the_unit_is_cut_after_it() -> None:
    lines = shown(board(("overdue", (item(1, title="很长的标题" * 9, unit="LONG"),))))
    assert "…" in lines[2]
    assert "市重点工程建…" in lines[2]
    assert width(lines[2]) <= 80


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "gb18030"])
def test_beyond_unicode_the_sign_is_of_ascii(encoding: str) -> None:
    lines = shown(board(("overdue", (item(1, title="很长的标题" * 9),))), target=Target(encoding=encoding))
    assert "…" not in "".join(lines)
    assert "..." in lines[2]
    assert lines[2].encode(encoding)
    assert width(lines[2]) <= 80


def test_a_command_without_room_beside_its_text_goes_below_it_whole() -> None:
    command = "ledger extend ZG-2024-009 --approved-by jgdw-head --as jgdw-head"
    long = Item("to_sign", command, "规范性文件清理不及时", "ZG-2024-009", "GDBH", days=32)
    lines = shown(board(("to_sign", (long,))))
    assert "规范性文件清理不及时" in lines[2]
    assert lines[3] == command.rjust(80)


def test_where_not_even_that_fits_the_entry_is_shown() -> None:
    long = Item("to_sign", "ledger extend ZG-2024-009 " + "x" * 60, "规范性", "ZG-2024-009")
    assert shown(board(("to_sign", (long,))))[2].endswith("  ledger show ZG-2024-009")


def test_colours_are_for_headings_where_there_are_any() -> None:
    one = board(("overdue", (item(),)))
    assert shown(one, target=Target(80, colour=True))[1].startswith("\x1b[1;31moverdue: 1\x1b[0m ")
    assert "\x1b" not in "".join(shown(one))


def test_a_title_acts_on_no_terminal() -> None:
    lines = shown(board(("overdue", (item(title="a\x1b[31m\nb\u202e"),))))
    assert len(lines) == 3
    assert "\\u001b[31m\\u000ab\\u202e" in lines[2]


def test_a_line_for_people_is_a_sentence_elsewhere() -> None:
    i18n.use("en")
    assert sentences([Line("to have one:", "ledger x"), Line("said"), Line("so", "ledger y")]) == (
        "to have one: ledger x",
        "said",
        "so: ledger y",
    )


_ITEMS = st.builds(
    Item,
    st.sampled_from(["overdue", "near", "to_check", "accepted"]),
    st.integers(1, 60).map(lambda size: "ledger " + "x" * size),
    st.text(max_size=60),
    st.sampled_from(["ZG-2024-001", None]),
    st.sampled_from(["GDBH", "LONG", None]),
    st.just(date(2024, 1, 1)),
    st.integers(-9999, 9999) | st.none(),
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["overdue", "near", "to_check"]), st.lists(_ITEMS, min_size=1)), max_size=14
    ),
    st.sampled_from(["utf-8", "gbk", "ascii"]),
    st.sampled_from([None, 80, 120]),
)
def test_it_is_never_more_than_a_screen_and_never_wider(
    groups: list[tuple[str, list[Item]]], encoding: str, columns: int | None
) -> None:
    lines = shown(
        board(*((code, tuple(items)) for code, items in groups)), target=Target(columns, encoding=encoding)
    )
    assert len(lines) <= MOST_LINES
    assert max(map(width, lines)) <= (columns or 80)


@given(st.text(), st.integers(0, 20))
def test_what_is_cut_fits_and_begins_as_it_did(text: str, room: int) -> None:
    short = cut(text, room, "…")
    assert width(short) <= room or width(text) <= room
    assert short in {text, ""} or text.startswith(short.removesuffix("…"))


def test_a_day_that_has_passed_is_said_as_such() -> None:
    (_head, _heading, *lines) = shown(board(("to_answer", (item(1, "to_answer", days=-22), item(2, days=3)))))
    assert "22 d over" in lines[0]
    assert "-22" not in "".join(lines)
