"""`ledger audit`: the past judged commit by commit."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.asked import Asked
from cleanledger.cli.globals import Globals
from cleanledger.cli.kept import kept_in
from cleanledger.cli.packing import with_bundle
from cleanledger.cli.session import Session
from cleanledger.cli.signers import Signers, existing_file
from cleanledger.cli.verifying import verified
from cleanledger.errors import UsageError
from cleanledger.exchange.pack import packed
from cleanledger.i18n import _
from cleanledger.model.checkpoint import grouped
from cleanledger.model.vocabulary import one_of
from cleanledger.render.audit import audit_json, audit_text

_FORMATS = ("text", "json")
_PAPERS = (".md", ".txt", ".json")


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
        Path | None,
        typer.Option(
            "--to",
            metavar="FILE",
            help=_("Write it into this file as well: .md is the working paper to sign."),
        ),
    ] = None,
    pack: Annotated[
        Path | None,
        typer.Option("--pack", metavar="ZIP", help=_("Pack history, lists, findings and paper into a zip.")),
    ] = None,
    verify_pack: Annotated[
        Path | None,
        typer.Option("--verify-pack", metavar="ZIP", help=_("Check such a zip; no repository is needed.")),
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
    if verify_pack is not None:
        if any((commits, policy, signers, checkpoint, to, pack)):
            raise UsageError(_("--verify-pack goes alone: the pack says what it was made from"))
        _verify(verify_pack)
        return
    session = Session(context.ensure_object(Globals))
    if format not in _FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(_FORMATS))
    if to is not None and to.suffix.lower() not in _PAPERS:
        raise UsageError(_("{path} names no kind of paper", path=to), one_of(_PAPERS))
    kept = kept_in(checkpoint) if checkpoint is not None else None
    asked = Asked(session, commits, policy, existing_file(signers), kept, is_fresh=fresh)
    audited = asked.audited
    target = output.target(session.given, for_people=format == "text")
    if to is not None:
        to.write_bytes(_paper(asked, to.suffix.lower()).encode())
    digest = _packed(asked, pack) if pack else ""
    if format == "json":
        output.put(audit_json(audited, encoding=target.encoding))
    else:
        output.put(audit_text(audited, room=target.width))
    if digest:
        output.note(_("packed: {path}; sha256 of it, to keep on paper:", path=pack))
        output.note("  " + digest)
    if any(each.blocks or (strict and each.severity == "warning") for each in audited.findings):
        raise typer.Exit(1)


def _paper(asked: Asked, suffix: str) -> str:
    if suffix == ".json":
        return audit_json(asked.audited)
    return asked.paper() if suffix == ".md" else audit_text(asked.audited)


def _packed(asked: Asked, path: Path) -> str:
    """Writes the pack; the hash of it in groups of four, as it stands on paper."""
    packing = asked.packing()
    members, exports = packing.members()
    content = packed(with_bundle(members, packing), packing.facts(exports))
    path.write_bytes(content)
    return in_fours(content)


def _verify(path: Path) -> None:
    existing_file(path)
    found = verified(path)
    for each in found.holds:
        output.say(each)
    for each in found.notes:
        output.say(_("note") + _(": ") + each)
    for each in found.faults:
        output.say(_("does not hold") + _(": ") + each)
    output.say(_("sha256 of the pack: {digest}", digest=in_fours(path.read_bytes())))
    if found.faults:
        raise typer.Exit(1)
    output.say(_("the pack is what it says"))


def in_fours(content: bytes) -> str:
    """The sha256 of a content as people compare it on paper."""
    return grouped(hashlib.sha256(content).hexdigest())
