"""Which sides of a merge did something: one that has a thing as their common past has it left it alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from cleanledger import git
from cleanledger.checks.change import is_within
from cleanledger.history.stream import Edge, Moved
from cleanledger.history.versions import setting_at
from cleanledger.model.cover import Cover
from cleanledger.model.setting import Setting
from cleanledger.model.units import Directory

T = TypeVar("T")


def worked_on(repository: git.Repository, moved: Moved, edge: Edge) -> Edge:
    """The edge of a merge in which a side that left the entry alone has it as another side made it.

    What that one did was judged where it was done; the merge only brings it.
    """
    if len(edge.parents) == 1 or _is_plain(edge):
        return edge
    known = {
        found.id
        for base in _common_past(repository, moved)
        for found in git.recorded_in(repository, base, (edge.path,)).values()
        if found
    }
    spoken = _spoken(edge.parents, lambda each: each is not None and each.blob in known)
    return edge._replace(parents=tuple(spoken))


def _is_plain(edge: Edge) -> bool:
    """Whether it is as one side has it, with every line and all evidence of the others: nothing is missed."""
    after = edge.after.entry if edge.after in edge.parents and edge.after else None
    sides = [each.entry for each in edge.parents if each]
    return after is not None and all(
        each is not None and is_within(each.log, after.log) and set(each.evidence) <= set(after.evidence)
        for each in sides
    )


def settings_of_sides(
    repository: git.Repository, moved: Moved, settings: Iterable[Setting | None]
) -> tuple[Setting, ...]:
    """The setting of each side of a merge; what it left alone is as another side made it."""
    sides = [each for each in settings if each]
    found = (setting_at(repository, base, moved.folder) for base in _common_past(repository, moved))
    bases = [each for each in found if each]
    books = _parts(sides, bases, lambda each: each.book)
    files = _parts(sides, bases, lambda each: each.directory.file)
    ledgers = {ledger for each in sides for ledger in each.covers}
    covers = {ledger: _parts(sides, bases, _cover_of(ledger)) for ledger in sorted(ledgers)}
    return tuple(
        replace(
            side,
            book=books[place],
            directory=Directory(files[place]),
            covers={ledger: cover for ledger, each in covers.items() if (cover := each[place])},
        )
        for place, side in enumerate(sides)
    )


def _cover_of(ledger: str) -> Callable[[Setting], Cover | None]:
    return lambda setting: setting.covers.get(ledger)


def _common_past(repository: git.Repository, moved: Moved) -> tuple[str, ...]:
    return git.common_past(repository, moved.commit.parents)


def _parts(sides: Sequence[Setting], bases: Sequence[Setting], part: Callable[[Setting], T]) -> list[T]:
    known = [part(each) for each in bases]
    return list(_spoken([part(each) for each in sides], lambda value: value in known))


def _spoken(sides: Sequence[T], is_idle: Callable[[T], bool]) -> Iterator[T]:
    """The sides, where in the place of an idle one stands the first that is not, if there is any."""
    busy = [each for each in sides if not is_idle(each)]
    for each in sides:
        yield busy[0] if busy and is_idle(each) else each
