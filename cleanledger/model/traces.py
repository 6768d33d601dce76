"""What a log line writes beside the log: fields of its entry by dotted name, and what they then hold."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cleanledger.model.log import LogLine
from cleanledger.model.source import Plain, Tree

FIELD_VERBS = ("set", "amend", "transfer")
"""Verbs with one line a field."""

Traces = Mapping[str, Tree | None]
"""What each field holds after a line; None: it is taken away."""


def traces_of(line: LogLine) -> Traces:
    """The fields that `line` writes, but for status, round and deadline: they follow from the log itself."""
    if line.did in FIELD_VERBS:
        return {line.field: line.now} if line.field and line.field != "due" else {}
    written: dict[str, Tree | None] = {}
    if line.did == "measure" and line.done_on:
        written[f"measures.{line.num}.done_on"] = Plain(line.done_on.isoformat())
    if line.did == "measure" and line.text:
        written[f"measures.{line.num}.text"] = line.text
    if line.did in _MEASURES:
        day = Plain(line.date.isoformat()) if _MEASURES[line.did] else None
        written |= {f"measures.{num}.done_on": day for num in line.measures}
    for key, name in _FIELDS.get(line.did, {}).items():
        value = getattr(line, key)
        if value is not None:
            written[name] = value if isinstance(value, str) else Plain(str(value))
    if (line.did == "extend" and line.approved_by) or (line.did == "reopen" and line.due):
        written["due_text"] = line.due_text
    if line.did == "approve" and line.meeting:
        written["approval.date"] = Plain(line.date.isoformat())
    for each in line.indicators or ():
        written[f"indicators.{each.name}.actual"] = Plain(str(each.actual))
    return written


_MEASURES: Mapping[str, bool] = MappingProxyType({"submit": True, "reopen": False})
"""Verbs whose `measures` are done by it (true) or fall open (false)."""

_FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "add": {"lead_unit": "lead_unit"},
        "approve": {"level": "level", "found_by": "found_by", "meeting": "approval.meeting"},
        "recheck": {"effect": "effect"},
        "reply": {"date": "replied_on"},
    }
)
"""Keys of a verb's line whose value the entry holds too, and where."""


def held_after(lines: Iterable[LogLine]) -> dict[str, Tree | None]:
    """What the fields that `lines` write hold after the last of them."""
    held: dict[str, Tree | None] = {}
    for line in lines:
        held |= traces_of(line)
    return held
