"""Lines merged as git does it, and what of a repository's settings a merge of ours needs."""

from pathlib import Path

from cleanledger.git.process import OWN, attempt, own_environment
from cleanledger.git.repository import Repository, act, settings_of


def merge_lines(base: Path, ours: Path, theirs: Path) -> bool:
    """Merges three files into `ours` by lines; False where marks of a conflict stand in it then."""
    names = ("-L", "ours", "-L", "base", "-L", "theirs")
    words = ("merge-file", *names, str(ours.absolute()), str(base.absolute()), str(theirs.absolute()))
    return attempt(words, cwd=ours.parent, environment=own_environment(), options=OWN).returncode == 0


def set_merge_driver(repository: Repository, name: str, says: str, command: str) -> None:
    """Makes `command` the merge driver `name` of this repository."""
    act(repository, "config", f"merge.{name}.name", says)
    act(repository, "config", f"merge.{name}.driver", command)


def hooks_folder(repository: Repository) -> Path:
    """Where git looks for hooks here."""
    return settings_of(repository).hooks
