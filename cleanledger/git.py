"""What is asked of git, by plumbing alone. The only module that runs a program.

There are two kinds of surroundings. What is read, perhaps from a hostile clone, is read by
`reading_environment` and `READING`: no hook, filter, monitor or pager of it runs. What is the user's own act
(the commit and its signature, their index, branch and hooks) runs in `own_environment`.
"""

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeAlias

from cleanledger.errors import EnvironmentFailure, SavedNotCommitted
from cleanledger.i18n import _, language

LOCK_PATIENCE = 30.0
_MOST_ARGUMENT_BYTES = 16_000  # Windows takes 32,767 characters
_MOST_WORDS = 200
_PAUSE = 0.05
_SECONDS_TO_END = 1.0
_NOT_SET = 1  # how `git config` ends where it found nothing
_KNOWS_HOOK_RUN = (2, 36)

READING = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.attributesFile=/dev/null"),
    *("-c", "log.showSignature=false"),
    *("-c", "advice.graftFileDeprecated=false"),
    *("-c", "gpg.program=gpg"),
    *("-c", "gpg.openpgp.program=gpg"),
    *("-c", "gpg.x509.program=gpgsm"),
    *("-c", "gpg.ssh.program=ssh-keygen"),
    *("-c", "protocol.allow=never"),
)
# A commit that was made outlives a power cut.
_DURABLE = ("-c", "core.fsync=committed,reference")
_ASKING = (*READING, *_DURABLE)
# The message is ours and UTF-8, whatever the user's setting says of their own.
_OWN = (
    "--literal-pathspecs",
    *("-c", "i18n.commitEncoding=UTF-8"),
    *("-c", "core.fsmonitor=false"),
    *_DURABLE,
)
# What a program needs to start at all, and where git is not to look for a repository.
_KEPT = (
    *("TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT"),
    *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
)
_OWN_CONFIGURATION = (
    *("HOME", "XDG_CONFIG_HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "SUDO_UID"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
)
# A hook that calls us leaves these behind: they bind git to the repository, index and objects of the commit
# that is being made. The folder of the book decides instead, and what we commit goes by our own index. What a
# user set by `git -c` (GIT_CONFIG_PARAMETERS) stays.
_BINDING = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"),
        *(
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_PREFIX",
            "GIT_CONFIG",
            "GIT_GRAFT_FILE",
            "GIT_SHALLOW_FILE",
        ),
        *("GIT_REPLACE_REF_BASE", "GIT_NO_REPLACE_OBJECTS", "GIT_IMPLICIT_WORK_TREE", "GIT_NAMESPACE"),
        *("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
        *("GIT_INTERNAL_SUPER_PREFIX", "GIT_QUARANTINE_PATH"),
    }
)
# The first that is there names what goes on: a rebase makes a CHERRY_PICK_HEAD of its own.
_OPERATIONS = (
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("sequencer", "cherry-pick"),
    ("BISECT_LOG", "bisect"),
)
_NO_REPOSITORY = (b"not a git repository", b"must be run in a work tree", b"cannot use bare repository")
_FOREIGN = (b"dubious ownership", b"unsafe repository")


class GitFailure(EnvironmentFailure):
    """git could not do what was asked; `words` is what it wrote."""

    def __init__(self, message: str, hint: str, words: bytes = b"") -> None:
        super().__init__(message, hint)
        self.words = words


class CommittedNotIndexed(EnvironmentFailure):
    """The commit is made; git's index could not be brought along, because something else holds it."""

    def __init__(self, message: str, hint: str, commit: str) -> None:
        super().__init__(message, hint)
        self.commit = commit


class Identity(NamedTuple):
    """Who git says commits here."""

    name: str
    email: str


@dataclass(frozen=True)
class Repository:
    """A repository as found from one of its folders. `head`: None before the first commit.

    `busy`: merge, rebase, cherry-pick, revert or bisect, while one is in progress. `own_configuration`: only
    the user's own settings (`safe.directory`) make git take it for theirs.
    """

    root: Path
    git_dir: Path
    common_dir: Path
    head: str | None
    detached: bool
    busy: str
    own_configuration: bool = False

    def relative(self, path: Path) -> str:
        """`path` as git names it: from the root, with slashes."""
        folder = path.parent.resolve()
        return (folder / path.name).relative_to(self.root.resolve()).as_posix()


