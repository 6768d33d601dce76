"""What a command loads: only what it needs, so that it starts fast. How fast: `make bench`."""

import inspect
import subprocess
import sys

import pytest

from cleanledger import __version__, i18n
from cleanledger.cli.commands import OFFERED
from cleanledger.cli.help import first_sentence

HEAVY = {"pydantic", "yaml", "rich", "tabulate", "filelock", "chinese_calendar"}


@pytest.mark.parametrize("argument", ["--version", "--help", "no-such-command"])
def test_what_needs_no_book_loads_no_model(argument: str) -> None:
    code = (
        "import sys; from cleanledger.__main__ import main\n"
        f"sys.argv = ['ledger', {argument!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(*({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == ""


def test_the_version_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cleanledger", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"cleanledger {__version__}\n"


@pytest.mark.parametrize("name", list(OFFERED))
def test_the_list_of_commands_says_the_first_sentence_of_the_help_of_each(name: str) -> None:
    i18n.use("en")
    command = OFFERED[name].build()
    assert first_sentence(inspect.cleandoc(command.help or "")) == first_sentence(OFFERED[name].summary)
