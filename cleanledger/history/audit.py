"""The audit: every commit of a range judged, and what was found and seen summed up."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleanledger import git
from cleanledger.errors import EnvironmentFailure
from cleanledger.history.judging import Judge, Judged, Wish
from cleanledger.history.places import place_of
from cleanledger.history.stream import changes
from cleanledger.history.surroundings import surroundings_of
from cleanledger.history.versions import Versions
from cleanledger.i18n import _
from cleanledger.model.audited import Audited


def audit(
    repository: git.Repository, folder: Path, wanted: Sequence[str] = ("HEAD",), wish: Wish | None = None
) -> Audited:
    """Judges every commit that `wanted` names (as `git rev-list` takes them) by the rules on changes.

    `folder`: that of book.yaml in the work tree. A shallow clone is an EnvironmentFailure.
    """
    if git.is_shallow(repository):
        raise EnvironmentFailure(
            _("this clone is shallow: its older commits were left out, and cannot be judged"),
            _("fetch them: git fetch --unshallow; in CI set fetch-depth: 0"),
        )
    result = Audited()
    for judged in _judged(repository, repository.relative(folder), wanted, wish or Wish()):
        result.take(judged.verdict)
    result.has_remote = git.has_remote(repository)
    result.findings += surroundings_of(repository)
    return result


def _judged(repository: git.Repository, folder: str, wanted: Sequence[str], wish: Wish) -> Iterator[Judged]:
    is_whole = not any(each.startswith("^") or ".." in each for each in wanted)
    versions = Versions(repository)
    judge = Judge(repository, versions, wish, is_whole=is_whole)
    for moved in changes(repository, folder, wanted, versions, _elsewhere(repository, folder)):
        yield judge.judge(moved)


def _elsewhere(repository: git.Repository, folder: str) -> frozenset[str]:
    """Where other books lie today."""
    if repository.head is None:
        return frozenset()
    tree = git.tree_below(repository, repository.head, ".")
    places = (place_of(path) for path in tree if path.rpartition("/")[2] == "book.yaml")
    return frozenset(place.folder for place in places if place) - {folder}