class _Entry(NamedTuple):
    """What a tree or an index says of one path; without an id the path goes."""

    mode: str
    id: str


_Entries: TypeAlias = dict[str, _Entry | None]


class _Settings(NamedTuple):
    """What of the user's configuration changes how a commit is made."""

    sign: bool
    hooks: Path
    converts_line_ends: bool


def reading_environment(*, own_configuration: bool = False) -> dict[str, str]:
    """Surroundings under which reading a repository runs nothing of it, and asks and fetches nothing."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    if own_configuration:
        environment |= {name: os.environ[name] for name in _OWN_CONFIGURATION if name in os.environ}
    else:
        environment |= {"HOME": "/dev/null", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    return environment | {
        "PATH": _search_path(),
        "LC_ALL": "C",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
    }


def own_environment() -> dict[str, str]:
    """The caller's surroundings, less what binds git to another repository than the one of the book."""
    return {name: value for name, value in os.environ.items() if name not in _BINDING}


def run(
    arguments: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    options: Sequence[str] = READING,
    stdin: bytes = b"",
) -> bytes:
    """What `git ARGUMENTS` writes to its output; GitFailure where it ends with an error."""
    done = _done(arguments, cwd=cwd, environment=environment, options=options, stdin=stdin)
    if done.returncode:
        raise _failure(arguments, cwd, done.stderr)
    return done.stdout


def command(arguments: Sequence[str], options: Sequence[str] = READING) -> list[str]:
    """The words that start git; a failure where it is not installed."""
    program = _program()
    if program is None:
        raise GitFailure(
            _("git is not installed, or not on the PATH"),
            _("Install git (https://git-scm.com), then run the command again."),
        )
    return [program, *options, *arguments]


