"""On a terminal what is missing is asked for: typed at a real one."""

import os
import pty
import select
import subprocess
import sys
import time

import pytest

from tests.cli.office import CLERK, TODAY, Office
from tests.cli.test_verbs import add, last

SECONDS = 20


def typed(office: Office, *words: str, answers: tuple[str, ...]) -> tuple[int, str]:
    """Runs a command on a terminal, gives an answer to each question; its code and all that was shown."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleanledger", "--today", TODAY, *words]
    environment = {**os.environ, "GIT_AUTHOR_EMAIL": CLERK, "GIT_COMMITTER_EMAIL": CLERK, "LEDGER_LANG": "en"}
    process = subprocess.Popen(
        command, cwd=office.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    waiting, shown, begun = list(answers), "", time.monotonic()
    with os.fdopen(ours, "rb+", buffering=0) as terminal:
        while time.monotonic() - begun < SECONDS:
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                part = terminal.read(4096)
            except OSError:  # the other end is closed
                break
            shown += part.decode(errors="replace")
            if waiting and shown.rstrip("\n").endswith((": ", "] ")):
                terminal.write(f"{waiting.pop(0)}\n".encode())
                shown += "\n"
    return process.wait(timeout=SECONDS), shown


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no pseudo-terminals")
def test_a_transfer_asks_to_whom_why_who_granted_it_and_on_what_paper(office: Office) -> None:
    made = add(office)
    code, shown = typed(office, "transfer", made, answers=("机关纪委", "职责调整", "leader", "机纪7号"))
    assert code == 0, shown
    line = last(office, made)
    assert (line["now"], line["reason"], line["approved_by"], line["doc"]) == (
        "JGJW",
        "职责调整",
        "leader",
        "机纪7号",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no pseudo-terminals")
def test_a_wrong_answer_is_asked_again_and_what_no_answer_helps_is_not_asked(office: Office) -> None:
    made = add(office)
    code, shown = typed(office, "extend", made, answers=("2025-02-30", "2025-03-31", "会签未完成"))
    assert code == 0, shown
    assert "there is no such day" in shown
    assert str(last(office, made)["to"]) == "2025-03-31"
    code, shown = typed(office, "resume", made, answers=())
    assert code == 1
    assert "LG404" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no pseudo-terminals")
def test_what_another_did_is_asked_for_with_its_paper(office: Office) -> None:
    made = add(office, ledger="RW-2024")
    office.ok("submit", made, "-n", "已办", "--ref", "档1", email="unit@a.example")
    code, shown = typed(office, "close", made, answers=("同意办结", "jgjw-head", "机党9号"))
    assert code == 0, shown
    line = last(office, made)
    assert (line["actor"], line["doc"], line["opinion"]) == ("jgjw-head", "机党9号", "同意办结")
