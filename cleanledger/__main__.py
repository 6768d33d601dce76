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
    if arguments[:1] == ["_complete"]:
        from cleanledger.cli.completing.respond import respond  # noqa: PLC0415 - loads nothing that it does not need

        respond(arguments[1:], os.environ, sys.stdout)
        sys.stdout.flush()
        # Somebody waits with a finger on TAB: the system takes things apart faster than Python does.
        os._exit(0)
    i18n.use(i18n.asked_for(arguments, os.environ))
    # Only now: the command line's help is translated while it is built.
    from cleanledger.cli.app import run  # noqa: PLC0415 - see above

    return run(arguments)


if __name__ == "__main__":
    main()
