"""Another program has another version of its rules."""

from pathlib import Path

import pytest

from cleanledger import __version__
from cleanledger.history.program import digest_of, rules_version


@pytest.mark.parametrize("name", ["checks/past.py", "locale/zh_CN/LC_MESSAGES/words.mo"])
def test_a_changed_module_or_message_is_another_program(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("1", encoding="utf-8")
    before = digest_of(tmp_path)
    (tmp_path / "checks" / "__pycache__").mkdir(parents=True)
    (tmp_path / "checks" / "__pycache__" / "past.pyc").write_bytes(b"compiled")
    assert digest_of(tmp_path) == before
    (tmp_path / name).write_text("2", encoding="utf-8")
    assert digest_of(tmp_path) != before


def test_the_version_is_named_in_it() -> None:
    assert rules_version().startswith(f"{__version__}+")
