"""What of a repository hides its past from whoever reads it: LG618."""

from collections.abc import Iterator

from cleanledger import git
from cleanledger.checks.run import stamp
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.source import Document, Problem


def surroundings_of(repository: git.Repository) -> list[Finding]:
    """Everything in the repository itself by which git may show another past than was written."""
    return [stamp(Problem(message, code="LG618"), Document(place)) for place, message in _hiding(repository)]


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
