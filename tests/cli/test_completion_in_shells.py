"""Completion in the shells themselves, on a terminal: what TAB does, and what it never runs."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanledger.cli.completing import table
from tests.cli.completed_book import UNITS, make_book, write

HOSTILE = r"耕 $(touch ran)`touch ran`;touch ran'\"\n* 处"
"""As YAML has it in double quotes; the line feed in it is one."""
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='> '; bind 'set enable-bracketed-paste off'"),
    "zsh": (["zsh", "-f", "-i"], "PS1='> '; autoload -U compinit; compinit -u -D"),
    "fish": (["fish", "--no-config", "-i"], "function fish_prompt; echo '> '; end"),
}
SHELLS = [pytest.param(shell, marks=pytest.mark.needs(shell)) for shell in START]
_PATIENCE = 20.0
_SEQUENCES = r"\x1b\[[0-9;?>=]*[a-zA-Z]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\x1b[=>]|[\r\x07]"


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, shell: str, folder: Path, script: Path, **environment: str) -> None:
        words, first = START[shell]
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(words[0], words, {**os.environ, "TERM": "xterm", **environment})
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("4H", 40, 120, 0, 0))
        self.seen = ""
        self.type(f"{first}\n")
        self.type(f". '{script}'\n" if shell != "fish" else f"source '{script}'\n")
        self.type("echo rea''dy\n")
        self.wait_for(r"\nready|^ready|[^']ready")

    def type(self, keys: str) -> None:
        os.write(self.descriptor, keys.encode())

    def wait_for(self, pattern: str) -> str:
        """What the terminal shows, once `pattern` is in it since the last time."""
        end = time.monotonic() + _PATIENCE
        while not re.search(pattern, self.seen):
            ready, _w, _x = select.select([self.descriptor], [], [], max(end - time.monotonic(), 0))
            assert ready, f"{pattern} was not shown: {self.seen!r}"
            self.seen += os.read(self.descriptor, 1 << 16).decode("utf-8", "replace")
            self.seen = re.sub(_SEQUENCES, "", self.seen)
        shown, self.seen = self.seen, ""
        return shown

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_book(tmp_path)
    hostile = f'  - {{code: HX, name: "{HOSTILE}", aliases: ["怪 $(touch ran) `id`"]}}\n'
    write(folder / "units.yaml", UNITS.replace("people:", f"{hostile}people:"))
    (tmp_path / "scan.pdf").touch()
    return tmp_path


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH on which `ledger` is this program."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "ledger"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleanledger "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def terminal(folder: Path, path: str, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    shell = request.param
    root = str(table.PATH.parents[3])
    opened = Terminal(shell, folder, table.PATH.with_name(f"ledger.{shell}"), PATH=path, PYTHONPATH=root)
    yield opened
    opened.close()


def on_terminals(*shells: str) -> pytest.MarkDecorator:
    wanted = [each for each in SHELLS if not shells or each.values[0] in shells]
    return pytest.mark.parametrize("terminal", wanted, indirect=True)


@on_terminals()
def test_what_is_begun_is_finished(terminal: Terminal) -> None:
    terminal.type("ledger exten\t")
    terminal.wait_for("extend ")
    terminal.type("112\t")
    terminal.wait_for("ZG-2024-112 ")
    terminal.type("--approved\t")
    terminal.wait_for("--approved-by ")
    terminal.type("耕地保护处经\t")
    terminal.wait_for("耕地保护处经办人 ")
    terminal.type("--doc x --meet\t")
    terminal.wait_for("--meeting ")
    terminal.type("\t")
    terminal.wait_for("JL-2024-001 ")


@on_terminals()
def test_entries_are_shown_with_their_titles(terminal: Terminal) -> None:
    terminal.type("ledger show ZG-2024-03\t\t")
    # fish leaves out what all begin with.
    terminal.wait_for(r"030  [^\n]*闲置土地处置程序不规范[\s\S]*031  [^\n]*批而未供土地消化进度偏慢")


@on_terminals()
def test_a_chinese_command_and_files_where_a_file_is_taken(terminal: Terminal) -> None:
    terminal.type("ledger 佐\t")
    terminal.wait_for("佐证 ")
    terminal.type("112 sca\t")
    terminal.wait_for("scan.pdf")


@on_terminals()
def test_a_value_behind_an_equals_sign(terminal: Terminal) -> None:
    terminal.type("ledger due --unit=JGJ\t")
    terminal.wait_for("--unit=JGJW|(?<=JGJ)W")


@on_terminals()
def test_nothing_of_a_name_is_run(terminal: Terminal, folder: Path) -> None:
    terminal.type("ledger due --unit 怪\\ \t")
    terminal.wait_for(r"touch\\ ran\\\)")
    terminal.type("\x01echo \n")
    terminal.wait_for(r"\nledger due --unit 怪 \$\(touch ran\) `id`")
    terminal.type(
        "\x15ledger due --unit 耕\t\t\x15ledger due --by $(touch ran) `touch ran` --unit JG\t\t\x15"
    )
    terminal.type("echo al''ive\n")
    terminal.wait_for("[^']alive|\nalive")
    assert not (folder / "ran").exists()


@on_terminals()
def test_nothing_is_said_where_nothing_is_known(terminal: Terminal, folder: Path) -> None:
    write(folder / "ledgers" / "units.yaml", "units: [")
    terminal.type("ledger due --unit JG\t")
    terminal.type("\x15echo al''ive\n")
    shown = terminal.wait_for("[^']alive|\nalive")
    assert "rror" not in shown
    assert "Traceback" not in shown


BASH = r"""
source "$1"
COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=${3:-9} COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
_ledger
printf '%s\n' "${COMPREPLY[@]}"
"""


def bash(folder: Path, path: str, line: str, kind: int = 9) -> list[str]:
    """What COMPREPLY holds after `line`."""
    script = str(table.PATH.with_name("ledger.bash"))
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(table.PATH.parents[3])}
    done = subprocess.run(
        ["bash", "--norc", "-uc", BASH, "bash", script, line, str(kind)],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.needs("bash")
def test_bash_gets_what_it_has_to_put_in(folder: Path, path: str) -> None:
    assert bash(folder, path, "ledger close 112") == ["ZG-2024-112"]
    assert bash(folder, path, "ledger due --unit 怪") == [r"怪\ \$\(touch\ ran\)\ \`id\`"]
    assert bash(folder, path, 'ledger due --unit "怪') == [r"怪 \$(touch ran) \`id\`"]
    assert bash(folder, path, "ledger show ZG-2024-03", ord("%")) == ["ZG-2024-030", "ZG-2024-031"]
    assert bash(folder, path, "ledger show $(touch ran) `touch ran` ZG-2024-1") == ["ZG-2024-112"]
    assert bash(folder, path, "ledger new ") == [""]
    assert not (folder / "ran").exists()


@pytest.mark.needs("bash")
def test_bash_says_nothing_where_there_is_no_ledger(folder: Path) -> None:
    assert bash(folder, "/usr/bin:/bin", "ledger close 112") == [""]
