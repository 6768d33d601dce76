"""What is kept is found again on the same ground alone, and a cache that is broken is as none."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleanledger.store import cache as module
from cleanledger.store.cache import cache, cache_path, cached


def test_what_is_kept_is_found_by_its_name_and_ground() -> None:
    cache("rules 1", {"a": b"\0\xff", "b": b""})
    assert cached("rules 1", ["a", "b", "c"]) == {"a": b"\0\xff", "b": b""}
    assert cached("rules 2", ["a", "b"]) == {}


def test_the_last_value_stands() -> None:
    cache("ground", {"a": b"1"})
    cache("ground", {"a": b"2"})
    assert cached("ground", ["a"]) == {"a": b"2"}


def test_many_names_at_once() -> None:
    many = {str(number): str(number).encode() for number in range(40_000)}
    cache("ground", many)
    assert cached("ground", many) == many


def test_asking_alone_makes_no_file() -> None:
    assert cached("ground", ["a"]) == {}
    assert not cache_path().exists()


@pytest.mark.parametrize("content", [b"", b"not a database, and longer than its header is" * 40])
def test_a_file_that_is_no_cache_is_as_none_and_gives_way(content: bytes) -> None:
    cache_path().parent.mkdir(parents=True)
    cache_path().write_bytes(content)
    assert cached("ground", ["a"]) == {}
    cache("ground", {"a": b"1"})
    cache("ground", {"a": b"1"})
    assert cached("ground", ["a"]) == {"a": b"1"}


def test_a_folder_that_cannot_be_made_is_as_no_cache(surroundings: Path) -> None:
    (surroundings / ".cache").write_text("a file where the folder should be", encoding="utf-8")
    cache("ground", {"a": b"1"})
    assert cached("ground", ["a"]) == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_nobody_else_may_read_it() -> None:
    cache("ground", {"a": b"1"})
    assert cache_path().parent.stat().st_mode & 0o077 == 0


def test_one_who_waits_too_long_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.01)
    cache("ground", {"a": b"1"})
    other = sqlite3.connect(cache_path(), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache("ground", {"b": b"2"})
    assert cached("ground", ["a"]) == {}
    other.close()
    assert cached("ground", ["a", "b"]) == {"a": b"1"}


def test_many_who_write_at_once_lose_nothing() -> None:
    def write(number: int) -> None:
        cache("ground", {str(number): b"1"})

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(40)))
    assert len(cached("ground", [str(number) for number in range(40)])) == 40


def test_it_never_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    cache("ground", {"old": b"x" * 100_000})
    monkeypatch.setattr(module, "_MOST_BYTES", 50_000)
    cache("ground", {"new": b"1"})
    assert cached("ground", ["old", "new"]) == {"new": b"1"}
