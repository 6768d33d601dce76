"""`ledger checkpoint`: what the book holds now, as a tag and as digits for paper."""

from pathlib import Path
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import EnvironmentFailure, Refused
from cleanledger.history.checkpoints import PREFIX, Marked, checkpoint_at, read_checkpoints
from cleanledger.i18n import _
from cleanledger.model.checkpoint import Checkpoint, grouped
from cleanledger.operations.naming import shown
from cleanledger.operations.save import writing
from cleanledger.store.files import create, read_bytes

_SHORT = 12
_LIMIT = 1 << 20


def command(
    context: typer.Context,
    *,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help=_("Write the text into this file as well."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    ] = False,
) -> None:
    """Make a checkpoint of the last commit: a tag, and 64 digits to print on paper.

    Whoever keeps the digits elsewhere sees by ledger audit --checkpoint whether the past was rewritten. The
    tag is signed where git was told a key; ledger sync takes it to the others.
    """
    session = Session(context.ensure_object(Globals))
    session.setting(())
    session.history()
    with writing(session.shelf, session.repository):
        repository, commit = _settled(session)
        marks = read_checkpoints(repository)
        checkpoint, is_new = _checkpoint(session, repository, commit, marks)
        if not dry_run:
            _refuse_taken(to, checkpoint)
            if is_new:
                _make(repository, checkpoint)
            if to is not None and not to.exists():
                create(to, checkpoint.text.encode())
    name = f"{PREFIX}/{checkpoint.number}"
    facts = {"name": name, "n": checkpoint.held.entries, "commit": commit[:_SHORT]}
    if dry_run:
        output.put(checkpoint.text)
    elif is_new:
        output.say(_("{name}: {n} entries as of commit {commit}", **facts))
        output.say(grouped(checkpoint.digits))
        _tell(repository)
    else:
        output.say(_("this commit has a checkpoint already: {name}, {n} entries as of {commit}", **facts))
        output.say(grouped(checkpoint.digits))


def _settled(session: Session) -> tuple[git.Repository, str]:
    """The repository and its last commit, which has all that lies in the book."""
    repository = git.find_repository(session.folder) or session.history()
    if git.is_shallow(repository):
        raise EnvironmentFailure(
            _("this clone is shallow: its older commits were left out, and earlier checkpoints with them"),
            _("fetch them: git fetch --unshallow; in CI set fetch-depth: 0"),
        )
    if repository.busy:
        raise EnvironmentFailure(
            _("a {operation} is in progress", operation=repository.busy),
            _("finish it, or break it off; then run the command again"),
        )
    if files := git.unsaved(repository, session.folder):
        desk = git.Desk(repository.root.resolve(), session.folder, Path.cwd().resolve())
        raise Refused(
            _("not in any commit: {paths}", paths=shown(files)),
            _("commit it first: {command}", command=git.saving(desk, "save")),
        )
    return repository, git.existing_commit(repository, "HEAD")


def _checkpoint(
    session: Session, repository: git.Repository, commit: str, marks: tuple[Marked, ...]
) -> tuple[Checkpoint, bool]:
    """The checkpoint of a commit, and whether no tag has it yet."""
    last = marks[-1] if marks else None
    ref = git.exchange.own_branch(repository) or "HEAD"
    made = checkpoint_at(
        repository,
        repository.relative(session.folder),
        commit,
        number=last.number + 1 if last else 1,
        ref=ref,
        previous=last.written.checkpoint.sha256 if last and last.written else None,
    )
    if made is None:
        raise Refused(_("the last commit has no book.yaml"), _("ledger check shows what is wrong with it"))
    for mark in marks:
        if mark.written and mark.written.checkpoint.digits == made.digits:
            return mark.written.checkpoint, False
    if last is not None:
        _refuse_broken(repository, last, commit)
    return made, True


def _refuse_broken(repository: git.Repository, last: Marked, commit: str) -> None:
    """A checkpoint that followed one of another past would hide that the past is another."""
    name = last.tag.name
    hint = _("look at it with: ledger audit")
    if last.written is None:
        raise Refused(_("{name} holds no text of a checkpoint", name=name), hint)
    before = last.written.checkpoint.commit
    if git.commit_named(repository, before) is None or not git.is_ancestor(repository, before, commit):
        raise Refused(
            _("the commit of {name} is not in the history of this branch: {commit}", name=name,
              commit=before[:_SHORT]),
            hint,
        )  # fmt: skip


def _make(repository: git.Repository, checkpoint: Checkpoint) -> None:
    sign = git.signs_tags(repository)
    try:
        git.make_tag(
            repository, f"{PREFIX}/{checkpoint.number}", checkpoint.commit, checkpoint.text, sign=sign
        )
    except git.GitFailure as failure:
        if not sign:
            raise
        raise EnvironmentFailure(
            _("the checkpoint could not be signed, and was not made"),
            git.with_words(
                _(
                    "put the key right (user.signingkey), or make it unsigned: {command}",
                    command="git config tag.gpgSign false",
                ),
                failure.words,
            ),
        ) from failure


def _tell(repository: git.Repository) -> None:
    if not git.signs_tags(repository):
        output.note(_("note: it is not signed: git knows no key of yours (user.signingkey)"))
    if git.has_remote(repository):
        output.note(_("note: ledger sync takes it to the others"))
    output.note(_("print the digits, and keep them where nobody who can write here can reach them"))


def _refuse_taken(path: Path | None, checkpoint: Checkpoint) -> None:
    """Nothing is written over; a file that has the text already may stay."""
    if path is None or not path.exists():
        return
    if not path.is_file() or read_bytes(path, limit=_LIMIT) != checkpoint.text.encode():
        raise Refused(_("{path} is there already", path=path), _("name a new file"))
