"""The audit: every commit of a range judged, and what was found and seen summed up."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleanledger import clock, git
from cleanledger.errors import EnvironmentFailure
from cleanledger.history.judging import Judge, Judged, Wish
from cleanledger.history.places import place_of
from cleanledger.history.remembered import Remembered
from cleanledger.history.stream import changes
from cleanledger.history.surroundings import surroundings_of
from cleanledger.history.versions import Versions, setting_at
from cleanledger.i18n import _
from cleanledger.model.audited import Audited


def audit(
    repository: git.Repository, folder: Path, wanted: Sequence[str] = ("HEAD",), wish: Wish | None = None
) -> Audited:
    """Judges every commit that `wanted` names (as `git rev-list` takes them) by the rules on changes.

    `folder`: that of book.yaml in the work tree. A shallow clone is an EnvironmentFailure.
    """
    refuse_shallow(repository)
    result = Audited()
    for judged in _judged(repository, repository.relative(folder), wanted, wish or Wish()):
        result.take(judged.verdict)
    _close(result, repository, repository.relative(folder), next(each for each in wanted if each[0] != "^"))
    result.findings += surroundings_of(repository, repository.relative(folder))
    return result


def refuse_shallow(repository: git.Repository) -> None:
    """Refuses a clone from which older commits were left out: what they hold would be taken for new."""
    if git.is_shallow(repository):
        raise EnvironmentFailure(
            _("this clone is shallow: its older commits were left out, and cannot be judged"),
            _("fetch them: git fetch --unshallow; in CI set fetch-depth: 0"),
        )


def _close(result: Audited, repository: git.Repository, folder: str, newest: str) -> None:
    """What is known only at the end: the book as it is called in the last commit, and a second copy."""
    result.has_remote = git.has_remote(repository)
    setting = setting_at(repository, newest, folder)
    if setting:
        result.book, result.language = setting.book.name, setting.book.language
        result.posts = {code: post.name or "" for code, post in setting.directory.people.items()}


def _judged(repository: git.Repository, folder: str, wanted: Sequence[str], wish: Wish) -> Iterator[Judged]:
    """The verdict on each commit; of a whole past, those that are remembered are not judged again."""
    is_whole = not any(each.startswith("^") for each in wanted)
    remembers = is_whole and wish.today is None
    elsewhere = _elsewhere(repository, folder)
    remembered = Remembered(folder, elsewhere, wish)
    commits = git.commits_in(repository, wanted)
    known = remembered.of(commits) if remembers and not wish.is_fresh else {}
    versions = Versions(repository)
    judge = Judge(repository, versions, wish, is_whole=is_whole)
    steps = git.steps(repository, [commit for commit in commits if commit not in known])
    folders = {commit: judged.verdict.folder for commit, judged in known.items()}
    stream = changes(repository, folder, steps, versions, elsewhere, folders=folders)
    now, new = clock.now(), []
    for commit in commits:
        if commit in known:
            judge.recall(known[commit])
        else:
            moved = next(stream)
            known[commit] = judge.judge(moved)
            # What lies in the future does not for ever.
            if max(moved.commit.time, moved.commit.committed) < now:
                new.append(known[commit])
        yield known[commit]
    if remembers:
        remembered.keep(new)


def _elsewhere(repository: git.Repository, folder: str) -> frozenset[str]:
    """Where other books lie today."""
    if repository.head is None:
        return frozenset()
    tree = git.tree_below(repository, repository.head, ".")
    places = (place_of(path) for path in tree if path.rpartition("/")[2] == "book.yaml")
    return frozenset(place.folder for place in places if place) - {folder}
