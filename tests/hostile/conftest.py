"""The small book that hostile files are laid into."""

from pathlib import Path

import pytest

FILES = {
    "book.yaml": "format: 1\nname: 应急管理局总台账\n",
    "units.yaml": "units:\n  - {code: YJGLJ, name: 应急管理局}\n",
    "T-2026/ledger.yaml": "kind: task\ntitle: 2026年任务清单\nkeeper: YJGLJ\nissued_on: 2026-01-01\n",
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder `ledgers` of a book with one unit and one ledger of tasks, without an entry."""
    folder = tmp_path / "office" / "ledgers"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
