"""A repository of real git that takes many commits: `git fast-import` writes them, one process for all."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

SILENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_EDITOR": "true",
    "GIT_MERGE_AUTOEDIT": "no",
    # A story lives a minute: what a power cut leaves of it concerns nobody.
    "GIT_OPTIONAL_LOCKS": "0",
}
_SETTINGS = (
    ("gc.auto", "0"),
    ("core.autocrlf", "false"),
    ("commit.gpgSign", "false"),
    ("fastimport.unpackLimit", "1"),
    ("advice.detachedHead", "false"),
    ("core.fsync", "none"),
)


@dataclass(frozen=True)
class Stamp:
    """Who commits, and when: `moment` knows its zone."""

    post: str
    moment: datetime

    @property
    def line(self) -> bytes:
        """As it stands in a commit."""
        return f"{self.post} <{self.post}@a.example> {int(self.moment.timestamp())} {self.moment:%z}".encode()

    @property
    def environment(self) -> dict[str, str]:
        """For a command of git that commits."""
        return {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (
                ("NAME", self.post),
                ("EMAIL", f"{self.post}@a.example"),
                ("DATE", f"{int(self.moment.timestamp())} {self.moment:%z}"),
            )
        }


@dataclass
class Writer:
    """A repository in a new folder. `processes`: how many were started for it, the import included."""

    root: Path
    processes: int = 0
    _import: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    _marks: dict[str, int] = field(default_factory=dict, repr=False)
    """By id of a commit that was imported: what is not flushed the import itself knows by its mark alone."""
    _last: int = 0
    _is_flushed: bool = True

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True)
        self.git("init", "-q", "-b", "main", "--template=")
        with (self.root / ".git" / "config").open("a", encoding="utf-8") as config:
            for name, value in _SETTINGS:
                section, _dot, key = name.partition(".")
                config.write(f"[{section}]\n\t{key} = {value}\n")

    def git(self, *arguments: str, stamp: Stamp | None = None, check: bool = True, stdin: str = "") -> str:
        """One command of git in the work tree."""
        self.flush()
        self.processes += 1
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **SILENT, **(stamp.environment if stamp else {})},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"git {arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def commit(
        self,
        parents: Sequence[str],
        changed: Mapping[str, bytes | None],
        stamp: Stamp,
        message: str,
        committer: Stamp | None = None,
    ) -> str:
        """A commit that has `changed` otherwise than its first parent (None: gone); its id."""
        lines = (stamp.line, (committer or stamp).line)
        self._last += 1
        text = message.encode()
        into = self._stdin
        # One name for all: the stories know by themselves where their branches stand.
        into.write(b"reset refs/heads/scratch\ncommit refs/heads/scratch\nmark :%d\n" % self._last)
        into.write(b"author %b\ncommitter %b\ndata %d\n%b\n" % (*lines, len(text), text))
        for word, parent in zip(("from", *("merge",) * len(parents)), parents, strict=False):
            mark = self._marks.get(parent)
            into.write(f"{word} {f':{mark}' if mark else parent}\n".encode())
        for path, content in changed.items():
            if content is None:
                into.write(f"D {path}\n".encode())
            else:
                into.write(b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(content), content))
        self._is_flushed = False
        made = self._named()
        self._marks[made] = self._last
        return made

    def signed(self, commit: str, key: str, stamp: Stamp, message: str) -> str:
        """The same commit, signed by a key of ssh."""
        options = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
        words = (
            "commit-tree",
            f"-S{key}",
            f"{commit}^{{tree}}",
            *(f"-p{each}" for each in self.parents(commit)),
        )
        return self.git(*options, *words, stamp=stamp, stdin=message).strip()

    def with_signature_of(self, commit: str, other: str) -> str:
        """A commit that bears the signature of another."""
        head, _blank, message = self.git("cat-file", "commit", commit).partition("\n\n")
        theirs = self.git("cat-file", "commit", other).partition("\n\n")[0]
        text = f"{head}\ngpgsig{theirs.partition('gpgsig')[2]}\n\n{message}"
        return self.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=text).strip()

    def parents(self, commit: str) -> list[str]:
        return self.git("rev-list", "--parents", "--max-count=1", commit).split()[1:]

    def head(self) -> str:
        """The commit on which the work tree stands; before the first one the branch of none."""
        return (self.root / ".git" / "HEAD").read_text().strip()

    def work_tree(self) -> dict[str, bytes]:
        """Every file in the work tree, by its path."""
        folders = [(str(self.root), "")]
        found = {}
        while folders:
            folder, prefix = folders.pop()
            for entry in os.scandir(folder):
                if entry.is_dir():
                    if entry.name != ".git":
                        folders.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    found[prefix + entry.name] = Path(entry.path).read_bytes()
        return found

    def flush(self) -> None:
        """From here on other processes see what was committed."""
        if not self._is_flushed:
            self._stdin.write(b"checkpoint\n\n")
            self._named()
            self._is_flushed = True

    def close(self) -> None:
        """Ends the process; the repository stays."""
        if self._import is not None:
            self._stdin.close()
            assert self._import.wait() == 0
            assert self._import.stdout
            self._import.stdout.close()
            self._import = None

    @property
    def _stdin(self) -> IO[bytes]:
        if self._import is None:
            self.processes += 1
            self._import = subprocess.Popen(
                ["git", "fast-import", "--quiet", "--force"],
                cwd=self.root,
                env={**os.environ, **SILENT},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        assert self._import.stdin
        return self._import.stdin

    def _named(self) -> str:
        """The id of the last commit; fast-import has done all before it when it answers."""
        self._stdin.write(b"get-mark :%d\n" % self._last)
        self._stdin.flush()
        assert self._import
        assert self._import.stdout
        return self._import.stdout.readline().decode().strip()
