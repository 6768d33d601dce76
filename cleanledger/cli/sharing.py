"""`ledger share` and `ledger join`: a book in a place where several people meet."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import EnvironmentFailure, Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.vocabulary import listed
from cleanledger.operations.checkpoints import own_checkpoints, send_checkpoints
from cleanledger.operations.exchange import unreachable

AddressArgument = Annotated[
    str, typer.Argument(metavar="ADDRESS", help=_("A folder, or an address that git knows (ssh, https)."))
]


def share(context: typer.Context, address: AddressArgument) -> None:
    """Put the book where others can take part in it: a shared folder, or a place on a server.

    A folder that is not there is made, as a repository in which nothing can be rewritten or deleted.
    """
    _refuse_no_place(address)
    session = Session(context.ensure_object(Globals))
    repository = session.repository
    if repository is None:
        raise git.not_committed(session.shelf.root)
    branch = git.exchange.own_branch(repository)
    if repository.head is None or branch is None:
        raise Refused(
            _("no branch with a commit is checked out: there is nothing to share"),
            _("Look at the repository with: {command}", command=_git(repository, "status")),
        )
    if known := git.exchange.remotes(repository):
        raise Refused(
            _("the book is shared already: {names}", names=listed(known)),
            _("to exchange with it: ledger sync"),
        )
    place = address if git.exchange.is_address(address) else str(_folder(repository, address, branch))
    _refuse_used(repository, place)
    git.exchange.add_remote(repository, "origin", place)
    try:
        git.exchange.push(repository, git.exchange.Upstream("origin", branch, "", branch))
    except git.GitFailure as failure:
        git.exchange.drop_remote(repository, "origin")
        raise unreachable(place, failure) from failure
    if checkpoints := own_checkpoints(repository):
        send_checkpoints(repository, "origin", checkpoints)
    output.say(_("shared: {address}", address=place))
    output.say(_("others take part with: ledger join {address}", address=shlex.quote(place)))
    output.say(_("and everybody exchanges with: ledger sync"))


def _refuse_no_place(address: str) -> None:
    if not git.exchange.may_be_exchanged_with(address):
        raise UsageError(
            _("{address} is no place where a book can be", address=address),
            _("a folder, or an address: user@host:path, ssh://host/path, https://host/path"),
        )


def _folder(repository: git.Repository, address: str, branch: str) -> Path:
    """The shared folder, made where there is none or where it is empty."""
    folder = Path(address).expanduser().resolve()
    if folder.is_relative_to(repository.root.resolve()):
        raise Refused(
            _("{folder} lies in the book's own folder", folder=folder),
            _("name a folder outside of it, on a drive that others can reach"),
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(_("{path} is no folder", path=folder), _("name a folder"))
    if not folder.exists() or not any(folder.iterdir()):
        git.exchange.make_bare(folder, branch)
    elif not (folder / "HEAD").is_file() or not (folder / "objects").is_dir():
        raise Refused(_("{folder} is not empty", folder=folder), _("name a new folder, or an empty one"))
    return folder


def _refuse_used(repository: git.Repository, place: str) -> None:
    try:
        found = git.exchange.branches_at(repository.root, place)
    except git.GitFailure as failure:
        raise unreachable(place, failure) from failure
    if found:
        raise Refused(
            _("something is shared there already: {address}", address=place),
            _("take part in it: ledger join {address}; or name a new place", address=shlex.quote(place)),
        )


def join(
    address: AddressArgument,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=_("The new folder; default the name there."))
    ] = None,
) -> None:
    """Take part in a book that others keep: the whole of it comes into a new folder."""
    _refuse_no_place(address)
    place = address if git.exchange.is_address(address) else str(Path(address).expanduser().resolve())
    name = place.rstrip("/\\").replace("\\", "/").rpartition("/")[2].rpartition(":")[2].removesuffix(".git")
    target = (folder or Path(name)).absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(_("{folder} is not empty", folder=target), _("name a new folder, or an empty one"))
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        git.exchange.clone(place, target)
    except git.GitFailure as failure:
        raise unreachable(place, failure) from failure
    repository = git.find_repository(target)
    paths = git.staged_tree(repository) if repository else ()
    books = sorted((path for path in paths if path.rpartition("/")[2] == "book.yaml"), key=len)
    if not books:
        raise EnvironmentFailure(
            _("it holds no book: {address}", address=place),
            _(
                "the copy is in {folder}; whoever keeps the book puts it there with ledger share",
                folder=target,
            ),
        )
    output.say(_("joined: {folder}", folder=target))
    session = Session(Globals(book=str((target / books[0]).parent)))
    setting = session.setting(())
    identity = git.identity(target)
    own = setting.directory.posts_of(identity.email, session.now(setting)) if identity else ()
    if own:
        output.say(_("your posts: {posts}", posts=listed(each.code for each in own)))
    step = f"cd {shlex.quote(str(folder or name))} && ledger"
    output.say(_("next: {command}", command=step if len(own) == 1 else f"{step} me POST"))


def _git(repository: git.Repository, word: str) -> str:
    return f"git -C {shlex.quote(str(repository.root))} {word}"
