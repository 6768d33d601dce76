"""`ledger export`: the list in full as a file for others, with the commit that it is of."""

from pathlib import Path
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.exporting import Wish, export
from cleanledger.cli.globals import Globals
from cleanledger.cli.held import is_untouched
from cleanledger.cli.session import Session, read_day
from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.checkpoint import grouped
from cleanledger.model.vocabulary import one_of
from cleanledger.operations.naming import shown
from cleanledger.render.exported import FORMS
from cleanledger.store.files import create, read_bytes, write_temporary

_SHORT = 12
_LIMIT = 1 << 28


def command(
    context: typer.Context,
    ledger: Annotated[str | None, typer.Argument(metavar="[LEDGER]", help=_("Only this ledger."))] = None,
    *,
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help=_("The file: its name ends in .csv, .jsonl or .md."))
    ],
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help=_("Only entries of which a line was typed on this day or later.")
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over whatever the file holds."))] = False,
) -> None:
    """Write the entries into a file, whole; its last line says of which commit it is.

    Each entry has all its fields, as they were committed. ledger check-file holds the file against the book,
    whatever hands it went through. An export that nobody changed is written over, other files with --force.
    """
    given = context.ensure_object(Globals)
    form = to.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise UsageError(
            _("{path} says no format that can be written", path=to), one_of(f".{each}" for each in FORMS)
        )
    made = export(given, _wish(given, ledger, since), form)
    _write(given, to, made.content, force=force)
    stamp = made.stamp
    output.say(
        _("{path}: {n} entries as of commit {commit}", path=to, n=stamp.rows, commit=stamp.commit[:_SHORT])
    )
    output.say(grouped(stamp.digits))


def _wish(given: Globals, ledger: str | None, since: str | None) -> Wish:
    session = Session(given)
    repository = session.history()
    first = read_day(since) if since else None
    if given.at is not None:
        past = session.past
        day = read_day(given.today) if given.today else None
        return Wish(
            past.commit if past else given.at, day or (past.day if past else None), ledger or "", first
        )
    if files := git.unsaved(repository, session.folder):
        desk = git.Desk(repository.root.resolve(), session.folder, Path.cwd().resolve())
        raise Refused(
            _("not in any commit: {paths}", paths=shown(files)),
            _("commit it first: {command}", command=git.saving(desk, "save"))
            + "\n"
            + _("or export what was committed: ledger export --at HEAD"),
        )
    commit = git.existing_commit(repository, "HEAD")
    return Wish(commit, session.day(session.setting(())), ledger or "", first)


def _write(given: Globals, path: Path, content: bytes, *, force: bool) -> None:
    if not path.exists():
        create(path, content)
        return
    if path.is_symlink() or not path.is_file():
        raise Refused(_("{path} is no file", path=path), _("name a new file"))
    before = read_bytes(path, limit=_LIMIT)
    if not force and before != content and not is_untouched(given, before):
        raise Refused(
            _("{path} is there already, and is no export as it was written", path=path),
            _("name a new file; or write over it: --force"),
        )
    write_temporary(path, content).replace(path)
