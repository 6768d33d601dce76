"""Entries, log lines and policies as short as a test can say them: values as values, written as text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cleanledger.model.entry import Entry
from cleanledger.model.policy import KindPolicy, Policy, Version
from cleanledger.model.replay import PolicyOn, Replay, replay
from cleanledger.model.source import Problem, Tree
from cleanledger.model.units import Directory, UnitsFile

FIRST = date(2024, 1, 1)
DUE = date(2024, 6, 30)
ID = "ZG-2024-001"

WORDS: dict[str, dict[str, Any]] = {
    "submit": {"note": "做完了"},
    "verify": {"opinion": "属实"},
    "publish": {"doc": "公示1号", "days": 0},
    "close": {"opinion": "同意"},
    "return": {"reason": "不实"},
    "amend": {"field": "goal", "now": "新", "reason": "调整", "approved_by": "head"},
    "transfer": {"field": "lead_unit", "now": "KQ", "reason": "移交", "approved_by": "head", "doc": "1号"},
    "set": {"field": "leader", "now": "副厅长"},
    "suspend": {"reason": "等批复", "approved_by": "head"},
    "resume": {"reason": "批复到了"},
    "void": {"reason": "重复", "approved_by": "head"},
    "carry": {"to": "ZG-2025-001"},
    "recheck": {"result": "sound"},
    "reopen": {"reason": "反弹", "basis": "回头看", "due": date(2030, 1, 1)},
    "review": {"result": "unchanged"},
    "approve": {"level": "high", "found_by": "self", "meeting": "JL-2024-001"},
    "revise": {"reason": "变了"},
    "retire": {"reason": "取消", "basis": "文件"},
    "accept": {"code": "LG508"},
    "add": {"lead_unit": "GDBH"},
}
"""What a line of each verb must say for itself."""


def day(number: int) -> date:
    """A day of the story, counted from 0."""
    return FIRST + timedelta(days=number)


def tree(value: Any) -> Tree:
    """`value` as it stands in a file: all scalars are text."""
    if isinstance(value, dict):
        return {str(key).removesuffix("_"): tree(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [tree(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def line(did: str, on: date | int, **own: Any) -> dict[str, Any]:
    """A log line that says what its verb needs; `own` adds to it, None takes a key away."""
    when = day(on) if isinstance(on, int) else on
    return {"date": when, "by": "clerk", "did": did} | WORDS.get(did, {}) | own


def lines(*verbs: str | tuple[str, dict[str, Any]], due: date | None = DUE) -> list[dict[str, Any]]:
    """A log: add, then one verb a day."""
    told = [(each, dict[str, Any]()) if isinstance(each, str) else each for each in verbs]
    began = line("add", 0, due=due)
    return [began, *(line(did, number, **own) for number, (did, own) in enumerate(told, start=1))]


def entry(log: Sequence[dict[str, Any]] = (), kind: str = "rectification", **fields: Any) -> Entry:
    """An entry with `log`; a task or rectification has a deadline unless told otherwise."""
    given: dict[str, Any] = {"kind": kind, "id": ID, "title": "整改一项", "lead_unit": "GDBH"}
    if kind in ("task", "rectification"):
        given |= {"due": DUE}
    return Entry.model_validate(tree(given | fields | ({"log": list(log)} if log else {})))


def policy(**rules: Any) -> PolicyOn:
    """One policy for all days: `steps` and the like hold for both kinds, the rest for the book."""
    of_kind = {key: rules.pop(key) for key in tuple(rules) if key in KindPolicy.__dataclass_fields__}
    kind = replace(KindPolicy(steps=("close",), evidence=0), **of_kind)
    whole = Policy(task=kind, rectification=kind, **rules)
    return lambda _day: whole


LOOSE = policy()
"""Close at once, no evidence."""


def replayed(
    log: Sequence[dict[str, Any]],
    kind: str = "rectification",
    policy_on: PolicyOn | None = None,
    **fields: Any,
) -> Replay:
    """What `log` gives."""
    return replay(entry(log, kind, **fields), policy_on or LOOSE)


def found(outcome: Replay) -> list[tuple[int, str]]:
    """The problems as (line of the log, code); -1 where it is not of a line."""
    return sorted((place_of(problem), problem.code) for problem in outcome.problems)


def place_of(problem: Problem) -> int:
    """The line of the log that a problem speaks of; -1: another place."""
    return problem.field[1] if problem.field[:1] == ("log",) and isinstance(problem.field[1], int) else -1


def codes(outcome: Replay) -> list[str]:
    """The codes of all problems."""
    return [code for _place, code in found(outcome)]


def version(from_: str, number: int = 1, **rules: Any) -> Version:
    """A version of a book's policy."""
    return Version.model_validate(tree({"from": from_, "version": number} | rules))


def directory(units: Iterable[dict[str, Any]] = (), people: Iterable[dict[str, Any]] = ()) -> Directory:
    """Units and people; a unit is called by its code unless told otherwise."""
    named = [{"name": each["code"]} | each for each in units]
    return Directory(UnitsFile.model_validate(tree({"units": named, "people": list(people)})))
