"""What of a repository hides its past from whoever reads it: LG618; or files of the book: LG621."""

from collections.abc import Iterator
from pathlib import Path

from cleanledger import git
from cleanledger.checks.commits import Hidden, told_of
from cleanledger.checks.run import stamp
from cleanledger.history.attributes import hidden_here
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.source import Document, Problem


def surroundings_of(repository: git.Repository, folder: str) -> list[Finding]:
    """Everything in the repository itself by which git may show another past, or less of the book.

    `folder`: the book's, from the root.
    """
    found = [
        *(("LG618", *each) for each in _hiding(repository)),
        *(("LG621", *each) for each in _leaving_out(repository, folder)),
    ]
    return [stamp(Problem(message, code=code), Document(place)) for code, place, message in found]


def _hiding(repository: git.Repository) -> Iterator[tuple[str, str]]:
    folder = repository.common_dir
    if git.replacements(repository):
        yield ".git/refs/replace", _("refs/replace puts other objects in the place of commits")
    grafts = folder / "info" / "grafts"
    if grafts.is_file() and grafts.read_bytes().strip():
        yield ".git/info/grafts", _("info/grafts gives commits other parents")
    alternates = folder / "objects" / "info" / "alternates"
    if alternates.is_file() and alternates.read_bytes().strip():
        yield ".git/objects/info/alternates", _("objects are borrowed from another repository")
    if git.has_promisor(repository):
        yield ".git/config", _("objects may be missing here: the clone is a partial one")


def _leaving_out(repository: git.Repository, folder: str) -> Iterator[tuple[str, str]]:
    """What the attributes of the repository itself hide: its own file of them, and one that it names."""
    named = git.exchange.local_settings(repository).get("core.attributesfile", "")
    places = [(".git/info/attributes", repository.common_dir / "info" / "attributes")]
    if named:
        places.append((".git/config", repository.root / Path(named).expanduser()))
    for place, path in places:
        if path.is_file() and (content := path.read_bytes()).strip():
            for attribute, example, files in hidden_here(repository, content, folder):
                yield place, told_of(Hidden(place, 1, attribute, example, files))
