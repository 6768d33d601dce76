"""One commit of exactly the files that a command wrote, by plumbing, whatever else lies in the index."""

import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from cleanledger.errors import EnvironmentFailure, SavedNotCommitted
from cleanledger.git.by_hand import committing, resetting, staging
from cleanledger.git.hooks import Hooks, as_bytes
from cleanledger.git.line_ends import ending_in_lf
from cleanledger.git.objects import Entries, Entry, index_info, recorded_in, write_blobs
from cleanledger.git.process import GitFailure, with_words
from cleanledger.git.repository import Repository, Settings, act, ask, head_of, operation_in, settings_of
from cleanledger.i18n import _

LOCK_PATIENCE = 30.0
_PAUSE = 0.05
_NOBODY = (b"tell me who you are", b"empty ident name")


class CommittedNotIndexed(EnvironmentFailure):
    """The commit is made; git's index could not be brought along, because something else holds it."""

    def __init__(self, message: str, hint: str, commit: str) -> None:
        super().__init__(message, hint)
        self.commit = commit


def commit(
    repository: Repository,
    files: Mapping[str, bytes | None],
    message: str,
    *,
    patience: float = LOCK_PATIENCE,
    onto: str | None = None,
) -> str:
    """Makes one commit of exactly `files`, and gives its id.

    The paths are relative to the root; None is a deletion. Where the last commit has all of it, that one's id
    is given. `onto`: the only commit that it may follow. SavedNotCommitted where git or a hook refuses, or
    another came first; CommittedNotIndexed where the index stays locked for `patience` seconds: the commit is
    made then.
    """
    import tempfile  # noqa: PLC0415 - slow to load, and commands that read have no use for it

    try:
        with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
            return _commit(_Work(repository, files, Path(scratch), patience, onto), message)
    except GitFailure as failure:
        raise SavedNotCommitted(
            _("Saved, not committed: {reason}.", reason=failure.message),
            _lines(failure.hint, _go_on(repository, files, message)),
        ) from failure
    except OSError as error:
        raise SavedNotCommitted(
            _("Saved, not committed: the folder for temporary files cannot be used."),
            _go_on(repository, files, message),
        ) from error


def stage(
    repository: Repository, files: Mapping[str, bytes | None], *, patience: float = LOCK_PATIENCE
) -> None:
    """Puts `files` into the index only: what is done while a merge or a rebase is in progress."""
    import tempfile  # noqa: PLC0415 - slow to load, and commands that read have no use for it

    try:
        with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
            work = _Work(repository, files, Path(scratch), patience)
            recorded = recorded_in(repository, repository.head, files)
            _stage(work, _entries(work, recorded, settings_of(repository)))
    except (GitFailure, OSError) as failure:
        why = failure.hint if isinstance(failure, GitFailure) else ""
        raise SavedNotCommitted(
            _("Saved, not staged: git did not take it."),
            _lines(why, _("Go on with: {command}", command=staging(repository.root, files))),
        ) from failure


def _go_on(repository: Repository, files: Mapping[str, bytes | None], message: str) -> str:
    root = repository.root
    command = f"{staging(root, files)} && {committing(root, message)}"
    return _("Put it right, then: {command}", command=command)


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


@dataclass(frozen=True)
class _Work:
    """What goes into one commit; `scratch` holds its blobs, its index and its message while it is made."""

    repository: Repository
    files: Mapping[str, bytes | None]
    scratch: Path
    patience: float
    onto: str | None = None

    @property
    def index(self) -> Path:
        """The index of this commit, which is not the user's."""
        return self.scratch / "index"


def _commit(work: _Work, message: str) -> str:
    """Makes the commit on top of whatever HEAD is by then."""
    repository = work.repository
    if operation := operation_in(repository.git_dir):
        raise GitFailure(_("a {operation} is in progress", operation=operation), "")
    settings = settings_of(repository)
    head = repository.head
    indexed: bool | None = None
    latest = time.monotonic() + work.patience
    while True:
        if work.onto not in (None, head):
            raise GitFailure(_("another commit was made meanwhile"), "")
        recorded = recorded_in(repository, head, work.files)
        entries = _entries(work, recorded, settings)
        if entries == recorded:
            return head or ""
        tree = _tree(work, head, entries)
        if indexed is None:
            message = Hooks(settings.hooks, repository.root, work.index).ask(message, work.scratch)
            # The index goes first: were it behind the commit, the user's next one would undo ours.
            indexed = _try_to_stage(work, entries)
        new = _commit_object(repository, tree, head, message, sign=settings.sign)
        if _move_head(work, new, head, message):
            return new if indexed else _report_stale_index(work, new)
        if time.monotonic() > latest:
            raise GitFailure(_("other programs commit to this branch all the time"), "")
        head = head_of(repository)


