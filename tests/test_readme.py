"""The tours of the READMEs and the pages that go on from them, typed as they stand in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KNOWN = "git config user.name 经办人\ngit config user.email clerk@office.example\n"
"""Who sits at the first desk; those who join are known by their posts."""


def tour(path: Path) -> str:
    """The commands of a README's tour for a clerk, as one script."""
    section = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    clerks = next(part for part in section if part.startswith(("Five minutes as a clerk", "经办人五分钟")))
    return commands_in(clerks)


def commands_in(text: str) -> str:
    """The commands of a page, as one script."""
    return "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))


@pytest.mark.needs("git")
@pytest.mark.parametrize(("path", "language"), [("README.md", ""), ("docs/README.zh.md", ".zh")])
def test_the_tour_for_a_clerk_ends_closed_and_clean_and_the_pages_go_on_from_it(
    path: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}")
    script = tour(ROOT / path).replace(
        "our-book && cd our-book\n", f"our-book && cd our-book\necho 已印发 > 流程.txt\n{KNOWN}"
    )
    pages = [(ROOT / f"docs/{name}{language}.md").read_text("utf-8") for name in ("team", "audit")]
    parts = ("set -eu", script, "ledger check --strict", *map(commands_in, pages), "ledger check --strict")
    done = subprocess.run(
        ["sh", "-c", "\n".join((f'ledger() {{ "{sys.executable}" -m cleanledger "$@"; }}', *parts))],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = (tmp_path / f"audit/ledgers/ZG-2026/ZG-2026-00{n}.yaml" for n in (1, 2))
    assert "status: closed" in first.read_text("utf-8")
    assert "by: gdbh-li" in second.read_text("utf-8")
    assert (tmp_path / "result.txt").read_text("utf-8").endswith("nothing found\n")
