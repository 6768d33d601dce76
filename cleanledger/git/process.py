"""Running git: in which surroundings, and what its failures are. The only module that runs a program.

There are two kinds of surroundings. What is read, perhaps from a hostile clone, is read by
`reading_environment` and `READING`: no hook, filter, monitor or pager of it runs. What is the user's own act
(the commit and its signature, their index, branch and hooks) runs in `own_environment` with `OWN`.
"""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _, language

Done: TypeAlias = subprocess.CompletedProcess[bytes]
"""A program that has ended: how, and what it wrote."""

_MOST_WORDS = 200
_SECONDS_TO_END = 1.0

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
ASKING = (*READING, *_DURABLE)
# The message is ours and UTF-8, whatever the user's setting says of their own.
OWN = (
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


class GitFailure(EnvironmentFailure):
    """git could not do what was asked; `words` is what it wrote."""

    def __init__(self, message: str, hint: str, words: bytes = b"") -> None:
        super().__init__(message, hint)
        self.words = words


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
    done = attempt(arguments, cwd=cwd, environment=environment, options=options, stdin=stdin)
    if done.returncode:
        raise failure_of(arguments, cwd, done.stderr)
    return done.stdout


def command(arguments: Sequence[str], options: Sequence[str] = READING) -> list[str]:
    """The words that start git; a failure where it is not installed."""
    program = git_program()
    if program is None:
        raise GitFailure(
            _("git is not installed, or not on the PATH"),
            _("Install git (https://git-scm.com), then run the command again."),
        )
    return [program, *options, *arguments]


def attempt(
    arguments: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    options: Sequence[str],
    stdin: bytes = b"",
) -> Done:
    """`git ARGUMENTS`, however it ends."""
    return execute(command(arguments, options), cwd=cwd, environment=environment, stdin=stdin)


def execute(words: Sequence[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes = b"") -> Done:
    """A program by the words that start it: git, or a hook where git starts none itself."""
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


def git_program() -> str | None:
    """Where git is; None where it is not on this machine."""
    # Not shutil.which: on Windows it looks into the current folder first, whatever the path says.
    name = "git.exe" if os.name == "nt" else "git"
    places = (Path(folder, name) for folder in _search_path().split(os.pathsep) if folder)
    return next((str(place) for place in places if place.is_file() and os.access(place, os.X_OK)), None)


def failure_of(arguments: Sequence[str], folder: Path, words: bytes) -> GitFailure:
    """That `git ARGUMENTS` ended with an error, and `words` to tell it by."""
    hint = _("Look at the repository with: git -C {folder} status", folder=shlex.quote(str(folder)))
    return GitFailure(
        _("git {word} failed in {folder}", word=arguments[0], folder=folder),
        with_words(hint, words),
        words,
    )


def with_words(hint: str, words: bytes) -> str:
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


def git_version(folder: Path) -> tuple[int, ...]:
    """The first two numbers of the version of git."""
    words = run(["version"], cwd=folder, environment=reading_environment()).split()
    return tuple(int(part) for part in words[2].split(b".")[:2])