def _done(
    arguments: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    options: Sequence[str],
    stdin: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    return _started(command(arguments, options), cwd=cwd, environment=environment, stdin=stdin)


def _started(
    words: Sequence[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    pipe = subprocess.PIPE
    try:
        with subprocess.Popen(
            words, cwd=cwd, env=environment, stdin=pipe, stdout=pipe, stderr=pipe
        ) as process:
            try:
                out, said = process.communicate(stdin)
            except BaseException:
                _let_end(process)
                raise
            return subprocess.CompletedProcess(words, process.returncode, out, said)
    except OSError as error:
        raise GitFailure(
            _("git could not be started in {folder}", folder=cwd),
            _("The system says: {words}", words=error.strerror or error),
        ) from error


def _let_end(process: "subprocess.Popen[bytes]") -> None:
    """Returns when git has ended by itself, or has been asked to: killed, it would leave its lock files."""
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            with suppress(OSError):
                pipe.close()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.terminate()


def _search_path() -> str:
    """PATH without its relative folders: a repository must not bring its own `git` or `gpg`."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())


def _program() -> str | None:
    # Not shutil.which: on Windows it looks into the current folder first, whatever the path says.
    name = "git.exe" if os.name == "nt" else "git"
    places = (Path(folder, name) for folder in _search_path().split(os.pathsep) if folder)
    return next((str(place) for place in places if place.is_file() and os.access(place, os.X_OK)), None)


def _failure(arguments: Sequence[str], folder: Path, words: bytes) -> GitFailure:
    hint = _("Look at the repository with: git -C {folder} status", folder=shlex.quote(str(folder)))
    return GitFailure(
        _("git {word} failed in {folder}", word=arguments[0], folder=folder),
        _with_words(hint, words),
        words,
    )


def _with_words(hint: str, words: bytes) -> str:
    """The hint, and in English what git says: in another language its words would be a foreign body."""
    if language() != "en" or not (line := first_line(words)):
        return hint
    return f"{hint}\n" + _("git says: {words}", words=line)


def first_line(words: bytes) -> str:
    """The first line of a program's output that says something, fit to be shown."""
    for line in words.decode("utf-8", "replace").splitlines():
        text = "".join(character if character.isprintable() else " " for character in line)
        if not text.isspace() and text:
            return " ".join(text.split())[:_MOST_WORDS]
    return ""


def _ask(repository: Repository, *arguments: str, stdin: bytes = b"", index: Path | None = None) -> bytes:
    """Plumbing that runs nothing of the repository's."""
    environment = reading_environment(own_configuration=repository.own_configuration)
    if index:
        environment["GIT_INDEX_FILE"] = str(index)
    return run(arguments, cwd=repository.root, environment=environment, options=_ASKING, stdin=stdin)


def _act(repository: Repository, *arguments: str, stdin: bytes = b"") -> bytes:
    """Plumbing by which the user acts: their name, key, index and branch.

    git may run their filters when it writes their index, to tell what was changed in the very same second.
    """
    # C: what git says is looked at, and git speaks the user's language.
    environment = own_environment() | {"LC_ALL": "C"}
    return run(arguments, cwd=repository.root, environment=environment, options=_OWN, stdin=stdin)


def find_repository(folder: Path) -> Repository | None:
    """The repository in whose work tree `folder` lies; None where there is none, or no git on this machine.

    Commands that read work without git; one that commits says why it cannot by `not_committed`.
    """
    if _program() is None:
        return None
    folders = ("--show-toplevel", "--absolute-git-dir", "--git-common-dir")
    question = ("rev-parse", *folders, "HEAD", "--symbolic-full-name", "HEAD")
    # git has the say over whose repository this is: first without any settings, then by the user's own.
    for own_configuration in (False, True):
        environment = reading_environment(own_configuration=own_configuration)
        done = _done(question, cwd=folder, environment=environment, options=READING)
        if not any(sign in done.stderr for sign in _FOREIGN):
            break
    else:
        raise _foreign(folder)
    if any(sign in done.stderr for sign in _NO_REPOSITORY):
        return None
    found = [os.fsdecode(line) for line in done.stdout.splitlines()]
    return replace(_repository(folder, found, done), own_configuration=own_configuration)


def _repository(folder: Path, found: Sequence[str], done: subprocess.CompletedProcess[bytes]) -> Repository:
    # Before the first commit HEAD means nothing: git prints the three folders, then fails.
    born = done.returncode == 0
    if len(found) != (5 if born else 4) or (not born and found[3] != "HEAD"):
        raise _failure(("rev-parse",), folder, done.stderr)
    git_dir = Path(found[1])
    return Repository(
        root=Path(found[0]),
        git_dir=git_dir,
        common_dir=(folder / found[2]).resolve(),
        head=found[3] if born else None,
        detached=born and found[4] == "HEAD",
        busy=_operation(git_dir),
    )


def _operation(git_dir: Path) -> str:
    return next((operation for name, operation in _OPERATIONS if os.path.lexists(git_dir / name)), "")


def _foreign(folder: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        _(
            "{folder} lies in a repository that belongs to another user; git refuses to read it",
            folder=folder,
        ),
        _(
            "If you trust whoever owns it: git config --global --add safe.directory {folder}",
            folder=shlex.quote(str(folder.resolve())),
        )
        + "\n"
        + _("The folder to name there is the root of the repository."),
    )


def not_committed(folder: Path) -> SavedNotCommitted:
    """Why a change in `folder`, for which `find_repository` found nothing, is saved but in no commit."""
    if _program() is None:
        return SavedNotCommitted(
            _("Saved, not committed: git is not installed, or not on the PATH."),
            _("Install git (https://git-scm.com). The next change can then be committed."),
        )
    return SavedNotCommitted(
        _("Saved, not committed: {folder} lies in no git repository.", folder=folder),
        _("Make one with: git init {folder}", folder=shlex.quote(str(folder))),
    )


def identity(folder: Path) -> Identity | None:
    """Who git would name as the author of a commit made in `folder`; None where it would refuse."""
    if _program() is None:
        return None
    environment = own_environment() | {"LC_ALL": "C"}
    done = _done(("var", "GIT_AUTHOR_IDENT"), cwd=folder, environment=environment, options=())
    if done.returncode:
        return None
    who = done.stdout.decode("utf-8", "replace").rpartition("> ")[0]
    name, _separator, email = who.rpartition(" <")
    return Identity(name, email)


def lock_path(repository: Repository) -> Path:
    """The lock that all work trees of the repository share; it is held from comparing files to the commit."""
    return repository.common_dir / "cleanledger.lock"


def commit(
    repository: Repository,
    files: Mapping[str, bytes | None],
    message: str,
    *,
    patience: float = LOCK_PATIENCE,
) -> str:
    """Makes one commit of exactly `files`, and gives its id.

    The paths are relative to the root; None is a deletion. Where the last commit has all of it, that one's id
    is given. SavedNotCommitted where git or a hook refuses, CommittedNotIndexed where the index stays locked
    for `patience` seconds: the commit is made then.
    """
    import tempfile  # noqa: PLC0415 - slow to load, and commands that read have no use for it

    try:
        with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
            return _commit(_Work(repository, files, Path(scratch), patience), message)
    except GitFailure as failure:
        raise SavedNotCommitted(
            _("Saved, not committed: {reason}.", reason=failure.message),
            _with_words(_go_on(files, message), failure.words),
        ) from failure
    except OSError as error:
        raise SavedNotCommitted(
            _("Saved, not committed: the folder for temporary files cannot be used."), _go_on(files, message)
        ) from error


def stage(
    repository: Repository, files: Mapping[str, bytes | None], *, patience: float = LOCK_PATIENCE
) -> None:
    """Puts `files` into the index only: what is done while a merge or a rebase is in progress."""
    import tempfile  # noqa: PLC0415 - slow to load, and commands that read have no use for it

    try:
        with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
            work = _Work(repository, files, Path(scratch), patience)
            recorded = _recorded(repository, repository.head, files)
            _stage(work, _entries(work, recorded, _settings(repository)))
    except (GitFailure, OSError) as failure:
        words = failure.words if isinstance(failure, GitFailure) else b""
        hint = _("Go on with: git add -A -- {paths}", paths=_quoted(files))
        raise SavedNotCommitted(
            _("Saved, not staged: git did not take it."), _with_words(hint, words)
        ) from failure


def _go_on(files: Mapping[str, bytes | None], message: str) -> str:
    return _(
        "Put it right, then: git add -A -- {paths} && git commit -m {subject}",
        paths=_quoted(files),
        subject=shlex.quote(_subject(message)),
    )


def _subject(message: str) -> str:
    return message.partition("\n")[0]


def _quoted(files: Mapping[str, bytes | None]) -> str:
    shown = 5
    paths = [shlex.quote(path) for path in files]
    return " ".join(paths[:shown]) + (" …" if len(paths) > shown else "")


@dataclass(frozen=True)
class _Work:
    """What goes into one commit; `scratch` holds its blobs, its index and its message while it is made."""

    repository: Repository
    files: Mapping[str, bytes | None]
    scratch: Path
    patience: float

    @property
    def index(self) -> Path:
        """The index of this commit, which is not the user's."""
        return self.scratch / "index"


def _commit(work: _Work, message: str) -> str:
    """Makes the commit on top of whatever HEAD is by then."""
    repository = work.repository
    if operation := _operation(repository.git_dir):
        raise GitFailure(_("a {operation} is in progress", operation=operation), "")
    settings = _settings(repository)
    head = repository.head
    indexed: bool | None = None
    latest = time.monotonic() + work.patience
    while True:
        recorded = _recorded(repository, head, work.files)
        entries = _entries(work, recorded, settings)
        if entries == recorded:
            return head or ""
        tree = _tree(work, head, entries)
        if indexed is None:
            message = _ask_hooks(work, settings.hooks, message)
            # The index goes first: were it behind the commit, the user's next one would undo ours.
            indexed = _try_to_stage(work, entries)
        new = _commit_object(repository, tree, head, message, sign=settings.sign)
        if _move_head(work, new, head, message):
            return new if indexed else _report_stale_index(work, new)
        if time.monotonic() > latest:
            raise GitFailure(_("other programs commit to this branch all the time"), "")
        head = _head(repository)


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
            "then run: git reset -q -- {paths}",
            lock=shlex.quote(str(lock)),
            paths=_quoted(work.files),
        ),
        new,
    )


def _entries(work: _Work, recorded: _Entries, settings: _Settings) -> _Entries:
    """What each path becomes: its blob is written, its mode is kept."""
    contents = {path: content for path, content in work.files.items() if content is not None}
    for path in _ending_in_lf(work.repository, contents, recorded, converts=settings.converts_line_ends):
        contents[path] = contents[path].replace(b"\r\n", b"\n")
    ids = dict(zip(contents, _write_blobs(work, tuple(contents.values())), strict=True))
    return {
        path: _Entry(_mode(recorded[path]), ids[path]) if path in contents else None for path in work.files
    }


def _mode(recorded: _Entry | None) -> str:
    return "100755" if recorded and recorded.mode == "100755" else "100644"


def _recorded(repository: Repository, head: str | None, paths: Collection[str]) -> _Entries:
    """What the last commit has of each path."""
    entries: _Entries = dict.fromkeys(paths)
    for part in _parts(paths if head else ()):
        listing = _ask(repository, "ls-tree", "-z", "--full-tree", head or "", "--", *part)
        for line in filter(None, listing.split(b"\0")):
            facts, _tab, path = line.partition(b"\t")
            mode, _type, blob = facts.decode().split()
            entries[os.fsdecode(path)] = _Entry(mode, blob)
    return entries


def _parts(paths: Collection[str]) -> Iterator[list[str]]:
    """The paths in parts that a command line has room for."""
    part: list[str] = []
    size = 0
    for path in paths:
        size += len(os.fsencode(path)) + 1
        if part and size > _MOST_ARGUMENT_BYTES:
            yield part
            part, size = [], 0
        part.append(path)
    if part:
        yield part


def _write_blobs(work: _Work, contents: Sequence[bytes]) -> list[str]:
    paths = [work.scratch / f"blob-{number}" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    if not paths:
        return []
    # No filters: what the repository or the user set up as one is a program.
    listed = "".join(f"{path}\n" for path in paths).encode()
    written = _ask(work.repository, "hash-object", "-w", "--no-filters", "--stdin-paths", stdin=listed)
    return written.decode().split()


def _tree(work: _Work, head: str | None, entries: _Entries) -> str:
    if head:
        _ask(work.repository, "read-tree", head, index=work.index)
    info = _index_info(entries, head)
    _ask(work.repository, "update-index", "-z", "--index-info", stdin=info, index=work.index)
    return _ask(work.repository, "write-tree", index=work.index).decode().strip()


def _index_info(entries: _Entries, head: str | None) -> bytes:
    known = [head or "", *(entry.id for entry in entries.values() if entry)]
    nothing = _Entry("0", "0" * (max(map(len, known)) or 40))
    lines = ((entry or nothing, os.fsencode(path)) for path, entry in entries.items())
    return b"".join(f"{entry.mode} {entry.id}\t".encode() + path + b"\0" for entry, path in lines)


def _stage(work: _Work, entries: _Entries) -> None:
    info = _index_info(entries, work.repository.head)
    _patiently(
        lambda: _act(work.repository, "update-index", "-z", "--index-info", stdin=info),
        work.patience,
    )


def _try_to_stage(work: _Work, entries: _Entries) -> bool:
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
        return _act(repository, *arguments, stdin=_as_bytes(message)).decode().strip()
    except GitFailure as failure:
        raise _no_commit_object(failure, sign=sign) from failure


def _as_bytes(message: str) -> bytes:
    return message.removesuffix("\n").encode("utf-8", "replace") + b"\n"


def _no_commit_object(failure: GitFailure, *, sign: bool) -> GitFailure:
    if b"tell me who you are" in failure.words:
        hint = _("Tell git once: git config --global user.name NAME, then the same with user.email ADDRESS.")
        return GitFailure(_("git does not know who you are"), hint)
    if sign:
        hint = _(
            "Look at the key that user.signingKey names, or turn it off: git config commit.gpgSign false"
        )
        return GitFailure(_("the commit could not be signed"), hint, failure.words)
    return failure


def _move_head(work: _Work, new: str, old: str | None, message: str) -> bool:
    """Moves the branch from `old` to `new`; False where it is no longer at `old`."""
    reason = ("commit: " if old else "commit (initial): ") + _subject(message)
    arguments = ("update-ref", "-m", reason, "HEAD", new, old or "")
    try:
        _patiently(lambda: _act(work.repository, *arguments), work.patience)
    except GitFailure:
        if _head(work.repository) == old:
            raise
        return False
    return True


def _head(repository: Repository) -> str | None:
    try:
        return _ask(repository, "rev-parse", "--quiet", "--verify", "HEAD").decode().strip()
    except GitFailure:
        return None


def _settings(repository: Repository) -> _Settings:
    names = r"^(commit\.gpgsign|core\.hookspath|core\.autocrlf)$"
    question = ("config", "-z", "--get-regexp", names)
    done = _done(question, cwd=repository.root, environment=own_environment(), options=_OWN)
    if done.returncode not in {0, _NOT_SET}:
        raise _failure(question, repository.root, done.stderr)
    found = {}
    for item in filter(None, os.fsdecode(done.stdout).split("\0")):
        name, has_value, value = item.partition("\n")
        found[name] = value if has_value else "true"
    hooks = Path(found["core.hookspath"]).expanduser() if "core.hookspath" in found else None
    return _Settings(
        sign=_is_true(found.get("commit.gpgsign", "")),
        hooks=repository.root / hooks if hooks else repository.common_dir / "hooks",
        converts_line_ends=found.get("core.autocrlf", "").lower() == "input"
        or _is_true(found.get("core.autocrlf", "")),
    )


def _is_true(value: str) -> bool:
    """Whether git takes it for true."""
    return value.lower() in {"true", "yes", "on"} or (value.isdecimal() and int(value) != 0)


def _ask_hooks(work: _Work, hooks: Path, message: str) -> str:
    """Lets the hooks of the repository look at the commit; the message as the last of them leaves it."""
    _run_hook(work, hooks / "pre-commit", message)
    text = work.scratch / "COMMIT_EDITMSG"
    text.write_bytes(_as_bytes(message))
    _run_hook(work, hooks / "commit-msg", message, str(text))
    return text.read_bytes().decode("utf-8", "replace")


def _run_hook(work: _Work, hook: Path, message: str, *arguments: str) -> None:
    if not (hook.is_file() and os.access(hook, os.X_OK)):
        return
    environment = own_environment() | {"GIT_INDEX_FILE": str(work.index), "GIT_EDITOR": ":"}
    done = _run_program_of_hook(hook, arguments, work.repository.root, environment)
    if done.returncode:
        line = first_line(done.stderr + b"\n" + done.stdout)
        hint = _("The hook says: {words}", words=line) + "\n" if line else ""
        raise SavedNotCommitted(
            _("Saved, not committed: the hook {hook} refused.", hook=hook.name),
            hint + _go_on(work.files, message),
        )


def _run_program_of_hook(
    hook: Path, arguments: Sequence[str], root: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    if _version(root) >= _KNOWS_HOOK_RUN:
        words = ("hook", "run", hook.name, "--", *arguments)
        # No options: a hook would inherit them.
        return _done(words, cwd=root, environment=environment, options=())
    return _started([str(hook), *arguments], cwd=root, environment=environment)


def _version(folder: Path) -> tuple[int, ...]:
    words = run(["version"], cwd=folder, environment=reading_environment()).split()
    return tuple(int(part) for part in words[2].split(b".")[:2])


def _ending_in_lf(
    repository: Repository, contents: Mapping[str, bytes], recorded: _Entries, *, converts: bool
) -> list[str]:
    """The paths with CRLF that git stores with LF; what it has with CRLF already stays so."""
    paths = [path for path, content in contents.items() if b"\r\n" in content]
    if not paths:
        return []
    attributes = _attributes(repository, paths)
    old = _blobs(repository, {entry.id for path in paths if (entry := recorded[path])})
    return [
        path
        for path in paths
        if _is_text(contents[path], *attributes[path], converts=converts)
        and not ((entry := recorded[path]) and b"\r\n" in old[entry.id])
    ]


def _attributes(repository: Repository, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """`text` and `eol` of each path, by the user's attributes too."""
    listed = b"".join(os.fsencode(path) + b"\0" for path in paths)
    answer = _act(repository, "check-attr", "-z", "--stdin", "text", "eol", stdin=listed)
    fields = os.fsdecode(answer).split("\0")[:-1]
    # Three fields for each attribute: the path, its name, its value.
    return {fields[at]: (fields[at + 2], fields[at + 5]) for at in range(0, len(fields), 6)}


def _is_text(content: bytes, text: str, eol: str, *, converts: bool) -> bool:
    if text == "set" or (text == "unspecified" and eol in {"lf", "crlf"}):
        return True
    if text == "auto" or (text == "unspecified" and converts):
        return b"\0" not in content and b"\r" not in content.replace(b"\r\n", b"")
    return False


def _blobs(repository: Repository, ids: Collection[str]) -> dict[str, bytes]:
    if not ids:
        return {}
    rest = _ask(repository, "cat-file", "--batch", stdin="".join(f"{id}\n" for id in ids).encode())
    found = {}
    while rest:
        header, _newline, rest = rest.partition(b"\n")
        name, _type, size = header.decode().split()
        found[name], rest = rest[: int(size)], rest[int(size) + 1 :]
    return found


def make_repository(folder: Path) -> Repository | None:
    """A new repository in `folder`; None where there is no git."""
    if _program() is None:
        return None
    run(("init", "--quiet"), cwd=folder, environment=own_environment(), options=())
    return find_repository(folder)
