"""Which fields of an entry changed, and which of them no log line that came with the change speaks of."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from cleanledger.checks.change import Change
from cleanledger.model.corrections import target_of
from cleanledger.model.entry import Entry, Measure
from cleanledger.model.log import LogLine

_BY_REPLAY = frozenset({"log", "status", "round", "id", "due"})
_TOUCHED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "extend": frozenset({"due_text", "milestones"}),
        "amend": frozenset({"due_text", "milestones", "standing"}),
        "set": frozenset({"due_text", "milestones", "standing"}),
        "reopen": frozenset({"due_text", "measures", "milestones", "standing"}),
        "measure": frozenset({"measures", "milestones"}),
        "submit": frozenset({"measures"}),
        "recheck": frozenset({"effect", "indicators"}),
        "approve": frozenset({"level", "level_text", "found_by", "approval"}),
        "retire": frozenset({"basis"}),
        "reply": frozenset({"replied_on"}),
        "accept": frozenset({"accepted"}),
    }
)
"""What each verb may change beside the field that its line names and the evidence that it brings."""
_REWORDING = frozenset({"amend", "set", "transfer", "correct"})
FIELDS = tuple(name for name in Entry.model_fields if name not in _BY_REPLAY)


def changed_fields(one: Entry, other: Entry) -> Iterator[str]:
    """The fields in which two versions differ, but for those that replaying the log gives."""
    return (name for name in FIELDS if getattr(one, name) != getattr(other, name))


def unaccounted(change: Change) -> Iterator[str]:
    """The fields that changed without a line that says so; for a merge: see `foreign`."""
    before, after = change.before, change.after
    if before is None or after is None:
        return
    spoken = frozenset(_spoken_of(after, change.added))
    for name in changed_fields(before, after):
        if name not in spoken or (name == "measures" and _reworded(change, before, after)):
            yield name


def foreign(change: Change) -> Iterator[str]:
    """The fields of a merge that no parent has so, and no line of the merge itself speaks of."""
    after, parents = change.after, [parent for parent in change.parents if parent]
    if after is None or not parents:
        return
    spoken = frozenset(_spoken_of(after, change.added))
    for name in FIELDS:
        value, theirs = getattr(after, name), [getattr(parent, name) for parent in parents]
        if name not in spoken and not _is_joined(value, theirs):
            yield name


def _is_joined(value: object, theirs: list[object]) -> bool:
    """Whether `value` is one of `theirs`, or a list each item of which stands in one of them."""
    if value in theirs:
        return True
    known = [item for each in theirs if isinstance(each, tuple) for item in each]
    return isinstance(value, tuple) and bool(value) and all(item in known for item in value)


def _spoken_of(entry: Entry, places: Iterable[int]) -> Iterator[str]:
    for place in places:
        line = entry.log[place]
        yield from _by_line(line)
        if line.did == "correct":
            yield from _by_correction(entry, place)


def _by_line(line: LogLine) -> Iterator[str]:
    if line.field:
        yield line.field.partition(".")[0]
    if line.evidence or line.did == "evidence":
        yield "evidence"
    yield from _TOUCHED.get(line.did, ())


def _by_correction(entry: Entry, place: int) -> Iterator[str]:
    """What taking a line back, or putting it right, may change: what that line changed."""
    target = target_of(entry.log, place)
    seen = {place}
    while target is not None and target not in seen:
        yield from _by_line(entry.log[target])
        # Of a correction that is corrected: what the first of them changed.
        seen.add(target)
        target = target_of(entry.log, target) if entry.log[target].did == "correct" else None


def _reworded(change: Change, before: Entry, after: Entry) -> bool:
    """Whether a measure was taken out or says something else, where no line says that it was reworded."""
    if any(
        line.did in _REWORDING and (line.did == "correct" or (line.field or "").startswith("measures"))
        for _place, line in change.lines
    ):
        return False
    left = {measure.num: _promise(measure) for measure in after.measures}
    return any(left.get(measure.num) != _promise(measure) for measure in before.measures)


def _promise(measure: Measure) -> tuple[object, ...]:
    return measure.text, measure.unit, measure.due, measure.due_text
