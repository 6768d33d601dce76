"""A commit of the stream as rules on commits see it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cleanledger import git
from cleanledger.checks.commits import Deed
from cleanledger.history.attributes import hidden_by
from cleanledger.history.stream import Moved

_FILE = ".gitattributes"


def deed_of(
    repository: git.Repository, moved: Moved, committed: Mapping[str, datetime], latest: datetime
) -> Deed | None:
    """The commit itself; None where it has nothing of the book. `committed`: when its parents were."""
    touched = [each for side in (moved.step.touched if moved.step else ()) for each in side]
    inside = "" if moved.folder == "." else f"{moved.folder}/"
    ours = [each for each in touched if each.path.startswith(inside)]
    if not ours and not moved.attributes:
        return None
    commit = moved.commit
    return Deed(
        author=commit.author,
        email=commit.email,
        committer=commit.committer,
        message=commit.message,
        time=commit.time,
        committed=commit.committed,
        parents=tuple((parent, committed[parent]) for parent in commit.parents),
        latest=latest,
        paths=tuple(path for path in _new(moved) if path.startswith(inside)),
        unread=frozenset(each.id for each in moved.edges if each.after and each.after.entry is None),
        hidden=hidden_by(repository, moved),
    )


def _new(moved: Moved) -> tuple[str, ...]:
    """The paths that no parent has: what a merge brings from one side was looked at there."""
    sides = [
        [each.path for each in side if each.after and not each.before]
        for side in (moved.step.touched if moved.step else ())
    ]
    first, *others = sides or [[]]
    return tuple(path for path in first if all(path in each for each in others))


def end_of_tomorrow(today: date, zone: str) -> datetime:
    """What lies after it is still to come, however the clock of whoever committed stands."""
    return datetime.combine(today + timedelta(days=2), time(), ZoneInfo(zone))
