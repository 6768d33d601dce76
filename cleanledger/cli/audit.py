"""`ledger audit`: the past judged commit by commit."""

from pathlib import Path
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.kept import kept_in
from cleanledger.cli.session import Session
from cleanledger.cli.signers import Signers, existing_file
from cleanledger.errors import Refused, UsageError
from cleanledger.history.audit import audit
from cleanledger.history.judging import Wish
from cleanledger.history.proofs import Kept, prove
from cleanledger.history.versions import policy_in
from cleanledger.i18n import _
from cleanledger.model.audited import Audited
from cleanledger.model.policy import Version
from cleanledger.model.vocabulary import one_of
from cleanledger.render.audit import audit_json, audit_text

_FORMATS = ("text", "json")


def command(
    context: typer.Context,
    commits: Annotated[
        str | None,
        typer.Argument(
            metavar="[RANGE]", help=_("Commits: OLD..NEW, or all up to one; default all of HEAD.")
        ),
    ] = None,
    *,
    policy: Annotated[
        Path | None,
        typer.Option("--policy", metavar="FILE", help=_("Judge by the policy of this book.yaml instead.")),
    ] = None,
    signers: Signers = None,
    checkpoint: Annotated[
        str | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE|HEX",
            help=_("What you kept elsewhere: a checkpoint in a file, or its 64 digits, blanks allowed."),
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help=_("Write the result into this file as well."))
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help=_("Judge every commit anew, also those that were judged before."))
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Warnings count as errors."))] = False,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help=one_of(_FORMATS))] = "text",
) -> None:
    """Judge the whole past of the book, commit by commit, by the rules of the commands.

    Every commit is judged against each of its parents, by the policy that held before it. What could not be
    checked is listed, and what git cannot prove is said. Checkpoints are held against the history, those of
    the repository and one that was kept elsewhere. Ends with 1 where an error is found.
    """
    session = Session(context.ensure_object(Globals))
    if format not in _FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(_FORMATS))
    kept = kept_in(checkpoint) if checkpoint is not None else None
    wish = Wish(policy=_policy(policy), signers=existing_file(signers), is_fresh=fresh)
    audited = _audited(session, commits, wish, kept)
    target = output.target(session.given, for_people=format == "text")
    if to is not None:
        to.write_text(audit_text(audited), encoding="utf-8")
    if format == "json":
        output.put(audit_json(audited, encoding=target.encoding))
    else:
        output.put(audit_text(audited, room=target.width))
    if any(each.blocks or (strict and each.severity == "warning") for each in audited.findings):
        raise typer.Exit(1)


def _audited(session: Session, commits: str | None, wish: Wish, kept: Kept | None) -> Audited:
    repository = session.history()
    wanted = _wanted(repository, commits)
    audited = audit(repository, session.folder, wanted, wish)
    # A paper may be older than the first commit of the range.
    prove(repository, wanted[0], kept, wish.signers, audited)
    return audited


def _wanted(repository: git.Repository, commits: str | None) -> tuple[str, ...]:
    if commits is None:
        return (git.existing_commit(repository, "HEAD"),)
    old, dots, new = commits.rpartition("..")
    if dots and old.endswith("."):
        raise UsageError(_("{text} is not a range", text=commits[:60]), _("write it as OLD..NEW"))
    newest = git.existing_commit(repository, new or "HEAD")
    return (newest, f"^{git.existing_commit(repository, old or 'HEAD')}") if dots else (newest,)


def _policy(path: Path | None) -> tuple[Version, ...] | None:
    if path is None:
        return None
    existing_file(path)
    found = policy_in(path.read_bytes(), str(path))
    if found is None:
        raise Refused(
            _("{path} holds no policy that can be read", path=path), _("it is a book.yaml with policy: in it")
        )
    return found
