"""Joins two versions of one entry, by what they had in common before they went apart."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from cleanledger.i18n import _
from cleanledger.model.entry import DOING_KINDS, KEY_ORDER, Entry
from cleanledger.model.paths import field_path, value_at
from cleanledger.model.replay import Replay
from cleanledger.model.source import Document, Tree
from cleanledger.model.validate import validate_entry
from cleanledger.operations.draft import stated
from cleanledger.operations.joining.choices import LOG, Choice, Settled, Side
from cleanledger.operations.joining.fields import Three, joined
from cleanledger.operations.joining.logs import Gap, Line, gaps, holds, orders
from cleanledger.store.emitter import emit
from cleanledger.store.reader import read_document
from cleanledger.store.splice import Append, Edit, EditRefused, Put, Remove, apply, splice

Replayed: TypeAlias = Callable[[Entry], Replay]
"""Replays the log of an entry by the policy of its book."""


@dataclass(frozen=True)
class Joined:
    """The one version; None where somebody must choose first."""

    document: Document | None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class _Versions:
    base: Mapping[str, Tree]
    ours: Mapping[str, Tree]
    theirs: Mapping[str, Tree]

    def three(self, key: str) -> Three:
        return Three(self.base.get(key), self.ours.get(key), self.theirs.get(key))

    def side(self, side: Side) -> Mapping[str, Tree]:
        return self.ours if side == "ours" else self.theirs


def join(
    base: Document | None,
    ours: Document,
    theirs: Document,
    replayed: Replayed,
    settled: Settled | None = None,
) -> Joined:
    """One version of three, in the text of `ours`; `base`: None where both sides made the entry.

    All three must be readable. Every log line of both sides is in it, and its log replays with no problem
    that neither side had.
    """
    settled = settled or Settled()
    versions = _Versions(*(_data(each) for each in (base, ours, theirs)))
    if versions.ours == versions.theirs or (base and versions.theirs == versions.base):
        return Joined(ours)
    if base and versions.ours == versions.base:
        return Joined(theirs)
    tree, choices = _fields(versions, settled)
    if choices:
        return Joined(None, tuple(choices))
    found = _with_log(versions, tree, replayed, settled)
    return Joined(None, (found,)) if isinstance(found, Choice) else Joined(_written(ours, found))


def _data(document: Document | None) -> Mapping[str, Tree]:
    return (document.data or {}) if document else {}


def _log(data: Mapping[str, Tree]) -> list[Line]:
    log = data.get(LOG)
    return [item for item in log if isinstance(item, dict)] if isinstance(log, list) else []


def _fields(versions: _Versions, settled: Settled) -> tuple[dict[str, Tree], list[Choice]]:
    """Every field but those that the log gives, which are ours for the time being."""
    given = {LOG, "status", "round"} if _log(versions.ours) else set()
    if given and versions.ours.get("kind") in DOING_KINDS:
        given.add("due")
    choices: list[Choice] = []
    tree = {}
    for key in dict.fromkeys((*versions.ours, *versions.theirs)):
        three = versions.three(key)
        value = three.ours if key in given else joined(key, three, settled, choices)
        if value is not None:
            tree[key] = value
    return tree, choices


def _with_log(
    versions: _Versions, tree: dict[str, Tree], replayed: Replayed, settled: Settled
) -> dict[str, Tree] | Choice:
    """`tree` with the log of both, and what it gives; a choice where no order of it is legal."""
    base, ours, theirs = (_log(each) for each in (versions.base, versions.ours, versions.theirs))
    if not (holds(ours, base) and holds(theirs, base)):
        return _of_log(ours, theirs, base, _("a line that both had was changed or taken out"))
    parts = gaps(ours, theirs)
    known = _known(versions, replayed)
    why: str | None = None
    for log in _offered(parts, settled):
        outcome = _tried(tree, [*log, *_said_again(tree, parts, log, settled)], replayed, known)
        if not isinstance(outcome, str):
            return outcome
        why = why or outcome
    return _of_log(
        [line for gap in parts for line in gap.ours],
        [line for gap in parts for line in gap.theirs],
        [],
        why or "",
    )


def _of_log(ours: Sequence[Line], theirs: Sequence[Line], base: Sequence[Line], why: str) -> Choice:
    left, right = (cast("Tree", [dict(line) for line in each if line not in base]) for each in (ours, theirs))
    return Choice(LOG, None, left, right, why)


def _known(versions: _Versions, replayed: Replayed) -> "Counter[tuple[str, str]]":
    """What was wrong before on either side."""
    return _faults(versions.ours, replayed) | _faults(versions.theirs, replayed)


def _faults(data: Mapping[str, Tree], replayed: Replayed) -> "Counter[tuple[str, str]]":
    entry, _problems = validate_entry(Document("", data=data))
    problems = replayed(entry).problems if entry else ()
    return Counter((each.code, each.message) for each in problems)


def _offered(parts: Sequence[Gap], settled: Settled) -> Iterator[list[Line]]:
    yield from orders(parts)
    side = settled.side(LOG)
    if side is None or settled.taking_back is None:
        return
    other: Side = "theirs" if side == "ours" else "ours"
    lines = [line for gap in parts for line in getattr(gap, other)]
    moving = [line for line in lines if line["did"] not in _MOVING_NOTHING]
    for wrong in (moving, lines):
        for log in orders(parts):
            yield [*log, *_taken_back(log, wrong, settled.taking_back)]


_MOVING_NOTHING = frozenset({"progress", "evidence", "measure", "accept", "set"})


def _taken_back(
    log: Sequence[Line], wrong: Sequence[Line], line_for: Callable[[Line, int], Line]
) -> Iterator[Line]:
    for line in wrong:
        alike = [each for each in log if (each["date"], each["did"]) == (line["date"], line["did"])]
        yield line_for(line, alike.index(line) + 1 if len(alike) > 1 else 0)


def _said_again(
    tree: Mapping[str, Tree], parts: Sequence[Gap], log: Sequence[Line], settled: Settled
) -> Iterator[Line]:
    """Lines for fields that both sides changed, where the last word in the log is not the value taken."""
    if settled.again is None:
        return
    ours = [line for gap in parts for line in gap.ours if "field" in line]
    theirs = [line for gap in parts for line in gap.theirs if "field" in line]
    names = dict.fromkeys(str(line["field"]) for line in ours)
    for name in (each for each in names if any(line["field"] == each for line in theirs)):
        lines = [line for line in (*ours, *theirs) if line["field"] == name]
        value = value_at(tree, field_path(tree, name))
        last = next(line for line in reversed(log) if line.get("field") == name)
        meant = next((line for line in lines if line.get("now") == value), None)
        if last.get("now") != value and meant is not None:
            yield settled.again(meant, last.get("now"))


def _tried(
    tree: Mapping[str, Tree],
    log: Sequence[Line],
    replayed: Replayed,
    known: "Counter[tuple[str, str]]",
) -> dict[str, Tree] | str:
    """`tree` with `log` and what it gives; or why that is not legal."""
    whole = {**tree, **({LOG: cast("Tree", [dict(line) for line in log])} if log else {})}
    entry, wrong = validate_entry(Document("", data=whole))
    if entry is None:
        return wrong[0].message
    replay = replayed(entry)
    new = [each for each in replay.problems if not known[each.code, each.message]]
    if new:
        return f"{new[0].code} {new[0].message}"
    return apply(whole, stated(entry, replay.state)) if log else whole


def _written(ours: Document, tree: Mapping[str, Tree]) -> Document:
    """`tree` in the text of `ours`; written anew where its lines cannot be kept."""
    edits = list(_edits(ours.data or {}, tree))
    try:
        return splice(replace(ours, problems=()), edits, KEY_ORDER)
    except EditRefused:
        ordered = {key: tree[key] for key in KEY_ORDER if key in tree}
        return read_document(emit(ordered).encode(), ours.path)


def _edits(before: Mapping[str, Tree], after: Mapping[str, Tree]) -> Iterator[Edit]:
    for key, value in after.items():
        old = before.get(key)
        if isinstance(old, list) and isinstance(value, list) and value[: len(old)] == old:
            yield from (Append((key,), item) for item in value[len(old) :])
        elif old != value:
            yield Put((key,), value)
    yield from (Remove((key,)) for key in before if key not in after)
