"""`ledger completion`: the script that makes a shell ask ledger what fits, printed or put in its place."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from shlex import quote
from types import MappingProxyType
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.completing import table
from cleanledger.errors import EnvironmentFailure, Refused, UsageError
from cleanledger.i18n import N_, _
from cleanledger.model.vocabulary import one_of
from cleanledger.store.files import create, read_bytes, write_temporary

_OURS = b"made by cleanledger"
"""Stands at the top of every script: what has it may be replaced by a newer one."""
_LIMIT = 1 << 20


def command(
    context: typer.Context,
    shell: Annotated[
        str | None,
        typer.Argument(metavar="[bash|zsh|fish]", help=_("The shell; default the one you log in with.")),
    ] = None,
    *,
    install: Annotated[
        bool, typer.Option("--install", help=_("Put it where the shell looks for it, and say where that is."))
    ] = False,
) -> None:
    """Print the script by which TAB completes commands, entries and units; with --install put it in place."""
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in _PLACES:
        message = _("there is no completion for {name}", name=name) if name else _("which shell is not known")
        raise UsageError(message, one_of(_PLACES))
    content = table.PATH.with_name(f"ledger.{name}").read_bytes()
    if not install:
        output.put(content.decode())
        return
    path = _PLACES[name](os.environ)
    output.say(_(_install(path, content), path=path))
    # To be typed into a file of the shell: a blank in it must not break it.
    output.say(_(_NEXT[name], path=quote(str(path)), folder=quote(str(path.parent))))


def _install(path: Path, content: bytes) -> str:
    """Puts the script at `path`, or its newer version in place of an older one; says which."""
    if not os.path.lexists(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path, content)
        return N_("written: {path}")
    present = read_bytes(path, limit=_LIMIT)
    if present == content:
        return N_("in place already: {path}")
    if _OURS not in present.partition(b"\n\n")[0]:
        raise Refused(
            _("{path} is there already, and is not ours", path=path),
            _("move it away; or ledger completion SHELL > FILE writes the script to a place of your choice"),
        )
    write_temporary(path, content).replace(path)
    return N_("replaced by the version of this program: {path}")


def _bash(environment: Mapping[str, str]) -> Path:
    # Where the package bash-completion looks first, when ledger is completed for the first time.
    named = environment.get("BASH_COMPLETION_USER_DIR", "").partition(":")[0]
    folder = (
        Path(named) if named else _folder(environment, "XDG_DATA_HOME", ".local/share") / "bash-completion"
    )
    return folder / "completions" / "ledger"


def _zsh(environment: Mapping[str, str]) -> Path:
    # zsh has no folder of its own for this: .zshrc has to name it.
    return _folder(environment, "XDG_DATA_HOME", ".local/share") / "zsh" / "site-functions" / "_ledger"


def _fish(environment: Mapping[str, str]) -> Path:
    return _folder(environment, "XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "ledger.fish"


def _folder(environment: Mapping[str, str], name: str, default: str) -> Path:
    """A folder of the XDG base directories, which counts only where it is a whole path."""
    named = Path(environment.get(name, ""))
    if named.is_absolute():
        return named
    try:
        return Path.home() / default
    except RuntimeError as error:
        raise EnvironmentFailure(
            _("there is no home folder"), _("ledger completion SHELL > FILE writes the script anywhere")
        ) from error


_PLACES: Mapping[str, Callable[[Mapping[str, str]], Path]] = MappingProxyType(
    {"bash": _bash, "zsh": _zsh, "fish": _fish}
)
_NEXT: Mapping[str, str] = MappingProxyType(
    {
        "bash": N_(
            "Open a new shell. Where TAB does nothing there, the package bash-completion is missing:"
            " then write into ~/.bashrc: source {path}"
        ),
        "zsh": N_(
            "Write into ~/.zshrc, above compinit: fpath=({folder} $fpath)"
            " - and where there is no compinit, below it: autoload -U compinit && compinit"
        ),
        "fish": N_("Open a new shell."),
    }
)
