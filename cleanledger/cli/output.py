"""What goes out: cleaned, in what the terminal can show, coloured only where somebody looks."""

import os
import shutil
import sys
from typing import TextIO

from cleanledger.cli.globals import Globals
from cleanledger.errors import LedgerError
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.render.clean import clean, encodable
from cleanledger.render.origin import Target

_INDENT = "  "


def put(text: str, stream: TextIO | None = None) -> None:
    """Writes `text` as it is, but for what the stream cannot encode."""
    stream = stream or sys.stdout
    stream.write(encodable(text, stream.encoding or "utf-8"))


def say(text: str) -> None:
    """One line of an answer; text from data is cleaned."""
    put(f"{clean(text)}\n")


def note(text: str) -> None:
    """One line beside the answer, where a pipe does not carry it."""
    if text:
        put(f"{clean(text)}\n", sys.stderr)


def complain(failure: LedgerError) -> int:
    """Says why the command could not go on, and gives its exit code."""
    from cleanledger.operations.refusal import RuledOut

    note(_("error: {message}", message=failure.message))
    if isinstance(failure, RuledOut):
        for finding in failure.findings:
            _refusal(finding, on_disk=failure.on_disk)
    for line in failure.hint.splitlines():
        note(_INDENT + line)
    return failure.exit_code


def _refusal(finding: Finding, *, on_disk: bool) -> None:
    place = f"{finding.path}:{finding.line}:{finding.column} " if on_disk else ""
    note(f"{_INDENT}{place}{finding.code} {finding.message}")
    if finding.hint:
        note(_INDENT * 2 + _("hint") + _(": ") + finding.hint)


def shown(question: str) -> str:
    """A question in the signs of the terminal that it is asked on."""
    return encodable(question, sys.stderr.encoding or "utf-8")


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether somebody looks at `stream` (default: standard output)."""
    return (stream or sys.stdout).isatty()


def is_terminal_both_ways() -> bool:
    """Whether somebody both looks and can answer."""
    return sys.stdin.isatty() and is_terminal(sys.stderr)


def encoding() -> str:
    """What standard output is written in."""
    return sys.stdout.encoding or "utf-8"


def target(given: Globals, *, for_people: bool = True) -> Target:
    """What the answer is written to; formats for programs are UTF-8 in a pipe."""
    looked_at = is_terminal()
    return Target(
        width=shutil.get_terminal_size().columns if looked_at else None,
        colour=looked_at
        and not given.no_color
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb",
        encoding=encoding() if for_people or looked_at else "utf-8",
    )
