"""The hooks of a repository, which are its users' own programs: they look at a commit before it is made."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleanledger.git.process import (
    Done,
    GitFailure,
    attempt,
    execute,
    first_line,
    git_version,
    own_environment,
)
from cleanledger.i18n import _

_KNOWS_HOOK_RUN = (2, 36)


@dataclass(frozen=True)
class Hooks:
    """The hooks in `folder`; a commit that is being made shows itself to them by `index`."""

    folder: Path
    root: Path
    index: Path

    def ask(self, message: str, scratch: Path) -> str:
        """Lets them look at the commit; the message as the last of them leaves it."""
        self._run("pre-commit")
        text = scratch / "COMMIT_EDITMSG"
        text.write_bytes(as_bytes(message))
        self._run("commit-msg", str(text))
        return text.read_bytes().decode("utf-8", "replace")

    def _run(self, name: str, *arguments: str) -> None:
        hook = self.folder / name
        if not (hook.is_file() and os.access(hook, os.X_OK)):
            return
        environment = own_environment() | {"GIT_INDEX_FILE": str(self.index), "GIT_EDITOR": ":"}
        done = _run_program_of_hook(hook, arguments, self.root, environment)
        if done.returncode:
            line = first_line(done.stderr + b"\n" + done.stdout)
            raise GitFailure(
                _("the hook {hook} refused", hook=name),
                _("The hook says: {words}", words=line) if line else "",
            )


def as_bytes(message: str) -> bytes:
    """The message of a commit as git keeps it."""
    return message.removesuffix("\n").encode("utf-8", "replace") + b"\n"


def _run_program_of_hook(
    hook: Path, arguments: Sequence[str], root: Path, environment: Mapping[str, str]
) -> Done:
    if git_version(root) >= _KNOWS_HOOK_RUN:
        words = ("hook", "run", hook.name, "--", *arguments)
        # No options: a hook would inherit them.
        return attempt(words, cwd=root, environment=environment, options=())
    return execute([str(hook), *arguments], cwd=root, environment=environment)
