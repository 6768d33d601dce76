"""Starts the program: the language first, then everything that speaks."""

import gc
import os
import sys
from collections.abc import Sequence

from cleanledger import __version__, i18n

_FULL, _INTERRUPTED, _PIPE_CLOSED = 3, 130, 141


def main() -> None:
    """Runs one command and ends with its exit code."""
    _open_streams()
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except OSError as error:
        code = _PIPE_CLOSED if isinstance(error, BrokenPipeError) else _FULL
        # What could not be written is not tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _open_streams() -> None:
    """What was closed (`>&-`) is the null device: no file that is opened later may take its number."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _run(arguments: Sequence[str]) -> int:
    if arguments == ["--version"]:
        print(f"cleanledger {__version__}")  # noqa: T201 - in no language, and without what the others need
        return 0
    # A command ends soon, and what it reads lives to its end: looking for cycles finds nothing.
    gc.disable()
    i18n.use(_language(arguments, dict(os.environ)))
    # Only now: the command line's help is translated while it is built.
    from cleanledger.cli.app import run  # noqa: PLC0415 - see above

    return run(arguments)


def _language(arguments: Sequence[str], environment: dict[str, str]) -> str:
    """`--lang`, else LEDGER_LANG, else the locale."""
    asked = environment.get("LEDGER_LANG", "")
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.partition("=")[2]
        elif argument == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
    return asked if asked in i18n.LANGUAGES else i18n.from_locale(environment)


if __name__ == "__main__":
    main()
