"""`ledger hooks`: git asks us before it commits, merges or takes a push."""

import os
import shlex
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.receiving import refused
from cleanledger.cli.session import Session
from cleanledger.cli.settings import command, group
from cleanledger.cli.staged import Blocking, blocking, touches_book
from cleanledger.errors import EnvironmentFailure, LedgerError
from cleanledger.i18n import _
from cleanledger.model.validate import validate_entry
from cleanledger.operations.joining import join
from cleanledger.render.findings import findings_text, summary_of
from cleanledger.store.files import create, read_bytes, write_temporary
from cleanledger.store.library import entry_named
from cleanledger.store.reader import read_document

hooks = group("hooks", _("Have git ask the rules before it commits, merges or takes a push."))

_OURS = b"# made by cleanledger\n"
# Wherever the folder of the book lies, and where it will be moved to.
_ATTRIBUTE = "**/ledgers/**/*.yaml merge=cleanledger"
_LIMIT = 1 << 20


@command(hooks, "install")
def install(
    context: typer.Context,
    *,
    server: Annotated[
        bool, typer.Option("--server", help=_("In a bare repository: look at each push before it is taken."))
    ] = False,
) -> None:
    """Put the hooks in place: before a commit the rules are asked, and entries are merged by what they mean.

    A hook of somebody else's stays as it is; how it can call ours is said.
    """
    if server:
        bare = git.bare_repository(Path.cwd())
        if bare is None:
            raise EnvironmentFailure(
                _("{folder} is no bare repository", folder=Path.cwd()),
                _("go to the repository on the server; for your own: ledger hooks install"),
            )
        _put(bare / "hooks" / "pre-receive", "receive")
        return
    repository = git.find_repository(Path.cwd())
    if repository is None:
        raise EnvironmentFailure(
            _("{folder} lies in no git repository", folder=Path.cwd()),
            _("go to the book; on a server, in a bare repository: ledger hooks install --server"),
        )
    _put(git.hooks_folder(repository) / "pre-commit", "pre-commit")
    driver = f"{_program('merge')} %O %A %B %P"
    git.set_merge_driver(repository, "cleanledger", "entries by what they mean", driver)
    _add_line(repository.common_dir / "info" / "attributes", _ATTRIBUTE)
    output.say(_("entries are merged by what they mean from now on"))
    context.ensure_object(Globals)


def _program(word: str) -> str:
    # -P: a folder of the repository that is called like us must not be taken for us.
    return f"{shlex.quote(sys.executable)} -P -m cleanledger hooks {word}"


def _put(path: Path, word: str) -> None:
    content = b"#!/bin/sh\n" + _OURS + f"exec {_program(word)}\n".encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(path):
        create(path, content)
    elif _OURS not in read_bytes(path, limit=_LIMIT):
        output.note(_("{path} is somebody else's hook and stays as it is", path=path))
        output.note("  " + _("to have it ask us, add to it: {command} || exit 1", command=_program(word)))
        return
    else:
        write_temporary(path, content).replace(path)
    path.chmod(0o755)
    output.say(_("in place: {path}", path=path))


def _add_line(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = read_bytes(path, limit=_LIMIT).decode() if path.is_file() else ""
    if line not in before.splitlines():
        gap = "" if before.endswith("\n") or not before else "\n"
        path.write_text(f"{before}{gap}{line}\n", encoding="utf-8")


@command(hooks, "pre-commit")
def pre_commit(context: typer.Context) -> None:
    """Ask the rules about what is staged; only errors that it brings anew keep it from being committed."""
    context.ensure_object(Globals)
    repository = git.find_repository(Path.cwd())
    if repository is None:
        raise EnvironmentFailure(_("{folder} lies in no git repository", folder=Path.cwd()))
    named = os.environ.get("GIT_INDEX_FILE")
    index = (Path.cwd() / named).absolute() if named else None
    committed, staged = git.committed_tree(repository, repository.head), git.staged_tree(repository, index)
    if not touches_book(committed, staged):
        return
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
        before, after = Path(scratch, "before"), Path(scratch, "after")

        def as_committed() -> Path:
            git.write_tree_into(repository, committed, before)
            return before

        git.write_tree_into(repository, staged, after)
        found = blocking(as_committed, after)
    if found.findings:
        _show(found)
        output.note(_("nothing was committed: what is staged brings these errors"))
        raise typer.Exit(1)


def _show(found: Blocking) -> None:
    files = len({finding.path for finding in found.findings})
    summary = summary_of(found.findings, files=files, entries=files)
    text = findings_text(found.findings, found.sources, summary, colour=False, room=None)
    output.put(text, sys.stderr)


@command(hooks, "merge")
def merge(
    context: typer.Context,
    base: Annotated[Path, typer.Argument(metavar="BASE", help=_("The common version; git calls it %O."))],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help=_("Ours, and where the outcome goes; %A."))],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help=_("The other one; %B."))],
    path: Annotated[str, typer.Argument(metavar="PATH", help=_("Where the file lies; %P."))],
) -> None:
    """Merge three versions of a file for git: entries by what they mean, other files by lines."""
    session = Session(_at_book_of(path, context.ensure_object(Globals)))
    if not _merged(session, base, ours, theirs, path) and not git.merge_lines(base, ours, theirs):
        output.note(_("{path}: somebody must choose; ledger resolve says what", path=path))
        raise typer.Exit(1)


def _at_book_of(path: str, given: Globals) -> Globals:
    """Git merges at the root of its tree; the book may lie further down, where the file does."""
    folder = Path(path).parent.parent
    has_book = given.book is None and (folder / "book.yaml").is_file()
    return replace(given, book=str(folder)) if has_book else given


def _merged(session: Session, base: Path, ours: Path, theirs: Path, path: str) -> bool:
    """Whether the entry could be joined, which is in `ours` then."""
    if entry_named(Path(path).name) is None:
        return False
    contents = [read_bytes(each, limit=_LIMIT) for each in (base, ours, theirs)]
    documents = [read_document(content, path) for content in contents]
    readable = [validate_entry(each)[0] is not None for each in documents]
    if not all(readable[1:]) or (contents[0] and not readable[0]):
        return False
    try:
        setting = session.setting()
    except LedgerError as failure:
        output.note(failure.message)
        return False
    found = join(documents[0] if contents[0] else None, documents[1], documents[2], setting.replay)
    if found.document is None:
        return False
    ours.write_bytes(found.document.text.encode())
    return True


@command(hooks, "receive")
def receive(context: typer.Context) -> None:
    """Look at a push before it is taken: git tells of it on standard input, a line for each ref."""
    context.ensure_object(Globals)
    bare = git.bare_repository(Path.cwd())
    if bare is None:
        raise EnvironmentFailure(_("{folder} is no bare repository", folder=Path.cwd()))
    found = refused(bare, sys.stdin.read().splitlines())
    for each in found:
        if isinstance(each, Blocking):
            _show(each)
        else:
            output.note(each)
    if found:
        output.note(_("the push was refused"))
        raise typer.Exit(1)
