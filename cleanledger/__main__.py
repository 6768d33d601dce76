"""Starts the program: the language first, then everything that speaks."""

import os
import sys
from collections.abc import Sequence

from cleanledger import i18n


def main() -> None:
    """Runs one command and ends with its exit code."""
    arguments = sys.argv[1:]
    i18n.use(_language(arguments, dict(os.environ)))
    # Only now: the command line's help is translated while it is built.
    from cleanledger.cli.app import run  # noqa: PLC0415 - see above

    sys.exit(run(arguments))


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