def _report_stale_index(work: _Work, new: str) -> NoReturn:
    lock = work.repository.git_dir / "index.lock"
    raise CommittedNotIndexed(
        _(
            "Committed as {commit}, but {lock} kept the index of git from following.",
            commit=new[:12],
            lock=lock,
        ),
        _(
            "Before your own next commit: end the git command that holds it (if none runs, delete {lock}), "
            "then run: {command}",
            lock=shlex.quote(str(lock)),
            command=resetting(work.repository.root, work.files),
        ),
        new,
    )


def _entries(work: _Work, recorded: Entries, settings: Settings) -> Entries:
    """What each path becomes: its blob is written, its mode is kept."""
    contents = {path: content for path, content in work.files.items() if content is not None}
    for path in ending_in_lf(work.repository, contents, recorded, converts=settings.converts_line_ends):
        contents[path] = contents[path].replace(b"\r\n", b"\n")
    written = write_blobs(work.repository, tuple(contents.values()), work.scratch)
    ids = dict(zip(contents, written, strict=True))
    return {
        path: Entry(_mode(recorded[path]), ids[path]) if path in contents else None for path in work.files
    }


def _mode(recorded: Entry | None) -> str:
    return "100755" if recorded and recorded.mode == "100755" else "100644"


def _tree(work: _Work, head: str | None, entries: Entries) -> str:
    if head:
        ask(work.repository, "read-tree", head, index=work.index)
    info = index_info(entries, head)
    ask(work.repository, "update-index", "-z", "--index-info", stdin=info, index=work.index)
    return ask(work.repository, "write-tree", index=work.index).decode().strip()


def _stage(work: _Work, entries: Entries) -> None:
    info = index_info(entries, work.repository.head)
    _patiently(
        lambda: act(work.repository, "update-index", "-z", "--index-info", stdin=info),
        work.patience,
    )


def _try_to_stage(work: _Work, entries: Entries) -> bool:
    try:
        _stage(work, entries)
    except GitFailure as failure:
        if not _is_locked(failure):
            raise
        return False
    return True


def _patiently(action: Callable[[], bytes], patience: float) -> bytes:
    """Does what needs a lock of git's. Somebody else's lock is waited for, never removed."""
    latest = time.monotonic() + patience
    while True:
        try:
            return action()
        except GitFailure as failure:
            if not _is_locked(failure) or time.monotonic() > latest:
                raise
            time.sleep(_PAUSE)


def _is_locked(failure: GitFailure) -> bool:
    return b".lock': File exists" in failure.words


def _commit_object(repository: Repository, tree: str, head: str | None, message: str, *, sign: bool) -> str:
    arguments = ["commit-tree", *(["-S"] if sign else []), *(["-p", head] if head else []), tree]
    try:
        return act(repository, *arguments, stdin=as_bytes(message)).decode().strip()
    except GitFailure as failure:
        raise _no_commit_object(failure, sign=sign) from failure


def _no_commit_object(failure: GitFailure, *, sign: bool) -> GitFailure:
    if any(sign in failure.words for sign in _NOBODY):
        hint = _(
            "Tell git once who you are: {command}",
            command='git config --global user.name "…" && git config --global user.email "…"',
        )
        return GitFailure(_("git does not know who you are"), hint)
    if sign:
        hint = _(
            "Look at the key that user.signingKey names, or turn it off: git config commit.gpgSign false"
        )
        return GitFailure(_("the commit could not be signed"), with_words(hint, failure.words), failure.words)
    return failure


def _move_head(work: _Work, new: str, old: str | None, message: str) -> bool:
    """Moves the branch from `old` to `new`; False where it is no longer at `old`."""
    reason = ("commit: " if old else "commit (initial): ") + message.partition("\n")[0]
    arguments = ("update-ref", "-m", reason, "HEAD", new, old or "")
    try:
        _patiently(lambda: act(work.repository, *arguments), work.patience)
    except GitFailure:
        if head_of(work.repository) == old:
            raise
        return False
    return True
