"""The mark of what somebody has seen of a book."""

import os
from pathlib import Path

import pytest
from platformdirs import user_state_path

from cleanledger.store.seen import Mark, mark_of, set_mark

MARK = Mark("a" * 40, "2024-06-01")


def test_each_book_has_a_mark_of_its_own_which_lies_outside_of_it(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert mark_of(one) is None
    set_mark(one, MARK)
    assert (mark_of(one), mark_of(other)) == (MARK, None)
    set_mark(one, Mark("b" * 64, "2024-06-02"))
    assert mark_of(one) == ("b" * 64, "2024-06-02")
    assert not one.exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "1", '{"commit": 1}', '{"commit": "--all", "day": "2024-06-01"}', "\0", "[" * 900]
)
def test_what_is_no_mark_counts_as_none(tmp_path: Path, text: str) -> None:
    set_mark(tmp_path, MARK)
    (file,) = (user_state_path("cleanledger", appauthor=False) / "seen").iterdir()
    file.write_text(text, encoding="utf-8")
    assert mark_of(tmp_path) is None
    set_mark(tmp_path, MARK)
    assert mark_of(tmp_path) == MARK


def test_a_folder_that_takes_nothing_is_an_os_error_and_no_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    monkeypatch.setenv("LOCALAPPDATA", str(blocked))
    if os.uname().sysname == "Darwin":
        monkeypatch.setenv("HOME", str(blocked))
    assert mark_of(tmp_path) is None
    with pytest.raises(OSError):  # noqa: PT011 - whichever the system says
        set_mark(tmp_path, MARK)
