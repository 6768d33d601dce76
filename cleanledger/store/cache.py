"""What was worked out before, by what it was worked out from: one SQLite file in the user's cache folder.

It may be thrown away at any moment. Where it cannot be read or written, it is as if there were none: what is
asked for is worked out again.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

_MOST_BYTES = 256 << 20
_SECONDS = 1.0
"""How long another command that writes is waited for."""

_READ = "SELECT key, value FROM kept WHERE key IN (SELECT value FROM json_each(?))"

T = TypeVar("T")


def cached(ground: str, names: Iterable[str]) -> dict[str, bytes]:
    """What is kept by `names`, as far as it was worked out on this ground."""
    keys = {_key(ground, name): name for name in names}

    def read(file: sqlite3.Connection) -> dict[str, bytes]:
        rows = file.execute(_READ, (json.dumps(list(keys)),))
        return {keys[key]: bytes(value) for key, value in rows}

    return _with_file(read, {}) if cache_path().exists() else {}


def cache(ground: str, values: Mapping[str, bytes]) -> None:
    """Keeps `values` by their names for those who come with the same ground."""

    def write(file: sqlite3.Connection) -> None:
        with file:
            file.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            if cache_path().stat().st_size > _MOST_BYTES:
                file.execute("DELETE FROM kept")
            rows = ((_key(ground, name), value) for name, value in values.items())
            file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)

    if values:
        _with_file(write, None)


def cache_path() -> Path:
    """Where the file lies, or would."""
    from platformdirs import user_cache_path

    return user_cache_path("cleanledger", appauthor=False) / "cache.sqlite"


def _with_file(act: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
    path = cache_path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=_SECONDS)) as file:
            return act(file)
    except sqlite3.OperationalError:  # locked, full, or not ours to write
        return otherwise
    except sqlite3.DatabaseError:  # no database at all: the next one begins anew
        with suppress(OSError):
            path.unlink()
        return otherwise
    except OSError:
        return otherwise


def _key(ground: str, name: str) -> str:
    return hashlib.sha256(f"{ground}\0{name}".encode()).hexdigest()
