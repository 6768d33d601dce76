"""The tours of the READMEs, typed as they stand in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def tour(path: Path) -> str:
    """The commands of a README's tour for a clerk, as one script."""
    section = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    clerks = next(part for part in section if part.startswith(("Five minutes as a clerk", "经办人五分钟")))
    return "".join(re.findall(r"```sh\n(.*?)```", clerks, re.DOTALL))


@pytest.mark.parametrize("path", ["README.md", "docs/README.zh.md"])
def test_the_tour_for_a_clerk_ends_closed_and_clean(path: str, tmp_path: Path) -> None:
    script = tour(ROOT / path).replace(
        "our-book && cd our-book\n", "our-book && cd our-book\necho 已印发 > 流程.txt\n"
    )
    checked = (
        f'ledger() {{ "{sys.executable}" -m cleanledger "$@"; }}\nset -eu\n{script}\nledger check --strict\n'
    )
    environment = {
        **os.environ,
        "GIT_AUTHOR_EMAIL": "clerk@office.example",
        "GIT_COMMITTER_EMAIL": "clerk@office.example",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        ["sh", "-c", checked], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "status: closed" in (tmp_path / "our-book/ledgers/ZG-2026/ZG-2026-001.yaml").read_text("utf-8")
